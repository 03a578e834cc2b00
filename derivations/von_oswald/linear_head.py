"""One linear head on tokens (Φ s_t, s_t, s_{t-1}), and the gradient step, as words of matrices.

Blocks V_1, V_2 and M_11 ... M_22 act on pairs (s_u, s_{u-1}): token u adds V (s_u, s_{u-1}) times
its score with the query (s_t, s_{t-1}), which is the form of M in both.
"""

from collections.abc import Mapping

from symbolic_mesa.text.letters import parted
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, identity, matrix, number, zero
from symbolic_mesa.words.values import product
from symbolic_mesa.words.wick import Expectation

VALUES, SCORES = ("V_1", "V_2"), ("M_11", "M_12", "M_21", "M_22")
PLACES = ("1", "2", "3")
SQUARES = (
    "Phi",
    *VALUES,
    *SCORES,
    *(f"P_{i}" for i in PLACES),
    *(f"A_{i}{j}" for i in PLACES for j in PLACES),
)
COLUMNS = ("s", "p", "q", "r", "s_1", "s_2", "s_3")
LETTERS = Alphabet(
    (*(Letter(n, "d", "d") for n in SQUARES), *(Letter(n, "d", "1") for n in COLUMNS)), {"d": "d"}
)
AMONG = Expectation(LETTERS, ("d", "eta", "c"))
ETA = number(AMONG, "eta")
SCALE = number(AMONG, "c")
PULL = product(ETA, number(AMONG, "c", -1))  # η/c
SQUARE, COLUMN, NOTHING = ("d", "d"), ("d", "1"), zero(AMONG, "d", "1")
EYE = identity(AMONG, "d")

Blocks = Mapping[str, Matrix]


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


GENERAL: Blocks = {name: word(name) for name in (*VALUES, *SCORES)}
"""All of them, any matrices."""

DESCENDING: Blocks = {
    "V_1": EYE.times(SCALE),
    "V_2": -word("Phi").times(SCALE),
    "M_21": EYE.times(PULL),
}
"""Those that take a gradient step."""


def added(blocks: Blocks, token: tuple[str, str], query: tuple[str, str]) -> Matrix:
    """Return (V_1 s + V_2 p)(s' M_11 q + s' M_12 r + p' M_21 q + p' M_22 r): what a token adds.

    Args:
        blocks: the blocks by name; one that is not there is 0.
        token: the names s and p; an empty one stands for s_0 = 0.
        query: the names q and r.
    """
    total = NOTHING
    for i, left in _there(token):
        value = blocks.get(f"V_{i}", zero(AMONG, *SQUARE)) @ word(left)
        for j, middle in _there(token):
            for k, right in _there(query):
                score = blocks.get(f"M_{j}{k}", zero(AMONG, *SQUARE))
                total = total + value @ word(f"{middle}'") @ score @ word(right)
    return total


def _there(names: tuple[str, str]) -> list[tuple[int, str]]:
    return [(place, name) for place, name in enumerate(names, 1) if name]


def descent(s: str, p: str, q: str) -> Matrix:
    """Return −η d/dΦ ½|s − Φp|² q, from the trace of the square."""
    rest = word(s) - word("Phi", p)
    slope = gradient((rest @ rest.T).trace(), "Phi", AMONG) / 2
    return -slope.times(ETA) @ word(q)


def output(blocks: Blocks) -> Matrix:
    """Return what the head adds at the third token, less what a gradient step adds."""
    tokens = (("s_1", ""), ("s_2", "s_1"), ("s_3", "s_2"))
    total = NOTHING
    for token in tokens:
        total = total + added(blocks, token, tokens[-1])
        if token[1]:
            total = total - descent(*token, "s_3")
    return total


def degrees(blocks: Blocks) -> Mapping[tuple[str, ...], Matrix]:
    """Return that output apart: words in which each token occurs as often."""
    found: dict[tuple[str, ...], Matrix] = {}
    for term, value in output(blocks).terms.items():
        names = (parted(name)[0] for name in LETTERS.spelled(term))
        key = tuple(sorted(name for name in names if name in COLUMNS))
        found[key] = found.get(key, NOTHING) + Matrix(AMONG, *COLUMN, {term: value})
    return found


def with_equal(matrix: Matrix, old: str, new: str) -> Matrix:
    """Return the matrix where one token is another."""
    total = NOTHING
    for term, value in matrix.terms.items():
        names = (name.replace(old, new) for name in LETTERS.spelled(term))
        total = total + word(*names).times(value)
    return total
