"""A mesa-layer solves its weighted least-squares problem, by an update of rank one a token.

Statement. The Φ with the least ½ tr (V − ΦK) D (V − ΦK)' + ½ μ tr ΦΦ', D diagonal and positive, is
V D K' R, where R is the inverse of K D K' + μI (`_gradient`, `_solution`). When a token comes, D is
multiplied by γ and gets a further 1: the inverse of γM + kk' is a combination of R and R k k^T R
(`_update`).

Proof. The gradient is read off the traces, letter by letter. The combination is an ansatz with one
unknown coefficient: its product with γM + kk' is I when one number vanishes, which is linear in it.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.von_oswald.observables import (
    ForgettingInverse,
    LeastSquaresGradient,
    LeastSquaresSolution,
    RankOneInverse,
)
from derivations.words import all_zero, coefficients, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.mesa_layer import PROBLEM
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import Alphabet, Letter, Word
from symbolic_mesa.words.matrices import Matrix, identity, matrix, number
from symbolic_mesa.words.values import Value, product
from symbolic_mesa.words.wick import Expectation

ID = "von-oswald-mesa-layer"
TITLE = "a mesa-layer solves its least-squares problem, by an update of rank one a token"
SOURCE = "von Oswald et al. 2023, the mesa-layer"

LETTERS = Alphabet(
    (
        Letter("Phi", "v", "k"),
        Letter("V", "v", "T"),
        Letter("K", "k", "T"),
        Letter("D", "T", "T", symmetric=True),
        Letter("M", "k", "k", symmetric=True, inverse="R"),
        Letter("R", "k", "k", symmetric=True, inverse="M"),
        Letter("k", "k", "1"),
    ),
    {"v": "d_v", "k": "d_k", "T": "T"},
)
AMONG = Expectation(LETTERS, ("d_v", "d_k", "T", "gamma", "mu", "alpha"))
GAMMA, MU, UNKNOWN = (number(AMONG, name) for name in ("gamma", "mu", "alpha"))

INVERTIBLE = Assumption("M is invertible, with the inverse R")
NOT_ZERO = Assumption("k^T R k is not -1")
NOT_ZERO_FORGETTING = Assumption("gamma is not 0, and k^T R k is not -gamma")
RIDGED = Assumption("K D K^T + mu I is invertible, with the inverse R")


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


@dataclass(frozen=True)
class _Layer:
    """The layer in a setting.

    Attributes:
        setting: where nothing but words is chosen.
    """

    setting: Setting

    @cached_property
    def field(self) -> Algebra:
        """Where coefficients live."""
        values = (self.form, GAMMA, MU, UNKNOWN)
        return word_field(PROBLEM, self.setting, AMONG, values)

    @property
    def form(self) -> Value:
        """K' R k."""
        return word("k'", "R", "k").as_value()


def derive(setting: Setting) -> Derivation:
    """Return the derivation; it holds for matrices of every size."""
    layer = _Layer(setting)
    steps = (_gradient(layer), _solution(layer), _update(layer, False), _update(layer, True))
    return Derivation(ID, TITLE, steps)


def loss() -> Value:
    """½ tr (V − ΦK) D (V − ΦK)' + ½ μ tr ΦΦ'."""
    rest = word("V") - word("Phi", "K")
    squares = (rest @ word("D") @ rest.T).trace()
    ridge = product(word("Phi", "Phi'").trace(), MU)
    total = {m: squares.get(m, 0) + ridge.get(m, 0) for m in {**squares, **ridge}}
    return {m: Fraction(value) / 2 for m, value in total.items()}


def _gradient(layer: _Layer) -> Step:
    step = Step(
        "least-squares-gradient",
        Claim(
            "gradient of the weighted, ridged least-squares loss in Phi, as a sum of words",
            "dL/dPhi",
            r"\nabla_{\Phi} L",
        ),
        why="d tr(Phi U)/dPhi = U^T, for each place of Phi in a trace",
        source=SOURCE,
        observable=LeastSquaresGradient(),
    )
    return attempted(step, lambda: matrix_sum(gradient(loss(), "Phi", AMONG), layer.field))


