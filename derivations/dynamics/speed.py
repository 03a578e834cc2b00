"""How fast the loss and ab come to their end: a Polyak–Łojasiewicz constant, and a time."""

from contextlib import suppress
from functools import partial

from sympy.polys.fields import FracElement

from derivations.dynamics.cases import Case
from derivations.dynamics.checks import remainder
from derivations.dynamics.ends import ON_LINE
from derivations.dynamics.observables import LojasiewiczConstant, TimeTo
from derivations.dynamics.problem import PRECISION, ZERO, Dynamics
from derivations.dynamics.steps import by_case, dynamics_step, in_each_case, sign, unlike_names
from derivations.exact_checks import symbolic_zero
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.text.errors import CoordinatesDiffer, MissingMoment, NotApplicable, NotClosed

CROSSING, SLOW, FAST = Case.CROSSING, Case.SLOW, Case.FAST


def pl_constant(problem: Dynamics) -> Step:
    """The gradient's square beside the loss, at its smallest on the way."""
    step = dynamics_step(
        problem,
        "pl-constant",
        Claim(
            "the largest mu with |grad L|^2/2 >= mu (L - min L) on the whole way (Frobenius norm "
            "of all weights), for a start that is no minimum",
            "mu",
            r"\mu",
        ),
        "|grad L|^2/2 = C (a^2 + b^2)(L - min L), and a^2 + b^2 = sqrt(Delta^2 + 4 (ab)^2), while "
        "ab moves monotonically to s: it is smallest where |ab| is",
        ("conserved", "trajectory-ab"),
        LojasiewiczConstant(problem.setting.init),
        (_no_minimum(problem, "every mu will do"),),
    )
    at_smallest = in_each_case(
        "mu^2 - C^2 (Delta^2 + 4 (ab)^2) at the smallest |ab|",
        lambda: _products(problem),
        partial(_constant_gaps, problem),
    )

    def value() -> Closed | dict[Case, Closed]:
        _require_way(problem, "there both sides are 0, so that every mu will do")
        return by_case(_products(problem), partial(_constant_form, problem))

    return attempted(step, value, lambda _: _gradient_beside_loss(problem), at_smallest)


def _constant_form(problem: Dynamics, case: Case) -> Closed:
    """Return C (a² + b²) where |ab| is smallest: at 0, at the start, or at the end."""
    c, k = problem.names("C", "K")
    a, b = problem.start
    if case == CROSSING:
        smallest = c * k if problem.cases != (ZERO,) else problem.number(0)
    else:
        smallest = c * (a**2 + b**2) if case == SLOW else c * problem.root(problem.cases[0])
    size = problem.defined("K", "sqrt", problem.delta**2)
    return problem.closed(smallest, problem.cases[0], size)


def _constant_gaps(problem: Dynamics, case: Case, form: Closed) -> list[object]:
    """Mu is C (a^2 + b^2) where |ab| is smallest: its square is C^2 (Delta^2 + 4 (ab)^2)."""
    a, b = problem.start
    s, c = problem.names("s", "C")
    smallest = {CROSSING: problem.number(0), SLOW: a * b, FAST: s}[case]
    squared = c**2 * (problem.delta**2 + 4 * smallest**2)
    rules = tuple(one for one in form.where if one.name != "C")
    return [
        *unlike_names(form, problem),
        remainder(form.formula.element**2 - squared, rules),
        not sign(form) >= 0,
    ]


def _gradient_beside_loss(problem: Dynamics) -> Check:
    """The identity that makes a² + b² decide."""
    diagonal = problem.diagonal

    def gap() -> FracElement:
        a, b = diagonal.field.scales
        squared = diagonal.velocity("a") ** 2 + diagonal.velocity("b") ** 2
        rest = diagonal.loss - diagonal.least_loss
        return diagonal.field.dim * squared / 2 - diagonal.ode.saturation * (a**2 + b**2) * rest

    return symbolic_zero("|grad L|^2/2 - C (a^2 + b^2)(L - min L)", gap)


def _no_minimum(problem: Dynamics, instead: str) -> Assumption:
    """Return the assumption that the start is no minimum."""
    init = problem.setting.init
    sign = None
    if init is not None:
        with suppress(MissingMoment, CoordinatesDiffer, NotClosed):
            sign = problem.compared(init[0] * init[1])
    return Assumption("a_0 b_0 != s", "not-decided" if sign is None else "holds", instead)


def _require_way(problem: Dynamics, why: str) -> None:
    """Raise `NotApplicable` where the start is a minimum."""
    _ = problem.saturation  # first of all there must be a flow of (a, b)
    init = problem.setting.init
    if init is not None and problem.compared(init[0] * init[1]) == 0:
        raise NotApplicable(f"a_0 b_0 = s, the start is a minimum: {why}; give another start")


def _products(problem: Dynamics) -> tuple[Case, ...]:
    """Return which of the cases of ab are possible: negative, up to s, beyond s."""
    if problem.setting.init is None:
        return CROSSING, SLOW, FAST
    first = problem.setting.init[0] * problem.setting.init[1]
    if first < 0:
        return (CROSSING,)
    sign = problem.compared(first)
    return (SLOW, FAST) if sign is None else (FAST if sign > 0 else SLOW,)


