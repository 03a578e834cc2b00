"""Keys of the parts of claims about moments: conditions that they must meet."""

from dataclasses import dataclass
from fractions import Fraction

from derivations.coordinates import Coordinates
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.notation.keys import moment_words


@dataclass(frozen=True, slots=True)
class Harmonic:
    """The harmonic number of T - 2 of an order, as the coefficient of a moment."""

    order: int

    def __str__(self) -> str:
        """Return its symbol."""
        return "H" if self.order == 1 else f"H_{self.order}"


Coefficient = Fraction | Harmonic
NOWHERE = Coordinates(())


@dataclass(frozen=True, slots=True)
class MomentCondition:
    """A combination of moments that must be 0 for training to stay, and where it is looked at.

    Attributes:
        terms: the moments with their coefficients.
        at: the coordinates at which it is not 0; none where it is, or they are alike.
        less_first: whether the same of coordinate j = 1 is subtracted.
    """

    terms: tuple[tuple[Pattern, Coefficient], ...]
    at: Coordinates = NOWHERE
    less_first: bool = False

    def __str__(self) -> str:
        """Return how it is written.

        >>> moment = Pattern((("j", 3), ("l", 1)), ())
        >>> str(MomentCondition(((moment, Harmonic(2)),), Coordinates((("j", 0),))))
        'H_2 E[x_j^3 x_l] at j=1'
        """
        terms = (
            moment_words(pattern) if value == 1 else f"{value} {moment_words(pattern)}"
            for pattern, value in self.terms
        )
        less = " less that of j=1" if self.less_first else ""
        where = f" at {self.at}" if self.at.places else ""
        return f"{' + '.join(terms)}{less}{where}"
