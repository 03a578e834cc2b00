"""Mahankali, Hashimoto and Ma: a step of gradient descent is the least of one-layer attention.

Statement. Take x_i, q ~ N(0, I). Of the prediction of one layer with all of its blocks the part
that is even under (w, e) → −(w, e) is not correlated with the odd part, nor with w'q: it only adds
to the loss (`_even`). The odd part is y X'A q/N with one matrix A = uU + v r' (`_odd`), and its
loss is least at one A, a multiple of I: one step of gradient descent on the prompt, whatever the
other blocks (`_step`, `_least`). With which blocks it is attained is in `minimisers`, how the layer
may be written in `conventions`, other laws of tokens in `tokens`, other covariances in
`covariances`.

Proof. Words of Gaussian matrices. The odd part's loss is a quadratic form in A with a positive
factor, at Λ = I.
"""

from fractions import Fraction

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero, zero_elements
from derivations.regression import observables as of
from derivations.regression.mahankali import observables as white
from derivations.regression.mahankali.conventions import conventions
from derivations.regression.mahankali.covariances import preconditioner
from derivations.regression.mahankali.minimisers import minimisers, variances
from derivations.regression.mahankali.problem import (
    SOURCE,
    WHITE,
    effective,
    isotropic_loss,
    left_at,
    part,
    signs_in,
    size,
    turned,
)
from derivations.regression.mahankali.tokens import any_tokens
from derivations.regression.prompt import AMONG, LETTERS, labels, scalar, word
from derivations.words import all_zero, coefficients, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.regression import ISOTROPIC
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Reasoned, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.matrices import Matrix, identity
from symbolic_mesa.words.rewriting import replaced

ID = "mahankali"
TITLE = "one step of gradient descent is the least of one-layer linear attention"
SYMMETRIC = Assumption("(w, e) follows the law of (-w, -e), and X and q are independent of it")


def derive(setting: Setting) -> Derivation:
    """Return the derivation, for every N, d and sigma."""
    field = word_field(ISOTROPIC, setting, AMONG, (isotropic_loss(), scalar("u")))
    steps = (
        _even(),
        _odd(field),
        _loss(field),
        _step(field),
        _least(field),
        conventions(field),
        *variances(setting),
        minimisers(setting),
        any_tokens(setting),
        preconditioner(setting),
    )
    return Derivation(ID, TITLE, steps)


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
        assumptions=(SYMMETRIC,),
        source=SOURCE,
        observable=white.EvenPart(),
    )
    return attempted(step, _only_adds)


def _only_adds() -> Reasoned:
    even, odd = part(odd=False), part(odd=True)
    overlaps = [(even @ other.T).as_value() for other in (odd, word("w'", "q"))]
    signs = [signs_in(monomial) for value in overlaps for monomial in value]
    reason = "w and e stand an odd number of times in each product"
    return Reasoned(all(n % 2 for n in signs), (reason,))


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
        observable=white.EffectiveMatrix(),
    )

    def as_prediction(claim: Claim) -> Check:
        return all_zero("y X^T A q/N less the odd part", lambda: _gap(claim, field))

    return attempted(step, lambda: matrix_sum(effective(), field), as_prediction)


def _gap(claim: Claim, field: Algebra) -> list[FracElement]:
    stated = (labels() @ word("X'") @ _of_sum(claim) @ word("q")).times(scalar("N", -1))
    left = coefficients(turned(stated) - turned(part(odd=True)), field)
    return [field.field.zero, *left.values()]


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
        observable=white.StepSize(),
    )

    def at_rest(claim: Claim) -> Check:
        left = left_at(claim.value.element, field, isotropic_loss())
        return zero_elements("the gradient at c I", left)

    return attempted(step, lambda: Formula(size(field), field), at_rest)


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
            lambda: claim.value.element - dim * (1 - size(field)) / 2,
        )

    return attempted(step, lambda: Formula(_at_step(field), field), half)


def _at_step(field: Algebra) -> FracElement:
    value = isotropic_loss()
    (code,) = LETTERS.word("A")
    total = field.field.zero
    for monomial, factor in value.items():
        degree = sum(e * sum(c // 2 == code // 2 for c in g) for g, e in monomial)
        turned = replaced({monomial: Fraction(factor)}, {"A": identity(AMONG, "d")}, AMONG)
        total = total + element(turned, AMONG, field) * size(field) ** degree
    return total
