"""What is compared with what for several layers on prompts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from derivations.regression import layer_observables as of
from numeric_check.words.deep import (
    DeepPrompts,
    best,
    exact_moments,
    half_square,
    multiplied_out,
)
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.measures import layer_gradients
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route

SIZES, SMALL = ((1, 2), (2, 3), (3, 2)), ((1, 3), (2, 2))  # d and N
STEPS = (Fraction(2, 3), Fraction(5, 4), Fraction(1, 7))
ROUTES = tuple(
    replace(route, model=words)
    for route, words in zip(
        ON_DIAGONAL, ("moments by every pairing", "all layers on prompts at nodes"), strict=True
    )
)

Of = Callable[[Claim, bool, int, tuple[int, int]], Pairs]


def _at(side: Any, size: tuple[int, int], steps: Any = ()) -> Any:
    named = {f"a_{k}": Fraction(step) for k, step in enumerate(steps, start=1)}
    return side.at({"d": size[0], "N": size[1], **named})


def _moments(exact: bool, depth: int, size: tuple[int, int]) -> Any:
    return exact_moments(depth, *size) if exact else DeepPrompts(depth, *size).moments()


def _loss(claim: Claim, exact: bool, depth: int, size: tuple[int, int]) -> Pairs:
    steps = STEPS[:depth]
    if exact:
        measured = half_square(multiplied_out(steps), exact_moments(depth, *size))
    else:
        measured = DeepPrompts(depth, *size).loss([float(step) for step in steps])
    yield _at(claim.value, size, steps), measured


def _polynomial(claim: Claim, exact: bool, depth: int, size: tuple[int, int]) -> Pairs:
    found = best(_moments(exact, depth, size))[1:]
    signs = [(-1) ** j for j in range(1, depth + 1)]
    for side, sign, value in zip(claim.parts.values(), signs, found, strict=True):
        yield _at(side, size), sign * value


def _least(claim: Claim, exact: bool, depth: int, size: tuple[int, int]) -> Pairs:
    found = best(_moments(exact, depth, size))
    if exact:
        yield _at(claim.value, size), half_square(found, exact_moments(depth, *size))
        return
    steps = 1 / np.roots(found[::-1])
    yield _at(claim.value, size), DeepPrompts(depth, *size).loss(list(np.real(steps)))


@dataclass(frozen=True)
class Compared:
    """Numbers at several sizes.

    Attributes:
        pairs: yields predicted and measured ones.
        routes: by which they can be measured.
    """

    pairs: Of
    routes: tuple[Route, ...] = ROUTES

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of a claim about so many layers as the observable names."""
        observable: Any = step.observable
        sizes = SIZES if route.exact else SMALL
        try:
            gap = max(self._gap(route, claim, observable.depth, size) for size in sizes)
        except MesaError:
            gap = 1.0
        detail = f"{route.model}, at (d,N) = {', '.join(f'({d},{n})' for d, n in sizes)}"
        return judged(route, gap, detail, "")

    def _gap(self, route: Route, claim: Claim, depth: int, size: tuple[int, int]) -> float:
        pairs = list(self.pairs(claim, route.exact, depth, size))
        if route.exact:
            return float(any(stated != measured for stated, measured in pairs))
        return max(abs(float(s) - float(m)) / abs(float(m)) for s, m in pairs)


MEASURES: Mapping[type, Measure] = {
    of.LayersLoss: Compared(_loss),
    of.BestPolynomial: Compared(_polynomial),
    of.LeastLayersLoss: Compared(_least),
    **layer_gradients.MEASURES,
}
"""The measure of each type of observable."""
