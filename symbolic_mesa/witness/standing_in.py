"""What the full model is run with in place of a law of many coordinates or tokens."""

from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.unlike.gaussian import GaussianVector
from symbolic_mesa.laws.unlike.joint import JointLaw

SMALL = (2, 4)  # d and T that stand for larger ones
SMALL_DIM = 3  # up to this d a claim about a given d is measured at that d
SMALL_ROWS = 24  # of a table of tokens, of which the full model is run with so many


def stand_in(law: TokenLaw, dim: int = SMALL_DIM) -> TokenLaw:
    """Return a law of its own kind that is small enough; itself where it is."""
    if isinstance(law, SampleLaw):
        return _head(law)
    if isinstance(law, GaussianVector | JointLaw) and law.dim > dim:
        return law.marginal(range(dim))
    return law


def words(law: TokenLaw) -> str:
    """Return what stands in for a law, in words."""
    if isinstance(law, SampleLaw):
        return "the first tokens and coordinates of the data"
    return "the marginal law of three coordinates"


def _head(law: SampleLaw) -> SampleLaw:
    """Return the part of a table that the full model is run with.

    Where not every order of coordinates is alike, fewer coordinates need not be alike in what all
    are, so that few are all kept.
    """
    whole = law.dim <= SMALL_DIM and not law.exchangeable
    return law.head(SMALL_ROWS, law.dim if whole else SMALL[0])
