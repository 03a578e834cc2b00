"""Long sequences: the fixed point, where a and b end, and the rate."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
from sympy.polys.fields import FracElement

from derivations.diagonal import ON_DIAGONAL
from derivations.dynamics.ends import ABOVE, BELOW, ON_LINE, signs
from derivations.dynamics.problem import POSITIVE, ZERO, Dynamics, dynamics
from derivations.dynamics.series import Series, constant
from derivations.dynamics.steps import SOURCE
from symbolic_mesa.algebra import Formula, real
from symbolic_mesa.closed import Closed, Definition, closed
from symbolic_mesa.errors import MesaError
from symbolic_mesa.record import Check, Claim, Observable, Outcome, Step, attempted

MOMENTS_OF_S = ("kappa_1", "kappa_2", "kappa_3")
DIGITS, SMALL = 140, 1e-30  # working digits; what is left of an expansion, times T^2
LONG, SHORT = 10**40, 10**6  # lengths at which an expansion is looked at


def expansion(here: Dynamics) -> Step:
    """All of it from s = (κ1/κ2)/(1 + (κ3/κ2) H/(T−2)) as a series in 1/T."""
    start = ",".join(map(str, here.setting.init or ()))
    step = Step(
        "asymptotic-fixed-point",
        Claim(
            "long sequences: the fixed point of ab, where a and b end, and the rate, each up to a "
            "relative error of the size of (log T/T)^3",
            "",
            "",
        ),
        why="H = log T + gamma - 3/(2T) + O(1/T^2) and 1/(T-2) = 1/T + 2/T^2 + O(1/T^3) put into "
        "s = (kappa_1/kappa_2)/(1 + (kappa_3/kappa_2) H/(T-2)), and that into limits and rate",
        premises=("limit-a", "limit-b", "rate"),
        assumptions=(ON_DIAGONAL, here.problem.stays),
        source=SOURCE,
        observable=Observable("dynamics", f"asymptotic-fixed-point {start}".strip()),
        obligations=(lambda claim: _near(here, claim),),
    )
    return attempted(step, lambda: dict(_expanded(here)))


def _expanded(here: Dynamics) -> Iterator[tuple[str, Closed]]:
    """Yield the expansions by name; of a and b for each sign of a₀ + b₀ that is possible.

    With s(1 + u) for ab they are series in u, and u is one in 1/T; log T counts as a constant.
    """
    s, small, one = *here.names("s", "u"), here.number(1)
    where = [*_definitions(here)]
    if not where[-1].of.element:  # no mixed moment: s does not depend on T
        small = here.number(0)
    yield "ab", closed(Formula(s * (1 + small), here.field), where)
    ends = [sign for sign in signs(here) if sign != ON_LINE]
    for scale, sign in product(("a", "b"), ends):
        series = _end(here)[scale == "b"].at(small)
        name = scale if len(ends) == 1 else f"{scale}, {sign}"
        yield name, closed(Formula(series, here.field), [*where, *_limits(here, sign)])
    if ends:
        size = Series(here.delta**2 + 4 * s**2, 8 * s**2, 4 * s**2).root(_root(here))
        per_growth = (size * Series(s, s, 0 * one).inverse()).at(small)
        growth = (here.field.length - 2) * here.moment("kappa_1")  # B; C (a² + b²) is B (a² + b²)/s
        yield "rate", closed(Formula(growth * per_growth, here.field), where)


def _end(here: Dynamics) -> tuple[Series, Series]:
    """Return the series of a and of b in u: ab = s (1 + u), a² − b² = Δ, order by order."""
    a, b, s = here.names("a_1", "b_1", "s")
    size = _root(here)  # a² + b²

    def solved(product: FracElement, half: FracElement) -> tuple[FracElement, FracElement]:
        """Return x, y with b x + a y = product and a x − b y = half."""
        return (b * product + a * half) / size, (a * product - b * half) / size

    x, y = solved(s, 0 * s)
    more, less = solved(-x * y, (y**2 - x**2) / 2)
    return Series(a, x, more), Series(b, y, less)


def _root(here: Dynamics) -> FracElement:
    return here.root(ZERO if here.cases == (ZERO,) else POSITIVE)


def _definitions(here: Dynamics) -> Iterator[Definition]:
    """Yield s and D for T → ∞, log T, Euler's constant, and u."""
    s, log, gamma = here.names("s", "L", "gamma")
    yield here.defined("s", "value", here.moment("kappa_1") / here.moment("kappa_2"))
    if here.cases != (ZERO,):
        yield here.defined("D", "sqrt", here.delta**2 + 4 * s**2)
    yield here.defined("L", "log", here.number(1) * here.field.length)
    yield here.defined("gamma", "euler", here.field.field.zero)
    zero, one = here.number(0), here.number(1)
    harmonic = Series(log + gamma, -3 * one / 2, zero)
    shorter = Series(zero, one, 2 * one)  # 1/(T − 2)
    ratio = here.moment("kappa_3") / here.moment("kappa_2")
    grown = (constant(one) + (harmonic * shorter).scaled(ratio)).inverse() + constant(-one)
    yield here.defined("u", "value", grown.at(1 / (one * here.field.length)))


