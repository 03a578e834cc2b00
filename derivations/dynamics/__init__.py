"""The dynamics of Theorem 4.1: gradient flow of (a, b) in closed form; `theorem` has its steps."""
