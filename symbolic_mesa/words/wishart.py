"""Moments of Wishart matrices W = GG', G with independent N(0, 1) entries, d × N."""

from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import matrix
from symbolic_mesa.words.values import Value
from symbolic_mesa.words.wick import Expectation

LETTERS = Alphabet((Letter("G", "d", "N", covariances=((), ())),), {"d": "d", "N": "N"})
SCALARS = ("d", "N")


def moment(power: int) -> Value:
    """Return E tr (GG')^power in the scalars d and N.

    >>> moment(1)
    {(((-2,), 1), ((-1,), 1)): 1}
    """
    among = Expectation(LETTERS, SCALARS)
    return among.of(matrix(among, *["G", "G'"] * power).trace())
