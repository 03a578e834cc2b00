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

from functools import partial

from derivations.dynamics.cases import Case
from derivations.dynamics.checks import derivative, remainder
from derivations.dynamics.ends import basin, limit, rate
from derivations.dynamics.expansion import expansion
from derivations.dynamics.observables import Conserved, Trajectory
from derivations.dynamics.problem import ZERO, Dynamics, dynamics
from derivations.dynamics.speed import pl_constant, time_to
from derivations.dynamics.steps import by_case, dynamics_step, in_each_case
from derivations.exact_checks import vanishes
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "theorem-4.1-dynamics"
TITLE = "gradient flow of (a, b) at every time: closed form, limits, basins, rate"
LATEX = {"a": "a(\\tau)", "b": "b(\\tau)", "ab": "(ab)(\\tau)"}


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension, a length and an initial point."""
    problem = dynamics(setting)
    steps = (
        _conserved(problem),
        *(_trajectory(scale, problem) for scale in ("a", "b", "ab")),
        *(limit(scale, problem) for scale in ("a", "b")),
        basin(problem),
        rate(problem),
        pl_constant(problem),
        time_to(problem),
        expansion(problem),
    )
    return Derivation(ID, TITLE, steps)


def _conserved(problem: Dynamics) -> Step:
    """Δ does not change: a² and b² have the same velocity."""
    step = dynamics_step(
        problem,
        "conserved",
        Claim("a^2 - b^2 never changes", "a^2 - b^2", "a^2 - b^2"),
        "2 a a' = 2 b b', so that it keeps its first value Delta",
        (),
        Conserved(problem.setting.init),
    )
    diagonal = problem.diagonal
    a, b = diagonal.field.scales
    same_speed = vanishes(
        "the velocity of a^2 - b^2",
        lambda _: 2 * a * diagonal.velocity("a") - 2 * b * diagonal.velocity("b"),
    )
    initial = vanishes("a_0^2 - b_0^2 less it", lambda first: first - problem.delta)

    def value() -> Formula:
        _ = problem.saturation  # refuses a law for which there is no flow of (a, b)
        return Formula(problem.delta, problem.field)

    return attempted(step, value, same_speed, initial)


def _trajectory(scale: str, problem: Dynamics) -> Step:
    """A scale or the product at time τ: it solves the ODE from its start."""
    words = "the product ab" if scale == "ab" else f"the scale {scale}"
    step = dynamics_step(
        problem,
        f"trajectory-{scale}",
        Claim(f"{words} at time tau", f"{scale}(tau)", LATEX[scale]),
        "(a+b)^2 solves the Riccati equation v' = 2 C s v - (C/2)(v^2 - Delta^2), whose "
        "coefficients are constant, and (a-b)^2 = Delta^2/(a+b)^2",
        ("trajectory-a", "trajectory-b") if scale == "ab" else ("conserved",),
        Trajectory(problem.setting.init, tuple(scale)),
    )
    gaps = _product_gaps if scale == "ab" else _ode_gaps
    solves = in_each_case(WHAT[scale], lambda: problem.cases, partial(gaps, scale, problem))

    def value() -> Closed | dict[Case, Closed]:
        return by_case(problem.cases, partial(problem.trajectory, scale))

    return attempted(step, value, solves)


WHAT = {
    "a": "a' less the flow's, and a^2 less its first value where E = 1,",
    "b": "b' less the flow's, and b^2 less its first value where E = 1,",
    "ab": "the product of both closed forms less it",
}


def _ode_gaps(scale: str, problem: Dynamics, case: Case, form: Closed) -> list[object]:
    """Return what must vanish for a closed form, as it defines its names, to be the flow."""
    stated = {one.name: one for one in form.where}
    where = tuple(stated.get(one.name, one) for one in problem.definitions(case))
    form = Closed(form.formula, where)
    s, c = problem.names("s", "C")
    x = form.formula.element
    other = problem.trajectory("b" if scale == "a" else "a", case).formula.element
    first = problem.start[0 if scale == "a" else 1]
    rules = (*_on_case(case, problem), *where[2:])  # s and C stay names: their values are compared
    one = problem.defined("E", "value", problem.number(1))
    begin = tuple(one if rule.name == "E" else rule for rule in rules)
    return [
        remainder(derivative(x, form, "tau") - other * c * (s - x * other), rules),
        remainder(x**2 - first**2, begin),  # a root has a sign: the other routes see it
        where[0].of.element - problem.product,
        where[1].of.element - problem.saturation,
    ]


def _product_gaps(scale: str, problem: Dynamics, case: Case, form: Closed) -> list[object]:
    """Return what must vanish for a closed form to be the product of the two scales."""
    known = {one.name: one for one in problem.definitions(case)}
    first, second = (problem.trajectory(k, case).formula.element for k in ("a", "b"))
    unlike = [one.of.element - known[one.name].of.element for one in form.where]
    return [*unlike, remainder(form.formula.element - first * second, (known["G"],))]


def _on_case(case: Case, problem: Dynamics) -> tuple[Definition, ...]:
    """Return that b₀² is a₀² where Δ = 0."""
    if case != ZERO or problem.setting.init is not None:
        return ()
    (a,) = problem.names("a_0")
    return (Definition("b_0", "sqrt", Formula(a**2, problem.field)),)
