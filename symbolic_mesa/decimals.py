"""Numbers known to so many digits, by name: what a numerical solution gives."""

from collections.abc import Mapping
from dataclasses import dataclass

import mpmath


@dataclass(frozen=True, slots=True)
class Decimals:
    """Decimal numbers as they are written, each rounded to the same number of digits.

    Attributes:
        texts: pairs of a name and the number.
    """

    texts: tuple[tuple[str, str], ...]

    @property
    def floats(self) -> Mapping[str, float]:
        """The numbers as doubles."""
        return {name: float(text) for name, text in self.texts}

    @property
    def value(self) -> float | Mapping[str, float]:
        """The only number, if it has no name, else all by name."""
        floats = self.floats
        return floats[""] if list(floats) == [""] else dict(floats)


def decimals(values: Mapping[str, mpmath.mpf], digits: int, zero: float) -> Decimals:
    """Return numbers rounded to `digits` digits; what is at most `zero` in size is 0."""
    texts = (
        (name, "0" if abs(value) <= zero else mpmath.nstr(value, digits, strip_zeros=False))
        for name, value in values.items()
    )
    return Decimals(tuple(texts))
