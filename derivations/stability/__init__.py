"""Second order at the fixed point of Theorem 4.1, and finite steps; `theorem` has its steps."""
