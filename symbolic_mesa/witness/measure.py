"""Ways in which a claim is held against the full model: a closed family of measures.

A theorem brings a measure for each type of its observables, in the module that its registry entry
names as its witness: ``MEASURES``, by type. A measure says by which routes it can be taken, and
returns the check by one of them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from numeric_check.model.scale_flow import TooFar
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.linking import linked, says_more
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.standing_in import words
from symbolic_mesa.witness.tables import summed
from symbolic_mesa.witness.trials import Trial
from symbolic_mesa.witness.verdicts import trials_of

Ready = tuple[list[Trial], str]  # trials, and why there are not more


class Measure(Protocol):
    """A way to hold claims of one type against the full model."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes by which it can be taken."""

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check by a route of a step's claim, or of another claim in its place."""


@dataclass(frozen=True)
class Compared:
    """Numbers, compared trial by trial.

    Attributes:
        pairs: yields predicted and measured numbers at a trial.
        routes: by which they can be measured.
        shown_by: a law of which every moment shows; None for the setting's own.
        kept: which of the trials are taken.
        one_length: whether the claim's parts are others at another T.
        of_law: whether it is the law that is measured, and not the model.
    """

    pairs: Callable[..., Pairs]
    routes: tuple[Route, ...]
    shown_by: TokenLaw | None = None
    kept: Callable[[list[Trial], str], Ready] | None = None
    one_length: bool = False
    of_law: bool = False

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the claim for every d and T, if this one is a case of it."""
        setting = witness.setting
        reference = witness.reference
        if self.one_length:
            reference = replace(reference, length=setting.length)
        if reference == setting:
            return self._measured(route, claim, step.observable, witness)
        general = witness.general(reference).step(step.id)
        if not general.obstacle and says_more((claim, setting), general.claim):
            ready = trials_of(route, witness, witness.trials(route))
            return compared(self.pairs, route, claim, step.observable, ready, route.model)

        def measured(general: Step) -> Check:
            return self._measured(route, general.claim, step.observable, witness)

        return in_general(measured, route, step.id, (claim, reference), witness)

    def _measured(
        self, route: Route, claim: Claim, observable: Hashable | None, witness: Measurable
    ) -> Check:
        ready, reason = witness.trials(route, self.shown_by)
        if self.kept:
            ready, reason = self.kept(ready, reason)
        what = route.law if self.of_law else route.model
        return compared(self.pairs, route, claim, observable, (ready, reason), what)


def in_general(
    measured: Callable[[Step], Check],
    route: Route,
    id: str,
    meant: tuple[Claim, Setting],
    witness: Measurable,
) -> Check:
    """Return the check of a claim by that of the claim for every d and T, if it is a case of it.

    Args:
        measured: the check of the general claim.
        route: by which it is measured.
        id: of the step.
        meant: the claim, and the setting of the general one.
        witness: what is measured, in the claim's setting.
    """
    claim, reference = meant
    general = witness.general(reference).step(id)
    if general.obstacle:
        what = _stand_in(reference, witness.setting)
        why = f"{what} there is no such claim: {general.obstacle.error}"
        return Check(route.kind, "not-run", f"full model not measured: {why}")
    linking = (claim, witness.setting), (general.claim, reference)
    return linked(measured(general), route, *linking)


@dataclass(frozen=True)
class MeanOfLaw:
    """A moment of the law: of a table of tokens its mean over all of it.

    Attributes:
        compared: how it is compared trial by trial.
        named: the name of the moment that an observable means.
    """

    compared: Compared
    named: Callable[[Any], str]

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes by which it can be measured."""
        return self.compared.routes

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the moment that the observable names."""
        law = witness.setting.law
        if isinstance(law, SampleLaw):
            name = self.named(step.observable)
            return summed(claim, (name, witness.problem.moments[name]), law, route)
        return self.compared.check(route, step, claim, witness)


@dataclass(frozen=True)
class WithoutLaw:
    """What the model says for every law.

    Attributes:
        exact: the gap of a claim in rationals; None where that is not measured.
        numerical: the same in doubles.
        routes: by which it can be measured.
    """

    exact: Callable[[Claim], float | None] | None
    numerical: Callable[[Claim], float | None]
    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the claim by its gap."""
        gap = self.exact if self.exact and route.exact else self.numerical
        return judged(route, gap(claim), f"{route.model}, for every law", "")


def by_coordinate(measure: Callable[[Trial, Any, int], Any]) -> Callable[..., Pairs]:
    """Return the comparison of a number that each coordinate has."""

    def pairs(trial: Trial, claim: Claim, of: Any) -> Pairs:
        parts = [trial.at(side) for side in claim.parts.values()]
        for coordinate, value in enumerate(parts or [trial.at(claim.value)] * trial.scene.dim):
            yield value, measure(trial, of, coordinate)

    return pairs


def once(measure: Callable[[Trial], Any]) -> Callable[..., Pairs]:
    """Return the comparison of one number."""

    def pairs(trial: Trial, claim: Claim, of: object) -> Pairs:
        yield trial.at(claim.value), measure(trial)

    return pairs


def compared(
    pairs: Callable[..., Pairs],
    route: Route,
    claim: Claim,
    observable: Hashable | None,
    trials: Ready,
    what: str,
) -> Check:
    """Compare a claim with what is measured trial by trial, until one differs."""
    ready, reason = trials
    if not ready:
        return Check(route.kind, "not-run", f"full model not measured: {reason}")
    worst: float | None = None
    where = ""
    for trial in ready:
        try:
            error = max(trial.errors(pairs, claim, observable), default=None)
        except TooFar as far:
            return Check(route.kind, "not-run", f"full model not measured: {far}")
        if error is not None and error >= (worst or 0.0):
            worst, where = error, trial.words
        if error is not None and error > route.tolerance:
            break
    stated = _listed(trial.case.words for trial in ready if trial.case.words)
    at = f"{what}, at (d,T) = {_listed(trial.size for trial in ready)}"
    return judged(route, worst, at + (f"; {stated}" if stated else ""), where)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _stand_in(reference: Setting, setting: Setting) -> str:
    """Return what is measured in place of the setting, in words."""
    if reference.law != setting.law:
        return f"of {words(setting.law)}, which it is run with,"
    left = (("d", setting.dim, reference.dim), ("T", setting.length, None))
    every = [name for name, given, kept in left if given is not None and kept is None]
    return f"for every {' and '.join(every)}"
