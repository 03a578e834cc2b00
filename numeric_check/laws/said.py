"""Where this side says something of a law of a family."""

from collections.abc import Mapping
from importlib import import_module

from numeric_check.laws.affine import image
from numeric_check.laws.law import Compound, Law, numbers_of
from symbolic_mesa.laws.families import FamilyLaw


def said_of(law: FamilyLaw) -> Law:
    """Return what this side says of a law: in the module that its family names."""
    found = _base(law)
    return image(found) if law.family.image_of else found


def _base(law: FamilyLaw) -> Law:
    module, name = import_module(law.family.numeric), law.family.name
    if law.inner is None:
        laws: Mapping[str, Law] = module.LAWS
        return laws[name]
    compounds: Mapping[str, Compound] = module.COMPOUNDS
    return compounds[name](said_of(law.inner), numbers_of(law.inner))
