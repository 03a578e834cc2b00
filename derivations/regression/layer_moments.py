"""What is shared of L layers on prompts: moments of the white Gram matrix, the loss by them.

S = ZZ'/N with Z white, d × N; a polynomial p is given by its coefficients, the constant first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from math import prod

from sympy.polys.fields import FracElement

from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.regression import LAYERS
from symbolic_mesa.record import Assumption
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.values import Value, power, product, scalar
from symbolic_mesa.words.wick import Expectation
from symbolic_mesa.words.wishart import LETTERS, SCALARS, moment

SOURCE = "Ahn, Cheng, Daneshmand and Sra 2023"
DEEPEST = 3
WHITENED = Assumption(
    "w is N(0, Lambda^-1), x_i and q are N(0, Lambda), no noise, A_k = a_k Lambda^-1"
)
Polynomial = Sequence[FracElement]


def count(depth: int) -> str:
    """Return so many layers in words."""
    return "one layer" if depth == 1 else f"{depth} layers"


@cache  # pure
def _spectral(order: int) -> Value:
    """m_j = E tr (ZZ'/N)^j."""
    if order == 0:
        return {power(scalar(0), 1): 1}
    return product(moment(order), {power(scalar(1), -order): 1})


@dataclass(frozen=True)
class Layers:
    """Layers, in a setting.

    Attributes:
        depth: L.
        setting: the dimension.
        more: further symbols of its field.
    """

    depth: int
    setting: Setting
    more: tuple[str, ...] = ()

    @cached_property
    def field(self) -> Algebra:
        """Where formulas live."""
        among = Expectation(LETTERS, SCALARS)
        return word_field(LAYERS, self.setting, among, (), (*self.steps, *self.more))

    @property
    def steps(self) -> tuple[str, ...]:
        """a_1, …, a_L."""
        return tuple(f"a_{k}" for k in range(1, self.depth + 1))

    def moment(self, order: int) -> FracElement:
        """Return m_j."""
        return element(_spectral(order), Expectation(LETTERS, SCALARS), self.field)

    @property
    def symmetric(self) -> list[FracElement]:
        """The coefficients of Π(1 − a_k s) in a_1, …, a_L."""
        return self.of_steps([self.field.symbol(name) for name in self.steps])

    def of_steps(self, steps: Polynomial) -> list[FracElement]:
        """Return (−1)^j e_j of some steps: the coefficients of the product of 1 − a s."""
        one = self.field.field.one
        return [
            (-1) ** j * sum((prod(some, start=one) for some in combinations(steps, j)), 0 * one)
            for j in range(len(steps) + 1)
        ]

    @cached_property
    def best(self) -> list[FracElement]:
        """The coefficients of the best polynomial, from the Hankel system."""
        order = range(1, self.depth + 1)
        rows = [[*(self.moment(i + j) for j in order), -self.moment(i)] for i in order]
        return [self.field.field.one, *_solved(rows)]

    def half_square(self, coefficients: Polynomial) -> FracElement:
        """Return ½ E tr p(S)² for a polynomial p."""
        return self.overlap(coefficients, coefficients) / 2

    def overlap(self, left: Polynomial, right: Polynomial, shift: int = 0) -> FracElement:
        """Return E tr p(S) r(S) S^shift."""
        zero = self.field.field.zero
        terms = (
            x * y * self.moment(i + j + shift)
            for i, x in enumerate(left)
            for j, y in enumerate(right)
        )
        return sum(terms, zero)

    def slope(self, steps: Polynomial, layer: int) -> FracElement:
        """Return the derivative of the loss by the step of a layer: that of p is −s Π(1 − a_j s).

        Args:
            steps: a_1, …, a_L.
            layer: k, from 1; j is every other.
        """
        others = [*steps[: layer - 1], *steps[layer:]]
        return -self.overlap(self.of_steps(steps), self.of_steps(others), 1)


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
