"""Moments of Wishart matrices W = GG', G with independent N(0, 1) entries, d × N."""

from functools import reduce

from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import matrix
from symbolic_mesa.words.values import Value, product
from symbolic_mesa.words.wick import Expectation

LETTERS = Alphabet((Letter("G", "d", "N", covariances=((), ())),), {"d": "d", "N": "N"})
SCALARS = ("d", "N")


def moment(*powers: int) -> Value:
    """Return E Π tr (GG')^power in the scalars d and N.

    >>> moment(1)
    {(((-2,), 1), ((-1,), 1)): 1}
    """
    among = Expectation(LETTERS, SCALARS)
    traces = (matrix(among, *["G", "G'"] * power).trace() for power in powers)
    return among.of(reduce(product, traces))
