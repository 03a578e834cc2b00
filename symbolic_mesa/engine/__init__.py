"""The expectation engine: products of tokens in, exact sums over moments out. No SymPy here.

It knows no model and no law: `contractions` says what a model is, `expectation` what comes out.
"""
