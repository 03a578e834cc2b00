"""Where this side says something of a law: of a family, or of one whose coordinates differ."""

from collections.abc import Mapping
from importlib import import_module

from numeric_check.laws.affine import image
from numeric_check.laws.complex_tables import of_table
from numeric_check.laws.law import Compound, Law, numbers_of
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.unlike import of_joint, of_vector
from symbolic_mesa.laws.complex_moments import ComplexMomentLaw
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.unlike.diagonal import DiagonalGaussian
from symbolic_mesa.laws.unlike.gaussian import GaussianVector
from symbolic_mesa.laws.unlike.joint import JointLaw


def said_of(law: TokenLaw) -> Law:
    """Return what this side says of a law: of a family in the module that it names.

    Raises:
        NoNodes: when it says nothing of such a law.
    """
    if isinstance(law, GaussianVector | JointLaw):
        return of_vector(law) if isinstance(law, GaussianVector) else of_joint(law)
    if isinstance(law, ComplexMomentLaw):
        return of_table(law)
    if isinstance(law, DiagonalGaussian):
        raise NoNodes('the variances have no values; give numbers, as --covariance "diag(1,2)"')
    if not isinstance(law, FamilyLaw):
        raise NoNodes(f"nothing is known of a law of the kind {type(law).__name__}")
    found = _base(law)
    return image(found) if law.family.image_of else found


def _base(law: FamilyLaw) -> Law:
    module, name = import_module(law.family.numeric), law.family.name
    if law.inner is None:
        laws: Mapping[str, Law] = module.LAWS
        return laws[name]
    compounds: Mapping[str, Compound] = module.COMPOUNDS
    return compounds[name](said_of(law.inner), numbers_of(law.inner))
