"""Two routes to what a claim says of the full model: in rationals by enumeration, and in doubles.

They share no code: one adds up polynomials in the phases over a finite rational law, the other
averages over roots of unity and Gauss nodes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf
from re import findall
from typing import Any

from numeric_check.estimates import TOLERANCE, Estimate, relative_error
from numeric_check.exact_scene import ExactScene
from numeric_check.nodes import token_nodes
from numeric_check.rational_laws import even_points
from numeric_check.rational_moments import NoNodes
from numeric_check.scene import Scene
from symbolic_mesa.assumptions import MOMENTS, TokenLaw
from symbolic_mesa.engine.reduction import ScaledTerm
from symbolic_mesa.errors import MesaError
from symbolic_mesa.record import Claim, Kind, Observable
from symbolic_mesa.witness.cases import Case
from symbolic_mesa.witness.written_out import exact_gap, largest_gap

Sizes = tuple[tuple[int, int], ...]  # pairs (d, T)


@dataclass(frozen=True)
class Route:
    """One way to compute observables of the full model.

    Attributes:
        kind: what a check by this route is called.
        law: what x_1 follows, in words.
        sizes: the pairs (d, T) for claims about every d.
        lengths: T for claims about a given d.
        tolerance: the relative error that is rounding.
        scene: the full model for a law without symbols; raises `NoNodes`.
        error: the relative error of a number against what is measured.
        prediction_gap: the same for a prediction that is written out.
        measures: the quantities that it can compute.
    """

    kind: Kind
    law: str
    sizes: Sizes
    lengths: Mapping[int, tuple[int, ...]]
    tolerance: float
    scene: Callable[[TokenLaw, int, int], Any]
    error: Callable[[Any, Any], float]
    prediction_gap: Callable[[Sequence[ScaledTerm]], float]
    measures: frozenset[str]


def _quadrature_scene(law: TokenLaw, dim: int, length: int) -> Scene:
    try:
        scene = Scene(token_nodes(law, dim), length)
        in_range = scene.in_range
    except OverflowError:
        in_range = False
    if not in_range:
        raise NoNodes("the moments of the law are beyond the range of doubles")
    return scene


def _exact_error(predicted: Any, measured: Fraction) -> float:
    """Return 0 for equal rationals, else their relative difference, never 0."""
    if predicted == measured:
        return 0.0
    return max(float(min(abs(predicted / measured - 1), 1)) if measured else 1.0, 1e-300)


ENUMERATION = Route(
    "exact-enumeration",
    "a finite rational law with its moments",
    sizes=((1, 4), (2, 3), (2, 4), (3, 3)),
    lengths={1: (3, 4, 5), 2: (3, 4), 3: (3,)},
    tolerance=0.0,
    scene=lambda law, dim, length: ExactScene(even_points(law, dim), length),
    error=_exact_error,
    prediction_gap=exact_gap,
    measures=frozenset({"moment", "energy", "prediction", "patterns", "loss"}),
)

QUADRATURE = Route(
    "quadrature",
    "the finite law that the full model is run with",
    sizes=((1, 4), (2, 3), (2, 5), (3, 3)),
    lengths={1: (3, 4, 5), 2: (3, 4, 5), 3: (3, 4)},
    tolerance=TOLERANCE,
    scene=_quadrature_scene,
    error=lambda predicted, measured: relative_error(float(predicted), measured),
    prediction_gap=largest_gap,
    measures=ENUMERATION.measures
    | {"velocity", "square-velocity", "stationary-product", "stationary-loss"},
)

ROUTES = (ENUMERATION, QUADRATURE)
LAW_FREE = frozenset({"prediction", "patterns"})
"""What holds for every law: measured with laws of which no moment vanishes."""


@dataclass(frozen=True)
class Trial:
    """A case at a dimension and a length, ready to be measured by one route."""

    route: Route
    scene: Any
    case: Case

    @property
    def size(self) -> str:
        """The dimension and the length."""
        return f"({self.scene.dim},{self.scene.length})"

    @property
    def words(self) -> str:
        """The size and the case, for an error message."""
        return f"(d,T) = {self.size}" + (f", {self.case.words}" if self.case.words else "")

    @cached_property
    def point(self) -> Mapping[str, Any]:
        """The numbers of all symbols of a claim."""
        values = self.case.values
        if values is None:
            values = {name: _exact(self.scene.moment(name, 0)) for name in MOMENTS}
        a, b = map(Fraction, self.scene.probe)
        return {**values, "d": self.scene.dim, "T": self.scene.length, "a": a, "b": b}

    def errors(self, claim: Claim, observable: Observable) -> Iterator[float]:
        """Yield the relative errors of a claim, one for each number that it states."""
        try:
            for predicted, measured in self._pairs(claim, observable):
                yield self.route.error(predicted, measured)
        except MesaError:  # the formula is not defined where the model is
            yield inf

    def _pairs(self, claim: Claim, observable: Observable) -> Iterator[tuple[Any, Any]]:
        scene = self.scene
        if observable.quantity == "patterns":
            yield self._sum_of_patterns(claim), scene.loss
            return
        for coordinate, side in enumerate(list(claim.parts.values()) or [claim.value] * scene.dim):
            predicted = side.at(self.point)
            match observable.quantity:
                case "moment":
                    yield predicted, scene.moment(observable.of, coordinate)
                case "velocity":
                    yield predicted, scene.velocity(observable.of, coordinate)
                case "square-velocity":
                    yield from ((predicted, one) for one in scene.square_velocities(coordinate))
                case "stationary-product":
                    moving = scene.velocities_at_product(float(predicted))
                    yield from ((0.0, velocity) for velocity in moving)
                case "stationary-loss":
                    yield predicted, scene.stationary_loss
                case _:
                    yield predicted, scene.loss if observable.quantity == "loss" else scene.energy

    def _sum_of_patterns(self, claim: Claim) -> Any:
        """Return Σ coefficient × moment, a moment being named by the powers in its words."""
        total: Any = Fraction(0)
        for words, coefficient in claim.parts.items():
            powers = [int(power) for power in findall(r"\^(\d+)", words)]
            moment = self.scene.moment_sum(powers)
            total += coefficient.at(self.point) * _exact(moment)
        return total


def _exact(measured: Estimate | Fraction) -> Fraction:
    return Fraction(measured.value) if isinstance(measured, Estimate) else measured


def trials(route: Route, found: list[Case], dim: int | None) -> tuple[list[Trial], str]:
    """Return what can be measured by a route for a given d or for every d; and why not more."""
    lengths = route.lengths.get(dim or 0, ())
    sizes = [(dim, length) for length in lengths] if dim else route.sizes
    ready, reason = [], "no rational point for the law's symbols was found"
    for case in found:
        for size, length in sizes:
            try:
                ready.append(Trial(route, route.scene(case.law, size, length), case))
            except NoNodes as error:
                reason = str(error)
    return ready, reason
