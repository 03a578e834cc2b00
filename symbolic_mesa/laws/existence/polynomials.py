"""Polynomials in one variable over the rationals: coefficients from the constant term up."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from symbolic_mesa.laws.existence.linear import first_fault

Polynomial = tuple[Fraction, ...]


def trimmed(p: Sequence[Fraction]) -> Polynomial:
    """Return the coefficients up to the last that is not 0."""
    end = len(p)
    while end and not p[end - 1]:
        end -= 1
    return tuple(p[:end])


def times(p: Sequence[Fraction], q: Sequence[Fraction]) -> Polynomial:
    """Return the product.

    >>> [int(c) for c in times((Fraction(-1), Fraction(1)), (Fraction(1), Fraction(1)))]
    [-1, 0, 1]
    """
    total = [Fraction(0)] * max(len(p) + len(q) - 1, 0)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return trimmed(total)


def from_roots(roots: Sequence[Fraction]) -> Polynomial:
    """Return the monic polynomial with these roots."""
    p: Polynomial = (Fraction(1),)
    for root in roots:
        p = times(p, (-root, Fraction(1)))
    return p


def divided(p: Sequence[Fraction], q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Return quotient and remainder of p by q."""
    left = list(p)
    quotient = [Fraction(0)] * max(len(p) - len(q) + 1, 0)
    for k in reversed(range(len(quotient))):
        factor = quotient[k] = left[k + len(q) - 1] / q[-1]
        if factor:
            for i, c in enumerate(q):
                left[k + i] -= factor * c
    return trimmed(quotient), trimmed(left[: len(q) - 1])


def powers_modulo(q: Polynomial, top: int) -> list[list[Fraction]]:
    """Return x^0, …, x^top modulo q, as coefficients below the degree of a monic q."""
    size = len(q) - 1
    row = [Fraction(k == 0) for k in range(size)]
    rows = [row]
    for _ in range(top):
        last = row[-1]
        row = [a - last * c for a, c in zip([Fraction(0), *row[:-1]], q, strict=False)]
        rows.append(row)
    return rows


def value(p: Sequence[Fraction], x: Fraction) -> Fraction:
    """Return p(x)."""
    total = Fraction(0)
    for c in reversed(p):
        total = total * x + c
    return total


def positive(p: Sequence[Fraction], half: bool) -> bool:
    """Return whether p > 0 on the line, or where z >= 0: no root there, by Sturm's theorem."""
    p = trimmed(p)
    if not p or p[0] <= 0 or p[-1] <= 0:
        return False
    chain = [p, _derivative(p)]
    while len(chain[-1]) > 1:
        _, rest = divided(chain[-2], chain[-1])
        if not rest:
            break
        size = max(map(abs, rest))  # Sturm's signs do not see a positive factor
        chain.append(tuple(-c / size for c in rest))
    right = _changes([q[-1] for q in chain if q])
    left = [q[0] if half else q[-1] * (-1) ** (len(q) - 1) for q in chain if q]
    return _changes(left) == right


def _derivative(p: Polynomial) -> Polynomial:
    return tuple(k * c for k, c in enumerate(p))[1:]


def _changes(signs: Sequence[Fraction]) -> int:
    return sum(a * b < 0 for a, b in pairwise(s for s in signs if s))


def power_sums(q: Polynomial, top: int) -> list[Fraction]:
    """Return the sums of the 0th, …, top-th powers of the roots of a monic q, by Newton."""
    size = len(q) - 1
    sums = [Fraction(size)]
    for k in range(1, top + 1):
        # e_j of the roots is (-1)^j q[size - j]
        total = -k * q[size - k] if k <= size else Fraction(0)
        for j in range(1, min(k - 1, size) + 1):
            total -= q[size - j] * sums[k - j]
        if k > size:
            total = -sum((q[size - j] * sums[k - j] for j in range(1, size + 1)), Fraction(0))
        sums.append(total)
    return sums


def real_rooted(q: Polynomial, half: bool) -> bool:
    """Return whether all roots of a monic q are real, distinct, and not negative where `half`.

    Hermite's form, the Hankel matrix of power sums, is positive definite exactly then.
    """
    size = len(q) - 1
    sums = power_sums(q, 2 * size)
    form = [[sums[i + j] for j in range(size)] for i in range(size)]
    alternates = all(c * (-1) ** (size - k) >= 0 for k, c in enumerate(q))
    return first_fault(form) is None and (alternates or not half)


def positive_on_roots(p: Sequence[Fraction], q: Polynomial) -> bool:
    """Return whether p > 0 at every root of a real-rooted monic q with distinct roots."""
    size = len(q) - 1
    sums = power_sums(q, 2 * size + len(p))
    form = [
        [sum((c * sums[i + j + k] for k, c in enumerate(p)), Fraction(0)) for j in range(size)]
        for i in range(size)
    ]
    return first_fault(form) is None
