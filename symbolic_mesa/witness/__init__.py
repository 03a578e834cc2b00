"""A joint: claims of the engine held against the full model, computed by `numeric_check`.

The claims are formulas for every d and T; they are held against sums at small d and T that are
exact, in rationals by one route and in doubles by another. Nothing of the engine takes part there.
"""
