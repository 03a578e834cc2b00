"""Sets of fixed points, measured: that all is at rest on each, and that what rests is on one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from derivations import stated
from numeric_check.estimates import Estimate
from numeric_check.interpreter.on_ansatz import scales_in
from numeric_check.interpreter.scenes import scale_names
from numeric_check.rest_points import rest_points
from symbolic_mesa.exceptional import parts_where
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Compared, compared
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.special_places import with_special_laws, with_unmet
from symbolic_mesa.witness.stated_forms import NEAR, form_of, sampled
from symbolic_mesa.witness.stated_pairs import entries_of, manifold_at
from symbolic_mesa.witness.trials import Trial
from symbolic_mesa.witness.verdicts import trials_of

MANY_SEQUENCES = 10_000  # of a trial: each set takes a loss and many slopes
STARTS = 12
Said = Mapping[str, Any]


@dataclass(frozen=True)
class OnSets:
    """A measure of sets of fixed points.

    Attributes:
        problem: the model.
        routes: by which they can be measured.
    """

    problem: Problem
    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check at the claim's d and T, the sizes that differ included."""
        ready, reason = trials_of(route, witness, witness.trials(route))
        small = [t for t in ready if t.scene.sequences <= MANY_SEQUENCES] or ready[:1]
        some = with_special_laws(small, claim, route, witness.setting.law, self.problem)
        able = [trial for trial in some if self._has_entries(trial, step.observable)]
        measured = partial(stationary_sets, self.problem)
        if able or witness.setting == witness.reference:
            found = compared(measured, route, claim, step.observable, (able, reason), route.model)
            return with_unmet(found, claim, able)
        return Compared(measured, self.routes).check(route, step, claim, witness)

    def _has_entries(self, trial: Trial, of: Any) -> bool:
        """Whether every scale is an entry: at d = 1 none is off a diagonal."""
        _, manifold = manifold_at(self.problem, of.manifold)
        dim = trial.scene.dim
        return scales_in(manifold, dim) == scale_names([manifold], dim)


def stationary_sets(
    problem: Problem, trial: Trial, claim: Claim, of: stated.StationarySets
) -> Pairs:
    """What is at rest on each set; and the flow is followed to where it rests: on one of the sets.

    It is followed in doubles only.
    """
    yield from at_rest_on_sets(problem, trial, claim, of)
    if of.products and not trial.route.exact:
        name, manifold = manifold_at(problem, of.manifold)
        names = scale_names([manifold], trial.scene.dim)
        gaps = _gaps(trial, name, names, of, sets_at(claim, trial.at))
        yield from ((0, gap) for gap in gaps)


def at_rest_on_sets(problem: Problem, trial: Any, claim: Claim, of: stated.StationarySets) -> Pairs:
    """The loss, and 0 beside every velocity, at the scene's numbers for what can be anything."""
    name, manifold = manifold_at(problem, of.manifold)
    scene = trial.scene
    for values in sets_at(claim, trial.at):
        numbers = {key: trial.at(side) for key, side in values.items()}
        scales = {**scene.scales, **{n: v for n, v in numbers.items() if n in scene.scales}}
        yield numbers["L"], scene.loss(name, scales)
        for scale in scale_names([manifold], scene.dim):
            for entry in entries_of(manifold, scale, scene.dim):
                yield 0, scene.slope(name, scales, entry)


def sets_at(claim: Claim, value: Callable[[Any], Any]) -> list[Said]:
    """Return what a claim says of each set, by name, where formulas have values."""
    sets: dict[int, dict[str, Any]] = {}
    for key, side in parts_where(claim.parts, value).items():
        sets.setdefault(key.number, {})[key.name] = side
    return [*sets.values()]


def _gaps(
    trial: Trial, name: str, names: tuple[str, ...], of: stated.StationarySets, sets: list[Said]
) -> Iterator[Estimate]:
    """Yield how far from the nearest set it is where the flow rests."""
    form = form_of(sampled(trial.scene, name, names, of.products), of.products)
    unit = float(max(abs(value) for value in trial.scene.scales.values()))
    starts = unit * np.random.default_rng(7).uniform(-2, 2, (STARTS, len(names)))
    for point in rest_points(form, starts):
        at = dict(zip(names, map(Fraction, point), strict=True))
        size = max(float(np.max(np.abs(point))), unit)
        gap = min(_gap(trial, values, at) for values in sets)
        yield Estimate(gap if gap > NEAR * size else 0.0, size)


def _gap(trial: Trial, values: Said, at: Mapping[str, Fraction]) -> float:
    """Return by how much a point misses a set."""
    try:
        return max(
            abs(float(trial.at(side, at)) - float(at[scale]))
            for scale, side in values.items()
            if scale in at
        )
    except MesaError:  # no point of the set has these free scales
        return float("inf")
