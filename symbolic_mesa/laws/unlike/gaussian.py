"""Gaussian tokens N(0, Λ) of a covariance matrix, in its dimension."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from math import perm

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.catalogue.family import power_of
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.lines import law_line
from symbolic_mesa.laws.parameters import names_in, radicands_in, value_at, value_in
from symbolic_mesa.laws.protocol import NO_PINS, Ring
from symbolic_mesa.laws.unlike.covariance import Matrix, matrix_of
from symbolic_mesa.laws.unlike.wick import Powers, independent_sum, wick
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.surds import Exact, Surd

MOST_CHOICES = 200_000  # of coordinates that are summed over one by one


@dataclass(frozen=True, repr=False)
class GaussianVector:
    """N(0, Λ) in R^d.

    Attributes:
        covariance: Λ, of shape (d, d).
    """

    covariance: Matrix
    name: str = "gaussian-vector"
    constants: tuple[ConstantOf, ...] = ()
    real: bool = True
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return law_line(self)

    @property
    def phrase(self) -> str:
        """The law in words."""
        kind = "diagonal " if self.independent else ""
        return f"Gaussian with mean 0 and a {kind}covariance of {self.dim} coordinates"

    @cached_property
    def parameters(self) -> Mapping[str, Quantity]:
        """The variances, and the covariances that are not 0."""
        size = range(self.dim)
        variances = {f"lambda_{i + 1}": self.covariance[i][i] for i in size}
        others = {
            f"Lambda_{i + 1}_{j + 1}": self.covariance[i][j]
            for i in size
            for j in range(i + 1, self.dim)
            if self.covariance[i][j] != 0
        }
        return {**variances, **others}

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """What the square roots in the covariance are of."""
        return radicands_in(self.parameters.values())

    @property
    def conditions(self) -> tuple[str, ...]:
        """What its symbols must satisfy."""
        if not names_in(self.parameters.values()):
            return ()
        if not self.independent:
            return ("the covariance is positive semidefinite",)
        signed = (x for x in self.parameters.values() if not isinstance(x, Fraction | Surd))
        return tuple(dict.fromkeys(f"{x} >= 0" for x in signed))

    @property
    def dim(self) -> int:
        """The size of the covariance."""
        return len(self.covariance)

    @cached_property
    def exchangeable(self) -> bool:
        """Whether all variances are the same, and all covariances."""
        size = range(self.dim)
        same = {self.covariance[i][j] for i in size for j in size if i != j}
        return len({self.covariance[i][i] for i in size}) == 1 and len(same) <= 1

    @property
    def symmetric(self) -> bool:
        """Whether a coordinate may change its sign: where the covariance is diagonal."""
        return self.independent

    @cached_property
    def independent(self) -> bool:
        """Whether the covariance is diagonal."""
        return all(x == 0 for i, row in enumerate(self.covariance) for x in row[:i])

    def at(self, values: Mapping[str, Exact]) -> "GaussianVector":
        """Return the law with symbols in its covariance replaced.

        Raises:
            InvalidInput: when that is no covariance.
        """
        if not {*values} & {*names_in(self.parameters.values())}:
            return self
        rows = [[value_at(x, values) for x in row] for row in self.covariance]
        return GaussianVector(matrix_of(rows))

    def refuse_dimension(self, dim: int) -> None:
        """Refuse every dimension but its own.

        Raises:
            InvalidInput: for another one.
        """
        if dim != self.dim:
            raise InvalidInput(f"dim={dim}: the covariance has {self.dim} rows; give that d")

    def marginal(self, coordinates: Sequence[int]) -> "GaussianVector":
        """Return the law of some of the coordinates, in that order."""
        rows = self.covariance
        return GaussianVector(tuple(tuple(rows[i][j] for j in coordinates) for i in coordinates))

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbols in the covariance."""
        return names_in(self.parameters.values())

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the pattern's moment summed over its free coordinates, by Wick's theorem.

        Raises:
            InvalidInput: when there are too many choices of coordinates.
        """
        if len(pattern.pinned) > self.dim:  # no choice of distinct coordinates
            return ring.number(Fraction(0))
        held = tuple((pins[i] if pins else k, power) for k, (i, power) in enumerate(pattern.pinned))
        if self.independent:
            return self._factored(held, pattern.free, ring)
        others = [k for k in range(self.dim) if k not in dict(held)]
        if perm(len(others), len(pattern.free)) > MOST_CHOICES:
            raise InvalidInput(
                f"covariance: d = {self.dim} has more than {MOST_CHOICES} choices of coordinates; "
                "give a smaller one, or one that is diagonal"
            )
        moment = wick(lambda i, j: self._entry(i, j, ring))
        chosen = (zip(one, pattern.free, strict=True) for one in self._choices(others, pattern))
        terms = (moment(tuple(sorted([*held, *one]))) for one in chosen)
        return sum(terms, ring.number(Fraction(0)))

    def _choices(self, others: list[int], pattern: Pattern) -> Iterator[tuple[int, ...]]:
        return permutations(others, len(pattern.free))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Return the sum over distinct other coordinates of E[Π x_k^power; x_j ≠ 0].

        Raises:
            CoordinatesDiffer: when it depends on j.
        """
        if self.exchangeable:
            return self.coordinate_sum(Pattern((("j", 0),), free), self.dim, ring)
        zero = ring.number(Fraction(0))
        found = [
            self.coordinate_sum(Pattern((("j", 0),), free), self.dim, ring, {"j": j})
            if self.covariance[j][j] != 0
            else zero
            for j in range(self.dim)
        ]
        if any(value != found[0] for value in found):
            raise CoordinatesDiffer("coordinates differ in what the others are where one is not 0")
        return found[0]

    def _entry(self, i: int, j: int, ring: Ring) -> Element:
        return value_in(ring, self.covariance[i][j], self.dim)

    def _factored(self, held: Powers, free: tuple[int, ...], ring: Ring) -> Element:
        """Return the same where coordinates are independent: by sums of powers of variances."""
        if any(power % 2 for power in (*free, *(power for _, power in held))):
            return ring.number(Fraction(0))
        fixed = [k for k, _ in held]
        variances = [self._entry(k, k, ring) for k in range(self.dim)]

        def power_sum(n: int) -> Element:
            kept = (power_of(x, n) for k, x in enumerate(variances) if k not in fixed)
            return sum(kept, ring.number(Fraction(0)))

        return independent_sum(held, free, ring, variances.__getitem__, power_sum)
