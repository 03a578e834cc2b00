"""Laws of dependent coordinates."""

from collections.abc import Mapping
from itertools import product
from math import comb, prod

from symbolic_mesa.laws.catalogue.conditions import (
    above,
    below_one,
    far_above,
    in_dimension,
    nonzero,
    positive,
)
from symbolic_mesa.laws.catalogue.family import (
    Family,
    Powers,
    odd_product,
    power_of,
    rising,
    share_of,
)
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.text.elements import Element


def _sparse(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    if not powers:
        return 1
    if len(powers) > 1 or powers[0] % 2:
        return 0
    return values["c"] ** powers[0] / dim


def _sparse_nonzero(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    """Where x_j is not 0 every other coordinate is."""
    return 0 if powers else share_of(1, dim)


def _one_hot(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    return values["c"] ** sum(powers) / dim if len(powers) == 1 else int(not powers)


def _full_one(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    return values["c"] ** sum(powers)


def _sphere(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    """radius^{2n} Π (k_i − 1)!! / (d (d + 2) ⋯ (d + 2n − 2)) with 2n = Σ k_i."""
    return values["radius"] ** sum(powers) * _direction(powers, dim)


def _ball(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    """These are the first d coordinates of a point on the sphere in R^{d+2}."""
    return values["radius"] ** sum(powers) * _direction(powers, dim + 2)


def _direction(powers: Powers, dim: Element) -> Element:
    """Π (k_i − 1)!! / (d (d + 2) ⋯ (d + 2n − 2)) with 2n = Σ k_i, for the unit sphere."""
    if any(power % 2 for power in powers):
        return 0
    below = dim**0
    for step in range(sum(powers) // 2):
        below = below * (dim + 2 * step)
    return share_of(prod(odd_product(power) for power in powers), below)


def _multivariate_t(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    """Π (k_i − 1)!! · Π ν/(ν − 2i) over i <= n with 2n = Σ k_i."""
    moment: Element = int(not any(power % 2 for power in powers))
    for i in range(1, sum(powers) // 2 + 1):
        moment = moment * values["nu"] / (values["nu"] - 2 * i)
    return moment * prod(odd_product(power) for power in powers)


def _dirichlet(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    """Π α (α + 1) ⋯ (α + k_i − 1) / (dα (dα + 1) ⋯ (dα + Σ k_i − 1))."""
    alpha = values["alpha"]
    above_ = prod((rising(alpha, power) for power in powers), start=alpha**0)
    return above_ / rising(dim * alpha, sum(powers)) if powers else 1


def _equicorrelated(powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
    """x_i = √ρ z + √(1 − ρ) z_i with independent z's: a polynomial in ρ, also where ρ < 0."""
    rho = values["rho"]
    total: Element = 0
    for shared in product(*(range(power % 2, power + 1, 2) for power in powers)):
        if sum(shared) % 2 == 0:
            ways = prod(comb(power, n) for power, n in zip(powers, shared, strict=True))
            left = [power - n for power, n in zip(powers, shared, strict=True)]
            ways *= odd_product(sum(shared)) * prod(odd_product(power) for power in left)
            both = power_of(rho, sum(shared) // 2), power_of(1 - rho, sum(left) // 2)
            total = total + ways * both[0] * both[1]
    return total


ROWS = by_name(
    Family(
        "sparse",
        "+c e_i or -c e_i, all 2d with the same probability",
        (nonzero("c"),),
        _sparse,
        independent=False,
        nonzero=_sparse_nonzero,
        scale="c",
    ),
    Family(
        "full-one",
        "always (c, ..., c)",
        (nonzero("c"),),
        _full_one,
        symmetric=False,
        independent=False,
        constant=True,
    ),
    Family(
        "sphere",
        "uniform on the sphere of that radius",
        (positive("radius"),),
        _sphere,
        independent=False,
        scale="radius",
    ),
    Family(
        "one-hot",
        "c e_i, all d with the same probability",
        (nonzero("c"),),
        _one_hot,
        symmetric=False,
        independent=False,
        nonzero=_sparse_nonzero,
        scale="c",
        varies=(in_dimension("d >= 2", "d - 2"),),
    ),
    Family(
        "ball",
        "uniform in the ball of that radius",
        (positive("radius"),),
        _ball,
        independent=False,
        scale="radius",
    ),
    Family(
        "dirichlet",
        "parts of 1, Dirichlet with alpha for each coordinate",
        (positive("alpha"),),
        _dirichlet,
        symmetric=False,
        independent=False,
        varies=(in_dimension("d >= 2", "d - 2"),),
    ),
    Family(
        "multivariate-t",
        "N(0, I) over the root of chi^2(nu)/nu",
        (above("nu", 0, far_above),),
        _multivariate_t,
        finite_below="nu",
        order=sum,
        independent=False,
    ),
    Family(
        "equicorrelated-gaussian",
        "Gaussian, each coordinate N(0, 1), each two of correlation rho",
        (below_one("rho"),),
        _equicorrelated,
        symmetric=False,
        independent=False,
        sized=(in_dimension("rho >= -1/(d - 1)", "1 + rho*(d - 1)"),),
    ),
)
"""Laws of exchangeable coordinates that are not independent."""
