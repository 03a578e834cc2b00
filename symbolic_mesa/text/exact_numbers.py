"""Exact numbers from what a person writes: no floats, no evaluation."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

Number: TypeAlias = int | Fraction | Decimal | float | str

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
