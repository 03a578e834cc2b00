"""Tests of what is written in LaTeX: formulas, sentences, theorems, documents that compile."""
