"""The claims of one derivation in one setting, held against the full model by every route."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Protocol

import numpy as np

from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Check, Claim, Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.special_sizes import is_case_of
from symbolic_mesa.witness.standing_in import SMALL, SMALL_DIM, SMALL_ROWS, stand_in, words
from symbolic_mesa.witness.trials import Trial, trials


class Measured(Protocol):
    """What the witness must know of a theorem; a registry entry is one."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def problem(self) -> Problem:
        """The paper whose model it is about."""

    @property
    def witness(self) -> str | None:
        """The full name of the module with its MEASURES, if there is one."""

    def derive(self, setting: Setting) -> Derivation:
        """Derive it in a setting."""


@dataclass(frozen=True)
class Witness:
    """What can be measured for a derivation in a setting; computed once, for any claim.

    Attributes:
        entry: the theorem: derives it, and names its measures.
        setting: the setting of the claims.
    """

    entry: Measured
    setting: Setting

    @cached_property
    def reference(self) -> Setting:
        """The setting whose claims can be measured: small d, every T."""
        law, dim = stand_in(self.setting.law), self.setting.dim
        if law.dim is not None:
            return Setting(law, init=self.setting.init)
        small = dim if dim is not None and dim <= SMALL_DIM else None
        return Setting(law, small, init=self.setting.init)

    def general(self, reference: Setting) -> Derivation:
        """Return the derivation in a reference setting, derived once."""
        if reference not in self._general:
            self._general[reference] = self.entry.derive(reference)
        return self._general[reference]

    @cached_property
    def _general(self) -> dict[Setting, Derivation]:
        return {}

    def trials(self, route: Route, law: TokenLaw | None = None) -> tuple[list[Trial], str]:
        """Return the trials by a route, of the setting's law or of another for every d."""
        if law is not None:
            return _trials(route, law, None, self.problem)
        return _trials(route, self.reference.law, self.reference.dim, self.problem)

    @property
    def problem(self) -> Problem:
        """The paper whose model the theorem is about."""
        return self.entry.problem

    def checks(
        self, step: Step, claim: Claim | None = None, routes: Iterable[Route] | None = None
    ) -> tuple[Check, ...]:
        """Return the checks of a step, or of another claim in its place, one for each route.

        Args:
            step: one that states nothing measurable, or that could not be derived, has none.
            claim: what is held against the model; the step's own if not given.
            routes: those that are taken of its measure's; all if not given.

        Raises:
            InvalidInput: when the entry's witness has no measure for what the step states.
        """
        able = self.routes(step)
        chosen = able if routes is None else tuple(routes)
        taken = [route for route in able if route in chosen]
        return tuple(self._tried(route, step, claim or step.claim) for route in taken)

    def routes(self, step: Step) -> tuple[Route, ...]:
        """Return the routes by which what a step states can be measured."""
        if step.observable is None or step.obstacle:
            return ()
        return self.measure(step).routes

    def measure(self, step: Step) -> Measure:
        """Return the measure for what a step states."""
        kind, module = type(step.observable), self.entry.witness
        measures: Mapping[type, Measure] = import_module(module).MEASURES if module else {}
        if kind not in measures:
            from symbolic_mesa.witness import stated

            measures = stated.measures(self.problem)
        if kind not in measures:
            where = f"MEASURES of {module}" if module else "a module, and name it as its witness"
            raise InvalidInput(
                f"{self.entry.id}: {step.id} states {kind.__name__}, which has no measure; add one "
                f"to {where}"
            )
        return measures[kind]

    def _tried(self, route: Route, step: Step, claim: Claim) -> Check:
        """Return the check by a route; not run where its numbers are beyond doubles."""
        try:
            with np.errstate(over="raise"):
                return self._check(route, step, claim)
        except (OverflowError, FloatingPointError):
            reason = "a number is beyond the range of doubles"
            return Check(route.kind, "not-run", f"full model not measured: {reason}")

    def _check(self, route: Route, step: Step, claim: Claim) -> Check:
        """Return the check at the claim's size, or of what is derived alike at a small one."""
        if self._every_dim is not None and self.setting.dim is not None:
            return self._every_dim.shows(route, step.id, claim, self.setting.dim)
        found = self.measure(step).check(route, step, claim, self)
        if found.outcome != "not-run" or self._small is None:
            return found
        there = self._small.stands_for(route, step.id, claim)
        if there is None or self._small.setting.law == self.setting.law:
            return there or found
        return replace(there, instead=words(self.setting.law))

    @cached_property
    def _every_dim(self) -> "Witness | None":
        """The same for every d, of a theorem about no initial token; None where d has no number.

        Such theorems are measured at sizes of their own. Models in words say of each at which.
        """
        without = self.problem.regression is None and isinstance(self.setting.law, AsStated)
        if not without or self.setting.dim is None:
            return None
        return Witness(self.entry, replace(self.setting, dim=None))

    def shows(self, route: Route, id: str, claim: Claim, dim: int) -> Check:
        """Return the check of what is derived here for every d, of which a claim is a case."""
        step = self.general(self.setting).step(id)
        if step.obstacle:
            reason = f"for every d there is no such claim: {step.obstacle.error}"
            return Check(route.kind, "not-run", f"full model not measured: {reason}")
        if not is_case_of(claim, step.claim, {"d": dim}):
            return Check(
                route.kind, "failed", f"differs from the formula for every d, taken at d = {dim}"
            )
        found = self.measure(step).check(route, step, step.claim, self)
        taken = f"the formula for every d, which gives this at d = {dim}"
        return (
            found
            if found.outcome != "passed"
            else replace(found, detail=f"{found.detail}; {taken}")
        )

    @cached_property
    def _small(self) -> "Witness | None":
        """The same at a small d and T; None where they are small."""
        law, dim, length = self.setting.law, self.setting.dim, self.setting.length
        if (dim or 0) <= SMALL[0] and (length or 0) <= SMALL[1]:
            return None
        law = law.head(SMALL_ROWS, SMALL[0]) if isinstance(law, SampleLaw) else stand_in(law)
        length = length and min(length, SMALL[1])
        least = law.dim or min(dim or 1, SMALL[0])
        for size in range(least, dim + 1) if dim else (None,):
            with contextlib.suppress(InvalidInput):  # there is no such law at that d
                small = replace(self.setting, law=law, dim=size, length=length)
                return None if small == self.setting else Witness(self.entry, small)
        return None

    def stands_for(self, route: Route, id: str, claim: Claim) -> Check | None:
        """Return the check of a step here in place of one elsewhere; None where it shows nothing.

        A verdict elsewhere must be the one here; numbers are others at every size.
        """
        step = self.general(self.setting).step(id)
        if step.obstacle or step.observable is None:
            return None
        if isinstance(claim.value, bool | str) and step.claim.value != claim.value:
            return None
        found = self.measure(step).check(route, step, step.claim, self)
        if found.outcome == "not-run":
            return None
        sizes = (("d", self.setting.dim), ("T", self.setting.length))
        where = ", ".join(f"{name} = {size}" for name, size in sizes if size)
        return replace(found, detail=f"what is derived alike at {where}: {found.detail}")


@lru_cache(maxsize=16)  # pure; what several derivations measure of one law is measured once
def _trials(
    route: Route, law: TokenLaw, dim: int | None, problem: Problem
) -> tuple[list[Trial], str]:
    return trials(route, cases(law, problem), dim)
