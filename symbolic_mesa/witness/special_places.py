"""Places where a claim says something else: laws at which they hold, and those that none has."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from symbolic_mesa import laws
from symbolic_mesa.exceptional import Place
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.problem import SIZES, Problem
from symbolic_mesa.record import Check, Claim
from symbolic_mesa.witness.cases import Case
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.trials import Trial, trials_at

SMALL = 2  # of d
SPECIAL: Mapping[str, Callable[[], TokenLaw]] = {
    "generic": lambda: laws.k_sparse(1, laws.rademacher(2)),  # its mixed moments are 0
}
"""Laws at which moments vanish that are symbols of another."""


def with_special_laws(
    ready: list[Trial], claim: Claim, route: Route, law: TokenLaw, problem: Problem
) -> list[Trial]:
    """Add trials of a law at which places of a claim hold that are of moments, not of d and T."""
    of_moments = any(
        set(left.symbols) - {*SIZES} for place in _places(claim).values() for left, _ in place
    )
    if not of_moments or law.name not in SPECIAL:
        return ready
    one = SPECIAL[law.name]()
    special = Case(one, None, str(one), (*problem.moments,))
    sizes = dict.fromkeys((t.scene.dim, t.scene.length) for t in ready if t.scene.dim <= SMALL)
    return [*ready, *trials_at(route, [special], [*sizes])[0]]


def with_unmet(check: Check, claim: Claim, ready: Iterable[Trial]) -> Check:
    """Return a check that passed with the places of the claim at which nothing was measured."""
    trials = list(ready)
    unmet = [
        where
        for where, place in _places(claim).items()
        if not any(all(t.at(left) == number for left, number in place) for t in trials)
    ]
    if check.outcome != "passed" or not unmet:
        return check
    return replace(check, detail=f"{check.detail}; not measured where {', or '.join(unmet)}")


def _places(claim: Claim) -> Mapping[str, Place]:
    """Return the places that keys of parts have, by their words."""
    every: Iterable[Any] = claim.parts
    return {key.where: key.place for key in every if getattr(key, "place", ())}
