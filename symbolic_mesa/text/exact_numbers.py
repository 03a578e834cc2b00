"""Exact numbers from what a person writes: no floats, no evaluation."""

import re
from decimal import Decimal
from fractions import Fraction
from numbers import Number as AnyNumber
from operator import index
from typing import Any, SupportsIndex, TypeAlias

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

Number: TypeAlias = int | Fraction | Decimal | float | str

Whole: TypeAlias = SupportsIndex | float | Fraction | Decimal
"""A whole number as people have it: Python's own, or one of a library that has numbers."""

LARGEST = 10**300  # of a numerator or denominator

_RATIONAL = re.compile(r"[+-]?\d{1,200}/\d{1,200}", re.ASCII)
_DECIMAL = re.compile(
    r"[+-]?(\d{1,200}(\.\d{0,200})?|\.\d{1,200})([eE][+-]?[0-2]?\d{1,2})?", re.ASCII
)


def exact(value: Number, name: str) -> Fraction:
    """Return `value` as a fraction; decimals are read as they are written (0.1 is 1/10).

    A float stands for its shortest decimal form, so that ``0.1`` and ``"0.1"`` agree.

    Args:
        value: an integer, a fraction, a decimal, a float, or one of these as text.
        name: what the value is called in an error message.

    Raises:
        InvalidInput: when `value` is not a finite number written in one of these ways.

    >>> exact("1/2", "sigma"), exact("0.25", "sigma"), exact(0.1, "sigma")
    (Fraction(1, 2), Fraction(1, 4), Fraction(1, 10))
    """
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        number = Fraction(value)
        if max(abs(number.numerator), number.denominator) < LARGEST:
            return number
        raise InvalidInput(f"{name}: a number of more than 300 digits; give a shorter one")
    text = str(value).strip()
    if _DECIMAL.fullmatch(text):
        return Fraction(text)
    if _RATIONAL.fullmatch(text):
        numerator, denominator = text.split("/")
        if int(denominator):
            return Fraction(int(numerator), int(denominator))
    raise InvalidInput(
        f"{name}={quoted(text)}: not an exact number; write an integer, a fraction like 1/2, "
        "or a decimal like 0.25, of at most 200 digits and below 1e300"
    )


def whole(value: Any, name: str, remedy: str = "give one such as 5") -> int:
    """Return a whole number as an integer, whichever type of number it is of.

    Args:
        value: the number; a text or a truth value is none.
        name: what the value is called in an error message.
        remedy: what a person can do when it is none, in the imperative.

    Raises:
        InvalidInput: when it is no whole number.

    >>> whole(5.0, "dim"), whole(Fraction(5), "dim")
    (5, 5)
    """
    found = None if isinstance(value, bool) else _as_integer(value)
    if found is None:
        raise InvalidInput(f"{name}={quoted(str(value))}: not a whole number; {remedy}")
    return found


def _as_integer(value: Any) -> int | None:
    try:
        return index(value)
    except TypeError:
        pass
    try:
        found = int(value) if _is_number(value) else None
        # their difference decides: a Float of SymPy is equal to no integer
        return None if found is None or value - found else found
    except (TypeError, ValueError, OverflowError):  # complex, NaN, infinite
        return None


def _is_number(value: Any) -> bool:
    """Whether a value is of a type that is registered as one of numbers: no text, no array."""
    return isinstance(value, AnyNumber)
