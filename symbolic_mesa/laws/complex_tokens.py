"""Laws of the catalogue whose tokens are complex, as functions."""

from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.named import family_law
from symbolic_mesa.text.exact_numbers import Number


def complex_gaussian(variance: Number | None = None, pseudo: Number | None = None) -> FamilyLaw:
    """i.i.d. complex Gaussian coordinates, E|x_j|² = variance, E x_j² = pseudo, both real.

    Real and imaginary part are independent; circular where pseudo = 0, real where it is variance.
    """
    return family_law("complex-gaussian", variance=variance, pseudo=pseudo)


def phases(c: Number | None = None) -> FamilyLaw:
    """i.i.d. coordinates c e^{iθ}, θ uniform; c != 0."""
    return family_law("phases", c=c)
