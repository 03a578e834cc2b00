"""Exchangeable laws beyond Assumption 4.1: the symmetric manifold; `theorem` has its steps."""
