"""Power series in a small quantity up to its second power, with coefficients in a field."""

from dataclasses import dataclass

from sympy.polys.fields import FracElement


@dataclass(frozen=True)
class Series:
    """The sum c_0 + c_1 u + c_2 u² + … as far as the three coefficients."""

    zeroth: FracElement
    first: FracElement
    second: FracElement

    def __add__(self, other: "Series") -> "Series":
        return Series(
            self.zeroth + other.zeroth, self.first + other.first, self.second + other.second
        )

    def __mul__(self, other: "Series") -> "Series":
        return Series(
            self.zeroth * other.zeroth,
            self.zeroth * other.first + self.first * other.zeroth,
            self.zeroth * other.second + self.first * other.first + self.second * other.zeroth,
        )

    def scaled(self, factor: FracElement) -> "Series":
        """Return the series times a constant."""
        return Series(factor * self.zeroth, factor * self.first, factor * self.second)

    def inverse(self) -> "Series":
        """Return 1 over the series; its constant must not be 0."""
        c, b = self.zeroth, self.first / self.zeroth
        return Series(1 / c, -b / c, (b**2 - self.second / c) / c)

    def root(self, zeroth: FracElement) -> "Series":
        """Return the square root, given a name for that of the constant."""
        first = self.first / (2 * zeroth)
        return Series(zeroth, first, (self.second - first**2) / (2 * zeroth))

    def at(self, small: FracElement) -> FracElement:
        """Return what is kept of the series, at a small quantity."""
        return self.zeroth + self.first * small + self.second * small**2


def constant(value: FracElement) -> Series:
    """Return a constant as a series."""
    return Series(value, 0 * value, 0 * value)
