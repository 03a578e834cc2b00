"""How far the expansions for long sequences are off: a bound with its constants, and its range.

Let r = κ3/κ2, l = log T + γ, y = r l/(T − 2). Then every part of the expansion has a relative error
of at most

    e(T) = 5 y³ + 24 y/T²,    where e(T) < 1.

Proof. s = s∞/(1 + x), x = r H/(T − 2), and with Euler's and Maclaurin's H_n = log n + γ + 1/(2n) −
1/(12n²) + θ/(120n⁴), 0 < θ < 1, at n = T and H = H_T − 1/T − 1/(T−1),

    x = y₁ + z + ρ,   y₁ = r l/T,   z = r (2l − 3/2)/T²,   0 < ρ < 4 r (l − 1)/(T² (T−2)).

The expansion of ab is s∞ (1 + u), u = −y₁ + y₁² − z, so that its relative error is

    δ = (1 + u)(1 + x) − 1 = y₁ (y₁² − 2z) + z (y₁² − z) + (1 + u) ρ.

Here x, y₁ <= y, 0 <= z <= 2y/T, ρ <= 4y/T², and e < 1 makes y < 0.585 and 0 <= 1 + u <= 1. From
4y²/T <= y³ + 4y/T² follows |δ| <= (5/3) y³ + 10.4 y/T² < 0.44.

The other parts are P(u), P being the expansion of F to second order in v where ab = s∞ (1 + v); the
exact v is 1/(1 + x) − 1 = −x w with w = 1 + v. With q = |Δ|/(2 s∞) and c = q/√(q² + w²), the
logarithmic derivative w F'/F is (1 − c)/2 for the larger of |a|, |b|, (1 + c)/2 for the smaller and
−c² for the rate, and w c' = −c (1 − c²): so w F', w² F'', w³ F''' are F times polynomials in c. On
[0, 1] these are at most 1, 2 and 6 (`largest`). As F(ξ)/(ξ³ F(w)) <= 1/w³ for w <= ξ <= 1,

    |P(v)/F(v) − 1| <= x³ <= y³,   |P(u) − P(v)|/F(v) <= |δ| (1 + 2 |v| + |δ|),   |v| <= y/(1 + y),

and together that is at most 4.7 y³ + 22.7 y/T².
"""

from fractions import Fraction
from math import comb
from typing import TypeAlias

import mpmath

from symbolic_mesa.formulas.formula import real
from symbolic_mesa.models.causal_linear_attention import PROBLEM

CUBIC, LINEAR = 5, 24
IN_WORDS = f"{CUBIC} y^3 + {LINEAR} y/T^2 with y = (kappa_3/kappa_2)(log T + gamma)/(T - 2)"
LEAST, MOST = 0, 1  # of c
DIGITS = 50
Ratio: TypeAlias = Fraction | mpmath.mpf  # κ3/κ2
Polynomial = tuple[Fraction, ...]  # coefficients by power


def bound(ratio: Ratio, length: int) -> mpmath.mpf:
    """Return e(T) for κ3/κ2."""
    with mpmath.workdps(max(DIGITS, mpmath.mp.dps)):
        y = real(ratio) * (mpmath.log(length) + mpmath.euler) / (length - 2)
        return CUBIC * y**3 + LINEAR * y / mpmath.mpf(length) ** 2


def first_length(ratio: Ratio) -> int:
    """Return the shortest T from which on e(T) < 1; it decreases in T."""
    low, high = PROBLEM.shortest_length - 1, PROBLEM.shortest_length
    while bound(ratio, high) >= 1:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if bound(ratio, middle) < 1 else (middle, high)
    return high


LOGARITHMIC = (
    (Fraction(1, 2), Fraction(-1, 2)),
    (Fraction(1, 2), Fraction(1, 2)),
    (Fraction(0), Fraction(0), Fraction(-1)),
)
"""The logarithmic derivatives w F'/F of the larger scale, of the smaller, and of the rate, in c."""


def largest(logarithmic: Polynomial) -> tuple[Fraction, Fraction, Fraction]:
    """Return bounds of |w F'/F|, |w² F''/F| and |w³ F'''/F| for c in [0, 1].

    A polynomial lies between its smallest and its largest Bernstein coefficient.
    """
    first = logarithmic
    second = _next(first, logarithmic, 1)
    third = _next(second, logarithmic, 2)
    return _most(first), _most(second), _most(third)


def _next(factor: Polynomial, logarithmic: Polynomial, order: int) -> Polynomial:
    """Return f for the next derivative: w (f F)' = (w f' + f p) F, less what w^n brings in."""
    slope = tuple(k * x for k, x in enumerate(factor))[1:]
    along = _product(slope, (Fraction(0), Fraction(-1), Fraction(0), Fraction(1)))  # c' w
    rest = tuple(-order * x for x in factor)
    return _sum(_sum(along, _product(factor, logarithmic)), rest)


def _sum(one: Polynomial, other: Polynomial) -> Polynomial:
    size = max(len(one), len(other))
    longer = [(*p, *[Fraction(0)] * (size - len(p))) for p in (one, other)]
    return tuple(x + y for x, y in zip(*longer, strict=True))


def _product(one: Polynomial, other: Polynomial) -> Polynomial:
    product = [Fraction(0)] * (len(one) + len(other) - 1)
    for k, x in enumerate(one):
        for n, y in enumerate(other):
            product[k + n] += x * y
    return tuple(product)


def _most(polynomial: Polynomial) -> Fraction:
    """Return the largest Bernstein coefficient of a polynomial on [0, 1], in absolute value."""
    degree = len(polynomial) - 1
    return max(
        abs(sum((polynomial[k] * comb(n, k) / comb(degree, k) for k in range(n + 1)), Fraction(0)))
        for n in range(degree + 1)
    )
