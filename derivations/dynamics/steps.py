"""What the steps of the dynamics share: the form of a step, its cases, what must vanish."""

from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from math import nan
from typing import Any, TypeVar

import mpmath
from sympy.polys.fields import FracElement

from derivations.diagonal import ON_DIAGONAL
from derivations.dynamics.cases import Case
from derivations.dynamics.problem import Dynamics
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.record import Assumption, Check, Claim, Obligation, Step
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


Side = TypeVar("Side")


def by_case(cases: Iterable[Case], side: Callable[[Case], Side]) -> Side | dict[Case, Side]:
    """Return the right-hand side by case; the one where only one case is possible."""
    sides = {case: side(case) for case in cases}
    return next(iter(sides.values())) if len(sides) == 1 else sides


def in_each_case(
    what: str,
    possible: Callable[[], tuple[Case, ...]],
    gaps: Callable[[Case, Side], Iterable[object]],
) -> Obligation:
    """Return the obligation that no gap is left in any case of a claim.

    Args:
        what: the gaps in words.
        possible: returns its cases.
        gaps: what must vanish in a case, for a right-hand side.
    """

    def check(claim: Claim) -> Check:
        sides = sides_of(claim, possible)
        return passed([gap for case, side in sides for gap in gaps(case, side)], what)

    return check


def sides_of(claim: Claim, possible: Callable[[], tuple[Case, ...]]) -> Iterable[tuple[Case, Any]]:
    """Return the right-hand sides of a claim with their case."""
    return claim.parts.items() or [(possible()[0], claim.value)]


def passed(gaps: Iterable[object], what: str) -> Check:
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


def unlike_names(form: Closed, problem: Dynamics) -> list[FracElement]:
    """Return what must vanish for a closed form to mean by its names what the trajectory does."""
    known = {one.name: one for case in problem.cases for one in problem.definitions(case)}
    shared = [one for one in form.where if one.name in known and one.name != "V"]
    return [one.of.element - known[one.name].of.element for one in shared]
