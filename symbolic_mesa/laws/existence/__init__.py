"""Whether one coordinate can have given moments, gaps allowed: yes or no with a certificate.

Let C be the set of moment vectors (E x^k), k given, of all laws. A polynomial p in the given powers
that is nowhere negative has E p >= 0 for every vector in C, so that three cases are left:

1. E p < 0 for such a p: no law.
2. Inside C: the given moments can be completed to positive definite Hankel matrices.
3. On the border: E p = 0 for a p that is not 0, the law lives on the roots of p, and what is left
   is a question about finitely many atoms. Such a p is read off Hankel matrices of moments known
   without a gap (`runs`), or built on atoms of a law of some of the moments (`faces`).

Floating point guesses (`centres`, `atoms`); exact rationals decide (`moment_forms`, `finite`,
`exchange`).
Literature: Curto and Fialkow 1991 (no gaps); Richter 1957 (finitely many atoms suffice); Karlin and
Studden 1966 (the cone of nowhere negative polynomials).
"""

from symbolic_mesa.laws.existence.deciding import decide
from symbolic_mesa.laws.existence.verdicts import Exists, Impossible, Undecided, Verdict

__all__ = ["Exists", "Impossible", "Undecided", "Verdict", "decide"]
