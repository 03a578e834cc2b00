"""What is compared with what for gradients in the matrices of layers: all layers, at nodes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from derivations.regression import layer_observables as of
from numeric_check.words.layer_slopes import SlopedLayers
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError, NoSymbol
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route

DEEPEST = 3
SIZES: Mapping[
    bool, Mapping[int, tuple[tuple[int, int], ...]]
] = {  # d and N, by depth, for which there are not too many nodes
    True: {1: ((2, 2),), 2: ((2, 1), (1, 2)), 3: ((2, 1), (1, 2))},
    False: {1: ((2, 2), (1, 3)), 2: ((2, 2), (1, 3)), 3: ((2, 2), (1, 3))},
}
"""d and N by depth, for which there are not too many nodes, in rationals and in doubles."""
STEPS = {True: (2, -1, 3), False: (2 / 3, 5 / 4, -1 / 7)}
EVERY = {True: 2, False: 0.4}  # the step of all layers, where they have one
ROUTES = tuple(replace(one, model="all layers on prompts at nodes") for one in ON_DIAGONAL)

Pairs = Iterator[tuple[Any, Any]]  # predicted and measured
Of = Callable[[Claim, SlopedLayers], Pairs]


@cache  # pure
def _layers(depth: int, size: tuple[int, int], exact: bool, whitened: bool) -> SlopedLayers:
    return SlopedLayers(depth, *size, exact, whitened)


def _matrices(layers: SlopedLayers, equal: bool = False) -> list[Any]:
    every = [EVERY[layers.exact]] * layers.depth if equal else STEPS[layers.exact][: layers.depth]
    return [step * layers.inverse for step in every]


@cache  # likewise
def _gradient(layers: SlopedLayers, layer: int, equal: bool = False, white: bool = False) -> Any:
    outer = layers.root_inverse if white else layers.identity
    return layers.gradient(_matrices(layers, equal), layer, outer)


@cache  # likewise
def _slopes(layers: SlopedLayers) -> Mapping[str, Any]:
    """Return the derivatives of the loss along a_1, a_2, …."""
    found = {}
    for k in range(1, layers.depth + 1):
        (found[f"g_{k}"],) = layers.slopes(_matrices(layers), k, [layers.inverse])
    return found


def _at(side: Any, layers: SlopedLayers, **numbers: Any) -> Any:
    """Return a formula, or a sum of words, there."""
    matrices = {"Lambda": layers.covariance, "Lambda^-1": layers.inverse}
    given = {"d": layers.dim, "N": layers.samples, **numbers}
    exact = {name: Fraction(value) for name, value in given.items()}
    if isinstance(side, MatrixSum):
        return sum_at(side, matrices, exact, layers.identity)
    return formula_at(side, matrices, exact)


def _gradients(white: bool, claim: Claim, layers: SlopedLayers) -> Pairs:
    for key, side in claim.parts.items():
        yield _at(side, layers, **_slopes(layers)), _gradient(layers, key.layer, white=white)


def _other(claim: Claim, layers: SlopedLayers) -> Pairs:
    for key, side in claim.parts.items():
        stated = _at(side, layers, a=EVERY[layers.exact])
        yield stated, _gradient(layers, key.layer, equal=True)


def _off(claim: Claim, layers: SlopedLayers) -> Pairs:
    """What a gradient has beside its projection on Λ⁻¹, squared, for every layer."""
    along = layers.inverse
    size = layers.array(np.sum(along * along))[()]
    for k in range(1, layers.depth + 1):
        found = _gradient(layers, k)
        slope = np.sum(found * along)
        rest = found - along * (slope / size if not layers.exact else Fraction(slope) / size)
        yield _at(claim.value, layers) * _square(slope, layers), np.sum(rest * rest)


def _square(slope: Any, layers: SlopedLayers) -> Any:
    return slope * slope if layers.exact else Fraction(slope * slope)


def _rest(claim: Claim, layers: SlopedLayers) -> Pairs:
    unit, found = layers.identity, _at_best(layers)
    yield _at(claim.value, layers) + unit, found + unit  # it is 0 at d = 1


@cache  # likewise
def _at_best(layers: SlopedLayers) -> Any:
    """Return the gradient at the multiple of Λ⁻¹ where the slope is 0: both are linear in it."""
    along = layers.inverse
    start, end = (layers.gradient([step * along], 1, layers.identity) for step in (0, 1))
    first, last = (np.sum(one * along) for one in (start, end))
    return start + (end - start) * (first / (first - last))


@dataclass(frozen=True)
class Sloped:
    """Gradients at several sizes.

    Attributes:
        pairs: yields predicted and measured ones.
        depths: at which numbers of layers; those of the observable where there are none.
        whitened: whether tasks are N(0, Λ⁻¹).
        routes: by which they can be measured.
    """

    pairs: Of
    depths: tuple[int, ...] = ()
    whitened: bool = True
    routes: tuple[Route, ...] = ROUTES

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of a claim about gradients."""
        observable: Any = step.observable
        cases = [
            _layers(depth, size, route.exact, self.whitened)
            for depth in self.depths or (observable.depth,)
            for size in SIZES[route.exact][depth]
        ]
        places = ", ".join(f"({c.depth},{c.dim},{c.samples})" for c in cases)
        try:
            gap = max(self._gap(claim, layers) for layers in cases)
        except (KeyError, TypeError, ValueError, MesaError, NoSymbol):  # no such matrix
            gap = 1.0
        return judged(route, gap, f"{route.model}, at (L,d,N) = {places}", "")

    def _gap(self, claim: Claim, layers: SlopedLayers) -> float:
        """Return the largest difference beside the largest number; in rationals 1 for any."""
        every = [(np.asarray(s), np.asarray(m)) for s, m in self.pairs(claim, layers)]
        if any(stated.shape != measured.shape for stated, measured in every):
            return 1.0
        if layers.exact:
            return float(any(np.any(stated != measured) for stated, measured in every))
        largest = max(float(np.max(np.abs(measured))) for _, measured in every) or 1.0
        return max(float(np.max(np.abs(s - m))) for s, m in every) / largest


MEASURES: Mapping[type, Measure] = {
    of.LayerGradients: Sloped(partial(_gradients, False)),
    of.WhiteLayerGradients: Sloped(partial(_gradients, True)),
    of.OtherLayerGradients: Sloped(_other, whitened=False),
    of.GradientOffSet: Sloped(_off, (1, 2, 3)),
    of.OtherRest: Sloped(_rest, (1,), whitened=False),
}
"""The measure of each type of observable."""
