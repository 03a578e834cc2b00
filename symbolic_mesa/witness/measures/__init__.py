"""The measures of what is stated of linear causal attention, one module a theorem.

Each has ``MEASURES``, by the type of what a step states; a registry entry names it as its witness.
"""
