"""A step size for which ab goes monotonically to s, the loss decreasing at every step.

Let p = ab, N = a² + b², e = C (s − p). One step a ← a + η b e, b ← b + η a e gives

    p⁺ − s = (p − s) q,   q = 1 − ηCN + η²C² p (p − s),   Δ⁺ = Δ (1 − η²e²),   N² = Δ² + 4p².

Let n be D where |p₀| <= s, else N₀, and ηCn + η²C²s²/4 = 1. As long as |Δ| <= |Δ₀| and p is between
p₀ and s, N <= n, so that ηC|p|, ηCs <= ½ and |ηe| <= 1: |Δ| does not grow. q >= 0, since
p (s − p) <= s²/4; and q < 1, since ηC p (p − s) < N. So p⁺ lies between p and s, and the loss
min L + (dC/2)(p − s)² decreases. Only N = 0 makes q = 1, and (a + b)² grows by (1 + ηe)² where
p < s: p goes to s.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sympy.polys.fields import FracElement

from derivations.diagonal import ON_DIAGONAL
from derivations.dynamics.cases import Case
from derivations.dynamics.checks import remainder
from derivations.dynamics.steps import by_case, passed, sides_of, sign
from derivations.exact_checks import symbolic_zero
from derivations.stability import observables
from derivations.stability.problem import SCALES, Stability
from derivations.stability.step_limit import UNMASKED
from derivations.stability.steps import SOURCE
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted

NEAR, FAR = Case.NEAR, Case.FAR


def step_safe(problem: Stability, limit: Step) -> Step:
    """η = 2/(C (n + √(n² + s²))); `limit` is the step on stability at the end."""
    step = Step(
        "step-size-safe",
        Claim(
            "step size of gradient descent from (a_0, b_0) with a_0 + b_0 != 0 for which ab goes "
            "monotonically to s and the loss decreases at every step; what rounding adds outside "
            "of a and b dies out only below step-size-limit",
            "eta",
            r"\eta",
        ),
        why="one step multiplies ab - s by 1 - eta C (a^2+b^2) + (eta C)^2 ab (ab - s), which lies "
        "in [0, 1) on the whole way when eta C n + (eta C s)^2/4 = 1, n bounding a^2 + b^2",
        premises=("step-size-limit",),
        source=SOURCE,
        observable=observables.SafeStep(problem.setting.init),
    )

    def value() -> Closed | dict[Case, Closed]:
        problem.require_end()
        return by_case(_cases(problem), partial(_form, problem))

    solves = partial(_solves, problem)
    step = attempted(step, value, lambda _: _one_step(problem), solves)
    stays = _stays(problem, step.claim, limit.claim)
    return replace(step, assumptions=(ON_DIAGONAL, problem.off_the_line, stays))


def _stays(problem: Stability, claim: Claim, limit: Claim) -> Assumption:
    """Return the assumption that training stays, with what the unmasked model allows if not."""
    stays = problem.dynamics.diagonal.stays
    unmasked = limit.value.floats.get(UNMASKED) if isinstance(limit.value, Decimals) else None
    safe = claim.value.value if isinstance(claim.value, Closed) else None
    least = "" if unmasked is None or safe is None else f", {min(unmasked, safe):.10g}"
    instead = (
        f"{stays.instead}; the unmasked model is stable at its end only below step-size-limit "
        f"({UNMASKED}): take the smaller of the two{least}"
    )
    return replace(stays, instead=instead)


def _cases(problem: Stability) -> tuple[Case, ...]:
    init = problem.setting.init
    sign = None if init is None else problem.dynamics.compared(abs(init[0] * init[1]))
    return (NEAR, FAR) if sign is None else (FAR if sign > 0 else NEAR,)


def _form(problem: Stability, case: Case) -> Closed:
    c, n, root = problem.dynamics.names("C", "n", "R_2")
    return problem.closed(2 / (c * (n + root)), _bound(problem, case), _root(problem))


def _root(problem: Stability) -> Definition:
    s, n = problem.dynamics.names("s", "n")
    return problem.dynamics.defined("R_2", "sqrt", n**2 + s**2)


def _bound(problem: Stability, case: Case) -> Definition:
    """Return n: what a² + b² never exceeds on the way."""
    a, b = problem.dynamics.start
    return problem.dynamics.defined("n", "value", problem.root if case == NEAR else a**2 + b**2)


def _one_step(problem: Stability) -> Check:
    """What one step does to ab and to Δ; the bounds of the proof as squares."""
    zero = problem.field.field.zero
    a, b, s, c, eta = problem.dynamics.names(*SCALES, "s", "C", "eta")
    p, force = a * b, c * (s - a * b)
    after, beside = a + eta * b * force, b + eta * a * force
    factor = 1 - eta * c * (a**2 + b**2) + (eta * c) ** 2 * p * (p - s)
    return symbolic_zero(
        "velocities, (ab - s)+ less (ab - s) q, Delta+ less Delta (1 - eta^2 e^2) and the squares",
        lambda: next((gap for gap in _velocity_gaps(problem) if gap), zero),
        lambda: after * beside - s - (p - s) * factor,
        lambda: after**2 - beside**2 - (a**2 - b**2) * (1 - (eta * force) ** 2),
        lambda: (after + beside) - (a + b) * (1 + eta * force),
        lambda: (a**2 + b**2) ** 2 - (a**2 - b**2) ** 2 - 4 * p**2,
        lambda: s**2 / 4 - p * (s - p) - (p - s / 2) ** 2,
    )


def _velocity_gaps(problem: Stability) -> Iterator[FracElement]:
    """Yield the velocities less b C (s − ab) and a C (s − ab)."""
    diagonal = problem.dynamics.diagonal
    (a, b), ode = diagonal.field.scales, diagonal.ode
    yield diagonal.velocity("a") - b * ode.saturation * (ode.product - a * b)
    yield diagonal.velocity("b") - a * ode.saturation * (ode.product - a * b)


def _solves(problem: Stability, claim: Claim) -> Check:
    """The stated step solves ηCn + η²C²s²/4 = 1, with the n of its case, and is positive."""
    s, c, n = problem.dynamics.names("s", "C", "n")
    root = _root(problem)
    gaps: list[object] = [claim.parts and tuple(claim.parts) != _cases(problem)]
    for case, form in sides_of(claim, partial(_cases, problem)):
        eta = form.formula.element
        known = {one.name: one for one in (*problem.definitions, _bound(problem, case), root)}
        gaps += [one.of.element - known[one.name].of.element for one in form.where]
        gaps.append(remainder(eta * c * n + (eta * c * s) ** 2 / 4 - 1, (root,)))
        gaps.append(sign(form) != 1)
    return passed(gaps, "eta C n + (eta C s)^2/4 - 1")
