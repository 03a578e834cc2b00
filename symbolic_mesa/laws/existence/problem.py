"""The question in its own variable: z = (x / scale)^step, on the line or where z >= 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd

from symbolic_mesa.laws.existence.verdicts import Terms


@dataclass(frozen=True)
class Problem:
    """Which law of z has the given moments.

    Attributes:
        known: pairs (k, E z^k) by increasing k, with (0, 1).
        half: whether z >= 0.
        step: z is a power of x, this one.
        scale: the unit of z.
    """

    known: tuple[tuple[int, Fraction], ...]
    half: bool
    step: int
    scale: Fraction

    @cached_property
    def values(self) -> Mapping[int, Fraction]:
        """The moments by their degree."""
        return dict(self.known)

    @property
    def top(self) -> int:
        """The largest degree of a polynomial in the given powers that is nowhere negative."""
        return max(k for k, _ in self.known if self.half or k % 2 == 0)

    def up_to(self, degree: int) -> "Problem":
        """Return the question about the moments up to a degree."""
        known = tuple((k, m) for k, m in self.known if k <= degree)
        return Problem(known, self.half, self.step, self.scale)

    def beyond(self, degree: int) -> "Problem":
        """Return the question about the moments from a degree on."""
        known = tuple((k, m) for k, m in self.known if not k or k >= degree)
        return Problem(known, self.half, self.step, self.scale)

    def in_x(self, p: Mapping[int, Fraction]) -> Terms:
        """Return a polynomial in z, by degree, as one in x."""
        return tuple((k * self.step, c / self.scale**k) for k, c in sorted(p.items()) if c)


def problem_of(single: Mapping[int, Fraction], symmetric: bool) -> Problem:
    """Return the question for moments of x by their powers.

    Where no odd moment but 0 is given a law can be made symmetric, so that only the law of x²
    matters; and where all powers are multiples of one number only that power of x.
    """
    odd = any(value for power, value in single.items() if power % 2)
    powers = [k for k in single if k % 2 == 0 or (odd and not symmetric)]
    step = gcd(*powers) or 1
    half = step % 2 == 0
    degrees = {k // step: single[k] for k in powers}
    top = max((k for k in degrees if half or k % 2 == 0), default=0)
    scale = _near_root(degrees[top], top) if top else Fraction(1)
    known = [(0, Fraction(1)), *((k, degrees[k] / scale**k) for k in sorted(degrees))]
    return Problem(tuple(known), half, step, scale)


def _near_root(value: Fraction, order: int) -> Fraction:
    """Return a power of two near the root of a number's size, or any for 0."""
    bits = value.numerator.bit_length() - value.denominator.bit_length()
    return Fraction(2) ** round(bits / order)
