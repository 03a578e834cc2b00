"""Finite laws and moments that stand for a law of the initial token."""
