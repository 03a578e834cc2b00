"""Polynomial flows whose ends are known, and what their tests share."""

from collections.abc import Sequence
from fractions import Fraction

import mpmath

from derivations.symmetric.problem import symmetric
from symbolic_mesa.formulas import flow_limits as limits
from symbolic_mesa.formulas.flow_limits import Limit
from symbolic_mesa.formulas.polynomials import Monomial, Polynomial, product, value
from symbolic_mesa.setting import Setting

DIGITS = 28
Point = Sequence[Fraction]


def rationals(*numbers: str | int) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def exactly(number: Fraction) -> mpmath.mpf:
    """Return a rational to more digits than are compared, whatever the working precision."""
    with mpmath.workdps(2 * DIGITS):
        return limits.real(number)


def pull(rate: Fraction = Fraction(1), target: Fraction = Fraction(1)) -> list[Polynomial]:
    """Return a' = rate b (target − ab), b' = rate a (target − ab)."""
    factor = {(0, 0): rate * target, (1, 1): -rate}
    return [product({m: Fraction(1)}, factor) for m in ((0, 1), (1, 0))]


BALANCE: Polynomial = {(2, 0): Fraction(1), (0, 2): Fraction(-1)}


def end_of_pull(start: Point, target: Fraction = Fraction(1)) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return where the flow `pull` ends: ab = target on the hyperbola of a² − b²."""
    with mpmath.workdps(2 * DIGITS):
        level, goal = exactly(start[0] ** 2 - start[1] ** 2), exactly(target)
        a = mpmath.sqrt((level + mpmath.sqrt(level**2 + 4 * goal**2)) / 2)
        a = a if start[0] + start[1] > 0 else -a
        return a, goal / a


def apart(found: Sequence[mpmath.mpf], expected: Sequence[mpmath.mpf]) -> mpmath.mpf:
    """Return the largest difference, relative to the largest number."""
    with mpmath.workdps(2 * DIGITS):
        gap = max(abs(x - y) for x, y in zip(found, expected, strict=True))
        return gap / max(abs(y) for y in expected)


ROUNDING = mpmath.mpf(10) ** -DIGITS
STARTS = [
    ("2", "1/3"),
    ("1/2", "1/2"),
    ("1/10", "3"),
    ("1", "-1/2"),
    ("-1/2", "1"),
    ("-3", "-1/5"),
    ("1/1000", "0"),
    ("0", "40"),
]


def linear(rate: int, target: Fraction, k: int, count: int) -> Polynomial:
    """Return −rate (y_k − target)."""
    unit = tuple(int(i == k) for i in range(count))
    return {unit: Fraction(-rate), (0,) * count: rate * target}


STIFF = (1, 10**8)


def follower(rate: int) -> list[Polynomial]:
    """Return the flow of (a, b) with a third scale that goes to a, `rate` times as fast."""
    first = [{(*m, 0): c for m, c in v.items()} for v in pull()]
    return [*first, {(1, 0, 0): Fraction(rate), (0, 0, 1): Fraction(-rate)}]


def with_third(polynomial: Polynomial) -> Polynomial:
    return {(*m, 0): c for m, c in polynomial.items()}


def resting() -> list[Polynomial]:
    """Return the flow of (a, b) with a third scale that does not move."""
    return [*([{(*m, 0): c for m, c in v.items()} for v in pull()]), {}]


def valley(*zeros: int) -> Polynomial:
    """Return −Π (y − zero)."""
    found: Polynomial = {(0,): Fraction(-1)}
    for zero in zeros:
        found = product(found, {(1,): Fraction(1), (0,): Fraction(-zero)})
    return found


def particle(position: Fraction) -> tuple[list[Polynomial], list[Fraction]]:
    """Return x' = v, v' = −v + x − x³ with v + 1 for the second variable, and a start at rest.

    A double well with friction: how often the particle passes 0 decides where it stays.
    """
    first = {(0, 1): Fraction(1), (0, 0): Fraction(-1)}
    second = {(0, 1): Fraction(-1), (0, 0): Fraction(1), (1, 0): Fraction(1), (3, 0): Fraction(-1)}
    return [first, second], [position, Fraction(1)]


def well_of(flow: Sequence[Polynomial], start: Point, step: float = 4e-3) -> int:
    """Return where the classical Runge-Kutta method with small steps ends, rounded."""
    slopes = [{m: float(c) for m, c in v.items()} for v in flow]

    def speed(y: Sequence[float]) -> list[float]:
        return [float(value(v, y)) for v in slopes]

    def moved(y: Sequence[float], k: Sequence[float], size: float) -> list[float]:
        return [a + size * b for a, b in zip(y, k, strict=True)]

    y = [float(x) for x in start]
    for _ in range(3000):
        k1 = speed(y)
        k2 = speed(moved(y, k1, step / 2))
        k3 = speed(moved(y, k2, step / 2))
        k4 = speed(moved(y, k3, step))
        mean = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(k1, k2, k3, k4, strict=True)]
        y = moved(y, mean, step)
    return round(y[0])


CURVE = [  # x' = f, y' = 2y f with f = 1 − x − y²: only y e^{−2x} is conserved
    {(0, 0): Fraction(1), (1, 0): Fraction(-1), (0, 2): Fraction(-1)},
    {(0, 1): Fraction(2), (1, 1): Fraction(-2), (0, 3): Fraction(-2)},
]
ONE = Fraction(1)
RESTLESS: dict[str, tuple[list[dict[Monomial, Fraction]], list[Fraction]]] = {
    "rotation": ([{(0, 1): ONE}, {(1, 0): -ONE}], rationals("1", "0")),
    "drift": ([{(0,): ONE}], rationals("1")),
    "growth": ([{(1,): ONE}], rationals("1")),
    "explosion": ([{(2,): ONE}], rationals("1")),
}


def limit_of(setting: Setting) -> Limit:
    return symmetric(setting).limit


def least_squares_product(dim: int, length: int) -> Fraction:
    """Return Theorem 4.1's ab for ±1 tokens: κ1 = κ2 = 1, κ3 = d − 1."""
    harmonic = sum((Fraction(1, k) for k in range(1, length - 1)), Fraction(0))
    return 1 / (1 + (dim - 1) * harmonic / (length - 2))


def best_of_length_3(dim: int) -> tuple[Fraction, Fraction]:
    """Return u, v for which ½ E Σ_i |(Σ_l λ_l)(u λ_i + v Σ_{m≠i} λ_m) − λ_i²|² is smallest.

    Products of two phases, by monomial: λ_i² has u − 1, λ_i λ_m u + v, λ_m² v, λ_m λ_n 2v.
    """
    others = dim - 1
    pairs = Fraction(others * (others - 1), 2)
    own, cross, other = 1 + others, others, 2 * others + 4 * pairs  # of u², uv, v²
    v = Fraction(-cross) / (own * other - cross**2)
    return -v * other / cross, v
