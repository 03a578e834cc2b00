"""What the steps of the dynamics share: the form of a step, its cases, what must vanish."""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import nan
from typing import Any

import mpmath

from derivations.diagonal import ON_DIAGONAL
from derivations.dynamics.cases import Case
from derivations.dynamics.problem import Dynamics
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.record import Assumption, Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.trust import none_left

SOURCE = "dynamics of Theorem 4.1 (this derivation)"


def dynamics_step(
    problem: Dynamics,
    id: str,
    claim: Claim,
    why: str,
    premises: tuple[str, ...],
    observable: Hashable,
    assumptions: tuple[Assumption, ...] = (),
) -> Step:
    """Return a step of the dynamics without obligations."""
    return Step(
        id,
        claim,
        why,
        premises,
        assumptions=(ON_DIAGONAL, problem.diagonal.stays, *assumptions),
        source=SOURCE,
        observable=observable,
    )


def sides(found: Mapping[Case, Any]) -> Any:
    """Return the one side, or all by their case."""
    return next(iter(found.values())) if len(found) == 1 else dict(found)


def cases(claim: Claim, cases: tuple[Case, ...]) -> list[tuple[Case, Any]]:
    """Return the sides of a claim with their case."""
    return list(claim.parts.items()) or [(cases[0], claim.value)]


def passed(gaps: list[Any], what: str) -> Check:
    """Return the check that no gap is left."""
    holds = none_left(gaps)
    verb = {True: "is zero", False: "is not zero", None: "is not there to compare"}[holds]
    detail = f"{what} {verb} modulo D^2, G^2 and the definitions"
    return Check.decided("symbolic-zero", holds, detail)


def sign(form: Closed) -> float:
    """Return the sign at stated s, C > 0 and starts, which a square does not see; NaN if not real.

    The values of s and C are compared apart from that.
    """
    free = Closed(form.formula, tuple(one for one in form.where if one.name not in ("s", "C")))
    numbers = {name: Fraction(7 + k, 3 + k) for k, name in enumerate(free.symbols)}
    try:
        return float(mpmath.sign(free.at(numbers)))
    except MesaError:
        return nan


def each_once(rules: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """Return definitions by name, the last of each name."""
    return tuple({one.name: one for one in rules}.values())


def unlike_names(form: Closed, problem: Dynamics) -> list[Any]:
    """What must vanish for the names of a closed form to mean what they mean in the trajectory."""
    known = {one.name: one for case in problem.cases for one in problem.definitions(case)}
    shared = [one for one in form.where if one.name in known and one.name != "V"]
    return [one.of.element - known[one.name].of.element for one in shared]
