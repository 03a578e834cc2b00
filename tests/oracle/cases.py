"""One setting with everything about it that is true: what the modules of the theorems ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.oracle.flows import Flow
from tests.oracle.model import Model, diagonal
from tests.oracle.tokens import Tokens

Pair = tuple[Fraction, Fraction]
POINTS: tuple[Pair, ...] = ((Fraction(7, 5), Fraction(-3, 4)), (Fraction(2, 3), Fraction(5, 7)))


@dataclass(frozen=True, eq=False)  # by identity: a case is a key of what is worked out for it
class Case:
    """A law of x_1, d, T, a start and T_test in numbers, and what `derive` is told of them.

    Attributes:
        name: how the setting reads.
        tokens: the law, as the oracle knows it.
        law: the law, as `derive` is told it; it may have symbols.
        length: T.
        start: (a_0, b_0).
        test_length: T_test.
        told: the arguments of `derive` beside the law; what is left out stays a symbol.
        values: the numbers of the law's symbols.
    """

    name: str
    tokens: Tokens
    law: Any
    length: int
    start: Pair
    test_length: int
    told: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def dim(self) -> int:
        return self.tokens.dim

    @cached_property
    def model(self) -> Model:
        """The loss of training at T."""
        return Model(self.tokens, tuple(range(2, self.length)))

    @property
    def numbers(self) -> dict[str, Fraction]:
        """The value of every symbol that a claim may have, but for scales and times."""
        a, b = self.start
        sizes = {"d": self.dim, "T": self.length, "T_test": self.test_length}
        return {
            **{name: Fraction(size) for name, size in sizes.items()},
            "a_0": a,
            "b_0": b,
            **self.values,
        }

    def gradient(self, a: Any, b: Any, alpha: Any = 0, beta: Any = 0) -> dict[str, Any]:
        """Return the gradient in all six blocks at KQ32 = aI + α(J − I), PV12 = bI + β(J − I)."""
        return self.model.gradient(diagonal(self.dim, a, b, alpha, beta))

    def loss(self, a: Any, b: Any, alpha: Any = 0, beta: Any = 0) -> Any:
        """Return the loss there."""
        return self.model.loss(diagonal(self.dim, a, b, alpha, beta))

    @cached_property
    def alike(self) -> bool:
        """Whether at (aI, bI) the diagonal entries of a block have the same gradient."""
        found = [self.gradient(*point) for point in POINTS]
        rows = [one[block].diagonal() for one in found for block in ("KQ32", "PV12")]
        return all(entry == row[0] for row in rows for entry in row)

    @cached_property
    def stays(self) -> bool:
        """Whether training from (aI, bI) stays of that form, for all a and b."""
        scaled = (
            all(
                entry == (table[0, 0] if i == k else 0)
                for (i, k), entry in _entries(table)
                if block in ("KQ32", "PV12") or table.any()
            )
            for point in POINTS
            for block, table in self.gradient(*point).items()
        )
        return all(scaled) and self.others_vanish

    @cached_property
    def others_vanish(self) -> bool:
        """Whether at (aI, bI) the gradient in the four other blocks is 0."""
        found = (self.gradient(*point).items() for point in POINTS)
        return not any(t.any() for one in found for n, t in one if n not in ("KQ32", "PV12"))

    @cached_property
    def growth(self) -> Fraction:
        """B in a' = b (B − C ab), coordinates alike: from the gradient at two points."""
        return 2 * self._velocity(1) - self._velocity(2)

    @cached_property
    def saturation(self) -> Fraction:
        """C there."""
        return self._velocity(1) - self._velocity(2)

    def _velocity(self, a: int) -> Fraction:
        return Fraction(-self.gradient(Fraction(a), Fraction(1))["KQ32"][0, 0])

    @property
    def product(self) -> Fraction:
        """Where a' and b' vanish: s = B/C."""
        return self.growth / self.saturation

    @cached_property
    def flow(self) -> Flow:
        """The flow of (a, b) from the start."""
        return Flow(self.start, self.product, self.saturation)

    @property
    def least(self) -> Fraction:
        """The loss at ab = s."""
        return Fraction(self.loss(self.product, Fraction(1)))


def _entries(table: Any) -> list[tuple[tuple[int, int], Any]]:
    rows, columns = table.shape
    return [((i, k), table[i, k]) for i in range(rows) for k in range(columns)]
