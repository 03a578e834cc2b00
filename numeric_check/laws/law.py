"""What this side says of a law of a family, and where it is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module

import numpy as np

from numeric_check.laws.finite import Array, TokenNodes
from numeric_check.laws.mixed_moments import Moments, NoNodes
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.surds import Exact, Surd

Values = Mapping[str, Exact]
Floats = Mapping[str, float]
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
    """

    nodes: Callable[[Values, int, int], TokenNodes]
    moments: Callable[[Values, int], Moments]
    draw: Draw
    nodes_at_zero: bool = False


def numbers_of(law: TokenLaw) -> dict[str, Exact]:
    """Return the parameters of a law as numbers.

    Raises:
        NoNodes: when one is no number.
    """
    numbers = {name: v for name, v in law.parameters.items() if isinstance(v, Fraction | Surd)}
    open_ = [(name, value) for name, value in law.parameters.items() if name not in numbers]
    for name, value in open_:
        symbol = next(iter(names_in([value])), name)
        raise NoNodes(f"{symbol} has no value; give a number, as --param {name}=1")
    return numbers


def said_of(law: FamilyLaw) -> Law:
    """Return what this side says of a law: in the module that its family names."""
    laws: Mapping[str, Law] = import_module(law.family.numeric).LAWS
    return laws[law.name]
