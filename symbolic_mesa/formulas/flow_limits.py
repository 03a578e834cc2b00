"""Where a gradient flow by polynomials ends, from a given point, to many digits.

The flow is followed in doubles, by a method for stiff equations, until it hardly moves. There all
velocities vanish while whatever is conserved has still its first value: polynomial equations,
solved by Newton's method in many digits. The conserved polynomials single out one point where the
zeros of the velocities form a curve or a surface.

`numeric_check.model.symmetric_flow` follows the same flow as it is measured on the full model, by
another method: two routes, which must not share code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, sqrt

import mpmath

from symbolic_mesa.formulas.formula import real
from symbolic_mesa.formulas.polynomials import Monomial, Polynomial, conserved, derivative, value
from symbolic_mesa.text.errors import NotApplicable

WORKING_DIGITS = 60
CONSERVED_DEGREE = 2
AT_REST = 1e-10  # a velocity beside the sum of its absolute terms
LOCAL_ERROR = 1e-8  # of one step, relative to the largest scale
MOST_STEPS = 20_000
MOST_REFINEMENTS = 60

Floats = list[float]
Equation = Mapping[Monomial, mpmath.mpf]  # a polynomial that is to vanish


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a flow ends.

    Attributes:
        point: the limit.
        isolated: whether, with the known invariant fixed, no other zero of the velocities is near.
        invariants: conserved polynomials, all up to degree 2.
    """

    point: tuple[mpmath.mpf, ...]
    isolated: bool
    invariants: tuple[Polynomial, ...]


def limit(velocities: Sequence[Polynomial], start: Sequence[Fraction], known: Polynomial) -> Limit:
    """Return where the flow y' = v(y) from `start` ends.

    Args:
        velocities: v, one polynomial for each variable.
        start: the initial point.
        known: a conserved polynomial; fixed points on its level set are isolated or not.

    Raises:
        NotApplicable: when the flow does not come to rest, or nothing singles out its limit.
    """
    try:
        near = _followed(velocities, [float(x) for x in start])
    except OverflowError:
        raise NotApplicable("the flow is beyond the range of doubles") from None
    return rest(velocities, start, known, [mpmath.mpf(x) for x in near])


def rest(
    velocities: Sequence[Polynomial],
    start: Sequence[Fraction],
    known: Polynomial,
    near: Sequence[mpmath.mpf],
) -> Limit:
    """Return the point of rest next to a point, on the level sets of what is conserved.

    A point that is one already, to all working digits, is not moved.

    Raises:
        NotApplicable: when nothing singles it out.
    """
    invariants = [known, *conserved(velocities, CONSERVED_DEGREE)]
    levels = [value(polynomial, start) for polynomial in invariants]
    with mpmath.workdps(WORKING_DIGITS):
        pairs = [*((v, Fraction(0)) for v in velocities), *zip(invariants, levels, strict=True)]
        equations = [_equation(polynomial, level) for polynomial, level in pairs]
        solved = _solves(equations, near)
        point = list(near) if solved else _refined(equations, list(near))
        few = len(velocities) + 1
        isolated = _rank(_jacobian(equations[:few], point)) == len(point)
        return Limit(tuple(point), isolated, tuple(invariants))


def _solves(equations: Sequence[Equation], point: Sequence[mpmath.mpf]) -> bool:
    """Whether every equation holds to the working digits, beside the sum of its terms."""
    sizes = [abs(x) for x in point]
    whole = [value({m: abs(c) for m, c in e.items()}, sizes) for e in equations]
    allowed = mpmath.mpf(10) ** (10 - WORKING_DIGITS)
    return all(
        abs(value(equation, point)) <= allowed * terms
        for equation, terms in zip(equations, whole, strict=True)
    )


def _equation(polynomial: Polynomial, level: Fraction) -> Equation:
    """Return polynomial − level, scaled to coefficients of at most 1."""
    largest = max((abs(c) for c in polynomial.values()), default=Fraction(1))
    found = {m: real(c / largest) for m, c in polynomial.items()}
    constant = tuple([0] * len(next(iter(found)))) if found else ()
    return {**found, constant: -real(level / largest)} if level else found


def _jacobian(equations: Sequence[Equation], point: Sequence[mpmath.mpf]) -> mpmath.matrix:
    size = range(len(point))
    return mpmath.matrix([[value(derivative(e, k), point) for k in size] for e in equations])


