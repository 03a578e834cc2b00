"""Ahn et al.: L layers of linear attention are L steps of preconditioned descent on the prompt.

Statement. With w ~ N(0, Λ⁻¹), y = w'X, and layers y ← y − y X'A_k X/N, A_k = a_k Λ⁻¹, the error of
the prediction is w' Π(I − a_k S) q in white coordinates, S = ZZ'/N with Z white: the loss is
½ E tr Π(I − a_k S)² (`_loss`). With Π(1 − a_k s) = 1 − e_1 s + e_2 s² − … it is a square form in
e_1, …, e_L, and least where the polynomial is orthogonal to 1, s, …, s^{L−1} for the weight s on
the mean spectrum of S (`_orthogonal`): 1/a_k are roots of an orthogonal polynomial. The least loss
is half of what is left of d (`_least`).

Proof. The moments m_j = E tr S^j are those of Wishart matrices; the normal equations
Σ_j (−1)^j e_j m_{i+j} = 0, i = 1..L, e_0 = 1, are a Hankel system.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from math import prod

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from derivations.regression import observables as of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.regression import LAYERS
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.values import Value, power, product, scalar
from symbolic_mesa.words.wick import Expectation
from symbolic_mesa.words.wishart import LETTERS, SCALARS, moment

ID = "ahn-layers"
TITLE = "L layers of linear attention: their loss, and the best steps, for L = 1, 2, 3"
SOURCE = "Ahn, Cheng, Daneshmand and Sra 2023"
DEEPEST = 3
WHITENED = Assumption(
    "w is N(0, Lambda^-1), x_i and q are N(0, Lambda), no noise, A_k = a_k Lambda^-1"
)


def derive(setting: Setting) -> Derivation:
    """Return the derivation, for every N and d and one, two and three layers."""
    steps = []
    for depth in range(1, DEEPEST + 1):
        layers = _Layers(depth, setting)
        steps += [_loss(layers), _orthogonal(layers), _least(layers)]
    return Derivation(ID, TITLE, tuple(steps))


@cache  # pure
def _spectral(order: int) -> Value:
    """m_j = E tr (ZZ'/N)^j."""
    if order == 0:
        return {power(scalar(0), 1): 1}
    return product(moment(order), {power(scalar(1), -order): 1})


@dataclass(frozen=True)
class _Layers:
    """Layers, in a setting.

    Attributes:
        depth: L.
        setting: the dimension.
    """

    depth: int
    setting: Setting

    @cached_property
    def field(self) -> Algebra:
        """Where formulas live."""
        among = Expectation(LETTERS, SCALARS)
        return word_field(LAYERS, self.setting, among, (), self.steps)

    @property
    def steps(self) -> tuple[str, ...]:
        """a_1, …, a_L."""
        return tuple(f"a_{k}" for k in range(1, self.depth + 1))

    def moment(self, order: int) -> FracElement:
        """Return m_j."""
        return element(_spectral(order), Expectation(LETTERS, SCALARS), self.field)

    @property
    def symmetric(self) -> list[FracElement]:
        """(−1)^j e_j in a_1, …, a_L: the coefficients of Π(1 − a_k s)."""
        steps = [self.field.symbol(name) for name in self.steps]
        one = self.field.field.one
        return [
            (-1) ** j * sum((prod(some, start=one) for some in combinations(steps, j)), 0 * one)
            for j in range(self.depth + 1)
        ]

    @cached_property
    def best(self) -> list[FracElement]:
        """The coefficients of the best polynomial, from the Hankel system."""
        order = range(1, self.depth + 1)
        rows = [[*(self.moment(i + j) for j in order), -self.moment(i)] for i in order]
        return [self.field.field.one, *_solved(rows)]

    def half_square(self, coefficients: list[FracElement]) -> FracElement:
        """Return ½ E tr p(S)² for a polynomial p."""
        zero = self.field.field.zero
        terms = (
            x * y * self.moment(i + j)
            for i, x in enumerate(coefficients)
            for j, y in enumerate(coefficients)
        )
        return sum(terms, zero) / 2


def _solved(rows: list[list[FracElement]]) -> list[FracElement]:
    """Return the solution of a regular system, by elimination."""
    left = [list(row) for row in rows]
    for place, row in enumerate(left):
        pivot = row[place]
        left[place] = [value / pivot for value in row]
        for k, other in enumerate(left):
            if k != place and other[place]:
                factor = other[place]
                left[k] = [x - factor * y for x, y in zip(other, left[place], strict=True)]
    return [row[-1] for row in left]


def _loss(layers: _Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"loss-{depth}",
        Claim(f"population loss of {_count(depth)} at steps a_k", "L", "L"),
        why="half the mean of tr of the square of the product of I - a_k S, by moments of Wishart "
        "matrices",
        assumptions=(WHITENED,),
        source=f"{SOURCE}, Theorem 3",
        observable=of.LayersLoss(depth),
    )
    return attempted(step, lambda: Formula(layers.half_square(layers.symmetric), layers.field))


def _count(depth: int) -> str:
    return "one layer" if depth == 1 else f"{depth} layers"


def _orthogonal(layers: _Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"polynomial-{depth}",
        Claim(
            f"elementary symmetric functions of the best steps of {_count(depth)}: 1/a_k are the "
            "roots of s^L - e_1 s^(L-1) + ..., orthogonal for s times the mean spectrum",
            "e",
            "e",
        ),
        why="the loss is half the mean square of a polynomial p with p(0) = 1; p is orthogonal to "
        "s, ..., s^L: a Hankel system of moments",
        premises=(f"loss-{depth}",),
        assumptions=(WHITENED,),
        source=SOURCE,
        observable=of.BestPolynomial(depth),
    )
    signs = [(-1) ** j for j in range(1, depth + 1)]

    def parts() -> dict[str, Formula]:
        return {
            f"e_{j}": Formula(sign * value, layers.field)
            for j, (sign, value) in enumerate(zip(signs, layers.best[1:], strict=True), start=1)
        }

    def orthogonal(claim: Claim) -> Check:
        stated = [s * part.element for s, part in zip(signs, claim.parts.values(), strict=True)]
        own = [layers.field.field.one, *stated]
        return symbolic_zero(
            "the mean of s^i p(s), i = 1 .. L",
            *(
                lambda i=i: sum(
                    (x * layers.moment(i + j) for j, x in enumerate(own)), layers.field.field.zero
                )
                for i in range(1, depth + 1)
            ),
        )

    return attempted(step, parts, orthogonal)


def _least(layers: _Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"minimum-loss-{depth}",
        Claim(f"least loss of {_count(depth)}", "min L", r"\min L"),
        why="p is orthogonal to all of it but its constant: half the mean of tr p(S)",
        premises=(f"loss-{depth}", f"polynomial-{depth}"),
        assumptions=(WHITENED,),
        source=SOURCE,
        observable=of.LeastLayersLoss(depth),
    )

    def square(claim: Claim) -> Check:
        return symbolic_zero(
            "the loss at the best polynomial less it",
            lambda: claim.value.element - layers.half_square(layers.best),
        )

    def value() -> Formula:
        mean = (x * layers.moment(j) for j, x in enumerate(layers.best))
        return Formula(sum(mean, layers.field.field.zero) / 2, layers.field)

    return attempted(step, value, square)
