"""What the trained model can do: Corollary 4.1, Theorem 4.2 and what is left of the loss."""
