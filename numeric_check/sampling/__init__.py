"""The full model on random sequences, with standard errors."""
