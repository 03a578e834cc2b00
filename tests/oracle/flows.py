"""Gradient flows, integrated: of (a, b) by Taylor series to many digits, of four scales in doubles.

Of (a, b) only a' = b (B − C ab) and b' = a (B − C ab) are used, B and C measured on the model; time
is counted in units of 1/C.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import mpmath
import numpy as np
from scipy.integrate import solve_ivp  # type: ignore[import-untyped]  # it ships no types

from tests.oracle.numbers import real

ORDER, WORKING = 24, 40
NEAR = 10.0**-28  # where the flow is taken to have ended, relative to its size
MOST_STEPS = 2000


@dataclass(frozen=True)
class Flow:
    """The flow of (a, b) from a start.

    Attributes:
        start: (a, b) at time 0.
        product: s = B/C.
        speed: C.
    """

    start: tuple[Fraction, Fraction]
    product: Fraction
    speed: Fraction

    def at(self, time: Any) -> tuple[Any, Any]:
        """Return (a, b) at a time."""
        with mpmath.workdps(WORKING):
            left = real(time) * real(self.speed)
            point = tuple(map(real, self.start))
            while left > 0:
                series, longest = self._series(point)
                step = min(left, longest)
                point = _moved(series, step)
                left -= step
            return point[0], point[1]

    def _series(self, point: tuple[Any, ...]) -> tuple[tuple[list[Any], list[Any]], Any]:
        """Return the Taylor coefficients at a point, and a step that they allow."""
        a, b, force = [point[0]], [point[1]], []
        for n in range(ORDER):
            inner = mpmath.fsum(a[k] * b[n - k] for k in range(n + 1))
            force.append((real(self.product) if n == 0 else 0) - inner)
            a.append(mpmath.fsum(b[k] * force[n - k] for k in range(n + 1)) / (n + 1))
            b.append(mpmath.fsum(a[k] * force[n - k] for k in range(n + 1)) / (n + 1))
        largest = max(abs(a[-1]), abs(b[-1]))
        size = max(abs(a[0]), abs(b[0]), mpmath.mpf(10) ** -300)
        if not largest:
            return (a, b), mpmath.inf
        return (a, b), (size / largest * mpmath.mpf(10) ** -32) ** (mpmath.mpf(1) / ORDER)

    @cached_property
    def path(self) -> tuple[tuple[Any, Any, Any], ...]:
        """The points (time, a, b) after each step until the flow hardly moves."""
        with mpmath.workdps(WORKING):
            point, time = tuple(map(real, self.start)), mpmath.mpf(0)
            found = [(time, *point)]
            for _ in range(MOST_STEPS):
                if self._rests(point):
                    return tuple(found)
                series, step = self._series(point)
                point, time = _moved(series, step), time + step
                found.append((time / real(self.speed), *point))
        raise ArithmeticError(f"the flow from {self.start} does not end")

    def _rests(self, point: tuple[Any, ...]) -> bool:
        a, b = point
        s = real(self.product)
        at_saddle = max(abs(a), abs(b)) <= NEAR * mpmath.sqrt(s)
        return bool(abs(a * b - s) <= NEAR * max(s, a**2 + b**2) or at_saddle)

    @property
    def end(self) -> tuple[Any, Any]:
        """Where the flow ends."""
        _, a, b = self.path[-1]
        return a, b

    @property
    def ends_in_saddle(self) -> bool:
        """Whether that is (0, 0)."""
        a, b = self.end
        return bool(abs(a * b) < abs(a * b - real(self.product)))

    @property
    def rate(self) -> Any:
        """The rate of approach: the slope of the velocity where the flow ends, towards it."""
        a, b = self.end
        with mpmath.workdps(WORKING):
            if self.ends_in_saddle:  # along a + b = 0
                return real(self.product) * real(self.speed)
            return real(self.speed) * (a**2 + b**2)

    @cached_property
    def smallest_size(self) -> Any:
        """The infimum of a² + b² on the way: on the path, or between two points where ab = 0."""
        with mpmath.workdps(WORKING):
            sizes = [a**2 + b**2 for _, a, b in self.path]
            for before, after in zip(self.path, self.path[1:], strict=False):
                if before[1] * before[2] < 0 < after[1] * after[2]:
                    sizes.append(self._crossing(before, after))
            return mpmath.mpf(0) if self.ends_in_saddle else min(sizes)

    def _crossing(self, before: tuple[Any, ...], after: tuple[Any, ...]) -> Any:
        """Return a² + b² where ab = 0, by halving the time between two points."""
        series, _ = self._series(before[1:])
        low, high = mpmath.mpf(0), (after[0] - before[0]) * real(self.speed)
        for _ in range(120):
            middle = (low + high) / 2
            a, b = _moved(series, middle)
            low, high = (middle, high) if a * b < 0 else (low, middle)
        a, b = _moved(series, high)
        return a**2 + b**2

    @property
    def largest_size(self) -> Any:
        """The supremum of a² + b² on the way."""
        with mpmath.workdps(WORKING):
            return max(a**2 + b**2 for _, a, b in self.path)


def _moved(series: tuple[list[Any], list[Any]], step: Any) -> tuple[Any, Any]:
    a, b = (mpmath.polyval(coefficients[::-1], step) for coefficients in series)
    return a, b


def followed(velocity: Callable[[Any], Any], start: tuple[float, ...], stiffness: float) -> Any:
    """Return where a flow ends, in doubles: LSODA over ever longer times, until it hardly moves."""
    point, span = np.array(start), 10 / stiffness
    for _ in range(60):
        found = solve_ivp(
            lambda _, x: velocity(x), (0, span), point, method="LSODA", rtol=1e-12, atol=1e-14
        )
        moved, point = float(np.max(np.abs(found.y[:, -1] - point))), found.y[:, -1]
        if moved <= 1e-11 * max(1.0, float(np.max(np.abs(point)))):
            return point
        span *= 2
    return None
