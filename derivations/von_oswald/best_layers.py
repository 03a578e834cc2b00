"""The best sizes of k layers of gradient descent, from the spectral means of their problem.

With h_m = E x_t^* A^m x_t / (t−1)^m the error of layers that leave the polynomial Q of A/(t−1),
Q(0) = 1, is Σ q_i q_j h_{i+j}. It is convex in one common size. Where every layer has its own, the
least is 1 over the first entry of the inverse of the Hankel matrix of h: the Christoffel function
of the spectrum at 0, which no k layers of fixed sizes can go below.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import mpmath

from derivations.von_oswald.gradient_layers import error
from symbolic_mesa.formulas.formula import real

DIGITS = 40
NEARLY = 1e-25  # a pivot beside what it was before: that of a singular matrix is rounding
GRID = 64  # places of the middle size from which the best Chebyshev layers are looked for

Means = Sequence[Any]  # h_0, h_1, ..., fractions or reals of mpmath


@dataclass(frozen=True, slots=True)
class Best:
    """The least error, and the polynomial that attains it.

    Attributes:
        error: the least mean squared error.
        polynomial: the coefficients of Q, the constant 1 first.
        size: the common step size, where there is one.
    """

    error: Any
    polynomial: tuple[Any, ...]
    size: Any = None


def best_size(means: Means, steps: int) -> Best:
    """Return k layers of one common size: in closed form for k = 1, a root of the slope for more.

    >>> from fractions import Fraction
    >>> best_size([Fraction(2), Fraction(3), Fraction(9)], 1).error
    Fraction(1, 1)
    """
    size = means[1] / means[2] if steps == 1 else _stationary(means, steps)
    return Best(error(means, steps, size), power(steps, size), size)


def power(steps: int, size: Any) -> tuple[Any, ...]:
    """Return the coefficients of (1 − size λ)^k."""
    return expanded([size] * steps)


def expanded(sizes: Sequence[Any]) -> tuple[Any, ...]:
    """Return the coefficients of Π (1 − size λ).

    >>> expanded([1, 2])
    (1, -3, 2)
    """
    found: list[Any] = [1]
    for size in sizes:
        shifted = [0, *(-size * value for value in found)]
        found = [x + y for x, y in zip([*found, 0], shifted, strict=True)]
    return tuple(found)


def _stationary(means: Means, steps: int) -> Any:
    """Return where the slope of the convex error is 0: it is negative at 0, and grows."""
    with mpmath.workdps(DIGITS):
        reals = [real(value) for value in means]

        def slope(size: Any) -> Any:
            moved = [reals[m + 1] for m in range(2 * steps)]
            terms = (comb(2 * steps - 1, m) * (-size) ** m for m in range(2 * steps))
            return -sum(term * value for term, value in zip(terms, moved, strict=True))

        high = reals[1] / reals[2]
        while slope(high) < 0:
            high *= 2
        return mpmath.findroot(slope, (mpmath.mpf(0), high), solver="anderson", tol=10**-DIGITS)


def best_sizes(means: Means, layers: int) -> Best:
    """Return k layers, each of its own size: the least error that any fixed sizes can have."""
    if layers == 0:
        return Best(means[0], (1,))
    matrix = [[means[i + j] for j in range(1, layers + 1)] for i in range(1, layers + 1)]
    solved = solution(matrix, [-means[i] for i in range(1, layers + 1)])
    if solved is None:  # fewer layers end the same
        return best_sizes(means, layers - 1)
    polynomial = (1, *solved)
    return Best(sum(q * h for q, h in zip(polynomial, means, strict=False)), polynomial)


def solution(matrix: Sequence[Sequence[Any]], right: Sequence[Any]) -> list[Any] | None:
    """Return the solution of linear equations; None where the matrix is singular, or nearly.

    >>> from fractions import Fraction
    >>> solution([[Fraction(2), Fraction(1)], [Fraction(1), Fraction(1)]], [3, 2])
    [Fraction(1, 1), Fraction(1, 1)]
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    count = len(rows)
    for k in range(count):
        pivot = rows[k][k]
        if float(abs(pivot)) <= NEARLY * float(abs(matrix[k][k])):
            return None
        rows[k] = [value / pivot for value in rows[k]]
        for other in range(count):
            if other != k:
                factor = rows[other][k]
                pairs = zip(rows[other], rows[k], strict=True)
                rows[other] = [x - factor * y for x, y in pairs]
    return [row[-1] for row in rows]


def best_chebyshev(means: Means, layers: int) -> Best:
    """Return k <= 3 Chebyshev layers, T_k moved to the best of all intervals.

    Of one or two layers these are the best sizes; of three the outer two lie even about the middle.
    """
    if layers < 3:
        return best_sizes(means, layers)
    free = best_sizes(means, layers)
    if len(free.polynomial) <= layers:  # fewer layers, or nothing, end the same
        return free
    with mpmath.workdps(DIGITS):
        reals = [real(value) for value in means]
        roots = mpmath.polyroots([real(q) for q in reversed(free.polynomial)], maxsteps=500)
        low, high = (of(mpmath.re(1 / root) for root in roots) for of in (min, max))
        return _least(lambda u: _evenly(reals, u), low, high)


def _evenly(means: Means, middle: Any) -> Best:
    """Return the best (1 − uλ)(1 − 2vλ/u + vλ²) for a given u: its roots are 1/u and even about it.

    It is P + v R, P = 1 − uλ and R = (λ² − 2λ/u) P.
    """
    first = (1, -middle, 0, 0)
    second = (0, -2 / middle, 3, -middle)
    share = -overlap(means, first, second) / overlap(means, second, second)
    polynomial = tuple(p + share * r for p, r in zip(first, second, strict=True))
    return Best(overlap(means, polynomial, polynomial), polynomial)


def overlap(means: Means, left: Sequence[Any], right: Sequence[Any]) -> Any:
    """Return Σ p_i q_j h_{i+j}."""
    return sum(
        p * q * means[i + j] for i, p in enumerate(left) for j, q in enumerate(right) if p and q
    )


def _least(of: Callable[[Any], Best], low: Any, high: Any) -> Best:
    """Return the best over an interval: of a grid, then by thirds around its best place."""
    places = [low + (high - low) * k / GRID for k in range(GRID + 1)]
    k = min(range(GRID + 1), key=lambda place: of(places[place]).error)
    left, right = places[max(k - 1, 0)], places[min(k + 1, GRID)]
    while right - left > abs(right) * mpmath.mpf(10) ** (-DIGITS // 3):
        third = (right - left) / 3
        if of(left + third).error < of(right - third).error:
            right -= third
        else:
            left += third
    return of((left + right) / 2)
