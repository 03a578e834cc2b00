"""Proof regression: what is registered, what a lock file holds, mutants, and the pytest plugin."""
