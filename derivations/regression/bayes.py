"""The predictor that no other is better than: by the mean of the task given the prompt.

Statement. With Z = Λ^-½ X, d × N and white, the mean of the sum of the squares of its k × k minors
is N(N−1)…(N−k+1) d(d−1)…(d−k+1)/k! (`_minors`): its rank is the lesser of N and d, almost surely.
So the mean of w given X and y is Λ⁻¹X(X'Λ⁻¹X)⁻¹y' for N ≤ d, and w itself, (XX')⁻¹Xy', for N ≥ d
(`_posterior`). The loss of the predictor by it is (d − N)/2, and 0 (`_loss`).

Proof. What is Gaussian and uncorrelated is independent: w less that mean and y are uncorrelated.
The mean of the squared error over w and q is the trace of a projection, once X'Λ⁻¹X stands by its
inverse.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from math import factorial, prod

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from derivations.regression import layer_observables as of
from derivations.regression.keys import MinorsOf, Samples
from derivations.regression.layer_moments import Layers
from derivations.words import as_matrix, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import LINE, Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, matrix
from symbolic_mesa.words.rewriting import Rule, normal, replaced_in
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, product
from symbolic_mesa.words.wick import Expectation
from symbolic_mesa.words.wishart import LETTERS, SCALARS

OWN = "this derivation"
DRAWN = Assumption("w is N(0, Lambda^-1), x_i and q are N(0, Lambda), no noise, and all are known")
LARGEST = 3  # minors that are written out


def _pair(name: str, space: str) -> tuple[Letter, Letter]:
    """Return a symmetric matrix and its inverse."""
    other = f"{name}^-1"
    return (
        Letter(name, space, space, symmetric=True, inverse=other),
        Letter(other, space, space, symmetric=True, inverse=name),
    )


AMONG = Expectation(
    Alphabet(
        (
            Letter("C", "N", "d"),
            Letter("X", "d", "N"),
            Letter("y", LINE, "N"),
            *_pair("Lambda", "d"),
            *_pair("G", "N"),
            *_pair("M", "d"),
            Letter("q", "d", LINE, covariances=(("Lambda",), ())),
            Letter("w", "d", LINE, covariances=(("Lambda^-1",), ())),
        ),
        {"d": "d", "N": "N"},
    ),
    ("d", "N"),
)


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


LABELS = word("w'", "X")  # what y is
RULES: Mapping[Samples, Rule] = {
    Samples.FEW: Rule(AMONG.alphabet.word("X'", "Lambda^-1", "X"), word("G")),
    Samples.MANY: Rule(AMONG.alphabet.word("X", "X'"), word("M")),
}
"""The product that has an inverse."""


def steps(setting: Setting) -> tuple[Step, ...]:
    """Return the steps; they rest on no layer."""
    layers = Layers(1, setting)
    return _minors(layers), _posterior(layers), _loss(layers)


@cache  # pure
def _sum_of_minors(rows: int) -> Value:
    """Return the elementary symmetric function e_k of ZZ' in traces, by Newton's identities."""
    if rows == 0:
        return {ONE: 1}
    among, total = Expectation(LETTERS, SCALARS), dict[Monomial, Number]()
    for power in range(1, rows + 1):
        trace = matrix(among, *["G", "G'"] * power).trace()
        term = product(_sum_of_minors(rows - power), trace)
        add(total, term, factor=(-1) ** (power - 1))
    return product(total, {ONE: Fraction(1, rows)})


def _mean_of_minors(rows: int, field: Algebra) -> Formula:
    among = Expectation(LETTERS, SCALARS)
    return Formula(element(among.of(_sum_of_minors(rows)), among, field), field)


def _counted(rows: int, field: Algebra) -> FracElement:
    """Return k! for each choice of k rows and k columns."""
    sizes = field.symbol("N"), field.field(field.dim)
    choices = prod((size - k for size in sizes for k in range(rows)), start=field.field.one)
    return choices / factorial(rows)


def _minors(layers: Layers) -> Step:
    step = Step(
        "minors",
        Claim(
            "mean of the sum of the squares of all minors of X with k rows, for Lambda = I: it is "
            "positive where k <= N and k <= d, and 0 elsewhere. For every Lambda the rank of X is "
            "the lesser of N and d, almost surely: a polynomial that is not 0 vanishes with "
            "probability 0",
            "E",
            r"\mathbb{E}",
        ),
        why="it is the sum of the principal minors of a Wishart matrix, by Newton's identities "
        "one of products of its traces; of any k it is k! for each minor, as a determinant is a "
        "signed sum of k! products that are uncorrelated",
        assumptions=(DRAWN,),
        source=OWN,
        observable=of.Minors(),
    )
    field = layers.field

    def parts() -> dict[MinorsOf, Formula]:
        return {MinorsOf(k): _mean_of_minors(k, field) for k in range(1, LARGEST + 1)}

    def by_number(claim: Claim) -> Check:
        return symbolic_zero(
            "each less k! times the number of minors",
            *(
                lambda k=key.rows, side=side: side.element - _counted(k, field)
                for key, side in claim.parts.items()
            ),
        )

    return attempted(step, parts, by_number)


@cache  # likewise
def _beside() -> Matrix:
    """Return E[w y], given X."""
    return gradient(AMONG.of((word("C", "w") @ LABELS).trace()), "C", AMONG).T


def _known(case: Samples) -> Matrix:
    """Return the mean of w given X and y: E[w y] E[y'y]⁻¹ y', or w itself, of which Xy' is Mw."""
    if case is Samples.MANY:
        return word("M^-1", "X", "y'")
    return _beside() @ word("G^-1", "y'")


def _rest(mean: Matrix) -> Matrix:
    """Return w less a mean of it, with the labels put in."""
    return word("w") - replaced_in(mean, {"y": LABELS})


def _posterior(layers: Layers) -> Step:
    step = Step(
        "posterior-mean",
        Claim(
            "mean of the task w given the tokens and labels of the prompt, where G is "
            "X^T Lambda^-1 X and M is X X^T",
            "w",
            r"\widehat{w}",
        ),
        why="w and y are Gaussian given X, E[w y] = Lambda^-1 X and E[y^T y] = G, which has an "
        "inverse where N <= d; where N >= d, X y^T = M w gives w itself",
        premises=("minors",),
        assumptions=(DRAWN,),
        source="conditional Gaussian laws",
        observable=of.PosteriorMean(),
    )

    def parts() -> dict[Samples, MatrixSum]:
        return {case: matrix_sum(_known(case), layers.field) for case in Samples}

    def uncorrelated(claim: Claim) -> Check:
        what = "the mean of tr C (w - mean) y"
        try:
            left = [_beside_labels(side, case) for case, side in claim.parts.items()]
        except MesaError as error:
            return Check("symbolic-zero", "failed", f"{what}: {error}")
        gaps = (value for one in left for value in one.values())
        found = [layers.field.number(Fraction(value)) for value in gaps] or [
            layers.field.field.zero
        ]
        return symbolic_zero(what, *(lambda one=one: one for one in found))

    return attempted(step, parts, uncorrelated)


def _beside_labels(side: MatrixSum, case: Samples) -> Value:
    rest = _rest(as_matrix(side, AMONG, ("d", LINE)))
    return normal(AMONG.of((word("C") @ rest @ LABELS).trace()), [RULES[case]], AMONG)


def _half_square(case: Samples) -> Value:
    """Return half the mean of ((w − its mean)'q)² over w and q."""
    error = _rest(_known(case)).T @ word("q")
    mean = AMONG.of((error @ error.T).as_value())
    return normal(product(mean, {ONE: Fraction(1, 2)}), [RULES[case]], AMONG)


def _loss(layers: Layers) -> Step:
    step = Step(
        "bayes-loss",
        Claim(
            "loss of the predictor by that mean: of no predictor from the prompt is it less",
            "L",
            "L",
        ),
        why="half the trace of the projection on what X does not span: the trace of G^-1 G is N, "
        "that of M^-1 M is d. A mean given the prompt has the least mean square error",
        premises=("minors", "posterior-mean"),
        assumptions=(DRAWN,),
        source=OWN,
        observable=of.BayesLoss(),
    )
    field = layers.field

    def parts() -> dict[Samples, Formula]:
        return {case: Formula(element(_half_square(case), AMONG, field), field) for case in Samples}

    def by_covariances(claim: Claim) -> Check:
        few, many = (claim.parts[case].element for case in Samples)
        beside = _beside()
        shown = normal(
            (word("G^-1") @ beside.T @ word("Lambda") @ beside).trace(),
            [RULES[Samples.FEW]],
            AMONG,
        )
        dim = field.field(field.dim)
        at_dim = tuple(dim if s == field.symbol("N") else s for s in field.scales)
        return symbolic_zero(
            "twice it less d and tr G^-1 E[y^T w^T] Lambda E[w y]; both at N = d",
            lambda: 2 * few - dim + element(shown, AMONG, field),
            lambda: field.at_scales(few, at_dim),
            lambda: many,
        )

    return attempted(step, parts, by_covariances)
