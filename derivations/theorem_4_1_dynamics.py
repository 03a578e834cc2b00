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
from typing import Any

from sympy.polys.fields import FracElement

from derivations.closed_checks import derivative, remainder
from derivations.dynamics import NEGATIVE, POSITIVE, PRECISION, ZERO, Dynamics, dynamics
from derivations.exact_checks import symbolic_zero
from symbolic_mesa.algebra import Formula
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.closed import Closed, Definition
from symbolic_mesa.errors import NotApplicable
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
    rules = (*_on_case(case, here), *where[2:])
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
        gaps: list[Any] = []
        for case, form in _cases(claim, _signs(here)):
            if case == ON_LINE:
                gaps.append(form.formula.element)
                continue
            other = _limit_form("b" if scale == "a" else "a", case, here).formula.element
            (s,) = here.names("s")
            rules = tuple(one for one in _limit_form(scale, case, here).where if one.name != "s")
            own = tuple(one for one in form.where if one.name != "s") or rules
            x = form.formula.element
            delta = here.delta if scale == "a" else -here.delta
            gaps += [remainder(x * other - s, own), remainder(x**2 - other**2 - delta, own)]
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
    s, delta, d, r = here.names("s", "Delta", "D", "R")
    root = here.defined("R", "sqrt", 2 * s + d)
    found = (2 * s + d + (delta if scale == "a" else -delta)) / (2 * r)
    return here.closed(found if case == ABOVE else -found, POSITIVE, root)


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

    def value() -> Any:
        _ = here.saturation
        found = {OUTSIDE: "minimum", ON_LINE: "saddle"}
        if here.setting.init is None:
            return found
        return found[ON_LINE if sum(here.setting.init) == 0 else OUTSIDE]

    return attempted(step, value)


def _lines(here: Dynamics) -> tuple[str, ...]:
    if here.setting.init is None:
        return OUTSIDE, ON_LINE
    return (ON_LINE if sum(here.setting.init) == 0 else OUTSIDE,)


def _rate(here: Dynamics) -> Step:
    """Minus the slope of the Riccati equation at its stable zero; at the saddle, B."""

    def check(claim: Claim) -> Check:
        s, c, d = here.names("s", "C", "D")
        slopes = {OUTSIDE: 2 * c * s - c * (2 * s + d), ON_LINE: -c * s}
        gaps = [form.formula.element + slopes[case] for case, form in _cases(claim, _lines(here))]
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
        s, c, d = here.names("s", "C", "D")
        found = {OUTSIDE: c * d, ON_LINE: c * s}
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
    step = replace(step, obligations=(identity,))

    def value() -> Any:
        c, d, k, delta = here.names("C", "D", "K", "Delta")
        a, b = here.start
        size = here.defined("K", "sqrt", delta**2)
        found = {
            "a_0 b_0 < 0": c * k,
            "0 <= a_0 b_0 <= s": c * (a**2 + b**2),
            "a_0 b_0 > s": c * d,
        }
        cases = _products(here, tuple(found))
        return _sides({one: here.closed(found[one], here.cases[0], size) for one in cases})

    return attempted(step, value)


def _products(here: Dynamics, cases: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of: ab negative, up to s, beyond s; all where that is not known."""
    s = Formula(here.product, here.field)
    if here.setting.init is None or s.symbols:
        return cases
    first = here.setting.init[0] * here.setting.init[1]
    return (cases[0] if first < 0 else cases[1] if first <= s.at({}) else cases[2],)


def _time_to(here: Dynamics) -> Step:
    def check(claim: Claim) -> Check:
        """At E = 1/Q the Riccati solution has the value that belongs to ab = s_1."""
        s, d, d1, s1, q = here.names("s", "D", "D_1", "s_1", "Q")
        a, b = here.start
        u0, high, low, there = (a + b) ** 2, 2 * s + d, 2 * s - d, 2 * s1 + d1
        gaps: list[Any] = []
        for _, form in _cases(claim, _sides_of_s(here)):
            own = {one.name: one for one in form.where}
            e = 1 / q
            gap = ((u0 - low) * high - (u0 - high) * low * e) - there * (
                (u0 - low) - (u0 - high) * e
            )
            gaps.append(remainder(gap, (own["Q"],)))
            c, log = here.names("C", "L")
            gaps.append(form.formula.element - log / (c * d))
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
    s, c, delta, d, s1, d1, q, log, epsilon = here.names(
        "s", "C", "Delta", "D", "s_1", "D_1", "Q", "L", PRECISION
    )
    a, b = here.start
    u0, high, low, there = (a + b) ** 2, 2 * s + d, 2 * s - d, 2 * s1 + d1
    return here.closed(
        log / (c * d),
        POSITIVE if here.cases != (NEGATIVE,) else NEGATIVE,
        here.defined("s_1", "value", s * (1 - epsilon if case.endswith("< s") else 1 + epsilon)),
        here.defined("D_1", "sqrt", delta**2 + 4 * s1**2),
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
    )

    def value() -> Closed:
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

    return attempted(step, value)


def _long(here: Dynamics) -> tuple[FracElement, FracElement]:
    """κ1/κ2 and κ3/κ2, read off from the fixed point as a function of T and H."""
    moments = {name: here.moment(name) for name in ("kappa_1", "kappa_2", "kappa_3")}
    return moments["kappa_1"] / moments["kappa_2"], moments["kappa_3"] / moments["kappa_2"]
