"""Laws of the catalogue whose coordinates are dependent, as functions."""

from collections.abc import Iterable

from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.named import family_law
from symbolic_mesa.text.exact_numbers import Number


def sparse(
    c: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """±c e_i, each of the 2d vectors with the same probability (the paper's Example 4.1)."""
    return family_law("sparse", c=c, mean=mean, variance=variance)


def full_one(c: Number | None = None) -> FamilyLaw:
    """Always (c, …, c) (the paper's Section 4.3)."""
    return family_law("full-one", c=c)


def sphere(
    radius: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """Uniform on the sphere of that radius in R^d: dependent coordinates; radius > 0."""
    return family_law("sphere", radius=radius, mean=mean, variance=variance)


def ball(
    radius: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """Uniform in the ball of that radius in R^d: dependent coordinates; radius > 0."""
    return family_law("ball", radius=radius, mean=mean, variance=variance)


def one_hot(
    c: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """C e_i, each of the d vectors with the same probability."""
    return family_law("one-hot", c=c, mean=mean, variance=variance)


def dirichlet(
    alpha: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """Symmetric Dirichlet: positive coordinates of sum 1; uniform there for alpha = 1."""
    return family_law("dirichlet", alpha=alpha, mean=mean, variance=variance)


def multivariate_t(
    nu: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """N(0, I) over √(χ²(nu)/nu); moments of total degree below nu exist."""
    return family_law("multivariate-t", nu=nu, mean=mean, variance=variance)


def equicorrelated_gaussian(
    rho: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """Gaussian, coordinates N(0, 1) of correlation rho; −1/(d−1) <= rho < 1."""
    return family_law("equicorrelated-gaussian", rho=rho, mean=mean, variance=variance)


def permutation(
    values: str | Iterable[Number],
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """Given values in a random order; there are d of them.

    >>> permutation("0,1,1/2") == permutation([0, 1, 0.5])
    True
    """
    text = values if isinstance(values, str) else ",".join(map(str, values))
    return family_law("permutation", values=text, mean=mean, variance=variance)


def k_sparse(
    k: Number | None = None,
    values: FamilyLaw | str | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """A law on k coordinates, chosen at random; ±1 unless `values` are given; the others are 0.

    >>> k_sparse(2, "sphere(radius=1)").name
    'k-sparse(sphere)'
    """
    return family_law("k-sparse", k=k, values=values, mean=mean, variance=variance)


def scale_mixture(
    scales: str | Iterable[tuple[Number, Number]],
    coordinates: FamilyLaw | str,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """A random scale, each of a probability, times an independent vector of a law.

    >>> scale_mixture([(1, 0.5), (2, 0.5)], "gaussian(sigma=1)").parameters["scale_2"]
    Fraction(2, 1)
    """
    text = scales if isinstance(scales, str) else ",".join(":".join(map(str, x)) for x in scales)
    return family_law(
        "scale-mixture", scales=text, coordinates=coordinates, mean=mean, variance=variance
    )
