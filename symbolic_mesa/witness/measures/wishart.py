"""What is compared with what for moments of Wishart matrices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from derivations.regression.observables import WishartMoment
from numeric_check.words.pairings import at_nodes, counted
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route

SIZES = ((1, 2), (2, 1), (2, 3), (3, 2))  # d and N
SMALL = ((1, 2), (2, 1))  # for sums over nodes
ROUTES = tuple(
    replace(route, model=words)
    for route, words in zip(ON_DIAGONAL, ("every pairing", "sums over nodes"), strict=True)
)


@dataclass(frozen=True)
class Moments:
    """A moment at several sizes.

    Attributes:
        routes: by which it can be measured.
    """

    routes: tuple[Route, ...] = ROUTES

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the moment that the observable names."""
        observable: Any = step.observable
        measured, sizes = (counted, SIZES) if route.exact else (at_nodes, SMALL)
        try:
            gap = max(_gap(claim, measured, observable.power, size) for size in sizes)
        except MesaError:
            gap = 1.0
        detail = f"{route.model}, at (d,N) = {', '.join(f'({d},{n})' for d, n in sizes)}"
        return judged(route, gap, detail, "")


def _gap(claim: Claim, of: Callable[..., Any], power: int, size: tuple[int, int]) -> float:
    dim, samples = size
    stated, measured = claim.value.at({"d": dim, "N": samples}), of(power, dim, samples)
    if isinstance(measured, int):
        return float(stated != measured)
    return abs(float(stated) - float(measured)) / float(measured)


MEASURES: Mapping[type, Measure] = {WishartMoment: Moments()}
"""The measure of each type of observable."""
