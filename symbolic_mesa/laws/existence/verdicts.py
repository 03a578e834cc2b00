"""What can be said of given moments, and the certificate for it."""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

Terms = tuple[tuple[int, Fraction], ...]  # pairs (power of x, coefficient)


@dataclass(frozen=True)
class Exists:
    """A law has them.

    Attributes:
        moments: those of the certificate, in the variable of the problem, from the 0th up.
        support: the polynomial on whose roots the law lives, or None for Hankel matrices that are
            positive definite.
    """

    moments: tuple[Fraction, ...]
    support: tuple[Fraction, ...] | None = None


@dataclass(frozen=True)
class Impossible:
    """No law has them.

    Attributes:
        witness: a polynomial in the given powers with an expectation below 0.
        expectation: that of the witness.
        support: a polynomial in the given powers that is nowhere negative and has mean 0, so that x
            is one of its roots; the witness is not negative there. Without it the witness is
            nowhere negative.
    """

    witness: Terms
    expectation: Fraction
    support: Terms = ()

    @property
    def reason(self) -> str:
        """The certificate as half a sentence."""
        witness, factor = primitive(self.witness)
        value = f"its expectation would be {factor * self.expectation}"
        if not self.support:
            return f"{written(witness)} is nowhere negative but {value}"
        support, _ = primitive(self.support)
        return (
            f"{written(support)} is nowhere negative and has mean 0, so that x is one of its "
            f"roots; at these {written(witness)} is not negative but {value}"
        )


@dataclass(frozen=True)
class Undecided:
    """Neither certificate was found."""


Verdict = Exists | Impossible | Undecided


def primitive(terms: Terms) -> tuple[Terms, Fraction]:
    """Return a positive multiple with coprime whole coefficients, and the factor."""
    below = lcm(*(c.denominator for _, c in terms))
    above = gcd(*(int(c * below) for _, c in terms))
    factor = Fraction(below, above or 1)
    return tuple((k, c * factor) for k, c in terms), factor


def written(terms: Terms) -> str:
    """Return a polynomial in x as text.

    >>> written(((0, Fraction(-1)), (4, Fraction(2))))
    '2 x^4 - 1'
    """
    parts = []
    for power, c in sorted(terms, reverse=True):
        if c:
            x = "x" + (f"^{power}" if power > 1 else "") if power else ""
            size = str(abs(c)) if abs(c) != 1 or not power else ""
            parts.append(("- " if c < 0 else "+ ") + " ".join(filter(None, (size, x))))
    text = " ".join(parts)
    return text[2:] if text.startswith("+") else "-" + text[2:]
