"""Numbers known to so many digits, by name: what a numerical solution gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isinf

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


@dataclass(frozen=True, slots=True)
class Decimals:
    """Decimal numbers as they are written, each rounded to the same number of digits.

    Attributes:
        texts: pairs of a name and the number.
    """

    texts: tuple[tuple[str, str], ...]

    @property
    def floats(self) -> Mapping[str, float]:
        """The numbers as doubles, infinite or 0 beyond their range."""
        return {name: float(text) for name, text in self.texts}

    @property
    def value(self) -> float | Mapping[str, float | None] | None:
        """The only number, if it has no name, else all by name; None for one beyond doubles."""
        doubles = {name: double(text) for name, text in self.texts}
        return doubles[""] if list(doubles) == [""] else doubles


def decimals(
    values: Mapping[str, mpmath.mpf], digits: int, rounding: Mapping[str, mpmath.mpf]
) -> Decimals:
    """Return numbers rounded to `digits` digits; what is at most its rounding in size is 0.

    Args:
        values: the numbers by name.
        digits: how many digits are kept.
        rounding: what rounding leaves of those numbers that may be 0, by name.
    """
    texts = (
        (
            name,
            "0"
            if abs(value) <= rounding.get(name, 0)
            else mpmath.nstr(value, digits, strip_zeros=False),
        )
        for name, value in values.items()
    )
    return Decimals(tuple(texts))
