"""What this side says of a law of a family, and where it is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module

import numpy as np

from numeric_check.laws.finite import Array, TokenNodes
from numeric_check.laws.mixed_moments import Moments
from symbolic_mesa.laws.families import FamilyLaw

Values = Mapping[str, Fraction]
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


def said_of(law: FamilyLaw) -> Law:
    """Return what this side says of a law: in the module that its family names."""
    laws: Mapping[str, Law] = import_module(law.family.numeric).LAWS
    return laws[law.name]
