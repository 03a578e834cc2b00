"""A ring to read symbols in."""

from collections.abc import Mapping
from fractions import Fraction

from symbolic_mesa.text.surds import Exact, root


class Named:
    """Fractions in which each symbol has a value; `read` are the symbols asked for."""

    def __init__(self, values: Mapping[str, Fraction | int]) -> None:
        self.values = values
        self.read: set[str] = set()

    def number(self, value: Fraction) -> Fraction:
        return value

    def root_near(self, radicand: Fraction, point: Mapping[str, Fraction]) -> Exact:
        return root(radicand)

    def symbol(self, name: str) -> Fraction:
        self.read.add(name)
        return Fraction(self.values[name])
