"""What random sequences show of the full model: on the diagonal manifold, and at stated weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.model.attention import placed
from numeric_check.model.moments import MOMENTS
from numeric_check.model.scale_flow import ScaleFlow
from numeric_check.sampling.observations import RATIO_TIMES, Named
from numeric_check.sampling.simulation import Array


@dataclass(frozen=True)
class SampledScene:
    """The model on the diagonal manifold, as means over sequences show it.

    Attributes:
        dim: d.
        length: T.
        means: what was observed, as `observations.Observed` names it.
        scales: the scales (a, b) of the place ``diagonal``.
        units: the flow in whose units starts and times are stated; the same for every sample.
    """

    dim: int
    length: int
    means: Named
    scales: Mapping[str, float]
    units: ScaleFlow

    def moment(self, name: str, coordinate: int) -> Estimate:
        """Return a moment of one coordinate by its name."""
        return _number(self.means["powers"][MOMENTS.index(name), coordinate])

    @property
    def loss(self) -> Estimate:
        """The loss at the probe."""
        return Estimate(float(self.means["loss diagonal"]), self.energy.value)

    def velocity(self, block: str, coordinate: int = 0) -> Estimate:
        """Return −∂L/∂W[j, j] at the probe, W being the block."""
        return _number(-_entry(self.means, "diagonal", block, coordinate, coordinate))

    @property
    def flow(self) -> ScaleFlow:
        """The flow of (a, b): a' = b (B − C ab), B and C averaged over coordinates."""
        _, overlap, square = self._sums
        return ScaleFlow(overlap / self.dim, square / self.dim, self.dim)

    @property
    def energy(self) -> Estimate:
        """The loss of the prediction 0."""
        return _number(self._sums[0] / 2)

    @property
    def stationary_loss(self) -> Estimate:
        """The smallest loss over ab."""
        energy, overlap, square = self._sums
        return Estimate(energy / 2 - overlap**2 / square / 2, energy)

    def loss_at_product(self, product: float) -> Estimate:
        """Return the loss where ab is this product."""
        energy, overlap, square = self._sums
        parts = energy / 2, -product * overlap, product**2 * square / 2
        return Estimate(sum(parts), sum(map(abs, parts)))

    def at_length(self, length: int) -> "SampledScene":
        """Return the model with the same sequences at another length, not beyond what was seen."""
        return replace(self, length=length)

    def ratio_moments(self, product: float, time: int) -> tuple[Estimate, Estimate]:
        """Return E r and E |r|² where ab is this product, r being prediction by truth at a time.

        It is of coordinates that are not 0 at the start.
        """
        kept, first, second = self.means["ratios"][:, RATIO_TIMES.index(time)]
        return _number(product * first / kept), _number(product**2 * second / kept)

    @property
    def _sums(self) -> tuple[float, float, float]:
        energy, overlap, square = np.sum(self.means["steps"][:, : self.length - 2], axis=1)
        return float(energy), float(overlap), float(square)


@dataclass(frozen=True)
class SampledFullScene:
    """The model at stated weights, as means over sequences show it.

    The places are those of `FullScene`, and others that a claim speaks of.

    Attributes:
        dim: d.
        length: T.
        means: what was observed.
        scales: the scales of the places, by name.
    """

    dim: int
    length: int
    means: Named
    scales: Mapping[str, float]

    @cached_property
    def _size(self) -> float:
        return _size(self.means, "diagonal")

    def loss(self, place: str) -> Estimate:
        """Return the loss at a place."""
        energy = np.sum(self.means["steps"][0, : self.length - 2]) / 2
        return Estimate(float(self.means[f"loss {place}"]), float(energy))

    def gradient(self, place: str, block: str, row: int, column: int) -> Estimate:
        """Return ∂L/∂W[row, column] at a place for the block W, indices from 0."""
        return Estimate(_entry(self.means, place, block, row, column), self._size)

    def gradients(self, place: str, block: str) -> list[Estimate]:
        """Return every entry of ∂L/∂W at a place."""
        size = range(self.dim)
        return [self.gradient(place, block, row, column) for row in size for column in size]

    def curvature(self, chosen: Sequence[int]) -> Array:
        """Return second derivatives along some of the directions, in this order."""
        found: Array = self.means["curvature"][np.ix_(chosen, chosen)]
        return found


def _number(value: float | Array) -> Estimate:
    return Estimate(float(value), abs(float(value)))


def _size(means: Named, place: str) -> float:
    """Return the largest entry of the gradient at a place, in absolute value."""
    return max(float(np.max(np.abs(means[f"{name} {place}"]))) for name in ("kq", "pv"))


def _entry(means: Named, place: str, block: str, row: int, column: int) -> float:
    whole = means[f"pv {place}"]
    matrix, rows, columns = placed(block, len(whole))
    found = whole if matrix == "pv" else means[f"kq {place}"]
    return float(found[rows.start + row, columns.start + column])
