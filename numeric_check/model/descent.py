"""Gradient descent with finite steps, of two scales: a ← a + η a', b ← b + η b'."""

from collections.abc import Iterator
from math import copysign, hypot, inf, sqrt

from numeric_check.model.scale_flow import Place, Point, ScaleFlow, double, exactly

SETTLED = 1e-9  # |ab − s| beside s: what comes after is rounding
MOST_STEPS = 1_000_000
HALVINGS = 60
STRETCH, MOST_STRETCHES = 5_000, 200  # steps that are followed, and how often
ROUNDING = 1e-14


def path(flow: ScaleFlow, start: Point, step: float) -> Iterator[Point]:
    """Yield the scales, the start first, without an end."""
    a, b = start
    while True:
        yield a, b
        slope_a, slope_b = flow.velocity((a, b))
        a, b = a + step * slope_a, b + step * slope_b


def epochs(flow: ScaleFlow, start: Point, step: float, within: float) -> int | None:
    """Return after how many steps |ab − s| <= within · s; None if it never comes so near."""
    s = flow.growth / flow.saturation
    for k, (a, b) in enumerate(path(flow, start, step)):
        gap = abs(a * b - s)
        if gap <= within * s:
            return k
        if k >= MOST_STEPS or not gap < 1e100 * s:
            return None
    return None


def is_monotone(flow: ScaleFlow, start: Place, step: float) -> bool:
    """Whether ab moves to s from one side, ever nearer (so that the loss ever decreases).

    It is followed in a + b, a − b and ab − s, each of which one step multiplies: none is lost
    beside another. A way that takes long is followed in stretches: what moves slowly stays near the
    hyperbola that it is on, and after each the next begins on it where half of the gap is left.
    """
    s, c = double(flow.product), flow.saturation
    a, b = exactly(start)
    total, rest, gap = double(a + b), double(a - b), double(a * b - flow.product)
    for _ in range(MOST_STRETCHES):
        for _ in range(STRETCH):
            if abs(gap) <= SETTLED * s:
                return True
            force = -step * c * gap
            gone = _part_gone(total, rest, force, step * c)
            after = gap * (1 - gone)
            beyond = gone > 1 + ROUNDING and abs(after) > SETTLED * s
            if not (total and gone > 0) or beyond:
                return False
            total, rest, gap = total * (1 + force), rest * (1 - force), after
        gap /= 2
        total, rest = _nearer(total, rest, s + gap)
    return False


def _part_gone(total: float, rest: float, force: float, rate: float) -> float:
    """Return which part of ab − s one step takes away, or its sign where that is too small.

    It is rate (a² + b² + force ab): the new product, multiplied out.
    """
    size = max(abs(total), abs(rest))
    x, y = total / size, rest / size
    part = (x * x + y * y) / 2 + force * (x - y) * (x + y) / 4
    return rate * size * part * size or part * (rate > 0)


def _nearer(total: float, rest: float, product: float) -> tuple[float, float]:
    """Return the point of the same hyperbola where ab is this product, as a + b and a − b."""
    delta = total * rest
    whole = hypot(2 * product, delta)
    if product >= 0:
        total = copysign(sqrt(whole + 2 * product), total)
        return total, delta / total
    rest = copysign(sqrt(whole - 2 * product), rest)
    return delta / rest, rest


def largest_monotone(flow: ScaleFlow, start: Point, safe: float) -> float:
    """Return the largest step of such a way, by bisection from one that is known to be such.

    From a start with ab = s every step is: infinity.
    """
    if epochs(flow, start, safe, SETTLED) == 0:
        return inf
    low, high = safe, 2 * safe
    while is_monotone(flow, start, high):
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_monotone(flow, start, middle) else (low, middle)
    return low
