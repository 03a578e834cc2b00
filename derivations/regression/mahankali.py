"""Mahankali, Hashimoto and Ma: a step of gradient descent is the least of one-layer attention.

Statement. Take x_i, q ~ N(0, I). Of the prediction of one layer with all of its blocks the part
that is even under (w, e) → −(w, e) is not correlated with the odd part, nor with w'q: it only adds
to the loss (`_even`). The odd part is y X'A q/N with one matrix A = uU + v r' (`_odd`), and its
loss is least at one A, a multiple of I: one step of gradient descent on the prompt, whatever the
other blocks (`_step`, `_least`).

Proof. Words of Gaussian matrices. The odd part's loss is a quadratic form in A with a positive
factor, at Λ = I.
"""

from fractions import Fraction
from functools import cache

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero, zero_elements
from derivations.regression import observables as of
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
from derivations.words import all_zero, coefficients, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.regression import ISOTROPIC
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Reasoned, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity
from symbolic_mesa.words.rewriting import replaced
from symbolic_mesa.words.values import Monomial, Number, Value

ID = "mahankali"
TITLE = "one step of gradient descent is the least of one-layer linear attention"
SOURCE = "Mahankali, Hashimoto and Ma 2023"
WHITE = Assumption("x_i, q and w are N(0, I), the noise N(0, sigma^2), all independent")
TASKS = ("w", "eps")  # what changes its sign


def derive(setting: Setting) -> Derivation:
    """Return the derivation, for every N, d and sigma."""
    field = word_field(ISOTROPIC, setting, AMONG, (isotropic_loss(), scalar("u")))
    steps = (_even(), _odd(field), _loss(field), _step(field), _least(field))
    return Derivation(ID, TITLE, steps)


