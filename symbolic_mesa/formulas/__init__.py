"""Formulas: fractions, closed forms, harmonic numbers, polynomials, decimals, where they vanish."""
