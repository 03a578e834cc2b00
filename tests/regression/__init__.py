"""Theorems about prompts."""
