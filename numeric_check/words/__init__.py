"""Matrices and prompts as numbers, exact and in doubles: what words are held against."""
