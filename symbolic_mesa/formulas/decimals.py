"""Numbers known to so many digits, by key: what a numerical solution gives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isinf
from typing import Any

import mpmath


def double(text: str) -> float | None:
    """Return a decimal number as a double; None when it is beyond their range.

    >>> double("0.25"), double("1e400"), double("1e-400")
    (0.25, None, None)
    """
    number = float(text)
    digits, _, _ = text.partition("e")
    beyond = isinf(number) or (number == 0 and bool(digits.strip("-0.")))
    return None if beyond else number


class Rounded(str):
    """The digits that are stated of a number that has more."""

    __slots__ = ()

    def to(self, digits: int) -> str:
        """Return fewer of them."""
        return f"{Decimal(self):.{digits}g}"


@dataclass(frozen=True, slots=True)
class Decimals:
    """Decimal numbers as they are written, each rounded to the same number of digits.

    Attributes:
        texts: pairs of a key and the number; the key of the only one is empty.
        exact: the keys of those that are not rounded.
    """

    texts: tuple[tuple[Any, str], ...]
    exact: tuple[Any, ...] = ()

    @property
    def sides(self) -> Mapping[Any, str]:
        """The numbers by key as they are stated: rounded, or exact without zeros at their end."""
        exact = {"0": "0"} | {text: _short(text) for key, text in self.texts if key in self.exact}
        return {key: exact.get(text, Rounded(text)) for key, text in self.texts}

    @property
    def floats(self) -> Mapping[Any, float]:
        """The numbers as doubles, infinite or 0 beyond their range."""
        return {key: float(text) for key, text in self.texts}

    @property
    def value(self) -> float | Mapping[Any, float | None] | None:
        """The only number, if its key is empty, else all by key; None for one beyond doubles."""
        doubles = {key: double(text) for key, text in self.texts}
        return doubles[""] if list(doubles) == [""] else doubles


def decimals(
    values: Mapping[Any, mpmath.mpf],
    digits: int,
    rounding: Mapping[Any, mpmath.mpf],
    exact: Collection[Any] = (),
) -> Decimals:
    """Return numbers rounded to `digits` digits; what is at most its rounding in size is 0.

    Args:
        values: the numbers by key.
        digits: how many digits are kept.
        rounding: what rounding leaves of those numbers that may be 0, by key.
        exact: the keys of those that are decimals of so few digits themselves.
    """
    texts = (
        (
            key,
            "0"
            if abs(value) <= rounding.get(key, 0)
            else mpmath.nstr(value, digits, strip_zeros=False),
        )
        for key, value in values.items()
    )
    return Decimals(tuple(texts), tuple(exact))


def _short(text: str) -> str:
    return f"{Decimal(text).normalize():f}"
