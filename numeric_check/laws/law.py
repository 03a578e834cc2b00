"""What this side says of a law of a family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numeric_check.laws.finite import Array, TokenNodes
from numeric_check.laws.mixed_moments import Coordinate, Moments, NoNodes, PairMoments
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.surds import Exact, Surd

Values = Mapping[str, Exact]
Floats = Mapping[str, float]
Mass = Callable[[Values, Fraction], Exact]
Draw = Callable[["np.random.Generator", int, int, Floats], Array]


@dataclass(frozen=True)
class Law:
    """A law of the catalogue.

    Attributes:
        nodes: a finite law with its moments, from its parameters, d, and the number of Gauss nodes.
        moments: its mixed moments, from its parameters and d.
        draw: tokens of shape (n, d), from a generator, n, d and its parameters.
        nodes_at_zero: whether a coordinate is 0 as often at the nodes as by the law, though it may
            be 0.
        scale: the parameter that tokens are multiples of, when there is one.
        coordinate: the moments of one of i.i.d. coordinates, from its parameters.
        pairs: the real parts of mixed moments of complex tokens, from its parameters and d.
        mass: the probability that such a coordinate is a given number, where one has any that is
            rational.
    """

    nodes: Callable[[Values, int, int], TokenNodes]
    moments: Callable[[Values, int], Moments]
    draw: Draw
    nodes_at_zero: bool = False
    scale: str | None = None
    coordinate: Callable[[Values], Coordinate] | None = None
    mass: Mass | None = None
    pairs: Callable[[Values, int], PairMoments] | None = None


Compound = Callable[[Law, Values], Law]  # from a law and its parameters


def numbers_of(law: TokenLaw) -> dict[str, Exact]:
    """Return the parameters of a law as numbers.

    Raises:
        NoNodes: when one is no number.
    """
    numbers = {name: v for name, v in law.parameters.items() if isinstance(v, Fraction | Surd)}
    open_ = [(name, value) for name, value in law.parameters.items() if name not in numbers]
    for name, value in open_:
        symbol = next(iter(names_in([value])), name)
        how = f"as --param {name}=1" if isinstance(law, FamilyLaw) else "where the law is given"
        raise NoNodes(f"{symbol} has no value; give a number, {how}")
    if isinstance(law, FamilyLaw):
        numbers |= dict((law.with_numbers() if law.constants else law).fixed)
    return numbers
