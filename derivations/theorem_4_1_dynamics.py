"""The dynamics of Theorem 4.1: where gradient flow of (a, b) is at every time, for every start.

Statement. The flow a' = b (B − C ab), b' = a (B − C ab) conserves Δ = a² − b². From (a₀, b₀) it is
at the closed form of `derivations.dynamics` at time τ. If a₀ + b₀ ≠ 0 it converges to the point of
its hyperbola with ab = s = B/C and a + b of the sign of a₀ + b₀, at the rate C √(Δ² + 4s²); if
a₀ + b₀ = 0, to the saddle (0, 0), at the rate B.

Proof. The closed forms solve the ODE, start at (a₀, b₀), and have these limits as E → 0: identities
in a fraction field, modulo D² = Δ² + 4s² and G² = N M. With L − min L = (d C/2)(ab − s)² and
½‖∇L‖² = (d/2) (a² + b²) (B − C ab)², a Polyak–Łojasiewicz constant is C times the smallest a² + b²
on the way, and a² + b² = √(Δ² + 4(ab)²).
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import nan
from typing import Any

import mpmath
from sympy.polys.fields import FracElement

from derivations.closed_checks import derivative, remainder
from derivations.dynamics import POSITIVE, PRECISION, ZERO, Dynamics, dynamics
from derivations.exact_checks import symbolic_zero
from symbolic_mesa.algebra import Formula, real
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.closed import Closed, Definition
from symbolic_mesa.errors import MesaError, NotApplicable
from symbolic_mesa.record import (
    Check,
    Claim,
    Derivation,
    Observable,
    Outcome,
    Step,
    attempted,
)

ID = "theorem-4.1-dynamics"
TITLE = "gradient flow of (a, b) at every time: closed form, limits, basins, rate"
PAPER = "arXiv 2405.16845"
ON_DIAGONAL = "KQ32 = a I, PV12 = b I, all other blocks 0 (Assumption 3.1)"
STAYS = "training stays on that manifold"
SOURCE = "dynamics of Theorem 4.1 (this derivation)"
OUTSIDE, ON_LINE = "a_0 + b_0 != 0", "a_0 + b_0 = 0"
ABOVE, BELOW = "a_0 + b_0 > 0", "a_0 + b_0 < 0"
MOMENTS_OF_S = ("kappa_1", "kappa_2", "kappa_3")
DIGITS, SMALL = 140, 1e-30  # working digits; what is left of an expansion, times T^2
LONG, SHORT = 10**40, 10**6  # lengths at which an expansion is looked at
LATEX = {"a": "a(\\tau)", "b": "b(\\tau)", "ab": "(ab)(\\tau)"}


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension, a length and an initial point."""
    here = dynamics(setting)
    steps = (
        _conserved(here),
        *(_trajectory(scale, here) for scale in ("a", "b", "ab")),
        *(_limit(scale, here) for scale in ("a", "b")),
        _basin(here),
        _rate(here),
        _pl_constant(here),
        _time_to(here),
        _expansion(here),
    )
    return Derivation(ID, TITLE, steps)


def _step(here: Dynamics, id: str, claim: Claim, why: str, premises: tuple[str, ...]) -> Step:
    start = ",".join(map(str, here.setting.init or ()))
    return Step(
        id,
        claim,
        why,
        premises,
        assumptions=(ON_DIAGONAL, STAYS),
        source=SOURCE,
        observable=Observable("dynamics", f"{id} {start}".strip()),
    )


def _sides(found: Mapping[str, Any]) -> Any:
    """Return the one side, or all by their case."""
    return next(iter(found.values())) if len(found) == 1 else dict(found)


