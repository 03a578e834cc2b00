"""What kind of fixed points sets of them have, measured: the least loss, and second derivatives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from derivations import stated
from derivations.any_model.kinds import MINIMUM, OPEN, SADDLE
from numeric_check.estimates import Estimate
from numeric_check.interpreter.scenes import scale_names
from symbolic_mesa.exceptional import parts_where
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Ready, in_general
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.special_places import with_special_laws, with_unmet
from symbolic_mesa.witness.stated_forms import NEAR, least_of, sampled
from symbolic_mesa.witness.stated_pairs import manifold_at
from symbolic_mesa.witness.trials import Trial
from symbolic_mesa.witness.verdicts import trials_of

LARGE = 3  # of d: each kind takes many losses and second derivatives
Point = Mapping[str, Fraction]


@dataclass(frozen=True)
class SetKinds:
    """A measure of the kinds of sets.

    Attributes:
        problem: the model.
        routes: by which they can be measured.
    """

    problem: Problem
    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the kinds at the claim's d and T, the sizes that differ included."""
        everywhere = witness.trials(route)
        trials = trials_of(route, witness, everywhere)
        if trials[0] or witness.setting == witness.reference:
            law = witness.setting.law
            ready = with_special_laws(trials[0], claim, route, law, self.problem)
            return self._check(route, step, claim, (ready, trials[1]))

        def measured(general: Step) -> Check:
            return self._check(route, general, general.claim, everywhere)

        return in_general(measured, route, step.id, (claim, witness.reference), witness)

    def _check(self, route: Route, step: Step, claim: Claim, trials: Ready) -> Check:
        ready, reason = trials
        ready = [trial for trial in ready if trial.scene.dim < LARGE] or ready[:1]
        of, told = step.observable, list[str]()
        if not isinstance(of, stated.SetKinds):
            raise TypeError(f"{step.id}: its observable has no sets")
        for trial in ready:
            try:
                compared = list(self._compared(trial, claim, of))
            except ArithmeticError:  # at d = 1 a product may do nothing
                continue
            for number, said, seen in compared:
                if said != seen:
                    words = f"set {number} is of kind {seen!r}, not {said!r}, at {trial.words}"
                    return Check(route.kind, "failed", words, None if route.exact else 0.0)
            told += [trial.size] if compared else []
        if not told:
            why = reason or "no kind was decided where it can be measured"
            return Check(route.kind, "not-run", f"full model not measured: {why}")
        at = f"{route.model}, at (d,T) = {', '.join(dict.fromkeys(told))}"
        check = Check(route.kind, "passed", at, None if route.exact else 0.0)
        return with_unmet(check, claim, ready)

    def _compared(
        self, trial: Trial, claim: Claim, of: stated.SetKinds
    ) -> Iterator[tuple[int, str, str]]:
        """Yield the number of each set that a claim decides, what it says, and what is measured."""
        name, manifold = manifold_at(self.problem, of.manifold)
        names = scale_names([manifold], trial.scene.dim)
        least = least_of(sampled(trial.scene, name, names, of.products))
        said = {key.number: kind for key, kind in parts_where(claim.parts, trial.at).items()}
        for number, values in _sets_at(of, trial):
            if said[number] != OPEN:
                moved = {scale: Fraction(trial.at(value)) for scale, value in values}
                point = {**trial.scene.scales, **moved}
                yield number, said[number], _kind(trial.scene, name, point, least)


def _sets_at(of: stated.SetKinds, trial: Trial) -> stated.SolvedSets:
    """Return the sets at a trial: of several places those of most equations."""
    met = [
        (len(place), found)
        for place, found in of.sets
        if all(trial.at(left) == number for left, number in place)
    ]
    return max(met, key=lambda one: one[0])[1]


def _kind(scene: Any, manifold: str, point: Point, least: Any) -> str:
    """Return the kind of a point: of minima L is the least, from saddles it falls."""
    if _is_zero(_less(scene.loss(manifold, point), least)):
        return MINIMUM
    for pair in combinations(scene.scales, 2):
        first, second = (scene.scale_curvature(manifold, point, p, p) for p in pair)
        if _is_negative(first, second, scene.scale_curvature(manifold, point, *pair)):
            return SADDLE
    return OPEN


def _is_negative(first: Any, second: Any, mixed: Any) -> bool:
    """Whether a form in two scales is negative somewhere."""
    if not isinstance(mixed, Estimate):
        return bool(first * second < mixed**2)
    size = max(first.scale * second.scale, mixed.scale**2)
    return bool(first.value * second.value - mixed.value**2 < -NEAR * size)


def _less(one: Any, other: Any) -> Any:
    if isinstance(one, Estimate):
        return Estimate(one.value - other.value, one.scale + other.scale)
    return one - other


def _is_zero(measured: Any) -> bool:
    if isinstance(measured, Estimate):
        return abs(measured.value) <= NEAR * measured.scale
    return bool(measured == 0)
