"""Claims held against the full model; the measures of all theorems are here."""
