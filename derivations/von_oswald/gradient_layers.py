"""What layers of gradient descent leave of the next token, on the process of Theorem 4.1.

After t tokens a layer sees the t − 1 pairs (x_s, x_{s+1}). With A = Σ_{s<t} x_s x_s^* the gradient
of ½ Σ |x_{s+1} − Φ x_s|² is Φ A − W A, as x_{s+1} = W x_s without noise. So k steps of sizes
η_i/(t−1) from Φ = 0 leave W − Φ = W Π_i (I − η_i A/(t−1)), and W is unitary: the mean squared error
is E x_t^* Π_i (I − η_i A/(t−1))² x_t, a polynomial in the η_i. Its coefficients are the spectral
means E x_t^* A^m x_t / (t−1)^m.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import comb
from typing import Any

from symbolic_mesa.engine.expectation import MomentSum, expectation
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeIndex,
    TimeRange,
    Token,
    fixed_time,
    time_index,
)

NOW, FIRST = time_index("t"), fixed_time(1)
STEPS = TimeRange("t", fixed_time(2), time_index("T"))


@cache  # pure: the engine's answers, which hold for every law
def chains(power: int) -> MomentSum:
    """Return Σ_{t=2}^T E x_t^* A^m x_t."""
    return expectation([chain(power)])


def chain(power: int) -> Contraction:
    """Return the closed chain Σ ⟨x_t, x_{s1}⟩ ⟨x_{s1}, x_{s2}⟩ ⋯ ⟨x_{sm}, x_t⟩ of a power m."""
    names = [f"s{place}" for place in range(1, power + 1)]
    times = [NOW, *map(time_index, names), NOW]
    tokens = [
        token
        for place, (left, right) in enumerate(pairwise(times))
        for token in _inner(f"j{place}", left, right)
    ]
    spans = (TimeRange(name, FIRST, NOW - 1) for name in names)
    return Contraction(tuple(tokens), sums=(STEPS, *spans))


def overlaps(steps: int) -> Iterator[tuple[int, int, MomentSum]]:
    """Yield E |ŷ_t − x_{t+1}|² of k steps, summed over t, as it is read off the prediction.

    Each triple is a factor, the power of −η/(t−1) beside it, and Σ_t E conj(l) r of two terms.
    """
    powers = range(steps + 1)
    for left in powers:
        for right in powers:
            factor = comb(steps, left) * comb(steps, right)
            yield factor, left + right, expectation([_overlap(left, right)])


def _overlap(left: int, right: int) -> Contraction:
    """Return conj(l) r, l and r being what a step leaves of x_{t+1} at powers of η."""
    sides = term(left, "l").conjugated(), term(right, "r")
    product = sides[0].times(sides[1])
    return replace(product, sums=(STEPS, *(one for side in sides for one in side.sums)))


def term(power: int, name: str) -> Contraction:
    """Return Σ x_{s1+1} ⟨x_{s1}, x_{s2}⟩ ⋯ ⟨x_{sm}, x_t⟩, and x_{t+1} for m = 0; i is its index."""
    times = [*(time_index(f"{name}{place}") for place in range(1, power + 1)), NOW]
    tokens = [Token("i", times[0] + 1)]
    for place, (left, right) in enumerate(pairwise(times)):
        tokens += _inner(f"{name}{place}", left, right)
    spans = (TimeRange(f"{name}{place}", FIRST, NOW - 1) for place in range(1, power + 1))
    return Contraction(tuple(tokens), sums=tuple(spans))


def _inner(index: str, left: TimeIndex, right: TimeIndex) -> tuple[Token, Token]:
    """Return ⟨x_left, x_right⟩."""
    return Token(index, left, conjugate=True), Token(index, right)


def patterns(steps: int) -> tuple[Pattern, ...]:
    """Return the moments of x_1 that the error of so many steps needs."""
    every = (pattern for m in range(2 * steps + 1) for pattern in chains(m).patterns)
    return tuple(dict.fromkeys(every))


def error(means: Sequence[Any], steps: int, size: Any) -> Any:
    """Return E x_t^* (I − η A/(t−1))^{2k} x_t from spectral means.

    >>> error([1, 2, 4], 1, 0.25)  # all of the spectrum at 2
    0.25
    """
    return sum(comb(2 * steps, m) * (-size) ** m * means[m] for m in range(2 * steps + 1))
