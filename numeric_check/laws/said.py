"""Where this side says something of a law of a family."""

from collections.abc import Mapping
from importlib import import_module

from numeric_check.laws.affine import image
from numeric_check.laws.law import Law
from symbolic_mesa.laws.families import FamilyLaw


def said_of(law: FamilyLaw) -> Law:
    """Return what this side says of a law: in the module that its family names."""
    laws: Mapping[str, Law] = import_module(law.family.numeric).LAWS
    return image(laws[law.name]) if law.family.image_of else laws[law.name]
