"""What theorems on regression share: letters, a prompt, the prediction of one layer, its loss.

Prompts are X = (x_1 … x_N) and q with independent columns N(0, Λ), y = w'X + σε, w ~ N(0, I),
ε ~ N(0, I). The layer is E + W^PV E E' W^KQ E/N with E = [X q; y 0]; it predicts w'q by the last
entry of the last row.
"""

from fractions import Fraction
from functools import cache

from symbolic_mesa.record import Assumption
from symbolic_mesa.words.blocks import block
from symbolic_mesa.words.letters import LINE, Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, identity, matrix, number, zero
from symbolic_mesa.words.values import Value
from symbolic_mesa.words.wick import Expectation

COLUMNS = (("Lambda",), ())  # of X: columns N(0, Λ), independent
WHITE: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
GAMMA_INVERSE = "Gamma^-1"

LETTERS = Alphabet(
    (
        Letter("A", "d", "d"),
        Letter("B", "d", "d"),
        Letter("U", "d", "d"),
        Letter("P", "d", "d"),
        Letter("p", "d", LINE),
        Letter("v", "d", LINE),
        Letter("r", "d", LINE),
        Letter("k", "d", LINE),
        Letter("Lambda", "d", "d", symmetric=True),
        Letter(GAMMA_INVERSE, "d", "d", symmetric=True),
        Letter("X", "d", "N", covariances=COLUMNS),
        Letter("q", "d", LINE, covariances=COLUMNS),
        Letter("w", "d", LINE, covariances=WHITE),
        Letter("eps", LINE, "N", covariances=WHITE),
    ),
    {"d": "d", "N": "N"},
    commuting=frozenset({"Lambda", GAMMA_INVERSE}),
)
NEXT = "1/(N + 1)"
AMONG = Expectation(LETTERS, ("d", "N", "sigma", "u", "h", "M", NEXT))
GAUSSIAN = Assumption(
    "x_i and q are N(0, Lambda), w is N(0, I), the noise N(0, sigma^2), all independent"
)


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


def scalar(name: str, exponent: int = 1) -> Value:
    """Return a power of a scalar."""
    return number(AMONG, name, exponent)


def labels(among: Expectation = AMONG) -> Matrix:
    """Y = w'X + σε."""
    noise = matrix(among, "eps").times(number(among, "sigma"))
    return matrix(among, "w'", "X") + noise


@cache  # pure
def full_prediction(query_column: bool) -> Matrix:
    """What the layer with all blocks predicts: W^PV = [P p; v' u], W^KQ = [U k; r' h]."""
    nothing = zero(AMONG, LINE, LINE)
    last = block([[word("q")], [nothing]])
    seen = block([[word("X")], [labels()]])
    pairs = seen @ seen.T
    if query_column:
        with_query = last @ last.T
        pairs = block(
            [
                [x + y for x, y in zip(*rows, strict=True)]
                for rows in zip(pairs.rows, with_query.rows, strict=True)
            ]
        )
    unit = _unit()
    value = block([[word("P"), word("p")], [word("v'"), unit.times(scalar("u"))]])
    keys = block([[word("U"), word("k")], [word("r'"), unit.times(scalar("h"))]])
    return (value @ pairs @ keys @ last).rows[1][0].times(scalar("N", -1))


def _unit() -> Matrix:
    return identity(AMONG, LINE)


def prediction(among: Expectation = AMONG) -> Matrix:
    """Y X' A q / N: what is left of it at v = 0, r = 0, with A = u U."""
    return (labels(among) @ matrix(among, "X'", "A", "q")).times(number(among, "N", -1))


def square(predicted: Matrix) -> Value:
    """(prediction − w'q)², before any mean."""
    rest = predicted - matrix(predicted.among, "w'", "q")
    return (rest @ rest.T).as_value()


def loss(predicted: Matrix) -> Value:
    """½ E (prediction − w'q)²."""
    mean = predicted.among.of(square(predicted))
    return {monomial: Fraction(value) / 2 for monomial, value in mean.items()}
