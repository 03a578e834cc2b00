"""The fixed point for long sequences."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import mpmath
from sympy.polys.fields import FracElement

from derivations.diagonal import ON_DIAGONAL
from derivations.dynamics.problem import POSITIVE, Dynamics, dynamics
from derivations.dynamics.steps import SOURCE, STAYS
from symbolic_mesa.algebra import Formula, real
from symbolic_mesa.closed import Closed
from symbolic_mesa.errors import MesaError
from symbolic_mesa.record import Check, Claim, Observable, Outcome, Step, attempted

MOMENTS_OF_S = ("kappa_1", "kappa_2", "kappa_3")
DIGITS, SMALL = 140, 1e-30  # working digits; what is left of an expansion, times T^2
LONG, SHORT = 10**40, 10**6  # lengths at which an expansion is looked at


def expansion(here: Dynamics) -> Step:
    """S = (κ1/κ2)/(1 + x), x = r H/(T−2), H = log T + γ − 3/(2T) + O(1/T²)."""
    step = Step(
        "asymptotic-fixed-point",
        Claim(
            "fixed point of ab for long sequences, up to O((log T / T)^3)",
            "ab",
            "ab",
        ),
        why="H = log T + gamma - 3/(2T) + O(1/T^2) and 1/(T-2) = 1/T + 2/T^2 + O(1/T^3) put into "
        "s = (kappa_1/kappa_2)/(1 + (kappa_3/kappa_2) H/(T-2))",
        assumptions=(ON_DIAGONAL, STAYS),
        source=SOURCE,
        observable=Observable("dynamics", "asymptotic-fixed-point"),
        obligations=(lambda claim: _near(here, claim),),
    )

    return attempted(step, lambda: _expanded(here))


def _expanded(here: Dynamics) -> Closed:
    limit, ratio = _long(here)
    log, gamma = here.names("L", "gamma")
    t = here.field.length
    grown = log + gamma
    first = -ratio * grown / t
    second = (ratio**2 * grown**2 - ratio * (2 * grown - here.number(3) / 2)) / t**2
    return here.closed(
        limit * (1 + first + second),
        POSITIVE,
        here.defined("L", "log", here.number(1) * t),
        here.defined("gamma", "euler", here.field.field.zero),
    )


def _near(here: Dynamics, claim: Claim) -> Check:
    """At T = 10^40 and stated numbers for all symbols: the error beside 1/T^2.

    A claim about a given T is the one about every T, taken there.
    """
    every = dynamics(replace(here.setting, length=None))
    form = claim.value if here.setting.length is None else _expanded(every)
    moments = [Formula(every.moment(name), every.field) for name in MOMENTS_OF_S]
    names = sorted({name for one in (form, *moments) for name in one.symbols} - {"T"})
    point: dict[str, Any] = {name: Fraction(7 + n, 3 + n) for n, name in enumerate(names)}
    with mpmath.workdps(DIGITS):
        first, second, third = (real(moment.at(point)) for moment in moments)
        harmonic = mpmath.digamma(LONG - 1) + mpmath.euler
        exact = first / (second + third * harmonic / (LONG - 2))
        try:
            gap = abs(form.at({**point, "T": LONG}) / exact - 1) * mpmath.mpf(LONG) ** 2
            gap += abs(claim.value.at({**point, "T": SHORT}) - _at_length(form, here, point))
        except MesaError as error:
            return Check("substitution", "failed", f"the expansion: {error}")
    outcome: Outcome = "passed" if gap <= SMALL else "failed"
    what = "at T = 10^40 it differs from s by much less than 1/T^2"
    return Check("substitution", outcome, what, float(gap))


def _at_length(form: Closed, here: Dynamics, point: Mapping[str, Any]) -> Any:
    return form.at({**point, "T": here.setting.length or SHORT})


def _long(here: Dynamics) -> tuple[FracElement, FracElement]:
    """κ1/κ2 and κ3/κ2, read off from the fixed point as a function of T and H."""
    first, second, third = map(here.moment, MOMENTS_OF_S)
    return first / second, third / second
