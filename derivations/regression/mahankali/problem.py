"""What the steps share: the parts of the prediction under (w, e) → −(w, e), and losses at Λ = I."""

from functools import cache

from sympy.polys.fields import FracElement

from derivations.regression.prompt import (
    AMONG,
    LETTERS,
    full_prediction,
    labels,
    loss,
    prediction,
    scalar,
    word,
)
from derivations.words import coefficients
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.record import Assumption
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity
from symbolic_mesa.words.rewriting import replaced
from symbolic_mesa.words.values import Monomial, Number, Value
from symbolic_mesa.words.wick import Expectation

SOURCE = "Mahankali, Hashimoto and Ma 2023"
WHITE = Assumption("x_i, q and w are N(0, I), the noise N(0, sigma^2), all independent")
TASKS = ("w", "eps")  # what changes its sign


def part(odd: bool, query_column: bool = True) -> Matrix:
    """Return the part of the prediction of all blocks that is odd in w and the noise, or even."""
    every = full_prediction(query_column)
    terms = {w: value for w, value in every.terms.items() if _sign(w) % 2 == odd}
    return Matrix(AMONG, every.rows, every.columns, terms)


def _sign(spelled: Word) -> int:
    """Return how often w and the noise are in a word."""
    places = {code // 2 for code in LETTERS.word(*TASKS)}
    return sum(code // 2 in places for code in spelled)


def signs_in(monomial: Monomial) -> int:
    """Return how often w and the noise are in a product of traces."""
    return sum(exponent * _sign(generator) for generator, exponent in monomial)


def isotropic(value: Value) -> Value:
    """Return a value at Λ = I."""
    return replaced(value, {"Lambda": identity(AMONG, "d")}, AMONG)


@cache  # pure
def isotropic_loss() -> Value:
    """The loss of y X'A q/N at Λ = I."""
    return isotropic(loss(prediction()))


def size(field: Algebra, value: Value | None = None, among: Expectation = AMONG) -> FracElement:
    """Return the c at which the gradient in A of a loss vanishes at c I.

    Args:
        field: where it goes.
        value: the loss; that of y X'A q/N if none is given.
        among: the alphabet and the scalars.
    """
    (own,) = among.alphabet.word("A")
    slope = coefficients(gradient(value or isotropic_loss(), "A", among), field)
    return -slope[()] / slope[(own,)]


def left_at(
    size: FracElement, field: Algebra, value: Value, among: Expectation = AMONG
) -> list[FracElement]:
    """Return the gradient in A of a loss at a multiple of I, and what is no multiple of A or I."""
    (own,) = among.alphabet.word("A")
    slope = dict(coefficients(gradient(value, "A", among), field))
    return [slope.pop((own,)) * size + slope.pop(()), *slope.values()]


def without(value: Value, *names: str) -> Value:
    """Return a value where letters are 0."""
    nothing = {name: word(name).times({}) for name in names}
    return replaced(value, nothing, AMONG)


def effective() -> Matrix:
    """Return uU + v r', read off the odd part: what stands between y X' and q."""
    ends = (labels() @ word("X'")).times(scalar("N", -1))
    found = Matrix(AMONG, "d", "d", {})
    for one in (word("U").times(scalar("u")), word("v", "r'")):
        seen = turned(ends @ one @ word("q"))
        if all(seen.terms[w] == turned(part(odd=True)).terms.get(w) for w in seen.terms):
            found = found + one
    return found


def turned(number: Matrix) -> Matrix:
    """Return a number whose words, cut at numbers, are each the lesser of it and its transpose."""
    terms: dict[Word, dict[Monomial, Number]] = {}
    for spelled, value in number.terms.items():
        pieces = _pieces(spelled)
        form = tuple(code for piece in sorted(pieces) for code in piece)
        into = terms.setdefault(form, {})
        for monomial, factor in value.items():
            into[monomial] = into.get(monomial, 0) + factor
    kept = {w: {m: v for m, v in value.items() if v} for w, value in terms.items()}
    return Matrix(AMONG, number.rows, number.columns, {w: v for w, v in kept.items() if v})


def _pieces(spelled: Word) -> list[Word]:
    cuts = [k for k, code in enumerate(spelled) if LETTERS.rows[code] == "1"]
    ends = [*cuts[1:], len(spelled)]
    pieces = [spelled[start:end] for start, end in zip(cuts, ends, strict=True)]
    return [min(piece, LETTERS.transposed(piece)) for piece in pieces]
