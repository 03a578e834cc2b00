"""Sums over t of a count divided by factors t - c, in closed form for symbolic T."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import prod
from typing import Any

from symbolic_mesa.engine.polynomials import (
    Polynomial,
    evaluate_polynomial,
    interpolate,
    moved,
    partial_fractions,
    trimmed,
)
from symbolic_mesa.engine.time_counts import TimeCount
from symbolic_mesa.statement.contractions import TimeIndex, TimeRange
from symbolic_mesa.text.errors import NotClosed

LENGTH = "T"


@dataclass(frozen=True, slots=True)
class TimeSum:
    """A number for each length T, linear in the harmonic numbers H_{T-2,m} = Σ_{k<=T-2} k^{-m}.

    Attributes:
        polynomial: coefficients of 1, T, T^2, …
        harmonics: pairs (m, coefficient of H_{T-2,m}).
        poles: pairs ((c, m), coefficient of (T - c)^{-m}).
        exceptions: pairs (T, value) to be added for every length from T on.
    """

    polynomial: Polynomial = ()
    harmonics: tuple[tuple[int, Fraction], ...] = ()
    poles: tuple[tuple[tuple[int, int], Fraction], ...] = ()
    exceptions: tuple[tuple[int, Fraction], ...] = ()

    @property
    def valid_from(self) -> int:
        """The smallest T from which on one formula holds, where the range is not empty."""
        return max((length for length, _ in self.exceptions), default=1)

    def __bool__(self) -> bool:
        return bool(self.polynomial or self.harmonics or self.poles or self.exceptions)

    def __add__(self, other: "TimeSum") -> "TimeSum":
        size = max(len(self.polynomial), len(other.polynomial))
        padded = [
            list(sum_.polynomial) + [Fraction(0)] * (size - len(sum_.polynomial))
            for sum_ in (self, other)
        ]
        return TimeSum(
            trimmed([x + y for x, y in zip(*padded, strict=True)]),
            _added(self.harmonics, other.harmonics),
            _added(self.poles, other.poles),
            _added(self.exceptions, other.exceptions),
        )

    def scaled(self, factor: Fraction) -> "TimeSum":
        """Return the sum times a rational factor."""
        return TimeSum(
            trimmed([factor * value for value in self.polynomial]),
            _added(((key, factor * value) for key, value in self.harmonics), ()),
            _added(((key, factor * value) for key, value in self.poles), ()),
            _added(((key, factor * value) for key, value in self.exceptions), ()),
        )

    def at(self, length: Any, harmonic: Callable[[int], Any], rational: Callable[..., Any]) -> Any:
        """Return the value in a ring of the caller's.

        Args:
            length: T in that ring; a Python integer for a given length.
            harmonic: H_{T-2,m} in that ring, for a given m.
            rational: turns a fraction into an element of that ring.
        """
        total = rational(Fraction(0))
        for coefficient in reversed(self.polynomial):
            total = total * length + rational(coefficient)
        for order, coefficient in self.harmonics:
            total = total + rational(coefficient) * harmonic(order)
        for (shift, order), coefficient in self.poles:
            total = total + rational(coefficient) / (length - shift) ** order
        for start, value in self.exceptions:
            if not isinstance(length, int) or length >= start:
                total = total + rational(value)
        return total

    @property
    def last_step(self) -> "TimeSum":
        """The sum at T less that at T − 1, a rational function of T but for its exceptions."""
        poles = [((2, order), value) for order, value in self.harmonics]  # H_{T-2} − H_{T-3}
        for (shift, order), value in self.poles:
            poles += [((shift, order), value), ((shift + 1, order), -value)]
        once = [pair for n, v in self.exceptions for pair in ((n, v), (n + 1, -v))]
        gained = TimeSum(self.polynomial, (), _added(poles, ()), _added(once, ()))
        return gained + TimeSum(moved(self.polynomial, -1)).scaled(Fraction(-1))


def sum_over(span: TimeRange, count: TimeCount, divisors: tuple[TimeIndex, ...]) -> TimeSum:
    """Return the sum of the count divided by the divisors, over the range `span`.

    It holds for every T at which the range is not empty, and for the one before.

    Args:
        span: a range from a number to a number or to T + number.
        count: the summand's numerator for each value of the index.
        divisors: forms ``t - c`` in the index, each with a c below the range.

    Raises:
        NotClosed: when a divisor is of another form, or zero within the range.
    """
    first, last = _ends(span)
    shifts = _shifts(span, divisors)
    offset = 2 + last  # T + last = (T - 2) + offset
    whole, fractions = partial_fractions(count.polynomial, shifts)
    powers = [((0, power), coefficient) for power, coefficient in enumerate(whole)]
    powers += [((shift, -order), coefficient) for (shift, order), coefficient in fractions.items()]
    total = TimeSum()
    for (shift, power), coefficient in powers:
        total += _power_sum(first, offset, shift, power).scaled(coefficient)
    exceptions = tuple(
        (t - last, value / prod((t - shift) ** order for shift, order in shifts.items()))
        for t, value in count.exceptions
        if t >= first
    )
    return total + TimeSum(exceptions=_added(exceptions, ()))


def _ends(span: TimeRange) -> tuple[int, int]:
    """Return first and e of a range from `first` to T + e."""
    if span.first.coefficients or span.last.coefficients != ((LENGTH, 1),):
        raise NotClosed(f"the range of {span.name!r} must run from a number to T plus a number")
    return span.first.constant, span.last.constant


def _shifts(span: TimeRange, divisors: tuple[TimeIndex, ...]) -> Counter[int]:
    """Return how many of the divisors t - c there are for each c."""
    if any(form.coefficients != ((span.name, 1),) for form in divisors):
        raise NotClosed(f"a divisor must have the form {span.name} - c")
    shifts = Counter(-form.constant for form in divisors)
    for shift in shifts:
        if shift >= span.first.constant:
            raise NotClosed(f"the divisor {span.name} - {shift} vanishes within the range")
    return shifts


@cache  # a pure function of numbers
def _power_sum(first: int, offset: int, shift: int, power: int) -> TimeSum:
    """Return Σ (t - shift)^power for t from `first` to (T - 2) + offset."""
    below = first - 1 - shift
    above = offset - shift  # the last term is (T - 2) + above
    if power >= 0:
        values = [Fraction(0)]
        for u in range(1, power + 2):
            values.append(values[-1] + Fraction(u) ** power)
        faulhaber = interpolate(0, tuple(values))
        start = evaluate_polynomial(faulhaber, below)
        in_length = list(moved(faulhaber, above - 2)) or [Fraction(0)]
        in_length[0] -= start
        return TimeSum(trimmed(in_length))
    order = -power
    constant = -sum((Fraction(1, u**order) for u in range(1, below + 1)), Fraction(0))
    poles = [((2 - u, order), Fraction(1)) for u in range(1, above + 1)]
    poles += [((2 - u, order), Fraction(-1)) for u in range(above + 1, 1)]
    return TimeSum(
        trimmed([constant]), ((order, Fraction(1)),), _added(((c, v) for c, v in poles), ())
    )


def _added(
    left: Iterable[tuple[Any, Fraction]], right: Iterable[tuple[Any, Fraction]]
) -> tuple[tuple[Any, Fraction], ...]:
    totals: dict[Any, Fraction] = {}
    for key, value in (*left, *right):
        totals[key] = totals.get(key, Fraction(0)) + value
    return tuple(sorted((key, value) for key, value in totals.items() if value))