def _cases(claim: Claim, cases: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Return the sides of a claim with their case."""
    return list(claim.parts.items()) or [(cases[0], claim.value)]


def _passed(gaps: list[Any], what: str) -> Check:
    outcome: Outcome = "failed" if any(gaps) else "passed"
    verb = "is not zero" if any(gaps) else "is zero"
    return Check("symbolic-zero", outcome, f"{what} {verb} modulo D^2, G^2 and the definitions")


def _conserved(here: Dynamics) -> Step:
    """Δ does not change: a² and b² have the same velocity."""

    def same_speed(claim: Claim) -> Check:
        own = here.problem

        def gap() -> FracElement:
            a, b = own.field.scales
            return 2 * a * own.velocity("a") - 2 * b * own.velocity("b")

        return symbolic_zero("the velocity of a^2 - b^2", gap)

    def initial(claim: Claim) -> Check:
        return symbolic_zero("a_0^2 - b_0^2 less it", lambda: claim.value.element - here.delta)

    step = _step(
        here,
        "conserved",
        Claim("a^2 - b^2 never changes", "a^2 - b^2", "a^2 - b^2"),
        "2 a a' = 2 b b', so that it keeps its first value Delta",
        (),
    )
    step = replace(step, obligations=(same_speed, initial))

    def value() -> Formula:
        _ = here.saturation  # refuses a law for which there is no flow of (a, b)
        return Formula(here.delta, here.field)

    return attempted(step, value)


def _trajectory(scale: str, here: Dynamics) -> Step:
    gaps_of = _product_gaps if scale == "ab" else _ode_gaps

    def check(claim: Claim) -> Check:
        pairs = _cases(claim, here.cases)
        gaps = [gap for case, form in pairs for gap in gaps_of(scale, case, form, here)]
        return _passed(gaps, WHAT[scale])

    words = "the product ab" if scale == "ab" else f"the scale {scale}"
    step = _step(
        here,
        f"trajectory-{scale}",
        Claim(f"{words} at time tau", f"{scale}(tau)", LATEX[scale]),
        "u = (a+b)^2 solves a Riccati equation with constant coefficients, and (a-b)^2 = Delta^2/u",
        ("trajectory-a", "trajectory-b") if scale == "ab" else ("conserved",),
    )
    step = replace(step, obligations=(check,))
    return attempted(
        step, lambda: _sides({case: here.trajectory(scale, case) for case in here.cases})
    )


WHAT = {
    "a": "a' less the flow's, and a^2 less its first value where E = 1,",
    "b": "b' less the flow's, and b^2 less its first value where E = 1,",
    "ab": "the product of both closed forms less it",
}


def _ode_gaps(scale: str, case: str, form: Closed, here: Dynamics) -> list[Any]:
    """What must vanish for a closed form, by its own definitions, to be the flow from its start."""
    own = {one.name: one for one in form.where}
    where = tuple(own.get(one.name, one) for one in here.definitions(case))
    form = Closed(form.formula, where)
    s, c = here.names("s", "C")
    x = form.formula.element
    other = here.trajectory("b" if scale == "a" else "a", case).formula.element
    first = here.start[0 if scale == "a" else 1]
    rules = (*_on_case(case, here), *where[2:])  # s and C stay names: their values are compared
    one = here.defined("E", "value", here.number(1))
    begin = tuple(one if rule.name == "E" else rule for rule in rules)
    return [
        remainder(derivative(x, form, "tau") - other * c * (s - x * other), rules),
        remainder(x**2 - first**2, begin),  # a root has a sign: the other routes see it
        where[0].of.element - here.product,
        where[1].of.element - here.saturation,
    ]


def _product_gaps(scale: str, case: str, form: Closed, here: Dynamics) -> list[Any]:
    """What must vanish for a closed form to be the product of the two, by the same definitions."""
    known = {one.name: one for one in here.definitions(case)}
    first, second = (here.trajectory(k, case).formula.element for k in ("a", "b"))
    gaps = [one.of.element - known[one.name].of.element for one in form.where]
    gaps.append(remainder(form.formula.element - first * second, (known["G"],)))
    return gaps


def _on_case(case: str, here: Dynamics) -> tuple[Definition, ...]:
    """Where Δ = 0, b₀² is a₀²."""
    if case != ZERO or here.setting.init is not None:
        return ()
    (a,) = here.names("a_0")
    return (Definition("b_0", "sqrt", Formula(a**2, here.field)),)


def _limit(scale: str, here: Dynamics) -> Step:
    def check(claim: Claim) -> Check:
        """With x = ab/a: a times it is s, and a² − s²/a² is Δ, by the stated definitions."""
        gaps: list[Any] = []
        delta = here.delta if scale == "a" else -here.delta
        (s,) = here.names("s")
        for case, form in _cases(claim, _signs(here)):
            x = form.formula.element
            gaps += _unlike_names(form, here)
            if case == ON_LINE:
                gaps.append(x)
                continue
            rules = (*_limit_form(scale, case, here).where[1:], *form.where[1:])
            gaps.append(remainder(x**2 - s**2 / x**2 - delta, _each_once(rules)))
            gaps.append(_sign(form) != (1 if case == ABOVE else -1))
        return _passed(gaps, "ab - s, and a^2 - b^2 - Delta, at the limit,")

    step = _step(
        here,
        f"limit-{scale}",
        Claim(f"the limit of {scale}", f"{scale}(oo)", rf"\lim_{{\tau \to \infty}} {scale}"),
        "E -> 0: a + b tends to the root of 2 s + D with the sign of a_0 + b_0; on the line "
        "a_0 + b_0 = 0 the flow ends in the saddle (0, 0)",
        ("trajectory-a", "trajectory-b"),
    )
    step = replace(step, obligations=(check,))
    return attempted(
        step, lambda: _sides({case: _limit_form(scale, case, here) for case in _signs(here)})
    )


def _sign(form: Closed) -> float:
    """Return the sign at stated s, C > 0 and starts, which a square does not see; NaN if not real.

    The values of s and C are compared apart from that.
    """
    free = Closed(form.formula, tuple(one for one in form.where if one.name not in ("s", "C")))
    numbers = {name: Fraction(7 + k, 3 + k) for k, name in enumerate(free.symbols)}
    try:
        return float(mpmath.sign(free.at(numbers)))
    except MesaError:
        return nan


def _each_once(rules: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """Return definitions by name, the last of each name."""
    return tuple({one.name: one for one in rules}.values())


def _unlike_names(form: Closed, here: Dynamics) -> list[Any]:
    """What must vanish for the names of a closed form to mean what they mean in the trajectory."""
    known = {one.name: one for case in here.cases for one in here.definitions(case)}
    shared = [one for one in form.where if one.name in known and one.name != "V"]
    return [one.of.element - known[one.name].of.element for one in shared]


def _signs(here: Dynamics) -> tuple[str, ...]:
    """The signs of a₀ + b₀ that are possible."""
    if here.setting.init is None:
        return ABOVE, BELOW, ON_LINE
    total = sum(here.setting.init)
    return (ABOVE if total > 0 else BELOW if total < 0 else ON_LINE,)


def _limit_form(scale: str, case: str, here: Dynamics) -> Closed:
    if case == ON_LINE:
        _ = here.saturation
        return here.closed(here.field.field.zero, here.cases[0])
    s, r = here.names("s", "R_1")
    sign = here.cases[0]
    d, delta = here.root(sign), here.delta
    root = here.defined("R_1", "sqrt", 2 * s + d)
    found = (2 * s + d + (delta if scale == "a" else -delta)) / (2 * r)
    return here.closed(found if case == ABOVE else -found, sign, root)


def _basin(here: Dynamics) -> Step:
    step = _step(
        here,
        "basin",
        Claim(
            "where the flow ends: in the minimum of L on the manifold, or in the saddle (0, 0)",
            "basin",
            r"\text{basin}",
        ),
        "(a + b)^2 grows from any positive value to 2 s + D, and stays 0 where it is 0",
        ("limit-a", "limit-b"),
    )

    def at_the_limit(claim: Claim) -> Check:
        """The limit of a is 0 in the saddle, and nowhere else."""
        cases = {ON_LINE: ON_LINE, OUTSIDE: ABOVE}
        gaps = []
        for case, side in _cases(claim, _lines(here)):
            limit = _limit_form("a", cases[case], here).formula.element
            gaps.append((side == "saddle") is bool(limit))
        return _passed(gaps, "the verdict less that of the limit of a")

    def value() -> Any:
        _ = here.saturation
        found = {OUTSIDE: "minimum", ON_LINE: "saddle"}
        return _sides({case: found[case] for case in _lines(here)})

    return attempted(replace(step, obligations=(at_the_limit,)), value)


def _lines(here: Dynamics) -> tuple[str, ...]:
    if here.setting.init is None:
        return OUTSIDE, ON_LINE
    return (ON_LINE if sum(here.setting.init) == 0 else OUTSIDE,)


def _rate(here: Dynamics) -> Step:
    """Minus the slope of the Riccati equation at its stable zero; at the saddle, B."""

    def check(claim: Claim) -> Check:
        s, c = here.names("s", "C")
        high = 2 * s + here.root(here.cases[0])
        slopes = {OUTSIDE: 2 * c * s - c * high, ON_LINE: -c * s}
        gaps: list[Any] = []
        for case, form in _cases(claim, _lines(here)):
            gaps += [form.formula.element + slopes[case], *_unlike_names(form, here)]
        return _passed(gaps, "the rate plus the slope of the flow at its end")

    step = _step(
        here,
        "rate",
        Claim("the rate at which the flow comes near its end: as exp(-rate tau)", "rate", r"\rho"),
        "u' = 2 B u - (C/2)(u^2 - Delta^2) has the slope 2 B - C u = -C D at u = 2 s + D; on the "
        "line a + b = 0 the flow is a' = -B a at the saddle",
        ("limit-a", "limit-b"),
    )
    step = replace(step, obligations=(check,))

    def value() -> Any:
        s, c = here.names("s", "C")
        found = {OUTSIDE: c * here.root(here.cases[0]), ON_LINE: c * s}
        return _sides({k: here.closed(found[k], here.cases[0]) for k in _lines(here)})

    return attempted(step, value)


def _pl_constant(here: Dynamics) -> Step:
    def identity(claim: Claim) -> Check:
        own = here.problem

        def gap() -> FracElement:
            a, b = own.field.scales
            squared = own.velocity("a") ** 2 + own.velocity("b") ** 2
            rest = own.loss - own.field.at_scales(own.loss, (a, own.ode.product / a))
            return own.field.dim * squared / 2 - own.ode.saturation * (a**2 + b**2) * rest

        return symbolic_zero("|grad L|^2/2 - C (a^2 + b^2)(L - min L)", gap)

    step = _step(
        here,
        "pl-constant",
        Claim(
            "the largest mu with |grad L|^2/2 >= mu (L - min L) on the whole way (Frobenius norm "
            "of all weights)",
            "mu",
            r"\mu",
        ),
        "|grad L|^2/2 = C (a^2 + b^2)(L - min L), and a^2 + b^2 = sqrt(Delta^2 + 4 (ab)^2), while "
        "ab moves monotonically to s: it is smallest where |ab| is",
        ("conserved", "trajectory-ab"),
    )
    smallest = {CROSSING: 0, SLOW: 1, FAST: 2}  # of ab on the way: 0, at the start, at the end

    def at_smallest(claim: Claim) -> Check:
        """Mu is C (a^2 + b^2) where |ab| is smallest: its square is C^2 (Delta^2 + 4 (ab)^2)."""
        a, b = here.start
        s, c = here.names("s", "C")
        products = (here.number(0), a * b, s)
        gaps: list[Any] = []
        for case, form in _cases(claim, _products(here)):
            squared = c**2 * (here.delta**2 + 4 * products[smallest[case]] ** 2)
            gaps += _unlike_names(form, here)
            rules = tuple(one for one in form.where if one.name != "C")
            gaps += [remainder(form.formula.element**2 - squared, rules), not _sign(form) >= 0]
        return _passed(gaps, "mu^2 - C^2 (Delta^2 + 4 (ab)^2) at the smallest |ab|")

    step = replace(step, obligations=(identity, at_smallest))

    def value() -> Any:
        c, k = here.names("C", "K")
        a, b = here.start
        size = here.defined("K", "sqrt", here.delta**2)
        found = {
            CROSSING: c * k if here.cases != (ZERO,) else here.number(0),
            SLOW: c * (a**2 + b**2),
            FAST: c * here.root(here.cases[0]),
        }
        cases = _products(here)
        return _sides({one: here.closed(found[one], here.cases[0], size) for one in cases})

    return attempted(step, value)


CROSSING, SLOW, FAST = "a_0 b_0 < 0", "0 <= a_0 b_0 <= s", "a_0 b_0 > s"


def _products(here: Dynamics) -> tuple[str, ...]:
    """Return which of the cases of ab are possible: negative, up to s, beyond s."""
    if here.setting.init is None:
        return CROSSING, SLOW, FAST
    first = here.setting.init[0] * here.setting.init[1]
    s = Formula(here.product, here.field)
    if first < 0:
        return (CROSSING,)
    if s.symbols:
        return SLOW, FAST
    return (SLOW if first <= s.at({}) else FAST,)


def _time_to(here: Dynamics) -> Step:
    def check(claim: Claim) -> Check:
        """At E = 1/Q the Riccati solution has the value that belongs to ab = s_1."""
        s, c, d1, s1, q, log, epsilon = here.names("s", "C", "D_1", "s_1", "Q", "L", PRECISION)
        a, b = here.start
        d = here.root(here.cases[0])
        u0, high, low, there = (a + b) ** 2, 2 * s + d, 2 * s - d, 2 * s1 + d1
        gaps: list[Any] = []
        for case, form in _cases(claim, _sides_of_s(here)):
            own = {one.name: one for one in form.where}
            above = (u0 - low) * high - (u0 - high) * low / q
            below = (u0 - low) - (u0 - high) / q
            aim = s * (1 - epsilon if case.endswith("< s") else 1 + epsilon)
            gaps += [
                remainder(above - there * below, (own["Q"],)),
                own["s_1"].of.element - aim,
                own["D_1"].of.element - here.delta**2 - 4 * s1**2,
                own["L"].of.element - q,
                form.formula.element - log / (c * d),
                *_unlike_names(form, here),
            ]
        return _passed(gaps, "(a+b)^2 at that time less its value where ab = s_1, and the time")

    step = _step(
        here,
        "time-to",
        Claim(
            "the first time at which |ab - s| = epsilon s, for a start farther away",
            "tau",
            r"\tau",
        ),
        "the closed form of (a+b)^2 is a Moebius function of E; solved for E",
        ("trajectory-ab",),
    )
    step = replace(step, obligations=(check,))

    def value() -> Any:
        if here.setting.init is not None and sum(here.setting.init) == 0:
            raise NotApplicable("a_0 + b_0 = 0: the flow ends in the saddle and never comes near s")
        return _sides({case: _time_form(case, here) for case in _sides_of_s(here)})

    return attempted(step, value)


def _sides_of_s(here: Dynamics) -> tuple[str, ...]:
    below, above = "a_0 b_0 < s", "a_0 b_0 > s"
    s = Formula(here.product, here.field)
    if here.setting.init is None or s.symbols:
        return below, above
    first = here.setting.init[0] * here.setting.init[1]
    return (below if first < s.at({}) else above,)


def _time_form(case: str, here: Dynamics) -> Closed:
    s, c, s1, d1, q, log, epsilon = here.names("s", "C", "s_1", "D_1", "Q", "L", PRECISION)
    a, b = here.start
    d = here.root(here.cases[0])
    u0, high, low, there = (a + b) ** 2, 2 * s + d, 2 * s - d, 2 * s1 + d1
    return here.closed(
        log / (c * d),
        here.cases[0],
        here.defined("s_1", "value", s * (1 - epsilon if case.endswith("< s") else 1 + epsilon)),
        here.defined("D_1", "sqrt", here.delta**2 + 4 * s1**2),
        here.defined("Q", "value", (there - low) * (u0 - high) / ((there - high) * (u0 - low))),
        here.defined("L", "log", q),
    )


def _expansion(here: Dynamics) -> Step:
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
