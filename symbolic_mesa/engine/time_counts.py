"""A number for each time t: a polynomial in t from some t on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.engine.polynomials import Polynomial, evaluate_polynomial, multiplied, trimmed


@dataclass(frozen=True, slots=True)
class TimeCount:
    """A number for each t >= first: a polynomial in t, but for the listed exceptions.

    Attributes:
        polynomial: coefficients of 1, t, t^2, …
        exceptions: pairs (t, correction) where the number is polynomial(t) + correction.
    """

    polynomial: Polynomial
    exceptions: tuple[tuple[int, Fraction], ...] = ()

    def at(self, t: int) -> Fraction:
        """Return the number at `t`."""
        return evaluate_polynomial(self.polynomial, t) + dict(self.exceptions).get(t, Fraction(0))

    def __bool__(self) -> bool:
        return bool(self.polynomial or self.exceptions)

    def times(self, other: "TimeCount") -> "TimeCount":
        """Return the product of two numbers for each t."""
        times = {t for t, _ in (*self.exceptions, *other.exceptions)}
        return corrected(
            multiplied(self.polynomial, other.polynomial),
            {t: self.at(t) * other.at(t) for t in times},
        )


NEVER = TimeCount(())


def combined(counts: Iterable[tuple[TimeCount, int]]) -> TimeCount:
    """Return the sum of counts, each times a factor."""
    every = list(counts)
    size = max((len(count.polynomial) for count, _ in every), default=0)
    polynomial, exceptions = [Fraction(0)] * size, dict[int, Fraction]()
    for count, factor in every:
        for power, value in enumerate(count.polynomial):
            polynomial[power] += factor * value
        for t, value in count.exceptions:
            exceptions[t] = exceptions.get(t, Fraction(0)) + factor * value
    kept = tuple((t, value) for t, value in sorted(exceptions.items()) if value)
    return TimeCount(trimmed(polynomial), kept)


def at_once(t: int, number: int) -> TimeCount:
    """Return a number at one t alone."""
    return TimeCount((), ((t, Fraction(number)),)) if number else NEVER


def while_positive(forms: Iterable[tuple[int, int]], first: int) -> TimeCount:
    """Return 1 for each t >= first at which every slope × t + constant is >= 0, elsewhere 0.

    >>> while_positive([(1, -4)], 3)
    TimeCount(polynomial=(Fraction(1, 1),), exceptions=((3, Fraction(-1, 1)),))
    """
    low, high = first, None
    for slope, constant in forms:
        if slope > 0:
            low = max(low, -(constant // slope))
        elif slope < 0:
            high = min(constant // -slope, constant // -slope if high is None else high)
        elif constant < 0:
            return NEVER
    if high is not None:
        return TimeCount((), tuple((t, Fraction(1)) for t in range(low, high + 1)))
    return TimeCount((Fraction(1),), tuple((t, Fraction(-1)) for t in range(first, low)))


def corrected(polynomial: Polynomial, values: Mapping[int, Fraction | int]) -> TimeCount:
    """Return a polynomial but for values at some t."""
    corrections = (
        (t, value - evaluate_polynomial(polynomial, t)) for t, value in sorted(values.items())
    )
    return TimeCount(polynomial, tuple((t, value) for t, value in corrections if value))
