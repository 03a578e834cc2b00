"""The flow a' = b (B − C ab), b' = a (B − C ab) for numbers B and C, followed by Taylor series."""

from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite, sqrt

ORDER = 26  # of the Taylor series
RATIO = 0.22  # of the radius of convergence that a step takes: 0.22^26 is below rounding
HALVINGS = 200
FARTHEST = 1e-12  # of s beside the squared start: what a step leaves out must be small beside it
Point = tuple[float, float]


@dataclass(frozen=True)
class ScaleFlow:
    """The flow of two scales.

    Attributes:
        growth: B.
        saturation: C.
        dim: d; the loss is its smallest value plus d (C/2) (ab − B/C)².
    """

    growth: float
    saturation: float
    dim: int

    def at(self, start: Point, time: float) -> Point:
        """Return (a, b) at a time.

        It is followed in units in which C is 1 and the largest of a, b and the root of |B/C| too,
        so that powers stay in the range of doubles.

        Raises:
            TooFar: when the start is beyond what doubles can follow.
        """
        product = abs(self.growth / self.saturation)
        size = max(*map(abs, start), sqrt(product))
        rate = self.saturation * size * size
        if not (isfinite(rate) and rate and product >= FARTHEST * size * size):
            raise TooFar("the flow from this start is beyond what doubles can follow")
        flow = ScaleFlow(self.growth / rate, 1.0, self.dim)
        a, b = _at(flow, (start[0] / size, start[1] / size), time * rate)
        return a * size, b * size

    def velocity(self, point: Point) -> Point:
        """Return (a', b')."""
        a, b = point
        force = self.growth - self.saturation * a * b
        return b * force, a * force

    def limit(self, start: Point) -> Point:
        """Return where the flow ends: on its hyperbola, found by bisection in ab."""
        a, b = start
        if a + b == 0:
            return 0.0, 0.0
        delta, product = (a - b) * (a + b), self.growth / self.saturation
        low, high = 0.0, abs(a) + abs(b) + 2 * sqrt(abs(product)) + 1
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = middle * sqrt(middle**2 + abs(delta)) < product
            low, high = (middle, high) if below else (low, middle)
        sign = 1 if a + b > 0 else -1
        small, large = sign * low, sign * sqrt(low**2 + abs(delta))
        return (large, small) if delta > 0 else (small, large)

    def slope(self, point: Point) -> float:
        """Return minus the trace of the flow's derivative at a point, by exact differences."""
        a, b = point
        size = abs(a) + abs(b)
        here, beside = self.velocity(point), self.velocity((a + size, b))
        above = self.velocity((a, b + size))
        return ((here[0] - beside[0]) + (here[1] - above[1])) / size

    def loss_ratio(self, point: Point) -> float:
        """Return ½‖∇L‖²/(L − min L) at a point."""
        a, b = point
        squared = self.dim * sum(v * v for v in self.velocity(point))
        gap = self.dim * self.saturation / 2 * (a * b - self.growth / self.saturation) ** 2
        return squared / 2 / gap


def _series(flow: ScaleFlow, start: Point) -> tuple[list[float], list[float]]:
    """Return the Taylor coefficients of a and b at a point, by the recurrence of the ODE."""
    a, b = [start[0]], [start[1]]
    forces: list[float] = []
    for k in range(ORDER):
        product = sum(a[i] * b[k - i] for i in range(k + 1))
        forces.append((flow.growth if k == 0 else 0.0) - flow.saturation * product)
        slope_a = sum(b[i] * forces[k - i] for i in range(k + 1))
        slope_b = sum(a[i] * forces[k - i] for i in range(k + 1))
        a.append(slope_a / (k + 1))
        b.append(slope_b / (k + 1))
    return a, b


def _step(a: list[float], b: list[float]) -> float:
    """Return a step after which the last terms are below rounding."""
    size = max(abs(a[0]), abs(b[0]))
    tails = [
        abs(x) ** (1 / (ORDER - k)) for x, k in ((a[-1], 0), (b[-1], 0), (a[-2], 1), (b[-2], 1))
    ]
    radius = max(tail / size ** (1 / ORDER) for tail in tails)
    return RATIO / radius if radius else inf


class TooFar(ArithmeticError):
    """The start is so far away that the flow cannot be followed in doubles."""


@lru_cache(maxsize=256)  # pure; several claims speak of one point
def _at(flow: ScaleFlow, start: Point, time: float) -> Point:
    point, left = start, time
    while left > 0:
        a, b = _series(flow, point)
        if not all(map(isfinite, (*a, *b))):
            raise TooFar("the flow from this start is beyond what doubles can follow")
        step = min(_step(a, b), left)
        point = _sum(a, step), _sum(b, step)
        left -= step
    return point


def _sum(coefficients: list[float], step: float) -> float:
    total = 0.0
    for coefficient in reversed(coefficients):
        total = total * step + coefficient
    return total
