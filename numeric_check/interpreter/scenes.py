"""What can be measured of a stated model on a manifold, in doubles and in rationals.

Both scenes offer the same: the loss, entries of the gradient, second derivatives, and scales that
are not special to the model.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import permutations

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.interpreter import doubles
from numeric_check.interpreter.doubles import Population, Real
from numeric_check.interpreter.rationals import ExactPopulation
from numeric_check.interpreter.reading import phase_roots, weight_degree
from numeric_check.interpreter.weights import Matrix, blocks_at, unit
from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.mixed_moments import PairMoments, Powers, of_moduli
from numeric_check.model.moments import mean_of
from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.statement.manifolds import Entries, Fixed, Manifold
from symbolic_mesa.text.surds import Exact

PRIMES = (2, -3, 5, -7, 11, -13, 17, -19)
"""No power of one is another power: a wrong exponent shows."""
SMALLEST = 1e-200  # of a loss: its terms beside it are not lost below it
RATES = tuple(Fraction(rate, 20) for rate in (16, 22, -9, 7, 13, -18, 29, -11))

Scales = Mapping[str, Fraction]
Entry = tuple[str, int, int]  # a block, a row and a column, from 0


def scale_names(manifolds: Iterable[Manifold], dim: int) -> tuple[str, ...]:
    """Return the names of all scales; a block diag(a_1, …, a_d) has d of them."""
    names: list[str] = []
    for manifold in manifolds:
        single = {form.scale for _, form in manifold.blocks if isinstance(form, Entries)}
        for scale in manifold.scales:
            names += [f"{scale}_{j + 1}" for j in range(dim)] if scale in single else [scale]
    return tuple(dict.fromkeys(names))


def direction(manifold: Manifold, way: Entry | str, dim: int) -> dict[str, Matrix]:
    """Return the direction in which an entry of a block grows, or a scale with all its entries."""
    if not isinstance(way, str):
        return unit(*way, dim)
    names = scale_names([manifold], dim)
    moving = tuple(one for one in manifold.blocks if not isinstance(one[1], Fixed))
    return blocks_at(Manifold(moving), {name: Fraction(name == way) for name in names}, dim)


@dataclass(frozen=True)
class StatedScene:
    """A stated model with tokens of a finite law, in doubles.

    Attributes:
        model: the statement.
        manifolds: where its weights may be, by name; the first is where training starts.
        nodes: the law of x_1, in d coordinates.
        length: T.
        named: the powers in each moment that has a name, that of its own coordinate first.
    """

    model: Model
    manifolds: Mapping[str, Manifold]
    nodes: TokenNodes
    length: int
    named: Mapping[str, Powers]

    @property
    def dim(self) -> int:
        """The dimension d."""
        return int(self.nodes.points.shape[1])

    @property
    def sequences(self) -> int:
        """How many sequences one measurement runs over."""
        return int(len(self.nodes.weights) * self._population.roots**self.dim)

    @cached_property
    def scales(self) -> Scales:
        """Scales at which prediction and target weigh about the same."""
        names = scale_names(self.manifolds.values(), self.dim)
        unit = Fraction(f"{self._unit:.3g}")  # of any size, and short
        return {name: RATES[k % len(RATES)] * unit for k, name in enumerate(names)}

    @property
    def in_range(self) -> bool:
        """Whether products of moments stay within the range of doubles."""
        return all(SMALLEST < size < 1 / SMALLEST for size in self._sizes)

    @property
    def _unit(self) -> float:
        """The size of weights at which prediction and target weigh alike."""
        target, predicted = self._sizes
        return float((target / predicted) ** (1 / (2 * weight_degree(self.model))))

    @cached_property
    def _sizes(self) -> tuple[float, float]:
        """The loss of predicting 0, and that of predicting with weights 1 what is 0."""
        first, manifold = next(iter(self.manifolds.items()))
        ones = self._blocks(first, dict.fromkeys(scale_names([manifold], self.dim), Fraction(1)))
        alone = replace(self._population, model=replace(self.model, target=()))
        with np.errstate(over="ignore", invalid="ignore"):
            return self._population.scale({}), alone.scale(ones)

    def moment(self, name: str, coordinate: int) -> Estimate:
        """Return the moment of that name, its other coordinates summed over distinct ones."""
        total = Estimate(0.0, 0.0)
        rest = [k for k in range(self.dim) if k != coordinate]
        for others in permutations(rest, len(self.named[name]) - 1):
            total += mean_of(self.nodes, (coordinate, *others), self.named[name])
        return total

    def mean(self, powers: Sequence[int]) -> Estimate:
        """Return E Π x_k^power over the first coordinates; 1 where there are too few."""
        if len(powers) > self.dim:
            return Estimate(1.0, 1.0)
        return mean_of(self.nodes, range(len(powers)), powers)

    def loss(self, manifold: str, scales: Scales) -> Estimate:
        """Return the population loss."""
        return self._derivative(manifold, scales)

    def slope(self, manifold: str, scales: Scales, entry: Entry) -> Estimate:
        """Return the derivative of the loss in one entry of one block."""
        key = manifold, tuple(scales.items())
        if key not in self._gradients:
            blocks = self._blocks(manifold, scales)
            self._gradients[key] = self._population.gradient(blocks)
        block, row, column = entry
        value, scale = self._gradients[key][block]
        return Estimate(float(value[row, column]), float(scale[row, column]))

    def curvature(self, manifold: str, scales: Scales, first: Entry, second: Entry) -> Estimate:
        """Return the second derivative of the loss in two entries."""
        return self._derivative(manifold, scales, first, second)

    def scale_curvature(self, manifold: str, scales: Scales, first: str, second: str) -> Estimate:
        """Return the second derivative of the loss in two scales."""
        return self._derivative(manifold, scales, first, second)

    def _derivative(self, manifold: str, scales: Scales, *ways: Entry | str) -> Estimate:
        """Return what is measured along ways; measured once, as many claims ask for it."""
        key = manifold, tuple(scales.items()), ways
        if key not in self._measured:
            along = [_floats(direction(self.manifolds[manifold], way, self.dim)) for way in ways]
            self._measured[key] = self._population.derivative(self._blocks(manifold, scales), along)
        return self._measured[key]

    @cached_property
    def _measured(self) -> dict[tuple[object, ...], Estimate]:
        return {}

    @cached_property
    def _gradients(self) -> dict[tuple[object, ...], dict[str, tuple[Real, Real]]]:
        return {}

    @cached_property
    def _population(self) -> Population:
        roots = phase_roots(self.model, self.length)
        return Population(self.model, self.nodes, self.length, roots)

    def _blocks(self, manifold: str, scales: Scales) -> doubles.Blocks:
        return _floats(blocks_at(self.manifolds[manifold], scales, self.dim))


def _floats(blocks: Mapping[str, Matrix]) -> doubles.Blocks:
    return {name: np.array(block, dtype=np.float64) for name, block in blocks.items()}


@dataclass(frozen=True)
class ExactStatedScene:
    """A stated model with tokens of a law with rational moments.

    Attributes:
        model: the statement.
        manifolds: where its weights may be, by name; the first is where training starts.
        moments: the mixed moments of x_1; of complex tokens the real parts.
        dim: d.
        length: T.
        named: the powers in each moment that has a name, that of its own coordinate first.
    """

    model: Model
    manifolds: Mapping[str, Manifold]
    moments: PairMoments
    dim: int
    length: int
    named: Mapping[str, Powers]

    @property
    def sequences(self) -> int:
        """None is run over: moments are enough."""
        return 0

    @property
    def scales(self) -> Scales:
        """Scales at which claims are compared."""
        names = scale_names(self.manifolds.values(), self.dim)
        return {name: Fraction(PRIMES[k % len(PRIMES)]) for k, name in enumerate(names)}

    def moment(self, name: str, coordinate: int) -> Exact:
        """Return the moment of that name, its other coordinates summed over distinct ones."""
        size = range(self.dim)
        rest = [k for k in size if k != coordinate]
        chosen = (
            dict(zip((coordinate, *others), self.named[name], strict=True))
            for others in permutations(rest, len(self.named[name]) - 1)
        )
        means = (self.moments(of_moduli(powers.get(k, 0) for k in size)) for powers in chosen)
        return sum(means, Fraction(0))

    def mean(self, powers: Sequence[int]) -> Exact:
        """Return E Π x_k^power over the first coordinates; 1 where there are too few."""
        if len(powers) > self.dim:
            return Fraction(1)
        return self.moments(of_moduli((*powers, *[0] * (self.dim - len(powers)))))

    def loss(self, manifold: str, scales: Scales) -> Fraction:
        """Return the population loss."""
        return self._derivative(manifold, scales)

    def slope(self, manifold: str, scales: Scales, entry: Entry) -> Fraction:
        """Return the derivative of the loss in one entry of one block."""
        return self._derivative(manifold, scales, entry)

    def curvature(self, manifold: str, scales: Scales, first: Entry, second: Entry) -> Fraction:
        """Return the second derivative of the loss in two entries."""
        return self._derivative(manifold, scales, first, second)

    def scale_curvature(self, manifold: str, scales: Scales, first: str, second: str) -> Fraction:
        """Return the second derivative of the loss in two scales."""
        return self._derivative(manifold, scales, first, second)

    def _derivative(self, manifold: str, scales: Scales, *ways: Entry | str) -> Fraction:
        """Return what is measured along ways; measured once, as many claims ask for it."""
        key = manifold, tuple(scales.items()), ways
        if key not in self._measured:
            along = [direction(self.manifolds[manifold], way, self.dim) for way in ways]
            self._measured[key] = self._population.derivative(self._blocks(manifold, scales), along)
        return self._measured[key]

    @cached_property
    def _measured(self) -> dict[tuple[object, ...], Fraction]:
        return {}

    @cached_property
    def _population(self) -> ExactPopulation:
        return ExactPopulation(self.model, self.moments, self.dim, self.length)

    def _blocks(self, manifold: str, scales: Scales) -> Mapping[str, Matrix]:
        return blocks_at(self.manifolds[manifold], scales, self.dim)