def _refined(equations: Sequence[Equation], point: list[mpmath.mpf]) -> list[mpmath.mpf]:
    """Return the solution next to a point: Newton's method for more equations than unknowns."""
    unit = max(abs(x) for x in point)
    for _ in range(MOST_REFINEMENTS):
        jacobian = _jacobian(equations, point)
        if _rank(jacobian) < len(point):
            break
        gap = mpmath.matrix([-value(equation, point) for equation in equations])
        step = mpmath.lu_solve(jacobian.T * jacobian, jacobian.T * gap)
        point = [x + dx for x, dx in zip(point, step, strict=True)]
        if max(abs(dx) for dx in step) < unit * mpmath.mpf(10) ** (10 - WORKING_DIGITS):
            return point
    raise NotApplicable(
        "the end of the flow was not found: no conserved quantity of degree 2 singles it out, or "
        "the tokens are very large or small; give tokens of the size of 1"
    )


def _rank(jacobian: mpmath.matrix) -> int:
    """Return the numerical rank, columns scaled alike."""
    singular = mpmath.svd_r(jacobian, compute_uv=False)
    least = singular[0] * mpmath.mpf(10) ** (-WORKING_DIGITS // 4)
    return sum(1 for s in singular if s > least)


def _followed(velocities: Sequence[Polynomial], point: Floats) -> Floats:
    """Follow the flow in doubles until every velocity is at rest.

    A linearly implicit method of order 2 with an error estimate (Shampine and Reichelt, "The MATLAB
    ODE suite", SIAM J. Sci. Comput. 18 (1997), the formula pair ode23s).
    """
    flow = _Flow(velocities)
    speed = flow.velocity(point)
    step = 0.01 * _norm(point) / _norm(speed) if _norm(speed) else 1.0
    for _ in range(MOST_STEPS):
        if flow.at_rest(point):
            return point
        moved, error = _implicit_step(flow, point, step)
        size = max(_norm(point), _norm(moved)) * LOCAL_ERROR
        if error <= size:
            point = moved
        step *= min(5.0, max(0.2, 0.8 * (size / error) ** (1 / 3))) if error else 5.0
    raise NotApplicable("gradient flow does not come to rest")


class _Flow:
    """Velocities in doubles, with their derivatives."""

    def __init__(self, velocities: Sequence[Polynomial]) -> None:
        self.velocities = [{m: float(c) for m, c in v.items()} for v in velocities]
        size = range(len(velocities))
        self.slopes = [[derivative(v, k) for k in size] for v in self.velocities]

    def velocity(self, point: Floats) -> Floats:
        return [float(value(v, point)) for v in self.velocities]

    def slope(self, point: Floats) -> list[Floats]:
        return [[float(value(s, point)) for s in row] for row in self.slopes]

    def at_rest(self, point: Floats) -> bool:
        sizes = [abs(x) for x in point]
        whole = ({m: abs(c) for m, c in v.items()} for v in self.velocities)
        terms = [float(value(v, sizes)) for v in whole]
        return all(abs(v) <= AT_REST * t for v, t in zip(self.velocity(point), terms, strict=True))


def _implicit_step(flow: _Flow, point: Floats, step: float) -> tuple[Floats, float]:
    """Return the next point and the estimated error of the step."""
    gamma = 1 / (2 + sqrt(2))
    slope = flow.slope(point)
    matrix = [
        [(i == k) - step * gamma * slope[i][k] for k in range(len(point))]
        for i in range(len(point))
    ]
    first = _solved(matrix, flow.velocity(point))
    middle = flow.velocity([x + step / 2 * k for x, k in zip(point, first, strict=True)])
    change = _solved(matrix, [m - k for m, k in zip(middle, first, strict=True)])
    second = [c + k for c, k in zip(change, first, strict=True)]
    moved = [x + step * k for x, k in zip(point, second, strict=True)]
    e = 6 + sqrt(2)
    last = flow.velocity(moved)
    right = [
        f - e * (k2 - m) - 2 * (k1 - v)
        for f, k2, m, k1, v in zip(last, second, middle, first, flow.velocity(point), strict=True)
    ]
    third = _solved(matrix, right)
    errors = [
        step / 6 * (k1 - 2 * k2 + k3) for k1, k2, k3 in zip(first, second, third, strict=True)
    ]
    error = _norm(errors)
    return moved, error if isfinite(error) else float("inf")


def _solved(matrix: list[Floats], right: Floats) -> Floats:
    """Return the solution of a small linear system: elimination with row exchanges."""
    rows = [[*row, r] for row, r in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        best = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    found = [0.0] * size
    for k in reversed(range(size)):
        known = sum(rows[k][i] * found[i] for i in range(k + 1, size))
        found[k] = (rows[k][size] - known) / rows[k][k]
    return found


def _norm(vector: Sequence[float]) -> float:
    return max(abs(x) for x in vector)
