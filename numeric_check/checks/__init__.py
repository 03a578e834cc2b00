"""Verdicts that are decided by moments: exact zeros, and the assumption as it is written."""