def _sign(spelled: Word) -> int:
    """Return how often w and the noise are in a word."""
    places = {code // 2 for code in LETTERS.word(*TASKS)}
    return sum(code // 2 in places for code in spelled)


def _part(odd: bool) -> Matrix:
    """Return the part of the prediction of all blocks that is odd, or even."""
    every = full_prediction(True)
    terms = {w: value for w, value in every.terms.items() if _sign(w) % 2 == odd}
    return Matrix(AMONG, every.rows, every.columns, terms)


@cache  # pure
def isotropic_loss() -> Value:
    """The loss of y X'A q/N at Λ = I."""
    return replaced(loss(prediction()), {"Lambda": identity(AMONG, "d")}, AMONG)


def _even() -> Step:
    step = Step(
        "even-part",
        Claim(
            "the part of the prediction that is even in (w, e) is not correlated with the odd part "
            "and with w^T q: the loss is that of the odd part and half the mean square of the even",
            "only adds",
            r"\text{only adds}",
        ),
        why="the law of (w, e) is that of (-w, -e), and w^T q is odd",
        assumptions=(WHITE,),
        source=SOURCE,
        observable=of.EvenPart(),
    )
    return attempted(step, _only_adds)


def _only_adds() -> Reasoned:
    even, odd = _part(odd=False), _part(odd=True)
    target = word("w'", "q")
    overlaps = [AMONG.of((even @ other.T).as_value()) for other in (odd, target)]
    return Reasoned(not any(overlaps), ("both mean products have no pairing that is not 0",))


def _odd(field: Algebra) -> Step:
    step = Step(
        "effective-matrix",
        Claim(
            "the matrix A with which the odd part of the prediction is y X^T A q/N",
            "A",
            "A",
        ),
        why="u y X^T U q/N and v^T X y^T r^T q/N = y X^T v r^T q/N: a number is its transpose",
        source=SOURCE,
        observable=of.EffectiveMatrix(),
    )

    def as_prediction(claim: Claim) -> Check:
        return all_zero("y X^T A q/N less the odd part", lambda: _gap(claim, field))

    return attempted(step, lambda: matrix_sum(_effective(), field), as_prediction)


def _gap(claim: Claim, field: Algebra) -> list[FracElement]:
    stated = (labels() @ word("X'") @ _of_sum(claim) @ word("q")).times(scalar("N", -1))
    left = coefficients(_turned(stated) - _turned(_part(odd=True)), field)
    return [field.field.zero, *left.values()]


def _effective() -> Matrix:
    """UU + v r', read off the odd part: what stands between y X' and q."""
    ends = (labels() @ word("X'")).times(scalar("N", -1))
    found = Matrix(AMONG, "d", "d", {})
    for one in (word("U").times(scalar("u")), word("v", "r'")):
        seen = _turned(ends @ one @ word("q"))
        if all(seen.terms[w] == _turned(_part(odd=True)).terms.get(w) for w in seen.terms):
            found = found + one
    return found


def _turned(number: Matrix) -> Matrix:
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


def _of_sum(claim: Claim) -> Matrix:
    """Return a claim's sum as a matrix; its coefficients are 1 or u."""
    total = Matrix(AMONG, "d", "d", {})
    for names, form in claim.value:
        with_scale = "u" in form.symbols
        one = word(*names)
        total = total + (one.times(scalar("u")) if with_scale else one)
    return total


def _loss(field: Algebra) -> Step:
    step = Step(
        "loss",
        Claim("loss of the odd part in A", "L", "L"),
        why="the square of y X^T A q/N less w^T q, at Lambda = I",
        premises=("effective-matrix", "even-part"),
        assumptions=(WHITE,),
        source=SOURCE,
        observable=of.Loss(),
    )
    return attempted(step, lambda: Formula(element(isotropic_loss(), AMONG, field), field))


def _step(field: Algebra) -> Step:
    step = Step(
        "step-size",
        Claim(
            "the loss is least at A = c I and nowhere else: one step of gradient descent of size "
            "c/N on the squares of the prompt",
            "c",
            "c",
        ),
        why="the gradient is a positive multiple of A less I",
        premises=("loss",),
        assumptions=(WHITE,),
        source=SOURCE,
        observable=of.StepSize(),
    )

    def at_rest(claim: Claim) -> Check:
        slope = coefficients(gradient(isotropic_loss(), "A", AMONG), field)
        total = slope[LETTERS.word("A")] * claim.value.element + slope[()]
        extra = [v for w, v in slope.items() if w not in {LETTERS.word("A"), ()}]
        return zero_elements("the gradient at c I", (total, *extra))

    return attempted(step, lambda: Formula(_size(field), field), at_rest)


def _size(field: Algebra) -> FracElement:
    slope = coefficients(gradient(isotropic_loss(), "A", AMONG), field)
    return -slope[()] / slope[LETTERS.word("A")]


def _least(field: Algebra) -> Step:
    step = Step(
        "minimum-loss",
        Claim("least loss over all blocks", "min L", r"\min L"),
        why="the loss at c I; there the even part can be 0, as at v = 0, r = 0, u U = c I",
        premises=("loss", "step-size", "even-part"),
        assumptions=(WHITE,),
        source=SOURCE,
        observable=of.LeastLoss(),
    )

    def half(claim: Claim) -> Check:
        """At the vertex a quadratic form is its constant and half its linear part."""
        dim = field.field(field.dim)
        return symbolic_zero(
            "min L - d (1 - c)/2",
            lambda: claim.value.element - dim * (1 - _size(field)) / 2,
        )

    return attempted(step, lambda: Formula(_at_step(field), field), half)


def _at_step(field: Algebra) -> FracElement:
    value = isotropic_loss()
    (code,) = LETTERS.word("A")
    total = field.field.zero
    for monomial, factor in value.items():
        degree = sum(e * sum(c // 2 == code // 2 for c in g) for g, e in monomial)
        turned = replaced({monomial: Fraction(factor)}, {"A": identity(AMONG, "d")}, AMONG)
        total = total + element(turned, AMONG, field) * _size(field) ** degree
    return total
