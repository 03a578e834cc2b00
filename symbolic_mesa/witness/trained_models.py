"""What is claimed of a stated model beside its training: loss, gradients, flow, and where it ends.

The loss is a quadratic form in products of weights, gathered by the interpreter from sequences: all
of those that are exact for the law, or random ones. Nothing of it comes through the engine.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from derivations import stated
from derivations.any_model.keys import AtPoint, Kind
from numeric_check.estimates import Estimate
from numeric_check.interpreter.gradient_flow import Flowed, stacked
from numeric_check.interpreter.on_ansatz import off_ansatz, scales_at
from numeric_check.interpreter.scenes import Entry, Scales
from numeric_check.interpreter.weight_products import ProductForm
from numeric_check.interpreter.weights import blocks_at
from numeric_check.runge_kutta import Real
from symbolic_mesa.exceptional import parts_where
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.witness import stated_pairs as pairs
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.sampled import SampledTrial
from symbolic_mesa.witness.stated_sets import at_rest_on_sets

Number = tuple[float, Estimate]  # what is claimed, and what is seen


@dataclass(frozen=True)
class FormScene:
    """A stated model whose loss is a form: what a claim at its d and T is held against.

    Attributes:
        form: the loss.
        manifold: the ansatz.
        length: T.
        scales: where training starts.
    """

    form: ProductForm
    manifold: Manifold
    length: int
    scales: Scales

    @property
    def dim(self) -> int:
        """The dimension d."""
        return len(self.form.slope)

    def loss(self, manifold: str, scales: Scales) -> Estimate:
        """Return the loss on the ansatz."""
        return Estimate(self._at(scales)[0], self.form.rest)

    def slope(self, manifold: str, scales: Scales, entry: Entry) -> Estimate:
        """Return the derivative of the loss in one entry of one block, on the ansatz."""
        block, row, column = entry
        _, slopes = self._at(scales)
        found = float(slopes[self.form.blocks.index(block), row, column])
        return Estimate(found, self.form.rest / self._size(scales))

    def _size(self, scales: Scales) -> float:
        return max((abs(float(scale)) for scale in scales.values()), default=1.0) or 1.0

    def _at(self, scales: Scales) -> tuple[float, Real]:
        key = tuple(scales.items())
        if key not in self._known:
            self._known[key] = self.form.at(stacked(self.form, self.blocks(scales)))
        return self._known[key]

    def blocks(self, scales: Scales) -> dict[str, Real]:
        """Return the weights on the ansatz."""
        found = blocks_at(self.manifold, scales, self.dim)
        return {name: np.array(block, float) for name, block in found.items()}

    @cached_property
    def _known(self) -> dict[object, tuple[float, Real]]:
        return {}


@dataclass(frozen=True)
class Trained:
    """A stated model and its training.

    Attributes:
        problem: the model.
        scene: what there is to see of it.
        flow: gradient flow from the scales of the scene on.
        exact: whether its sequences are all of the law's, up to rounding.
        free: whether every entry moved by itself; else those of a scale together.
    """

    problem: Problem
    scene: FormScene
    flow: Flowed
    exact: bool
    free: bool

    @cached_property
    def end(self) -> Mapping[str, Fraction]:
        """The scales where it ends."""
        scene = self.scene
        found = scales_at(scene.manifold, self.flow.end, scene.dim)
        return {**scene.scales, **{name: Fraction(value) for name, value in found.items()}}

    @cached_property
    def loss(self) -> Estimate:
        """The loss there."""
        form = self.scene.form
        return Estimate(form.at(stacked(form, self.flow.end))[0], form.rest)

    @cached_property
    def trial(self) -> SampledTrial:
        """What gives formulas their values at the start."""
        return SampledTrial(self.scene)

    def at_end(self, side: Any) -> float:
        """Return the value of a formula at the scales where it ends."""
        sizes = {"d": self.scene.dim, "T": self.scene.length}
        return float(side.at({**sizes, **self.end}))

    def weight(self, value: float) -> Estimate:
        """Return a weight beside the largest of all."""
        return Estimate(value, max(float(np.max(np.abs(b))) for b in self.flow.end.values()))


def numbers(step: Step, run: Trained, whole: Trained) -> list[Number]:
    """Return what a step claims beside what is seen, number by number.

    Args:
        step: a step without an obstacle.
        run: a training.
        whole: the training on all sequences, of which `run` may lack some: it says which of
            several sets it ends on.
    """
    of = step.observable
    at_start, trained = AT_START.get(type(of)), AT_END.get(type(of))
    found: list[Number] = []
    if at_start:
        found += [(float(p), seen) for p, seen in at_start(run.problem, run.trial, step.claim, of)]
    if trained:
        found += trained(step.claim, of, run, whole)
    return found


def _loss(claim: Claim, of: object, run: Trained, whole: Trained) -> Iterator[Number]:
    """The loss where training ends, at its scales."""
    yield run.at_end(claim.value), run.loss


def _stays(claim: Claim, of: object, run: Trained, whole: Trained) -> Iterator[Number]:
    """Nothing pulls off the ansatz at either end of training, and nothing has left it."""
    if not claim.value:
        return
    scene = run.scene
    form, size = scene.form, run.weight(0.0).scale or 1.0
    for blocks in (run.flow.way[0], run.flow.end):
        slopes = dict(zip(form.blocks, form.at(stacked(form, blocks))[1], strict=True))
        for block in off_ansatz(scene.manifold, slopes, scene.dim).values():
            yield from ((0.0, Estimate(float(x), form.rest / size)) for x in block.flat)
    if run.free:
        for block in off_ansatz(scene.manifold, run.flow.end, scene.dim).values():
            yield from ((0.0, run.weight(float(x))) for x in block.flat)


def _conserved(claim: Claim, of: object, run: Trained, whole: Trained) -> Iterator[Number]:
    """The forms where training ends beside those at its start; of few sequences they may differ."""
    if not run.exact:
        return
    for form in parts_where(claim.parts, run.trial.at).values():
        size = max(run.weight(0.0).scale, *(abs(float(x)) for x in run.scene.scales.values())) ** 2
        yield float(run.trial.at(form)), Estimate(run.at_end(form), size)


def _product(
    claim: Claim, of: stated.StationaryProducts, run: Trained, whole: Trained
) -> Iterator[Number]:
    """The product of scales where training rests."""
    if whole.flow.at_rest:
        ((*_, names),) = (of.products,)
        value = float(np.prod([float(run.end[name]) for name in names]))
        yield run.at_end(claim.value), Estimate(value, abs(value))


def _sets(claim: Claim, of: object, run: Trained, whole: Trained) -> Iterator[Number]:
    """The scales that are functions of those that are any, and L, on the set that is nearest."""
    if not whole.flow.at_rest:
        return
    number = reached(claim, whole)
    for key, side in parts_where(claim.parts, run.trial.at).items():
        if key.number == number and key.name == "L":
            yield run.at_end(side), run.loss
        elif key.number == number:
            yield run.at_end(side), run.weight(float(run.end[key.name]))


def reached(claim: Claim, run: Trained) -> int:
    """Return the number of the set on which training ends, or that is nearest."""
    gaps: dict[int, float] = {}
    for key, side in parts_where(claim.parts, run.trial.at).items():
        if key.name == "L":
            continue
        try:
            gap = abs(run.at_end(side) - float(run.end[key.name]))
        except ZeroDivisionError:  # no point of that set has these scales
            gap = np.inf
        gaps[key.number] = max(gap, gaps.get(key.number, 0.0))
    return min(gaps, key=lambda number: gaps[number])


def _points(
    claim: Claim, of: stated.IsolatedPoints, run: Trained, whole: Trained
) -> Iterator[Number]:
    """The scale at the nearest point that is not a maximum, and L there."""
    if not whole.flow.at_rest:
        return
    points = dict(claim.value.floats)
    near = [k for k in points if k.name == of.scale and k.kind is not Kind.MAXIMUM]
    key = min(near, key=lambda one: abs(points[one] - float(whole.end[of.scale])))
    yield points[key], run.weight(float(run.end[of.scale]))
    yield points[AtPoint(key.number, key.kind, "L")], run.loss


def _least(claim: Claim, of: object, run: Trained, whole: Trained) -> Iterator[Number]:
    """No loss is below the bound; that it is reached is told by the set on which training ends."""
    least = run.at_end(claim.value)
    if whole.exact:
        yield 0.0, Estimate(min(run.loss.value - least, 0.0), run.loss.scale)


AtStart = Callable[..., Pairs]
AT_START: Mapping[type, AtStart] = {
    stated.PopulationLoss: pairs.loss,
    stated.ScaleVelocity: pairs.velocity,
    stated.GradientOnDiagonal: pairs.on_diagonal,
    stated.GradientOffDiagonal: pairs.off_diagonal,
    stated.Conserved: pairs.conserved,
    stated.StationarySets: at_rest_on_sets,
    stated.StationaryProducts: pairs.stationary_products,
    stated.LeastLoss: pairs.least_loss,
}
"""What is seen at scales of the start, or at scales that a claim names: no training is needed."""

AtEnd = Callable[[Claim, Any, Trained, Trained], Iterator[Number]]
AT_END: Mapping[type, AtEnd] = {
    stated.PopulationLoss: _loss,
    stated.Stays: _stays,
    stated.Conserved: _conserved,
    stated.StationaryProducts: _product,
    stated.StationarySets: _sets,
    stated.IsolatedPoints: _points,
    stated.LeastLoss: _least,
    stated.LeastByGram: _least,
}
"""What is seen where training ends."""
OF_THE_FLOW = (
    stated.Conserved,
    stated.StationaryProducts,
    stated.StationarySets,
    stated.IsolatedPoints,
    stated.LeastLoss,
    stated.LeastByGram,
)
"""What is claimed of the flow on the ansatz, or of the loss there."""