def _limits(here: Dynamics, sign: str) -> Iterator[Definition]:
    """Yield where a and b end for T → ∞."""
    s, half = here.names("s", "R_1")
    yield here.defined("R_1", "sqrt", 2 * s + _root(here))
    signed = (1 if sign == ABOVE else -1) * half
    yield here.defined("a_1", "value", (signed + here.delta / signed) / 2)
    yield here.defined("b_1", "value", (signed - here.delta / signed) / 2)


def _near(here: Dynamics, claim: Claim) -> Check:
    """At T = 10^40 and stated numbers for all symbols: the error beside 1/T^2.

    A claim about a given T is the one about every T, taken there.
    """
    every = dynamics(replace(here.setting, length=None))
    forms = claim.parts if here.setting.length is None else dict(_expanded(every))
    moments = [Formula(every.moment(name), every.field) for name in MOMENTS_OF_S]
    names = sorted({name for one in (*forms.values(), *moments) for name in one.symbols} - {"T"})
    point: dict[str, Any] = {name: Fraction(7 + n, 3 + n) for n, name in enumerate(names)}
    gap = mpmath.mpf(0 if list(forms) == list(claim.parts) else 1)
    with mpmath.workdps(DIGITS):
        exact = _exact(here, [real(moment.at(point)) for moment in moments], point)
        try:
            for name, form in forms.items():
                wanted = exact[name.split(",")[0]] * (-1 if BELOW in name else 1)
                gap += abs(form.at({**point, "T": LONG}) / wanted - 1) * mpmath.mpf(LONG) ** 2
                size = {"T": here.setting.length or SHORT}
                there = form.at({**point, **size})
                stated = claim.parts.get(name, form).at({**point, "T": SHORT})
                gap += abs(stated - there) / abs(there)
        except MesaError as error:
            return Check("substitution", "failed", f"the expansion: {error}")
    outcome: Outcome = "passed" if gap <= SMALL else "failed"
    what = "at T = 10^40 they differ from what is exact by much less than 1/T^2"
    return Check("substitution", outcome, what, float(gap))


def _exact(here: Dynamics, moments: list[Any], point: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return s, the end of a and of b, and the rate at T = 10^40, for a sum a_0 + b_0 > 0."""
    first, second, third = moments
    harmonic = mpmath.digamma(LONG - 1) + mpmath.euler
    saturation = (LONG - 2) * second + third * harmonic
    s = (LONG - 2) * first / saturation
    delta = real(Formula(here.delta, here.field).at(point))
    root = mpmath.sqrt(delta**2 + 4 * s**2)
    total = mpmath.sqrt(2 * s + root)
    sign = -1 if signs(here) == (BELOW,) else 1
    ends = {name: sign * (total + k * delta / total) / 2 for name, k in (("a", 1), ("b", -1))}
    return {"ab": s, **ends, "rate": saturation * root}
