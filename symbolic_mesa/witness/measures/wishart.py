"""What is compared with what for moments of Wishart matrices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from derivations.regression.observables import WishartMoment
from numeric_check.words.pairings import at_nodes, by_factor, counted
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route

SIZES = ((1, 2), (2, 1), (2, 3), (3, 2))  # d and N
LONGER = ((1, 2), (1, 7), (2, 1), (2, 3), (5, 2), (2, 9))  # with one or two of either
SMALL = ((1, 2), (2, 1))  # for sums over nodes
MOST = 6  # letters G, whose pairings are counted
FACTOR = "the triangular factor of W"
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
        long = sum(observable.powers) > MOST
        exact = (by_factor, LONGER) if long else (counted, SIZES)
        measured, sizes = exact if route.exact else (at_nodes, SMALL)
        try:
            gap = max(_gap(claim, measured, observable.powers, size) for size in sizes)
        except MesaError:
            gap = 1.0
        model = FACTOR if long and route.exact else route.model
        detail = f"{model}, at (d,N) = {', '.join(f'({d},{n})' for d, n in sizes)}"
        return judged(route, gap, detail, "")


def _gap(
    claim: Claim, of: Callable[..., Any], powers: tuple[int, ...], size: tuple[int, int]
) -> float:
    dim, samples = size
    stated, measured = claim.value.at({"d": dim, "N": samples}), of(powers, dim, samples)
    if isinstance(measured, int):
        return float(stated != measured)
    return abs(float(stated) - float(measured)) / float(measured)


MEASURES: Mapping[type, Measure] = {WishartMoment: Moments()}
"""The measure of each type of observable."""
