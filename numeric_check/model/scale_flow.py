"""The flow a' = b (B − C ab), b' = a (B − C ab) for numbers B and C, followed by Taylor series.

B and C are measured in doubles. Everything else is exact, or in integers beside a power of two: a
start near the line a + b = 0 leaves it by a difference that doubles do not hold.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import exp2, isfinite, isqrt, log2
from operator import mul

ORDER = 36  # of the Taylor series
RATIO = 0.15  # of the radius of convergence that a step takes: 0.15^36 is far below rounding
BITS, MOST_BITS = 192, 8192  # of a fixed-point number, beyond those that the start needs
MOST_STEPS = 20_000
HALVINGS = 110  # of a bracket of one octave
FARTHEST = 1e-12  # of s beside the squared start: what a step leaves out must be small beside it
Number = float | Fraction
Point = tuple[float, float]
Place = tuple[Number, Number]
Exact = tuple[Fraction, Fraction]


class TooFar(ArithmeticError):
    """The start is where the flow measured in doubles does not tell what it does."""


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

    @property
    def product(self) -> Fraction:
        """The fixed point s = B/C of ab, of these very doubles."""
        growth, saturation = self._exact
        return growth / saturation

    @property
    def _exact(self) -> Exact:
        if not (isfinite(self.growth) and isfinite(self.saturation) and self.saturation):
            raise TooFar("the flow is beyond the range of doubles")
        return Fraction(self.growth), Fraction(self.saturation)

    def at(self, start: Place, time: Number) -> Exact:
        """Return (a, b) at a time.

        It is followed in units in which C is 1 and the largest of a, b and the root of |B/C| too.

        Raises:
            TooFar: when the start is too far from ab = B/C to be followed.
        """
        a, b = exactly(start)
        if not (a or b):
            return a, b
        product = abs(self.product)
        unit = _power_of_two(max(a * a, b * b, product))
        if product < FARTHEST * unit * unit:
            raise TooFar("the flow from this start is beyond what doubles can follow")
        rate = self._exact[1] * unit * unit
        first, second = _at(self.product / unit**2, (a / unit, b / unit), Fraction(time) * rate)
        return first * unit, second * unit

    def velocity(self, point: Point) -> Point:
        """Return (a', b')."""
        a, b = point
        force = self.growth - self.saturation * a * b
        return b * force, a * force

    def limit(self, start: Place) -> Point:
        """Return where the flow ends: on its hyperbola, found by bisection."""
        a, b = exactly(start)
        if a + b == 0:
            return 0.0, 0.0
        delta, product = (a - b) * (a + b), abs(self.product)
        small, large = _roots(abs(delta), product)
        sign = 1 if a + b > 0 else -1
        first, second = (large, small) if delta > 0 else (small, large)
        return sign * double(first), sign * double(second)

    def slope(self, start: Place) -> Fraction:
        """Return minus the trace of the flow's derivative in the minimum that a start leads to.

        It is found by differences, which are exact.
        """
        growth, saturation = self._exact
        a, b = exactly(start)
        small, large = _roots(abs((a - b) * (a + b)), abs(self.product))
        size = small + large
        here, right, above = (
            (y * (growth - saturation * x * y), x * (growth - saturation * x * y))
            for x, y in ((large, small), (large + size, small), (large, small + size))
        )
        return ((here[0] - right[0]) + (here[1] - above[1])) / size

    def loss_ratio(self, point: Place) -> Fraction | None:
        """Return ½‖∇L‖²/(L − min L) at a point; None in a minimum, where both are 0."""
        a, b = exactly(point)
        growth, saturation = self._exact
        force = growth - saturation * a * b
        if not force:
            return None
        squared = self.dim * ((b * force) ** 2 + (a * force) ** 2)
        gap = self.dim * saturation / 2 * (a * b - growth / saturation) ** 2
        return squared / 2 / gap


def exactly(place: Place) -> Exact:
    """Return a point, in doubles or not, as fractions."""
    return Fraction(place[0]), Fraction(place[1])


def double(value: Fraction) -> float:
    """Return a fraction as a double.

    Raises:
        TooFar: when it is beyond their range.
    """
    try:
        return float(value)
    except OverflowError:
        raise TooFar("the start is beyond the range of doubles") from None


def root(value: Fraction) -> Fraction:
    """Return the square root of a fraction, to about `BITS` bits."""
    if not value:
        return value
    places = BITS + max(0, value.denominator.bit_length() - value.numerator.bit_length()) // 2 + 1
    shifted = (value.numerator << 2 * places) // value.denominator
    return Fraction(isqrt(shifted), 1 << places)


@lru_cache(maxsize=256)  # pure; several claims speak of one hyperbola
def _roots(delta: Fraction, product: Fraction) -> Exact:
    """Return x < y with xy = product and y² − x² = delta >= 0, by bisection in x²."""
    high = min(product, product**2 / delta) if delta else product
    low = high / 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = middle * (middle + delta) < product**2
        low, high = (middle, high) if below else (low, middle)
    return root(low), root(low + delta)


def _power_of_two(square: Fraction) -> Fraction:
    """Return a power of two that is at least the root, and less than four times as large."""
    power = (square.numerator.bit_length() - square.denominator.bit_length() + 2) // 2
    return Fraction(2) ** power


@lru_cache(maxsize=256)  # likewise
def _at(product: Fraction, start: Exact, time: Fraction) -> Exact:
    """Return where the flow with C = 1 is, in integers beside a power of two.

    The time of each step is counted in 2^unit, near to what the flow takes for a change there.
    """
    bits = BITS + max(map(_smallness, (*start, start[0] + start[1], start[0] - start[1], time)))
    if bits > MOST_BITS:
        raise TooFar("the start is too near to a line that the flow keeps to be followed")
    growth = _fixed(product, bits)
    point, left = (_fixed(start[0], bits), _fixed(start[1], bits)), _fixed(time, bits)
    for _ in range(MOST_STEPS):
        rate = max(abs(growth), (point[0] ** 2 + point[1] ** 2) >> bits)
        unit = max(0, bits - rate.bit_length())
        a, b = _series(growth, point, bits, unit)
        step = min(_step(a, b, bits), left >> unit)
        point = _sum(a, step, bits), _sum(b, step, bits)
        left -= step << unit
        if not left >> unit:
            return Fraction(point[0], 1 << bits), Fraction(point[1], 1 << bits)
    raise TooFar(f"the flow from this start takes more than {MOST_STEPS} steps")


def _smallness(value: Fraction) -> int:
    """Return how many bits after the point a number below 1 begins; nothing for 0."""
    gap = value.denominator.bit_length() - abs(value.numerator).bit_length()
    return max(0, gap) if value else 0


def _fixed(value: Fraction, bits: int) -> int:
    return (value.numerator << bits) // value.denominator


def _series(
    growth: int, start: tuple[int, int], bits: int, unit: int
) -> tuple[list[int], list[int]]:
    """Return the Taylor coefficients of a and b at a point, by the recurrence of the ODE."""
    a, b = [start[0]], [start[1]]
    forces: list[int] = []
    for k in range(ORDER):
        forces.append((growth if k == 0 else 0) - (_convolved(a, b) >> bits))
        for scale, other in ((a, b), (b, a)):
            slope = _convolved(other[: k + 1], forces) >> bits - unit
            scale.append(slope // (k + 1))
    return a, b


def _convolved(first: list[int], second: list[int]) -> int:
    return sum(map(mul, first, reversed(second)))


def _step(a: list[int], b: list[int], bits: int) -> int:
    """Return a step after which the last terms are far below rounding."""
    size = log2(max(abs(a[0]), abs(b[0]), 1))
    tails = [(log2(max(abs(x[k]), 1)) - size) / k for x in (a, b) for k in (ORDER, ORDER - 1)]
    return int(RATIO * exp2(-max(tails)) * (1 << 64)) << bits - 64


def _sum(coefficients: list[int], step: int, bits: int) -> int:
    total = 0
    for coefficient in reversed(coefficients):
        total = (total * step >> bits) + coefficient
    return total
