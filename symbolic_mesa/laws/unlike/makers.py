"""Gaussian tokens as a person asks for them."""

from symbolic_mesa.laws.unlike.covariance import matrix_of
from symbolic_mesa.laws.unlike.diagonal import DiagonalGaussian
from symbolic_mesa.laws.unlike.gaussian import GaussianVector

DIAGONAL = "diag"


def gaussian_vector(covariance: object) -> GaussianVector | DiagonalGaussian:
    """Return N(0, Λ).

    Args:
        covariance: Λ, see `covariance.matrix_of`; ``diag`` for a diagonal one in any dimension.

    Raises:
        InvalidInput: when it is no covariance.

    >>> gaussian_vector("diag(1,2)").parameters
    {'lambda_1': Fraction(1, 1), 'lambda_2': Fraction(2, 1)}
    """
    if isinstance(covariance, str) and covariance.strip() == DIAGONAL:
        return DiagonalGaussian()
    return GaussianVector(matrix_of(covariance))
