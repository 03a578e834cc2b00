"""Where the flow of (a, b) ends, from which initial points, and how fast it comes near."""

from functools import partial

from derivations.dynamics.cases import Case
from derivations.dynamics.checks import remainder
from derivations.dynamics.observables import Basin, Limit, Rate
from derivations.dynamics.problem import Dynamics
from derivations.dynamics.steps import (
    by_case,
    dynamics_step,
    each_once,
    in_each_case,
    sign,
    unlike_names,
)
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.record import Claim, Step, attempted

OUTSIDE, ON_LINE, ABOVE, BELOW = Case.OUTSIDE, Case.ON_LINE, Case.ABOVE, Case.BELOW


def limit(scale: str, problem: Dynamics) -> Step:
    """Where a scale tends: to the point of its hyperbola with ab = s, or to 0."""
    step = dynamics_step(
        problem,
        f"limit-{scale}",
        Claim(f"the limit of {scale}", f"{scale}(oo)", rf"\lim_{{\tau \to \infty}} {scale}"),
        "E -> 0: a + b tends to the root of 2 s + D with the sign of a_0 + b_0; on the line "
        "a_0 + b_0 = 0 the flow ends in the saddle (0, 0)",
        ("trajectory-a", "trajectory-b"),
        Limit(problem.setting.init, scale),
    )
    is_there = in_each_case(
        "ab - s, and a^2 - b^2 - Delta, at the limit,",
        lambda: signs(problem),
        partial(_limit_gaps, scale, problem),
    )

    def value() -> Closed | dict[Case, Closed]:
        return by_case(signs(problem), partial(_limit_form, scale, problem))

    return attempted(step, value, is_there)


def _limit_gaps(scale: str, problem: Dynamics, case: Case, form: Closed) -> list[object]:
    """With x = ab/a: a times it is s, and a² − s²/a² is Δ, by the stated definitions."""
    x, unlike = form.formula.element, unlike_names(form, problem)
    if case == ON_LINE:
        return [*unlike, x]
    (s,) = problem.names("s")
    delta = problem.delta if scale == "a" else -problem.delta
    rules = (*_limit_form(scale, problem, case).where[1:], *form.where[1:])
    on_hyperbola = remainder(x**2 - s**2 / x**2 - delta, each_once(rules))
    return [*unlike, on_hyperbola, sign(form) != (1 if case == ABOVE else -1)]


def signs(problem: Dynamics) -> tuple[Case, ...]:
    """Return the signs of a₀ + b₀ that are possible."""
    if problem.setting.init is None:
        return ABOVE, BELOW, ON_LINE
    total = sum(problem.setting.init)
    return (ABOVE if total > 0 else BELOW if total < 0 else ON_LINE,)


def _limit_form(scale: str, problem: Dynamics, case: Case) -> Closed:
    if case == ON_LINE:
        _ = problem.saturation
        return problem.closed(problem.field.field.zero, problem.cases[0])
    s, r = problem.names("s", "R_1")
    sign = problem.cases[0]
    d, delta = problem.root(sign), problem.delta
    root = problem.defined("R_1", "sqrt", 2 * s + d)
    above = (2 * s + d + (delta if scale == "a" else -delta)) / (2 * r)
    return problem.closed(above if case == ABOVE else -above, sign, root)


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

    def gaps(case: Case, side: str) -> list[object]:
        """The line a + b = 0 is kept by the flow; the limit of a is 0 in the saddle, only there."""
        diagonal = problem.diagonal
        a, _ = diagonal.field.scales
        speed = diagonal.velocity("a") + diagonal.velocity("b")
        end = _limit_form("a", problem, ON_LINE if case == ON_LINE else ABOVE).formula.element
        return [diagonal.field.at_scales(speed, (a, -a)), (side == "saddle") is bool(end)]

    what = "(a + b)' on the line a + b = 0, and the verdict less that of limit-a,"
    at_the_limit = in_each_case(what, lambda: _lines(problem), gaps)

    def value() -> str | dict[Case, str]:
        _ = problem.saturation
        return by_case(_lines(problem), {OUTSIDE: "minimum", ON_LINE: "saddle"}.__getitem__)

    return attempted(step, value, at_the_limit)


def _lines(problem: Dynamics) -> tuple[Case, ...]:
    if problem.setting.init is None:
        return OUTSIDE, ON_LINE
    return (ON_LINE if sum(problem.setting.init) == 0 else OUTSIDE,)


def rate(problem: Dynamics) -> Step:
    """Minus the slope of the Riccati equation at its stable zero; at the saddle, B."""
    step = dynamics_step(
        problem,
        "rate",
        Claim(
            "the rate at which the flow comes near its end: as exp(-rate tau); of a start at rest, "
            "that of the starts beside it, at (0, 0) on the line a + b = 0",
            "rate",
            r"\rho",
        ),
        "v' = 2 C s v - (C/2)(v^2 - Delta^2), which v = (a+b)^2 solves, has the slope "
        "2 C s - C v = -C D at v = 2 s + D; on the line a + b = 0 the flow is a' = -C s a at the "
        "saddle",
        ("limit-a", "limit-b"),
        Rate(problem.setting.init),
    )

    def gaps(case: Case, form: Closed) -> list[object]:
        s, c = problem.names("s", "C")
        high = 2 * s + problem.root(problem.cases[0])
        slope = -c * s if case == ON_LINE else 2 * c * s - c * high
        return [form.formula.element + slope, *unlike_names(form, problem)]

    is_minus_the_slope = in_each_case(
        "the rate plus the slope of the flow at its end", lambda: _lines(problem), gaps
    )

    def form(case: Case) -> Closed:
        s, c = problem.names("s", "C")
        sign = problem.cases[0]
        return problem.closed(c * s if case == ON_LINE else c * problem.root(sign), sign)

    return attempted(step, lambda: by_case(_lines(problem), form), is_minus_the_slope)
