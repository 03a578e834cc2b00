"""Laws of dependent coordinates."""

from collections.abc import Mapping
from math import prod
from typing import Any

from symbolic_mesa.laws.catalogue.conditions import nonzero, positive
from symbolic_mesa.laws.catalogue.family import Family, Powers, odd_product


def _sparse(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    if not powers:
        return 1
    if len(powers) > 1 or powers[0] % 2:
        return 0
    return values["c"] ** powers[0] / dim


def _sparse_nonzero(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    """Where x_j is not 0 every other coordinate is."""
    return 0 if powers else dim**0 / dim


def _full_one(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    return values["c"] ** sum(powers)


def _sphere(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    """radius^{2n} Π (k_i − 1)!! / (d (d + 2) ⋯ (d + 2n − 2)) with 2n = Σ k_i."""
    if any(power % 2 for power in powers):
        return 0
    moment = prod(odd_product(power) for power in powers) * values["radius"] ** sum(powers)
    for step in range(sum(powers) // 2):
        moment = moment / (dim + 2 * step)
    return moment


ROWS = (
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
)
"""Laws of exchangeable coordinates that are not independent."""
