"""Proof regression: what a lock file holds, mutants, and the pytest plugin."""
