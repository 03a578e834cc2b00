"""The claims of one derivation in one setting, held against the full model by every route."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from numeric_check.model.scale_flow import TooFar
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.record import Check, Claim, Derivation, Observable, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.capability import RATIOS
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.linking import linked
from symbolic_mesa.witness.measures import VERDICTS
from symbolic_mesa.witness.routes import LAW_FREE, ROUTES, SECOND_ORDER, Route
from symbolic_mesa.witness.tables import summed
from symbolic_mesa.witness.trained_ends import MEASURED as AT_ITS_SIZE
from symbolic_mesa.witness.trained_ends import at_its_size
from symbolic_mesa.witness.trials import Trial, affordable, trials, with_zeros
from symbolic_mesa.witness.verdicts import judged, literal, verdict

Derive = Callable[[Setting], Derivation]

SMALL = (2, 4)  # d and T that stand for larger ones
SMALL_DIM = 3  # up to this d a claim about a given d is measured at that d
OF_ONE_LENGTH = frozenset({"conditions"})  # its parts are others at other T
SMALL_ROWS = 24  # of a table of tokens, of which the full model is run with so many


@dataclass(frozen=True)
class Witness:
    """What can be measured for a derivation in a setting; computed once, for any claim.

    Attributes:
        derive: the derivation as a function of the setting.
        setting: the setting of the claims.
    """

    derive: Derive
    setting: Setting

    @cached_property
    def reference(self) -> Setting:
        """The setting whose claims can be measured: small d, every T."""
        law, dim = self.setting.law, self.setting.dim
        if isinstance(law, SampleLaw):
            return Setting(_head(law), init=self.setting.init)
        small = dim if dim is not None and dim <= SMALL_DIM else None
        return Setting(law, small, init=self.setting.init)

    def general(self, reference: Setting) -> Derivation:
        """Return the derivation in a reference setting, derived once."""
        if reference.length not in self._general:
            self._general[reference.length] = self.derive(reference)
        return self._general[reference.length]

    @cached_property
    def _general(self) -> dict[int | None, Derivation]:
        return {}

    def trials(self, route: Route, quantity: str) -> tuple[list[Trial], str]:
        """Return the trials by a route, of the setting's law or of laws that show every moment."""
        law, dim = self.reference.law, self.reference.dim
        if quantity in LAW_FREE:
            law = laws.generic() if quantity == "patterns" else laws.exchangeable()
            dim = None
        ready, reason = _trials(ROUTES.index(route), law, dim)
        if quantity in SECOND_ORDER:
            ready = list(affordable(ready))
        if quantity in RATIOS:
            ready, reason = with_zeros(ready, reason)
        return ready, reason

    def checks(
        self, step: Step, claim: Claim | None = None, routes: Iterable[Route] = ROUTES
    ) -> tuple[Check, ...]:
        """Return the checks of a step, or of another claim in its place, one for each route.

        A step that states nothing measurable, or that could not be derived, has none.
        """
        if step.observable is None or step.obstacle:
            return ()
        observable = step.observable
        quantity = observable.quantity
        able = [r for r in routes if quantity in r.measures or quantity in r.without_law]
        return tuple(self._tried(route, step, claim or step.claim, observable) for route in able)

    def _tried(self, route: Route, step: Step, claim: Claim, observable: Observable) -> Check:
        """Return the check by a route; not run where its numbers are beyond doubles."""
        try:
            with np.errstate(over="raise"):
                return self._check(route, step, claim, observable)
        except (OverflowError, FloatingPointError):
            reason = "a number is beyond the range of doubles"
            return Check(route.kind, "not-run", f"full model not measured: {reason}")

    def _check(self, route: Route, step: Step, claim: Claim, observable: Observable) -> Check:
        """Return the check at the claim's size, or of what is derived alike at a small one."""
        found = self._at_its_size(route, step, claim, observable)
        if found.outcome != "not-run" or self._small is None:
            return found
        return self._small.stands_for(route, step.id, claim) or found

    @cached_property
    def _small(self) -> "Witness | None":
        """The same at a small d and T; None where they are small."""
        law, dim, length = self.setting.law, self.setting.dim, self.setting.length
        if (dim or 0) <= SMALL[0] and (length or 0) <= SMALL[1]:
            return None
        if isinstance(law, SampleLaw):
            law = law.head(SMALL_ROWS, SMALL[0])
        dim, length = dim and min(dim, SMALL[0]), length and min(length, SMALL[1])
        return Witness(self.derive, replace(self.setting, law=law, dim=dim, length=length))

    def stands_for(self, route: Route, id: str, claim: Claim) -> Check | None:
        """Return the check of a step here in place of one elsewhere; None where it shows nothing.

        A verdict elsewhere must be the one here; numbers are others at every size.
        """
        step = self.general(self.setting).step(id)
        if step.obstacle or step.observable is None:
            return None
        if isinstance(claim.value, bool | str) and step.claim.value != claim.value:
            return None
        found = self._at_its_size(route, step, step.claim, step.observable)
        if found.outcome == "not-run":
            return None
        sizes = (("d", self.setting.dim), ("T", self.setting.length))
        where = ", ".join(f"{name} = {size}" for name, size in sizes if size)
        return replace(found, detail=f"what is derived alike at {where}: {found.detail}")

    def _at_its_size(self, route: Route, step: Step, claim: Claim, observable: Observable) -> Check:
        law = self.setting.law
        if observable.quantity in route.without_law:
            gap = route.without_law[observable.quantity](claim)
            return judged(route, gap, "the full model with all six blocks, for every law", "")
        if observable.quantity == "literal":
            return literal(route, claim, self.setting)
        if observable.quantity in AT_ITS_SIZE:
            return at_its_size(route, observable, claim, self.setting)
        if observable.quantity in VERDICTS:
            return verdict(route, step, claim, self)
        if isinstance(law, SampleLaw) and observable.quantity == "moment":
            return summed(claim, observable.of, law, route)
        reference = self.reference
        if observable.quantity in OF_ONE_LENGTH:
            reference = replace(reference, length=self.setting.length)
        if reference == self.setting:
            return self._measured(route, claim, observable)
        general = self.general(reference).step(step.id)
        if general.obstacle:
            why = f"{self._what(reference)} there is no such claim: {general.obstacle.error}"
            return Check(route.kind, "not-run", f"full model not measured: {why}")
        found = self._measured(route, general.claim, observable)
        return linked(found, route, (claim, self.setting), (general.claim, reference))

    def _what(self, reference: Setting) -> str:
        """Return what is measured in place of the setting, in words."""
        if reference.law != self.setting.law:
            return "of the first tokens and coordinates of the data, which it is run with,"
        left = (("d", self.setting.dim, reference.dim), ("T", self.setting.length, None))
        every = [name for name, given, kept in left if given is not None and kept is None]
        return f"for every {' and '.join(every)}"

    def _measured(self, route: Route, claim: Claim, observable: Observable) -> Check:
        """Compare a claim with the full model trial by trial, until one differs."""
        ready, reason = self.trials(route, observable.quantity)
        if not ready:
            return Check(route.kind, "not-run", f"full model not measured: {reason}")
        worst: float | None = None
        where = ""
        for trial in ready:
            try:
                error = max(trial.errors(claim, observable), default=None)
            except TooFar as far:
                return Check(route.kind, "not-run", f"full model not measured: {far}")
            if error is not None and error >= (worst or 0.0):
                worst, where = error, trial.words
            if error is not None and error > route.tolerance:
                break
        stated = ", ".join(dict.fromkeys(trial.case.words for trial in ready if trial.case.words))
        sizes = ", ".join(dict.fromkeys(trial.size for trial in ready))
        what = (
            route.law if observable.quantity == "moment" else "the full model with all six blocks"
        )
        at = f"{what}, at (d,T) = {sizes}" + (f"; {stated}" if stated else "")
        return judged(route, worst, at, where)


def _head(law: SampleLaw) -> SampleLaw:
    """Return the part of a table that the full model is run with.

    Where not every order of coordinates is alike, fewer coordinates need not be alike in what all
    are, so that few are all kept.
    """
    whole = law.dim <= SMALL_DIM and not law.exchangeable
    return law.head(SMALL_ROWS, law.dim if whole else SMALL[0])


@lru_cache(maxsize=16)  # pure; what several derivations measure of one law is measured once
def _trials(route: int, law: TokenLaw, dim: int | None) -> tuple[list[Trial], str]:
    return trials(ROUTES[route], cases(law), dim)