def time_to(problem: Dynamics) -> Step:
    """The closed form of ab, solved for the time."""
    step = dynamics_step(
        problem,
        "time-to",
        Claim(
            "the first time at which |ab - s| = epsilon s, for a start farther away; of a nearer "
            "one, less than 0: so long ago; where a_0 + b_0 = 0 there is none up to epsilon = 1",
            "tau",
            r"\tau",
        ),
        "the closed form of (a+b)^2 is a Moebius function of E; solved for E; on the line "
        "a + b = 0, where (a+b)^2 is 0, that of ab is one",
        ("trajectory-ab",),
        TimeTo(problem.setting.init),
        (_no_minimum(problem, "ab is s at every time"),),
    )
    is_there_then = in_each_case(
        "(a+b)^2 at that time less its value where ab = s_1, and the time",
        lambda: _sides_of_s(problem),
        partial(_time_gaps, problem),
    )

    def value() -> Closed | dict[Case, Closed]:
        if problem.setting.init is not None and not any(problem.setting.init):
            raise NotApplicable(
                "(0, 0) is the saddle: the flow stays there and comes no nearer to s; give another "
                "start"
            )
        _require_way(problem, "there is no farther away to come from")
        return by_case(_sides_of_s(problem), partial(_time_form, problem))

    return attempted(step, value, is_there_then)


def _sides_of_s(problem: Dynamics) -> tuple[Case, ...]:
    below, above = Case.SHORT, Case.FAST
    if problem.setting.init is None:
        return below, above, ON_LINE
    if sum(problem.setting.init) == 0:
        return (ON_LINE,)
    sign = problem.compared(problem.setting.init[0] * problem.setting.init[1])
    return (below, above) if sign is None else (below if sign < 0 else above,)


def _time_gaps(problem: Dynamics, case: Case, form: Closed) -> list[object]:
    """At E = 1/Q the Riccati solution has the value that belongs to ab = s_1."""
    if case == ON_LINE:
        return _line_gaps(problem, form)
    s, c, d1, s1, q, log, epsilon = problem.names("s", "C", "D_1", "s_1", "Q", "Z", PRECISION)
    a, b = problem.start
    d = problem.root(problem.cases[0])
    u0, high, low, there = (a + b) ** 2, 2 * s + d, 2 * s - d, 2 * s1 + d1
    defined = {one.name: one for one in form.where}
    above = (u0 - low) * high - (u0 - high) * low / q
    below = (u0 - low) - (u0 - high) / q
    aim = s * (1 - epsilon if case == Case.SHORT else 1 + epsilon)
    return [
        remainder(above - there * below, (defined["Q"],)),
        defined["s_1"].of.element - aim,
        defined["D_1"].of.element - problem.delta**2 - 4 * s1**2,
        defined["Z"].of.element - q,
        form.formula.element - log / (c * d),
        *unlike_names(form, problem),
    ]


def _line_gaps(problem: Dynamics, form: Closed) -> list[object]:
    """On the line p = ab solves p' = -2 p C (s - p), begins at a_0 b_0, and is s (1 - epsilon)."""
    s, c, e, q, log, epsilon = problem.names("s", "C", "E", "Q", "Z", PRECISION)
    first = -(problem.start[0] ** 2)
    defined = {one.name: one for one in form.where}

    def product(decay: FracElement) -> FracElement:
        return s * first * decay / (s - first * (1 - decay))

    p = product(e)
    return [
        problem.field.derivative(p, "E") * -2 * s * c * e + 2 * p * c * (s - p),
        product(problem.number(1)) - first,
        remainder(product(1 / q) - s * (1 - epsilon), (defined["Q"],)),
        defined["Z"].of.element - q,
        form.formula.element - log / (2 * c * s),
        *unlike_names(form, problem),
    ]


def _time_form(problem: Dynamics, case: Case) -> Closed:
    s, c, s1, d1, q, log, epsilon = problem.names("s", "C", "s_1", "D_1", "Q", "Z", PRECISION)
    a, b = problem.start
    if case == ON_LINE:
        far = problem.defined("Q", "value", a**2 * epsilon / ((s + a**2) * (epsilon - 1)))
        return problem.closed(log / (2 * c * s), ZERO, far, problem.defined("Z", "log", q))
    d = problem.root(problem.cases[0])
    u0, high, low, there = (a + b) ** 2, 2 * s + d, 2 * s - d, 2 * s1 + d1
    return problem.closed(
        log / (c * d),
        problem.cases[0],
        problem.defined("s_1", "value", s * (1 - epsilon if case == Case.SHORT else 1 + epsilon)),
        problem.defined("D_1", "sqrt", problem.delta**2 + 4 * s1**2),
        problem.defined("Q", "value", (there - low) * (u0 - high) / ((there - high) * (u0 - low))),
        problem.defined("Z", "log", q),
    )
