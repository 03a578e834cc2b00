"""Moments of Gaussian vectors: by Wick's theorem, and of independent coordinates at once."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import prod

from symbolic_mesa.laws.protocol import Ring
from symbolic_mesa.laws.unlike.distinct import distinct_sum
from symbolic_mesa.text.elements import Element

Powers = tuple[tuple[int, int], ...]  # coordinates with their powers


def wick(entry: Callable[[int, int], Element]) -> Callable[[Powers], Element]:
    """Return the moments of N(0, Λ): E x_i f = Σ_j Λ_ij E ∂f/∂x_j, one factor after the other."""

    @cache
    def moment(powers: Powers) -> Element:
        kept = [(k, power) for k, power in powers if power]
        if not kept:
            return 1
        (first, power), *rest = kept
        left = [(first, power - 1), *rest]
        total: Element = 0
        for n, (k, count) in enumerate(left):
            if count:
                less = tuple((m, c - (m == k)) for m, c in left)
                total = total + count * entry(first, left[n][0]) * moment(less)
        return total

    return moment


def independent_sum(
    held: Powers,
    free: tuple[int, ...],
    ring: Ring,
    variance: Callable[[int], Element],
    power_sum: Callable[[int], Element],
) -> Element:
    """Return Σ over distinct coordinates of Π (power − 1)!! variance^(power/2), powers even."""
    factor = prod(double_factorial(power) for power in (*free, *(power for _, power in held)))
    kept = prod(
        (variance(k) ** (power // 2) for k, power in held if power),
        start=ring.number(Fraction(factor)),
    )
    summed: Element = distinct_sum(tuple(power // 2 for power in free), power_sum)
    return kept * summed


def double_factorial(power: int) -> int:
    """Return (power − 1)!! for an even power: E z^power of a standard Gaussian.

    >>> [double_factorial(n) for n in (0, 2, 4, 6)]
    [1, 1, 3, 15]
    """
    return prod(range(1, power, 2))
