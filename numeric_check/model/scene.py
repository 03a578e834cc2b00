"""What can be measured of the full model on the diagonal manifold, at small d and T."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from math import sqrt

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.laws.finite import TokenNodes
from numeric_check.model.attention import diagonal_blocks
from numeric_check.model.moments import mean_of, moments_at
from numeric_check.model.prediction_ratio import ratio_moments
from numeric_check.model.quadrature import Population, population, roots_for_diagonal
from numeric_check.model.scale_flow import ScaleFlow

BLOCKS = ("KQ32", "PV12")


@dataclass(frozen=True)
class Scene:
    """The full model with tokens of a finite law.

    Attributes:
        nodes: the law of x_1, in d coordinates.
        length: T.
    """

    nodes: TokenNodes
    length: int

    @property
    def dim(self) -> int:
        """The dimension d."""
        return int(self.nodes.points.shape[1])

    @property
    def in_range(self) -> bool:
        """Whether products of moments stay within the range of doubles."""
        with np.errstate(over="ignore", invalid="ignore"):
            return 1e-100 < self._mean_moment("kappa_2") < 1e100

    @cached_property
    def probe(self) -> tuple[float, float]:
        """Scales (a, b) at which every term of the loss weighs about the same."""
        unit = sqrt(self._mean_moment("kappa_1") / self._mean_moment("kappa_2"))
        return 0.8 * unit, 1.1 * unit

    @property
    def scales(self) -> Mapping[str, float]:
        """The probe by name."""
        return dict(zip("ab", self.probe, strict=True))

    def _mean_moment(self, name: str) -> float:
        return sum(self.moment(name, j).value for j in range(self.dim)) / self.dim

    def moment(self, name: str, coordinate: int) -> Estimate:
        """Return a moment of one coordinate by its name, such as ``kappa_1``."""
        return self._moments[coordinate][name]

    @cached_property
    def _moments(self) -> list[Mapping[str, Estimate]]:
        return [moments_at(self.nodes, coordinate) for coordinate in range(self.dim)]

    def moment_sum(self, powers: Sequence[int], barred: Sequence[int] = ()) -> Estimate:
        """Return Σ over distinct coordinates of E Π x^power, of which some are conjugates."""
        total = Estimate(0.0, 0.0)
        for chosen in permutations(range(self.dim), len(powers)):
            total += mean_of(self.nodes, chosen, powers, barred)
        return total

    @property
    def loss(self) -> Estimate:
        """The population loss at the probe."""
        return self._at_probe.loss

    @cached_property
    def energy(self) -> Estimate:
        """The population loss of the prediction 0."""
        return self._at(0.0, 0.0).loss

    def square_velocities(self, coordinate: int = 0) -> tuple[Estimate, Estimate]:
        """Return the velocities of a² and b², 2a a' and 2b b', at the probe."""
        first, second = (
            Estimate(2 * scale * velocity.value, 2 * abs(scale) * velocity.scale)
            for scale, velocity in (
                (scale, self.velocity(block, coordinate))
                for scale, block in zip(self.probe, BLOCKS, strict=True)
            )
        )
        return first, second

    def velocity(self, block: str, coordinate: int = 0) -> Estimate:
        """Return −∂L/∂W[j, j] at the probe, W being the block."""
        gradient = self._at_probe.entry(block, coordinate, coordinate)
        return Estimate(-gradient.value, gradient.scale)

    def velocities_at_product(self, product: float) -> tuple[Estimate, ...]:
        """Return −∂L/∂W[j, j] for both blocks and every j, where ab = product and a is not 0.

        At a = b = 0 both would vanish, whatever the product.
        """
        a = self.probe[0]
        b = product / a
        measured = self._at(a, b)
        return tuple(measured.entry(block, j, j) for block in BLOCKS for j in range(self.dim))

    @cached_property
    def flow(self) -> ScaleFlow:
        """The flow of (a, b): a' = b (B − C ab) measured at two products ab."""
        a, b = self.probe
        one = -self._at(a, b).entry("KQ32", 0, 0).value / b
        two = -self._at(a, 2 * b).entry("KQ32", 0, 0).value / (2 * b)
        return ScaleFlow(2 * one - two, (one - two) / (a * b), self.dim)

    @property
    def units(self) -> ScaleFlow:
        """The flow in whose units starts and times are stated: that of the scene itself."""
        return self.flow

    @cached_property
    def stationary_loss(self) -> Estimate:
        """The smallest loss over ab: where the velocity of a, b (B − C ab), is 0.

        Two velocities give the place; losses differ too little where they hardly depend on ab.
        """
        a, b = self.probe
        one, two = (
            sum(v.value for v in self.velocities_at_product(k * a * b)[: self.dim]) / k
            for k in (1, 2)
        )
        return self.loss_at_product((2 * one - two) / (one - two) * a * b)

    def loss_at_product(self, product: float) -> Estimate:
        """Return the population loss where ab is this product."""
        return self._at(*_balanced(product)).loss

    def at_length(self, length: int) -> "Scene":
        """Return the model with the same tokens at another length."""
        return Scene(self.nodes, length)

    def ratio_moments(self, product: float, time: int) -> tuple[Estimate, Estimate]:
        """Return E r and E |r|² where ab is this product, r being prediction by truth at a time."""
        if (product, time) not in self._ratios:
            self._ratios[product, time] = ratio_moments(self.nodes, product, time)
        return self._ratios[product, time]

    @cached_property
    def _ratios(self) -> dict[tuple[float, int], tuple[Estimate, Estimate]]:
        return {}

    @cached_property
    def _at_probe(self) -> Population:
        return self._at(*self.probe)

    def _at(self, a: float, b: float) -> Population:
        if (a, b) not in self._populations:
            blocks, roots = diagonal_blocks(self.dim, a, b), roots_for_diagonal(self.length)
            self._populations[a, b] = population(blocks, self.nodes, self.length, roots)
        return self._populations[a, b]

    @cached_property
    def _populations(self) -> dict[tuple[float, float], Population]:
        return {}


def _balanced(product: float) -> tuple[float, float]:
    root = sqrt(abs(product))
    return root, root if product >= 0 else -root