def _solution(layer: _Layer) -> Step:
    step = Step(
        "normal-equations",
        Claim("the only Phi at which that gradient is 0, as a word", "Phi", r"\Phi"),
        why="the gradient is Phi (K D K^T + mu I) - V D K^T, and R is the inverse of the bracket",
        premises=("least-squares-gradient",),
        assumptions=(RIDGED,),
        source=SOURCE,
        observable=LeastSquaresSolution(),
    )
    return attempted(
        step, lambda: matrix_sum(word("V", "D", "K'", "R"), layer.field), partial(_at_rest, layer)
    )


def _at_rest(layer: _Layer, claim: Claim) -> Check:
    """The gradient at c V D K' R is (c − 1) V D K', as (K D K' + μI) is the inverse of R."""
    slope = gradient(loss(), "Phi", AMONG)
    with_phi = {w: v for w, v in slope.terms.items() if LETTERS.word("Phi") == w[:1]}
    behind = Matrix(AMONG, "k", "k", {w[1:]: v for w, v in with_phi.items()})
    inverse_of_r = word("K", "D", "K'") + identity(AMONG, "k").times(MU)
    bracket = coefficients(behind - inverse_of_r, layer.field).values()
    rest = slope - word("Phi") @ behind + word("V", "D", "K'")
    left = [*bracket, *coefficients(rest, layer.field).values()]
    one = layer.field.field.one
    stated = {word: form.element - one for word, form in claim.value}
    left += [stated.get(("V", "D", "K'", "R"), one)]
    return zero_elements("the gradient there", left)


def _update(layer: _Layer, forgetting: bool) -> Step:
    """R_t = x R + y R k k^T R, from (γM + kk') R_t = I."""
    words = "gamma M + k k^T" if forgetting else "M + k k^T"
    step = Step(
        "forgetting-step" if forgetting else "sherman-morrison",
        Claim(f"the inverse of {words}, as a sum of words", "R_t", "R_t"),
        why=f"({words}) (x R + y R k k^T R) is a multiple of I and one of "
        "k k^T R: the first gives x, the second is linear in y",
        assumptions=(INVERTIBLE, NOT_ZERO_FORGETTING if forgetting else NOT_ZERO),
        source=f"{SOURCE} (recursion of R_t)",
        observable=ForgettingInverse() if forgetting else RankOneInverse(),
    )
    return attempted(
        step, lambda: _inverse(layer, forgetting), partial(_is_inverse, layer, forgetting)
    )


def _factor(forgetting: bool) -> Value:
    return GAMMA if forgetting else identity(AMONG, "1").as_value()


def updated(forgetting: bool) -> Matrix:
    """γM + kk'."""
    return word("M").times(_factor(forgetting)) + word("k", "k'")


def _inverse(layer: _Layer, forgetting: bool) -> MatrixSum:
    field = layer.field
    scale = element(_factor(forgetting), AMONG, field)
    first = field.field.one / scale
    added = (updated(forgetting) @ word("R", "k", "k'", "R"), updated(forgetting) @ word("R"))
    pull, left = (coefficients(one, field)[LETTERS.word("k", "k'", "R")] for one in added)
    second = -first * left / pull
    return MatrixSum(
        ((("R",), Formula(first, field)), (("R", "k", "k'", "R"), Formula(second, field)))
    )


def _is_inverse(layer: _Layer, forgetting: bool, claim: Claim) -> Check:
    """The product with γM + kk' from the left and from the right, less I."""
    what = "the product with it from either side, less I"
    return all_zero(what, lambda: _beside_identity(layer, forgetting, claim))


def _beside_identity(layer: _Layer, forgetting: bool, claim: Claim) -> list[FracElement]:
    field, grown = layer.field, updated(forgetting)
    sides: list[dict[Word, FracElement]] = [{(): -field.field.one} for _ in range(2)]
    for names, form in claim.value:
        this = word(*names) if names else identity(AMONG, "k")
        products = grown @ this, this @ grown
        for side, one in zip(sides, products, strict=True):
            for found, value in coefficients(one, field).items():
                side[found] = side.get(found, field.field.zero) + value * form.element
    return [value for side in sides for value in side.values()]
