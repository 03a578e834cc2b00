"""What can be computed of the full model on the diagonal manifold in rationals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from math import prod

from numeric_check.model.enumeration import Point, population_loss, predictions, scaled_block
from numeric_check.model.laurent import Laurent, Matrix, Rational

PROBE = (Fraction(2), Fraction(-3))


@dataclass(frozen=True)
class ExactScene:
    """The full model with tokens of a finite rational law.

    Attributes:
        points: the law of x_1, in d coordinates.
        length: T.
    """

    points: tuple[Point, ...]
    length: int

    @property
    def dim(self) -> int:
        """The dimension d."""
        return len(self.points[0][0])

    @property
    def probe(self) -> tuple[Fraction, Fraction]:
        """Scales (a, b) at which claims are compared."""
        return PROBE

    @property
    def scales(self) -> Mapping[str, Fraction]:
        """The probe by name."""
        return dict(zip("ab", self.probe, strict=True))

    def moment_sum(self, powers: Sequence[int]) -> Fraction:
        """Return Σ over distinct coordinates of E Π x^power."""
        choices = permutations(range(self.dim), len(powers))
        return sum((self._mean(chosen, powers) for chosen in choices), Fraction(0))

    def moment(self, name: str, coordinate: int) -> Fraction:
        """Return a moment of one coordinate by its name, such as ``kappa_1``."""
        own, *others = {"m_2": (2,), "kappa_1": (4,), "kappa_2": (6,), "kappa_3": (2, 4)}[name]
        rest = [k for k in range(self.dim) if k != coordinate]
        choices = permutations(rest, len(others))
        return sum(
            (self._mean((coordinate, *chosen), (own, *others)) for chosen in choices), Fraction(0)
        )

    def _mean(self, coordinates: Sequence[int], powers: Sequence[int]) -> Fraction:
        key = tuple(zip(coordinates, powers, strict=True))
        if key not in self._means:
            values = ((w, prod(x[k] ** power for k, power in key)) for x, w in self.points)
            self._means[key] = sum((w * value for w, value in values if value), Fraction(0))
        return self._means[key]

    @cached_property
    def _means(self) -> dict[tuple[tuple[int, int], ...], Fraction]:
        return {}

    @cached_property
    def loss(self) -> Fraction:
        """The population loss at the probe."""
        return self._loss(*self.probe)

    @cached_property
    def energy(self) -> Fraction:
        """The population loss of the prediction 0."""
        return self._loss(Fraction(0), Fraction(0))

    def _loss(self, a: Fraction, b: Fraction) -> Fraction:
        return population_loss(self._weights(a, b), self.points, self.length)

    def _weights(self, a: Fraction, b: Fraction) -> dict[str, Matrix]:
        return {"KQ32": scaled_block(self.dim, a), "PV12": scaled_block(self.dim, b)}

    def predictions(self, start: Sequence[Rational]) -> list[list[Laurent]]:
        """Return ŷ_2, …, ŷ_{T−1} for one x_1 at the probe, as polynomials in the phases."""
        return predictions(self._weights(*self.probe), start, self.length)
