"""Theorem 4.1, sharp form: when training stays on the diagonal; `theorem` has its steps."""
