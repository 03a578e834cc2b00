"""Linear algebra over the field of a setting, and what a polynomial flow conserves by it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations_with_replacement

from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.fractions import Algebra

Vector = dict[int, FracElement]


def quadratic_invariants(
    velocities: Mapping[str, FracElement], field: Algebra
) -> tuple[FracElement, ...]:
    """Return a basis of the quadratic forms Q in the scales with Σ ∂Q/∂θ θ' = 0.

    Each product of two scales has a speed, a polynomial in the scales: what is looked for are the
    combinations of these speeds that vanish, monomial by monomial.

    Args:
        velocities: θ' by scale.
        field: where they live.
    """
    forms = [field.symbol(p) * field.symbol(q) for p, q in _pairs(velocities)]
    kernel = null_space(speeds_of(velocities, field), len(forms), field)
    zero = field.field.zero
    return tuple(
        sum((v * forms[k] for k, v in cleared(one, field).items()), zero) for one in kernel
    )


def speeds_of(velocities: Mapping[str, FracElement], field: Algebra) -> list[Vector]:
    """Return the speeds of the products of two scales: of each monomial the coefficients in them.

    Args:
        velocities: θ' by scale.
        field: where they live.
    """
    speeds = [
        field.coefficients(velocities[p] * field.symbol(q) + velocities[q] * field.symbol(p))
        for p, q in _pairs(velocities)
    ]
    monomials = list(dict.fromkeys(monomial for speed in speeds for monomial in speed))
    return [
        {k: speed[monomial] for k, speed in enumerate(speeds) if monomial in speed}
        for monomial in monomials
    ]


def _pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    return list(combinations_with_replacement(names, 2))


def cleared(vector: Vector, field: Algebra) -> Vector:
    """Return a multiple of a vector whose entries are polynomials without a common factor."""
    over = reduce(_lcm, (v.denom for v in vector.values()))
    whole = {k: (v * field.field(over)).numer for k, v in vector.items()}
    common = reduce(lambda left, right: left.gcd(right), whole.values())
    first = whole[min(whole)].quo(common)
    sign = -1 if first.LC < 0 else 1
    return {k: field.field(value.quo(common) * sign) for k, value in whole.items()}


def _lcm(left: PolyElement, right: PolyElement) -> PolyElement:
    return left.lcm(right)


def null_space(rows: Sequence[Vector], size: int, field: Algebra) -> list[Vector]:
    """Return a basis of the vectors that every row sends to 0, by elimination.

    Args:
        rows: the equations, each by the places of its coefficients that are not 0.
        size: the length of a vector.
        field: where the coefficients live.
    """
    pivots: dict[int, Vector] = {}
    for row in rows:
        for place, pivot in pivots.items():
            row = less(row, row.get(place), pivot)
        if not row:
            continue
        place = min(row)
        scale = row[place]
        row = {k: value / scale for k, value in row.items()}
        pivots = {k: less(pivot, pivot.get(place), row) for k, pivot in pivots.items()}
        pivots[place] = row
    one = field.field.one
    free = [k for k in range(size) if k not in pivots]
    return [
        {k: one} | {place: -pivot[k] for place, pivot in pivots.items() if k in pivot} for k in free
    ]


def less(row: Vector, factor: FracElement | None, pivot: Vector) -> Vector:
    """Return a row less a multiple of another; what vanishes is left out."""
    if factor is None:
        return row
    found = dict(row)
    for k, value in pivot.items():
        rest = found[k] - factor * value if k in found else -factor * value
        if rest:
            found[k] = rest
        else:
            del found[k]
    return found
