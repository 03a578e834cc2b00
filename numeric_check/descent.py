"""Gradient descent with finite steps, of two scales: a ← a + η a', b ← b + η b'."""

from collections.abc import Iterator
from math import inf

from numeric_check.scale_flow import Point, ScaleFlow

SETTLED = 1e-9  # |ab − s| beside s: what comes after is rounding
MOST_STEPS = 1_000_000
HALVINGS = 60


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


def is_monotone(flow: ScaleFlow, start: Point, step: float) -> bool:
    """Whether ab moves to s from one side, ever nearer (so that the loss ever decreases)."""
    s = flow.growth / flow.saturation
    before: float | None = None
    for k, (a, b) in enumerate(path(flow, start, step)):
        gap = a * b - s
        if abs(gap) <= SETTLED * s:
            return True
        if k >= MOST_STEPS:
            return False
        if before is not None and (gap * before < 0 or not abs(gap) < abs(before)):
            return False
        before = gap
    return False


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
