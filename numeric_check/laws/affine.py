"""The image of a law under x → mean + factor (x − E x), its powers multiplied out one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np

from numeric_check.laws.coordinates import with_atom
from numeric_check.laws.finite import Array, TokenNodes, product_nodes
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Moments, NoNodes, Powers, independent
from symbolic_mesa.text.surds import Exact, Surd, root

ZERO, ONE = Fraction(0), Fraction(1)
Pair = tuple[Exact, Exact]  # (u, v) stands for u + v · factor


@dataclass(frozen=True)
class _Line:
    """What y = start + factor (x − centre) is made of; `values` are the parameters of x."""

    values: Values
    start: Exact
    centre: Exact
    square: Exact

    @property
    def factor(self) -> float:
        """The factor in doubles."""
        return sqrt(self.square)

    @property
    def root(self) -> Exact | None:
        """The factor where it is the root of a rational number."""
        return None if isinstance(self.square, Surd) else root(self.square)

    @property
    def zero(self) -> Fraction | None:
        """The x at which y is 0, where it is rational."""
        if self.start != 0 and self.root is None:
            return None
        place = self.centre - (self.start / self.root if self.start and self.root else ZERO)
        return None if isinstance(place, Surd) else place


def image(base: Law) -> Law:
    """Return what is said of the image of a law, of which `mean` or `variance` are parameters."""

    def nodes(values: Values, dim: int, order: int) -> TokenNodes:
        return _nodes(base, _line(base, values, dim), dim, order)

    def moments(values: Values, dim: int) -> Moments:
        line = _line(base, values, dim)
        return _multiplied_out(line, base.moments(line.values, dim))

    def draw(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
        line = _line(base, {name: Fraction(value) for name, value in values.items()}, dim)
        given = {name: float(value) for name, value in line.values.items()}
        tokens = base.draw(chance, n, dim, given)
        return float(line.start) + line.factor * (tokens - float(line.centre))

    return Law(nodes, moments, draw, nodes_at_zero=base.mass is not None or base.nodes_at_zero)


def _line(base: Law, values: Values, dim: int) -> _Line:
    own = {name: value for name, value in values.items() if name not in ("mean", "variance")}
    scaled = "variance" in values
    if scaled and base.scale:
        own[base.scale] = ONE
    of = base.moments(own, dim)
    first, second = (of((power, *(0,) * (dim - 1))) for power in (1, 2))
    multiple = "mean" not in values and base.scale is not None
    square = values["variance"] / (second - first**2) if scaled else ONE
    centre = ZERO if multiple else first
    return _Line(own, values.get("mean", centre), centre, square)


def _nodes(base: Law, line: _Line, dim: int, order: int) -> TokenNodes:
    """Return nodes of x − centre, moved; a point that goes to 0 has its own node."""
    if base.coordinate is None:
        found = base.nodes(line.values, dim, order)
        points = float(line.start) + line.factor * (found.points - float(line.centre))
        return TokenNodes(points, found.weights)
    centred = _Line(line.values, ZERO, line.centre, ONE)
    of = _multiplied_out(centred, independent(base.coordinate(line.values)))
    zero = line.centre if line.zero is None else line.zero
    share = ZERO if line.zero is None or not base.mass else base.mass(line.values, line.zero)
    nodes, weights = with_atom(lambda k: of((k,)), order, zero - line.centre, share)
    moved = float(line.start) + line.factor * nodes
    if share:
        moved[-1] = 0.0
    return product_nodes((moved, weights), dim)


def _multiplied_out(line: _Line, of: Moments) -> Moments:
    """Return the moments of y from those of x."""

    def moments(powers: Powers) -> Exact:
        product: Mapping[Powers, Pair] = {(0,) * len(powers): (ONE, ZERO)}
        for k, power in enumerate(powers):
            for _ in range(power):
                product = _times(product, k, line)
        terms = [(pair, of(monomial)) for monomial, pair in product.items()]
        even, odd = (sum((pair[i] * mean for pair, mean in terms), ZERO) for i in (0, 1))
        if odd and line.root is None:
            raise NoNodes("the variance is not rational")
        return even + odd * (line.root or ZERO)

    return moments


def _times(polynomial: Mapping[Powers, Pair], k: int, line: _Line) -> Mapping[Powers, Pair]:
    """Multiply a polynomial in x with start + factor (x_k − centre)."""
    found: dict[Powers, Pair] = {}
    for monomial, (even, odd) in polynomial.items():
        turned = (odd * line.square, even)
        raised = (*monomial[:k], monomial[k] + 1, *monomial[k + 1 :])
        kept = tuple(
            line.start * one - line.centre * other
            for one, other in zip((even, odd), turned, strict=True)
        )
        for key, pair in ((monomial, kept), (raised, turned)):
            before = found.get(key, (ZERO, ZERO))
            found[key] = (before[0] + pair[0], before[1] + pair[1])
    return found
