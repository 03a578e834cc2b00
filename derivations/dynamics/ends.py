"""Where the flow of (a, b) ends, from which initial points, and how fast it comes near."""

from dataclasses import replace
from typing import Any

from derivations.dynamics.cases import Case
from derivations.dynamics.checks import remainder
from derivations.dynamics.observables import Basin, Limit, Rate
from derivations.dynamics.problem import Dynamics
from derivations.dynamics.steps import (
    cases,
    dynamics_step,
    each_once,
    passed,
    sides,
    sign,
    unlike_names,
)
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.record import Check, Claim, Step, attempted

OUTSIDE, ON_LINE, ABOVE, BELOW = Case.OUTSIDE, Case.ON_LINE, Case.ABOVE, Case.BELOW


def limit(scale: str, problem: Dynamics) -> Step:
    """Where a scale tends: to the point of its hyperbola with ab = s, or to 0."""

    def check(claim: Claim) -> Check:
        """With x = ab/a: a times it is s, and a² − s²/a² is Δ, by the stated definitions."""
        gaps: list[Any] = []
        delta = problem.delta if scale == "a" else -problem.delta
        (s,) = problem.names("s")
        for case, form in cases(claim, signs(problem)):
            x = form.formula.element
            gaps += unlike_names(form, problem)
            if case == ON_LINE:
                gaps.append(x)
                continue
            rules = (*_limit_form(scale, case, problem).where[1:], *form.where[1:])
            gaps.append(remainder(x**2 - s**2 / x**2 - delta, each_once(rules)))
            gaps.append(sign(form) != (1 if case == ABOVE else -1))
        return passed(gaps, "ab - s, and a^2 - b^2 - Delta, at the limit,")

    step = dynamics_step(
        problem,
        f"limit-{scale}",
        Claim(f"the limit of {scale}", f"{scale}(oo)", rf"\lim_{{\tau \to \infty}} {scale}"),
        "E -> 0: a + b tends to the root of 2 s + D with the sign of a_0 + b_0; on the line "
        "a_0 + b_0 = 0 the flow ends in the saddle (0, 0)",
        ("trajectory-a", "trajectory-b"),
        Limit(problem.setting.init, scale),
    )
    step = replace(step, obligations=(check,))
    return attempted(
        step, lambda: sides({case: _limit_form(scale, case, problem) for case in signs(problem)})
    )


def signs(problem: Dynamics) -> tuple[Case, ...]:
    """Return the signs of a₀ + b₀ that are possible."""
    if problem.setting.init is None:
        return ABOVE, BELOW, ON_LINE
    total = sum(problem.setting.init)
    return (ABOVE if total > 0 else BELOW if total < 0 else ON_LINE,)


def _limit_form(scale: str, case: Case, problem: Dynamics) -> Closed:
    if case == ON_LINE:
        _ = problem.saturation
        return problem.closed(problem.field.field.zero, problem.cases[0])
    s, r = problem.names("s", "R_1")
    sign = problem.cases[0]
    d, delta = problem.root(sign), problem.delta
    root = problem.defined("R_1", "sqrt", 2 * s + d)
    found = (2 * s + d + (delta if scale == "a" else -delta)) / (2 * r)
    return problem.closed(found if case == ABOVE else -found, sign, root)


def basin(problem: Dynamics) -> Step:
    """The line a₀ + b₀ = 0 leads to the saddle, every other start to the minimum."""
    step = dynamics_step(
        problem,
        "basin",
        Claim(
            "where the flow ends: in the minimum of L on the manifold, or in the saddle (0, 0)",
            "basin",
            r"\text{basin}",
        ),
        "(a + b)^2 grows from any positive value to 2 s + D, and stays 0 where it is 0",
        ("limit-a", "limit-b"),
        Basin(problem.setting.init),
    )

    def at_the_limit(claim: Claim) -> Check:
        """The line a + b = 0 is kept by the flow; the limit of a is 0 in the saddle, only there."""
        own = problem.diagonal
        a, _ = own.field.scales
        speed = own.field.at_scales(own.velocity("a") + own.velocity("b"), (a, -a))
        gaps: list[Any] = [speed]
        for case, side in cases(claim, _lines(problem)):
            end = _limit_form("a", ON_LINE if case == ON_LINE else ABOVE, problem).formula.element
            gaps.append((side == "saddle") is bool(end))
        return passed(gaps, "(a + b)' on the line a + b = 0, and the verdict less that of limit-a,")

    def value() -> Any:
        _ = problem.saturation
        found = {OUTSIDE: "minimum", ON_LINE: "saddle"}
        return sides({case: found[case] for case in _lines(problem)})

    return attempted(replace(step, obligations=(at_the_limit,)), value)


def _lines(problem: Dynamics) -> tuple[Case, ...]:
    if problem.setting.init is None:
        return OUTSIDE, ON_LINE
    return (ON_LINE if sum(problem.setting.init) == 0 else OUTSIDE,)


def rate(problem: Dynamics) -> Step:
    """Minus the slope of the Riccati equation at its stable zero; at the saddle, B."""

    def check(claim: Claim) -> Check:
        s, c = problem.names("s", "C")
        high = 2 * s + problem.root(problem.cases[0])
        slopes = {OUTSIDE: 2 * c * s - c * high, ON_LINE: -c * s}
        gaps: list[Any] = []
        for case, form in cases(claim, _lines(problem)):
            gaps += [form.formula.element + slopes[case], *unlike_names(form, problem)]
        return passed(gaps, "the rate plus the slope of the flow at its end")

    step = dynamics_step(
        problem,
        "rate",
        Claim(
            "the rate at which the flow comes near its end: as exp(-rate tau); of a start at rest, "
            "that of the starts beside it, at (0, 0) on the line a + b = 0",
            "rate",
            r"\rho",
        ),
        "u' = 2 B u - (C/2)(u^2 - Delta^2) has the slope 2 B - C u = -C D at u = 2 s + D; on the "
        "line a + b = 0 the flow is a' = -B a at the saddle",
        ("limit-a", "limit-b"),
        Rate(problem.setting.init),
    )
    step = replace(step, obligations=(check,))

    def value() -> Any:
        s, c = problem.names("s", "C")
        found = {OUTSIDE: c * problem.root(problem.cases[0]), ON_LINE: c * s}
        return sides({k: problem.closed(found[k], problem.cases[0]) for k in _lines(problem)})

    return attempted(step, value)
