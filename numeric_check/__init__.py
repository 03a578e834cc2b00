"""The independent numerical witness of the derivations: no SymPy, no code of the engine.

Nothing is imported here; import the module that you need.

- `estimates`: a number with the scale that its rounding error is relative to.
- `laws.catalogue`: nodes, mixed moments and draws of each law of the catalogue.
- `laws.affine`: the same of a law that is shifted or scaled.
- `laws.gauss`: Gauss rules from exact moments.
- `laws.nodes`: finite laws with the moments of a law of the initial token.
- `model.attention`: the full model, its loss and its gradients, on a batch of sequences.
- `interpreter`: any stated model, run term by term, in doubles and in rationals.
- `forward`: forward passes as papers write them, which pin their statements.
- `model.quadrature`: the population loss and gradients, exact up to rounding.
"""
