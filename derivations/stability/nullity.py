"""How often a sector's matrix has the eigenvalue 0, and where more often than in general.

An entry between two blocks is a number times b², s or a²: b for each block of KQ, a for each of PV.
So the matrix is congruent to the one at a = b = s = 1, and has its rank: the size of the largest
minor on the diagonal that is not 0. The rank falls where all those of that size vanish.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from derivations.exceptions import zeros
from derivations.stability.problem import Group, Stability
from derivations.stability.sectors import Shape
from derivations.stability.spectrum import determinant
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.models.causal_linear_attention import PROBLEM

UNIT = ("a_2", "b_2", "s")


@dataclass(frozen=True)
class Nullity:
    """How often a sector's matrix has the eigenvalue 0 for most d, T and parameters.

    Attributes:
        group: the blocks of the sector.
        shape: the direction in each.
        times: how often.
        minors: what must vanish where it is more often; numerators, but for a common factor.
    """

    group: Group
    shape: Shape
    times: int
    minors: tuple[FracElement, ...]


def nullities(problem: Stability) -> tuple[Nullity, ...]:
    """Return the nullity of every sector."""
    return tuple(_nullity(problem, group, shape) for group, shape in problem.sectors())


def _nullity(problem: Stability, group: Group, shape: Shape) -> Nullity:
    size, field = len(group), problem.field.field
    matrix = _at_one(problem, group, shape)
    for rank in range(size, 0, -1):
        minors = tuple(field(minor) for minor in _minors(matrix, rank) if minor)
        if minors:
            return Nullity(group, shape, size - rank, minors)
    return Nullity(group, shape, size, ())


def _at_one(problem: Stability, group: Group, shape: Shape) -> list[list[PolyElement]]:
    """Return the matrix at a = b = s = 1 times a common denominator: in polynomials."""
    rows = problem.matrix(group, shape)
    below = rows[0][0].denom.ring.one
    for row in rows:
        for entry in row:
            below = below.lcm(entry.denom)
    polynomials = [[entry.numer * below.exquo(entry.denom) for entry in row] for row in rows]
    for name in UNIT:
        generator = problem.field.symbol(name).numer
        polynomials = [[entry.subs(generator, 1) for entry in row] for row in polynomials]
    return polynomials


def _minors(matrix: list[list[PolyElement]], size: int) -> Iterator[PolyElement]:
    for kept in combinations(range(len(matrix)), size):
        yield determinant([[matrix[i][k] for k in kept] for i in kept])


def more_often(problem: Stability, sectors: Iterable[Nullity]) -> list[Place]:
    """Return places that hold all d, T and parameters at which some nullity is larger."""
    field, setting = problem.field, problem.setting
    places: list[Place] = []
    if setting.dim is None:
        places.append(((field.symbol("d"), Fraction(1)),))  # there are fewer sectors
    if setting.length is None:
        shortest = Fraction(PROBLEM.shortest_length)
        places.append(((field.symbol("T"), shortest),))  # H = H_2 = T - 2
    for one in sectors:
        known = zeros(setting, field, 1 if one.shape == problem.shapes[0] else 2)
        places += known.common(one.minors) if one.minors else ()
    return places
