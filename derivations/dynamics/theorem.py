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

from dataclasses import replace
from typing import Any

from sympy.polys.fields import FracElement

from derivations.dynamics.cases import Case
from derivations.dynamics.checks import derivative, remainder
from derivations.dynamics.ends import basin, limit, rate
from derivations.dynamics.expansion import expansion
from derivations.dynamics.observables import Conserved, Trajectory
from derivations.dynamics.problem import ZERO, Dynamics, dynamics
from derivations.dynamics.speed import pl_constant, time_to
from derivations.dynamics.steps import cases, dynamics_step, passed, sides
from derivations.exact_checks import symbolic_zero
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "theorem-4.1-dynamics"
TITLE = "gradient flow of (a, b) at every time: closed form, limits, basins, rate"
LATEX = {"a": "a(\\tau)", "b": "b(\\tau)", "ab": "(ab)(\\tau)"}


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension, a length and an initial point."""
    here = dynamics(setting)
    steps = (
        _conserved(here),
        *(_trajectory(scale, here) for scale in ("a", "b", "ab")),
        *(limit(scale, here) for scale in ("a", "b")),
        basin(here),
        rate(here),
        pl_constant(here),
        time_to(here),
        expansion(here),
    )
    return Derivation(ID, TITLE, steps)


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

    step = dynamics_step(
        here,
        "conserved",
        Claim("a^2 - b^2 never changes", "a^2 - b^2", "a^2 - b^2"),
        "2 a a' = 2 b b', so that it keeps its first value Delta",
        (),
        Conserved(here.setting.init),
    )
    step = replace(step, obligations=(same_speed, initial))

    def value() -> Formula:
        _ = here.saturation  # refuses a law for which there is no flow of (a, b)
        return Formula(here.delta, here.field)

    return attempted(step, value)


def _trajectory(scale: str, here: Dynamics) -> Step:
    gaps_of = _product_gaps if scale == "ab" else _ode_gaps

    def check(claim: Claim) -> Check:
        pairs = cases(claim, here.cases)
        gaps = [gap for case, form in pairs for gap in gaps_of(scale, case, form, here)]
        return passed(gaps, WHAT[scale])

    words = "the product ab" if scale == "ab" else f"the scale {scale}"
    step = dynamics_step(
        here,
        f"trajectory-{scale}",
        Claim(f"{words} at time tau", f"{scale}(tau)", LATEX[scale]),
        "u = (a+b)^2 solves a Riccati equation with constant coefficients, and (a-b)^2 = Delta^2/u",
        ("trajectory-a", "trajectory-b") if scale == "ab" else ("conserved",),
        Trajectory(here.setting.init, tuple(scale)),
    )
    step = replace(step, obligations=(check,))
    return attempted(
        step, lambda: sides({case: here.trajectory(scale, case) for case in here.cases})
    )


WHAT = {
    "a": "a' less the flow's, and a^2 less its first value where E = 1,",
    "b": "b' less the flow's, and b^2 less its first value where E = 1,",
    "ab": "the product of both closed forms less it",
}


def _ode_gaps(scale: str, case: Case, form: Closed, here: Dynamics) -> list[Any]:
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


def _product_gaps(scale: str, case: Case, form: Closed, here: Dynamics) -> list[Any]:
    """What must vanish for a closed form to be the product of the two, by the same definitions."""
    known = {one.name: one for one in here.definitions(case)}
    first, second = (here.trajectory(k, case).formula.element for k in ("a", "b"))
    gaps = [one.of.element - known[one.name].of.element for one in form.where]
    gaps.append(remainder(form.formula.element - first * second, (known["G"],)))
    return gaps


def _on_case(case: Case, here: Dynamics) -> tuple[Definition, ...]:
    """Where Δ = 0, b₀² is a₀²."""
    if case != ZERO or here.setting.init is not None:
        return ()
    (a,) = here.names("a_0")
    return (Definition("b_0", "sqrt", Formula(a**2, here.field)),)
