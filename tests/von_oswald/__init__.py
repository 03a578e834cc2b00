"""Theorems about layers that optimize."""
