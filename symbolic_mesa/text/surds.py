"""Exact numbers with square roots: sums of rational multiples of square roots of integers.

They add, multiply, divide and compare exactly, as fractions do. Radicands are never factored: √m
and √n are multiples of each other exactly when m·n is a square, and roots of which no two are so
are linearly independent over the rationals (Besicovitch 1940): a sum is 0 only when each of its
coefficients is.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from math import gcd, isqrt
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import mpmath

Terms: TypeAlias = Mapping[int, Fraction]
"""Coefficients by radicands, of which the product of no two is a square."""

SMALL = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)  # their squares leave a root


class Surd:
    """An irrational Σ c_n √n; what turns out to be rational becomes a `Fraction`.

    Made by `root` and by arithmetic with fractions; equal numbers compare and hash as equal.

    >>> root(Fraction(1, 2)) * root(Fraction(8))
    Fraction(2, 1)
    >>> 1 / (1 + root(Fraction(2)))
    Surd(-1 + sqrt(2))
    """

    __slots__ = ("terms",)
    terms: Terms

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def __reduce__(self) -> tuple[type, tuple[dict[int, Fraction]]]:
        """Return what it is made of."""
        return Surd, (dict(self.terms),)

    def __repr__(self) -> str:
        return f"Surd({self})"

    def __str__(self) -> str:
        """The number as people write it.

        >>> str(root(Fraction(3, 4)) - 2)
        '-2 + sqrt(3)/2'
        """
        return " + ".join(_term(*term) for term in sorted(self.terms.items())).replace("+ -", "- ")

    def __add__(self, other: "Exact | int") -> "Exact":
        terms = _terms(other)
        return NotImplemented if terms is None else _number(_sum([self.terms, terms]))

    __radd__ = __add__

    def __neg__(self) -> "Surd":
        return Surd({radicand: -factor for radicand, factor in self.terms.items()})

    def __sub__(self, other: "Exact | int") -> "Exact":
        return NotImplemented if _terms(other) is None else self + -other

    def __rsub__(self, other: "Exact | int") -> "Exact":
        return NotImplemented if _terms(other) is None else -self + other

    def __mul__(self, other: "Exact | int") -> Any:
        terms = _terms(other)
        return NotImplemented if terms is None else _number(_product(self.terms, terms))

    __rmul__ = __mul__

    def __truediv__(self, other: "Exact | int") -> "Exact":
        if isinstance(other, Surd):
            quotient: Exact = self * other._inverse()
            return quotient
        return NotImplemented if _terms(other) is None else self * (1 / Fraction(other))

    def __rtruediv__(self, other: "Exact | int") -> "Exact":
        return NotImplemented if _terms(other) is None else self._inverse() * other

    def __pow__(self, power: int) -> "Exact":
        if not isinstance(power, int):
            return NotImplemented
        base: Exact = self if power >= 0 else self._inverse()
        result: Exact = Fraction(1)
        for bit in f"{abs(power):b}":
            result = result * result * (base if bit == "1" else 1)
        return result

    def _inverse(self) -> "Exact":
        """Return 1 over the number.

        A conjugate changes the signs of the roots that have one element of a coprime base in them;
        its product with the number is free of that element.
        """
        above: Exact = Fraction(1)
        below: Exact = self
        for base in coprime_base(self.terms):
            terms = _terms(below) or {}
            odd = {radicand for radicand in terms if _order(radicand, base) % 2}
            if odd:
                signs = {n: -factor if n in odd else factor for n, factor in terms.items()}
                above, below = above * _number(signs), below * _number(signs)
        return above * (1 / below)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Surd | int | Fraction):
            return False
        return not (self - other)

    def __hash__(self) -> int:
        return hash((Surd, (self * 10**6).__floor__()))

    def __bool__(self) -> bool:
        return True  # 0 is rational

    def __lt__(self, other: "Exact | int") -> bool:
        return NotImplemented if _terms(other) is None else _sign(self - other) < 0

    def __le__(self, other: "Exact | int") -> bool:
        return NotImplemented if _terms(other) is None else _sign(self - other) <= 0

    def __gt__(self, other: "Exact | int") -> bool:
        return NotImplemented if _terms(other) is None else _sign(self - other) > 0

    def __ge__(self, other: "Exact | int") -> bool:
        return NotImplemented if _terms(other) is None else _sign(self - other) >= 0

    def __abs__(self) -> "Surd":
        return self if _sign(self) > 0 else -self

    def __float__(self) -> float:
        return float(self.decimal(40))

    def __int__(self) -> int:
        return self.__floor__() if _sign(self) > 0 else -(-self).__floor__()

    def _mpmath_(self, precision: int, rounding: str) -> "mpmath.mpf":
        """Return the number as mpmath wants it, when it meets one in arithmetic."""
        import mpmath  # whoever asks has loaded it

        with mpmath.workprec(precision + 20):
            return mpmath.mpf(str(self.decimal(mpmath.mp.dps)))

    def __floor__(self) -> int:
        below = int(self.decimal(max(40, self.decimal(2).adjusted() + 40)))
        while self < below:
            below -= 1
        while self >= below + 1:
            below += 1
        return below

    def decimal(self, digits: int) -> Decimal:
        """Return the number with an error below one in `digits` significant digits."""
        precision = digits + 20
        while True:
            with localcontext() as context:
                context.prec = precision
                parts = [_decimal(factor) * Decimal(n).sqrt() for n, factor in self.terms.items()]
                total = sum(parts, Decimal(0))
                lost = max(part.adjusted() for part in parts) - total.adjusted()
                if total and lost + digits + 10 < precision:
                    return total
            precision *= 2


Exact: TypeAlias = Fraction | Surd


def root(radicand: Exact | int) -> Exact:
    """Return the square root of a rational number that is not negative.

    Raises:
        ValueError: for a negative number, or one that is irrational.

    >>> root(Fraction(9, 4)), root(Fraction(12))
    (Fraction(3, 2), Surd(2*sqrt(3)))
    """
    if isinstance(radicand, Surd):
        raise ValueError(f"the square root of {radicand} is a root of a root")
    number = Fraction(radicand)
    if number < 0:
        raise ValueError(f"the square root of {number} is no real number")
    whole = number.numerator * number.denominator
    return _number(_sum([{whole: Fraction(1, number.denominator)}]) if whole else {})


def coprime_base(numbers: Iterable[int]) -> tuple[int, ...]:
    """Return pairwise coprime numbers > 1, of powers of which each of these is a product.

    >>> coprime_base([6, 10, 1])
    (2, 3, 5)
    """
    base: list[int] = []
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        shared = next((other for other in base if gcd(number, other) > 1), None)
        if number == 1 or number == shared:
            continue
        if shared is None:
            base.append(number)
            continue
        base.remove(shared)
        common = gcd(number, shared)
        waiting += [common, number // common, shared // common]
    return tuple(sorted(base))


def _order(number: int, base: int) -> int:
    """Return how often `base` divides a number."""
    order = 0
    while number % base == 0:
        number //= base
        order += 1
    return order


def without_small_squares(number: int) -> int:
    """Return a positive number divided by squares of small primes as often as that can be done."""
    return _reduced(number, Fraction(1))[0]


def _reduced(radicand: int, factor: Fraction) -> tuple[int, Fraction]:
    """Return a term with squares of small primes, and a square, out of its root."""
    for prime in SMALL:
        while radicand % (prime * prime) == 0:
            radicand //= prime * prime
            factor *= prime
    whole = isqrt(radicand)
    return (1, factor * whole) if whole * whole == radicand else (radicand, factor)


def _sum(parts: Iterable[Terms]) -> dict[int, Fraction]:
    total: dict[int, Fraction] = {}
    for terms in parts:
        for term in terms.items():
            radicand, factor = _reduced(*term)
            for other in total:
                product = radicand * other
                if isqrt(product) ** 2 == product:  # √radicand = √product / other · √other
                    factor *= Fraction(isqrt(product), other)
                    radicand = other
                    break
            total[radicand] = total.get(radicand, Fraction(0)) + factor
    return {radicand: factor for radicand, factor in total.items() if factor}


def _product(left: Terms, right: Terms) -> dict[int, Fraction]:
    parts = []
    for m, factor in left.items():
        for n, other in right.items():
            common = gcd(m, n)
            parts.append({(m // common) * (n // common): factor * other * common})
    return _sum(parts)


def _number(terms: Terms) -> Exact:
    """Return a sum of roots as what it is."""
    if not terms:
        return Fraction(0)
    return terms[1] if set(terms) == {1} else Surd(terms)


def _terms(value: object) -> Terms | None:
    """Return a number as a sum of roots; None when it is none."""
    if isinstance(value, Surd):
        return value.terms
    if isinstance(value, int | Fraction):
        return {1: Fraction(value)} if value else {}
    return None


def _sign(value: Exact) -> int:
    near = value.decimal(2) if isinstance(value, Surd) else value
    return (near > 0) - (near < 0)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def _term(radicand: int, factor: Fraction) -> str:
    if radicand == 1:
        return str(factor)
    above = f"sqrt({radicand})"
    if abs(factor.numerator) != 1:
        above = f"{abs(factor.numerator)}*{above}"
    sign = "-" if factor < 0 else ""
    return sign + above + (f"/{factor.denominator}" if factor.denominator != 1 else "")
