"""Exact complex numbers: real and imaginary part exact, as 1/sqrt(2) + i/2 is read."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression, quantity
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.surds import Exact, Surd, root

UNIT = "i"  # the name of the imaginary unit where complex numbers are read

Number: TypeAlias = "Exact | ComplexNumber"


@dataclass(frozen=True, slots=True)
class ComplexNumber:
    """A number that is not real; arithmetic gives a real one where it is."""

    re: Exact
    im: Exact

    def __add__(self, other: "Number") -> "Number":
        re, im = parts_of(other)
        return _number(self.re + re, self.im + im)

    def __neg__(self) -> "ComplexNumber":
        return ComplexNumber(-self.re, -self.im)

    def __sub__(self, other: "Number") -> "Number":
        return self + -other

    def __rsub__(self, other: "Number") -> "Number":
        return -self + other

    def __mul__(self, other: "Number") -> "Number":
        re, im = parts_of(other)
        return _number(self.re * re - self.im * im, self.re * im + self.im * re)

    __radd__, __rmul__ = __add__, __mul__

    def __truediv__(self, other: "Number") -> "Number":
        re, im = parts_of(other)
        square = re * re + im * im
        return self * _number(re / square, -im / square)

    def __rtruediv__(self, other: "Number") -> "Number":
        square = self.re * self.re + self.im * self.im
        return self.conjugate() * other * (1 / square)

    def __pow__(self, power: int) -> "Number":
        product: Number = Fraction(1)
        for _ in range(abs(power)):
            product = self * product
        return product if power >= 0 else Fraction(1) / product

    def conjugate(self) -> "ComplexNumber":
        """Return the complex conjugate."""
        return ComplexNumber(self.re, -self.im)

    def __complex__(self) -> complex:
        return complex(float(self.re), float(self.im))

    def __str__(self) -> str:
        """Return it as a person may write it.

        >>> str(complex_number("1/2 - i/3", "x"))
        '1/2 + (-1/3)*i'
        """
        return f"{self.re} + ({self.im})*{UNIT}" if self.re else f"({self.im})*{UNIT}"


def real_part(value: Number) -> Exact:
    """Return the real part of a number."""
    return parts_of(value)[0]


def conjugate(value: Number) -> Number:
    """Return the complex conjugate of a number."""
    return value.conjugate() if isinstance(value, ComplexNumber) else value


def is_real(value: object) -> bool:
    """Whether a number is real."""
    return not isinstance(value, ComplexNumber)


class _Complex:
    """The arithmetic of complex numbers, with a name for the imaginary unit."""

    def number(self, value: Exact) -> Exact:
        return value

    def symbol(self, name: str) -> ComplexNumber:
        if name != UNIT:
            raise InvalidInput(f"{quoted(name)}: no number; i is the imaginary unit")
        return ComplexNumber(Fraction(0), Fraction(1))

    def root(self, radicand: Number) -> Exact:
        if isinstance(radicand, ComplexNumber):
            raise InvalidInput("the root of a number that is not real; give its parts")
        return root(radicand)


def complex_number(value: Any, name: str) -> Number:
    """Return a real number exactly, or a complex one.

    Args:
        value: a number, or text in which ``i`` is the imaginary unit.
        name: what the value is called in an error message.

    Raises:
        InvalidInput: when it is none of these.

    >>> complex_number("(1 + i)^2", "x")
    ComplexNumber(re=Fraction(0, 1), im=Fraction(2, 1))
    """
    if isinstance(value, complex):
        return _number(Fraction(value.real), Fraction(value.imag))
    found = value if isinstance(value, ComplexNumber) else quantity(value, name)
    if found == UNIT:
        return ComplexNumber(Fraction(0), Fraction(1))
    if isinstance(found, Expression):
        number: Number = found.of(_Complex())
        return number
    if isinstance(found, Fraction | Surd | ComplexNumber):
        return found
    raise InvalidInput(f"{name}={quoted(str(found))}: no number; i is the imaginary unit")


def _number(re: Exact, im: Exact) -> Number:
    return ComplexNumber(re, im) if im else re


def parts_of(value: Number) -> tuple[Exact, Exact]:
    """Return the real and the imaginary part of a number."""
    return (value.re, value.im) if isinstance(value, ComplexNumber) else (value, Fraction(0))
