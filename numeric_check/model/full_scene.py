"""What can be measured of the full model at weights off the diagonal manifold, in doubles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from math import sqrt

import numpy as np

from numeric_check.estimates import TOLERANCE, Estimate
from numeric_check.laws.finite import TokenNodes
from numeric_check.model.attention import BLOCKS, TRAINED, Blocks, Real, blocks_of
from numeric_check.model.moments import mean_of, moments_at
from numeric_check.model.quadrature import Population, population, roots_for_any_blocks
from numeric_check.model.scale_flow import ScaleFlow
from numeric_check.model.second_order import Hessian, hessian, moved

RATES = {"a": 0.8, "alpha": -0.45, "b": 1.1, "beta": 0.35}  # of the scales, in units of the law
RATIO = 1.5  # of a to the root of s
SETTLED = 1e-10  # an eigenvalue beside the largest one, a loss beside its terms
DISPLACED, LENGTHS = 4, (0.05, 0.5, -1.5)  # directions, and how far, in units of the root of s


@dataclass(frozen=True)
class FullScene:
    """The full model with tokens of a finite law, at stated weights.

    The places are ``diagonal`` and ``another diagonal`` (aI, bI), ``symmetric`` (aI + α(J − I),
    bI + β(J − I)) and ``coordinates`` (diag(a_1, …), diag(b_1, …)); the other four blocks are 0.

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

    @cached_property
    def scales(self) -> Mapping[str, float]:
        """The scales at which claims are compared: every term of the loss weighs alike."""
        fourth, sixth = (
            sum(self.moment(name, j).value for j in range(self.dim))
            for name in ("kappa_1", "kappa_2")
        )
        unit = sqrt(fourth / sixth / self.dim) if sixth else 1.0
        scales = {name: rate * unit for name, rate in RATES.items()}
        for j in range(self.dim):
            scales[f"a_{j + 1}"] = scales["a"] * (1 + 0.3 * j)
            scales[f"b_{j + 1}"] = scales["b"] * (1 - 0.4 * j)
        return scales

    def moment(self, name: str, coordinate: int) -> Estimate:
        """Return a moment of one coordinate by its name, such as ``kappa_1``."""
        return moments_at(self.nodes, coordinate)[name]

    def mean(self, powers: Sequence[int]) -> Estimate:
        """Return E Π x_k^power over the first coordinates; 1 where there are too few."""
        if len(powers) > self.dim:
            return Estimate(1.0, 1.0)
        return mean_of(self.nodes, range(len(powers)), powers)

    def pattern_sum(
        self, held: Mapping[int, int], free: Sequence[int], barred: Sequence[int] = ()
    ) -> Estimate:
        """Return E Π x_k^held[k] Π x_r^free, the r summed over distinct other coordinates.

        Of complex tokens `barred` says how many factors of each are conjugates.
        """
        total = Estimate(0.0, 0.0)
        for chosen in permutations([k for k in range(self.dim) if k not in held], len(free)):
            total += mean_of(self.nodes, (*held, *chosen), (*held.values(), *free), barred)
        return total

    def loss(self, place: str) -> Estimate:
        """Return the population loss at a place."""
        return self._at(place).loss

    def gradient(self, place: str, block: str, row: int, column: int) -> Estimate:
        """Return ∂L/∂W[row, column] at a place for the block W, indices from 0."""
        return self._at(place).entry(block, row, column)

    def gradients(self, place: str, block: str) -> list[Estimate]:
        """Return every entry of ∂L/∂W at a place."""
        size = range(self.dim)
        return [self.gradient(place, block, row, column) for row in size for column in size]

    def at(self, scales: Mapping[str, float]) -> Population:
        """Return loss and gradients at other scales a, alpha, b, beta."""
        return self._population(self._symmetric(scales))

    @cached_property
    def flow(self) -> ScaleFlow:
        """The flow of (a, b): a' = b (B − C ab) measured at two products ab."""
        a, b = self.scales["a"], self.scales["b"]
        rest = {"alpha": 0.0, "beta": 0.0}
        one, two = (
            -self.at({"a": a, "b": k * b, **rest}).entry("KQ32", 0, 0).value / (k * b)
            for k in (1, 2)
        )
        return ScaleFlow(2 * one - two, (one - two) / (a * b), self.dim)

    def hessian(self, point: tuple[float, float]) -> Hessian:
        """Return the Hessian in all six blocks at (aI, bI)."""
        if point not in self._hessians:
            a, b = point
            there = self._symmetric({"a": a, "alpha": 0.0, "b": b, "beta": 0.0})
            self._hessians[point] = self._hessian(there)
        return self._hessians[point]

    @cached_property
    def _hessians(self) -> dict[tuple[float, float], Hessian]:
        return {}

    def symmetric_hessian(self, scales: Mapping[str, float]) -> Hessian:
        """Return the same at scales a, alpha, b, beta."""
        return self._hessian(self._symmetric(scales))

    def is_minimum(self) -> bool:
        """Whether nothing near (aI, bI), ab = s, and nothing stated farther away is below it."""
        root = sqrt(self.flow.growth / self.flow.saturation)
        point = root * RATIO, root / RATIO
        values, vectors = np.linalg.eigh(self.hessian(point).values)
        if values[0] < -SETTLED * values[-1]:
            return False
        chosen = np.random.default_rng(0).normal(size=(DISPLACED, len(values)))
        flat = vectors.T[values < SETTLED * values[-1]]
        return self._above(point, root, [*flat[:DISPLACED], *chosen])

    def _above(self, point: tuple[float, float], size: float, directions: Sequence[Real]) -> bool:
        a, b = point
        there = self._symmetric({"a": a, "alpha": 0.0, "b": b, "beta": 0.0})
        least = self._population(there).loss
        for direction in directions:
            unit = direction / np.linalg.norm(direction)
            for length in LENGTHS:
                found = self._population(moved(there, length * size * unit)).loss
                if found.value < least.value - SETTLED * found.scale:
                    return False
        return True

    def stays(self, place: str) -> bool:
        """Whether the gradient at a place is of the place's own form; diagonal or symmetric."""
        one, ones = np.eye(self.dim), np.ones((self.dim, self.dim))
        for block in BLOCKS:
            entries = self.gradients(place, block)
            found = np.reshape([entry.value for entry in entries], one.shape)
            wanted = found[0, 0] * one if block in TRAINED else np.zeros_like(one)
            if place == "symmetric" and block in TRAINED and self.dim > 1:
                wanted = wanted + found[0, 1] * (ones - one)
            if np.max(np.abs(found - wanted)) > TOLERANCE * max(e.scale for e in entries):
                return False
        return True

    def alike(self) -> bool:
        """Whether the gradient at the diagonal is the same in every coordinate."""
        for block in TRAINED:
            entries = [self.gradient("diagonal", block, j, j) for j in range(self.dim)]
            spread = max(e.value for e in entries) - min(e.value for e in entries)
            if spread > TOLERANCE * max(e.scale for e in entries):
                return False
        return True

    @property
    def sequences(self) -> int:
        """How many sequences one measurement runs over."""
        return int(len(self.nodes.weights) * roots_for_any_blocks(self.length) ** self.dim)

    def _at(self, place: str) -> Population:
        if place not in self._populations:
            self._populations[place] = self._population(self._place(place))
        return self._populations[place]

    @cached_property
    def _populations(self) -> dict[str, Population]:
        return {}

    def _population(self, blocks: Blocks) -> Population:
        return population(blocks, self.nodes, self.length, roots_for_any_blocks(self.length))

    def _hessian(self, blocks: Blocks) -> Hessian:
        return hessian(blocks, self.nodes, self.length, roots_for_any_blocks(self.length))

    def _place(self, place: str) -> Blocks:
        scales = self.scales
        if place == "diagonal":
            return self._symmetric({**scales, "alpha": 0.0, "beta": 0.0})
        if place == "another diagonal":
            far = {"a": -2.5 * scales["a"], "b": 0.7 * scales["b"]}
            return self._symmetric({**far, "alpha": 0.0, "beta": 0.0})
        if place == "symmetric":
            return self._symmetric(scales)
        a, b = (np.diag([scales[f"{n}_{j + 1}"] for j in range(self.dim)]) for n in "ab")
        return blocks_of(self.dim, {"KQ32": a, "PV12": b})

    def _symmetric(self, scales: Mapping[str, float]) -> Blocks:
        one, ones = np.eye(self.dim), np.ones((self.dim, self.dim))

        def block(diagonal: str, off_diagonal: str) -> Real:
            return scales[diagonal] * one + scales[off_diagonal] * (ones - one)

        return blocks_of(self.dim, {"KQ32": block("a", "alpha"), "PV12": block("b", "beta")})
