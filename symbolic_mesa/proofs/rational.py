"""Rational functions as plain data, equal when they are equal as functions. No SymPy here.

A polynomial is a mapping from monomials to fractions; a monomial is a sorted tuple of pairs
(generator, exponent). In a file a monomial reads ``T^2 m_2``, the empty one ``1``. Generators
are symbols, square roots such as ``sqrt(2*d)``, to the first power and above a fraction only, or
harmonic numbers: ``H(T-2)`` is Σ_{k<=T-2} 1/k, ``H(T-2,2)`` is Σ_{k<=T-2} 1/k².
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.quoting import quoted

Monomial = tuple[tuple[str, int], ...]
Polynomial = Mapping[Monomial, Fraction]

_FACTOR = re.compile(r"([A-Za-z_]\w*(?:\([A-Za-z0-9,+*^_()-]+\))?)(?:\^([1-9]\d*))?")
_HARMONIC = re.compile(r"H\((?:(T)([+-]\d+)|(\d+))(?:,(\d+))?\)")
KNOWN_HARMONIC = 1000  # harmonic numbers of integers up to here are replaced by fractions
FARTHEST = 50  # H(T+c) is reduced to H(T-2) up to this far


@dataclass(frozen=True)
class Rational:
    """numerator / denominator."""

    numerator: Polynomial
    denominator: Polynomial

    def difference(self, other: "Rational") -> "Rational":
        """Return self − other over a common denominator, with relations used."""
        left, right = self.reduced(), other.reduced()
        if left.denominator == right.denominator:
            above = _plus(left.numerator, right.numerator, Fraction(-1))
            return Rational(above, left.denominator)
        above = _plus(
            _times(left.numerator, right.denominator),
            _times(right.numerator, left.denominator),
            Fraction(-1),
        )
        return Rational(above, _times(left.denominator, right.denominator))

    def equals(self, other: "Rational") -> bool:
        """Whether both are the same function."""
        return not self.difference(other).numerator

    def reduced(self) -> "Rational":
        """Return the function with harmonic numbers in terms of H(T-2), or as fractions."""
        above, below = self.numerator, self.denominator
        names = {name for polynomial in (above, below) for m in polynomial for name, _ in m}
        for name in sorted(names):
            replacement = _relation(name)
            if replacement is not None:
                above, below = _replaced(above, below, name, replacement)
        return Rational(above, below)

    def as_data(self) -> dict[str, dict[str, str]]:
        """Return the function as dictionaries of exponents."""
        return {"numerator": _written(self.numerator), "denominator": _written(self.denominator)}

    def __str__(self) -> str:
        if self.denominator == {(): Fraction(1)}:
            return _text(self.numerator)
        return f"{_enclosed(self.numerator)} / {_enclosed(self.denominator)}"


def rational_from_data(data: Any, where: str) -> Rational:
    """Return the function that a file states.

    Raises:
        InvalidInput: when it states none.
    """
    above, below = (_polynomial(data, side, where) for side in ("numerator", "denominator"))
    if not below:
        raise InvalidInput(f"{where}: a denominator is 0; write the file anew with mesa-lock")
    return Rational(above, below)


def _polynomial(data: Any, side: str, where: str) -> Polynomial:
    found = data.get(side) if isinstance(data, dict) else None
    if not isinstance(found, dict):
        raise InvalidInput(f"{where}: no rational function; write the file anew with mesa-lock")
    values = {_monomial(key, where): exact(value, where) for key, value in found.items()}
    return {monomial: value for monomial, value in values.items() if value}


def _monomial(text: str, where: str) -> Monomial:
    powers: dict[str, int] = {}
    for word in text.split():
        found = _FACTOR.fullmatch(word)
        if word == "1":
            continue
        if not found:
            raise InvalidInput(f"{where}: {quoted(word)} is no power of a generator, as T^2 is")
        powers[found[1]] = powers.get(found[1], 0) + int(found[2] or 1)
    return tuple(sorted(powers.items()))


def _written(polynomial: Polynomial) -> dict[str, str]:
    return {_word(monomial): str(polynomial[monomial]) for monomial in sorted(polynomial)}


def _word(monomial: Monomial) -> str:
    return " ".join(name if power == 1 else f"{name}^{power}" for name, power in monomial) or "1"


def _text(polynomial: Polynomial) -> str:
    terms = []
    for monomial in sorted(polynomial):
        value, word = polynomial[monomial], _word(monomial)
        size = (
            str(abs(value)) if word == "1" else word if abs(value) == 1 else f"{abs(value)} {word}"
        )
        terms.append(f"{'-' if value < 0 else '+'} {size}")
    return " ".join(terms).removeprefix("+ ") or "0"


def _enclosed(polynomial: Polynomial) -> str:
    text = _text(polynomial)
    return f"({text})" if " " in text else text


def _plus(left: Polynomial, right: Polynomial, factor: Fraction = Fraction(1)) -> Polynomial:
    total = dict(left)
    for monomial, value in right.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor * value
    return {monomial: value for monomial, value in total.items() if value}


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    total: dict[Monomial, Fraction] = {}
    for one, x in left.items():
        for other, y in right.items():
            powers = dict(one)
            for name, power in other:
                powers[name] = powers.get(name, 0) + power
            key = tuple(sorted(powers.items()))
            total[key] = total.get(key, Fraction(0)) + x * y
    return {monomial: value for monomial, value in total.items() if value}


def _relation(name: str) -> Rational | None:
    """Return what a harmonic number is equal to, where there is a simpler form."""
    found = _HARMONIC.fullmatch(name)
    if not found:
        return None
    order = int(found[4] or 1)
    if found[3] is not None:
        last = int(found[3])
        if last > KNOWN_HARMONIC:
            return None
        number = sum((Fraction(1, k**order) for k in range(1, last + 1)), Fraction(0))
        return _constant(number)
    shift = int(found[2])
    if shift == -2 or abs(shift + 2) > FARTHEST:
        return None
    base = "H(T-2)" if order == 1 else f"H(T-2,{order})"
    total = Rational({((base, 1),): Fraction(1)}, {(): Fraction(1)})
    for c in range(-1, shift + 1):  # H(T+shift) = H(T-2) + Σ 1/(T+c)
        total = _sum(total, c, order, 1)
    for c in range(shift + 1, -1):
        total = _sum(total, c, order, -1)
    return total


def _constant(value: Fraction) -> Rational:
    return Rational({(): value} if value else {}, {(): Fraction(1)})


def _sum(total: Rational, shift: int, order: int, sign: int) -> Rational:
    """Return total ± 1/(T + shift)^order."""
    power: Polynomial = {(): Fraction(1)}
    for _ in range(order):
        power = _times(power, _plus({(("T", 1),): Fraction(1)}, {(): Fraction(shift)}))
    above = _plus(_times(total.numerator, power), total.denominator, Fraction(sign))
    return Rational(above, _times(total.denominator, power))


def _replaced(
    above: Polynomial, below: Polynomial, name: str, by: Rational
) -> tuple[Polynomial, Polynomial]:
    """Return both polynomials with a generator replaced, multiplied by the same power of by's."""
    degree = max(dict(m).get(name, 0) for polynomial in (above, below) for m in polynomial)

    def substituted(polynomial: Polynomial) -> Polynomial:
        total: Polynomial = {}
        for monomial, value in polynomial.items():
            power = dict(monomial).get(name, 0)
            rest = tuple(factor for factor in monomial if factor[0] != name)
            term: Polynomial = {rest: value}
            for _ in range(power):
                term = _times(term, by.numerator)
            for _ in range(degree - power):
                term = _times(term, by.denominator)
            total = _plus(total, term)
        return total

    return substituted(above), substituted(below)
