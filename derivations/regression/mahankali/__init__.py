"""Mahankali, Hashimoto and Ma: a step of gradient descent is the least of one-layer attention."""
