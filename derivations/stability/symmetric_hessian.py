"""The Hessian at a point of the symmetric manifold, parted by permutations of coordinates.

A d x d block is, for permutations, twice the trivial representation, three times the standard one
and once each those of symmetric and of antisymmetric matrices whose rows add up to 0. On one vector
of each the Hessian is a matrix between blocks, with the eigenvalues of the whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import combinations_with_replacement, product

import mpmath

from derivations.stability.sectors import groups
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_derivative
from symbolic_mesa.engine.patterns import set_partitions
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.causal_linear_attention import PROBLEM, SYMMETRIC, causal_linear_attention
from symbolic_mesa.setting import Setting

NAMES = "jklm"
DIGITS = 60  # that are worked with
Entry = tuple[int, int]  # row and column
Direction = Mapping[Entry, int]  # a matrix by its entries that are not 0
Key = tuple[str, str, str]  # two blocks, and the names of the two rows and columns


@cache  # pure: the engine's answer, which holds for every law
def second_derivatives() -> Mapping[Key, MomentSum]:
    """Return the second derivatives of L on the symmetric manifold, by blocks and coordinates."""
    model, derivatives = causal_linear_attention(), {}
    for group in groups():
        for first, second in combinations_with_replacement(group, 2):
            for partition in set_partitions(range(4)):
                word = _word([n for k in range(4) for n, part in enumerate(partition) if k in part])
                entries = ((first, word[0], word[1]), (second, word[2], word[3]))
                derivatives[first, second, word] = entry_derivative(model, SYMMETRIC, entries)
    return derivatives


def _word(places: list[int]) -> str:
    """Return names for places, the same for the same, in the order of their occurrence."""
    known = {place: NAMES[n] for n, place in enumerate(dict.fromkeys(places))}
    return "".join(known[place] for place in places)


@dataclass(frozen=True)
class SymmetricHessian:
    """A law, d and T without symbols, with the field of the second derivatives.

    Attributes:
        setting: the law, d and T.
        field: where the second derivatives live.
    """

    setting: Setting
    field: Algebra

    @property
    def dim(self) -> int:
        """The dimension d."""
        return int(self.setting.dim or 0)

    @cached_property
    def formulas(self) -> Mapping[Key, Formula]:
        """The second derivatives as polynomials in the four scales."""
        derivatives: dict[Key, Formula] = {}
        for key, total in second_derivatives().items():
            if len(set(key[2])) <= self.dim:
                element = self.field.evaluate(total, self.setting)
                derivatives[key] = Formula(self.field.field(element), self.field)
        return derivatives

    def matrices(self, point: Mapping[str, mpmath.mpf]) -> list[mpmath.matrix]:
        """Return the Hessian at scales a, alpha, b, beta, sector by sector, each once."""
        hessians: list[mpmath.matrix] = []
        with mpmath.workdps(DIGITS):
            values = {key: real(one.at(point)) for key, one in self.formulas.items()}
            for group, directions in product(groups(), self.directions):
                basis = [(block, direction) for block in group for direction in directions]
                rows = [[_between(values, one, other) for other in basis] for one in basis]
                hessians.append(mpmath.matrix(rows))
        return hessians

    @property
    def directions(self) -> Iterator[tuple[Direction, ...]]:
        """Orthogonal vectors, one for each time that a representation occurs in a block."""
        size = range(self.dim)
        pairs = [(i, k) for i in size for k in size if i != k]
        head = {0: 1, 1: -1}
        yield _kept({(i, i): 1 for i in size}, dict.fromkeys(pairs, 1))
        yield _kept(
            {(i, i): head.get(i, 0) for i in size if self.dim > 1},
            {(i, k): head.get(i, 0) + head.get(k, 0) for i, k in pairs},
            {(i, k): head.get(i, 0) - head.get(k, 0) for i, k in pairs},
        )
        if self.dim > 3:
            half = {(0, 2): 1, (0, 3): -1, (1, 2): -1, (1, 3): 1}
            yield ({**half, **{(k, i): sign for (i, k), sign in half.items()}},)
        if self.dim > 2:
            half = {(0, 1): 1, (1, 2): 1, (2, 0): 1}
            yield ({**half, **{(k, i): -sign for (i, k), sign in half.items()}},)


def _kept(*directions: Direction) -> tuple[Direction, ...]:
    """Return directions without zeros, those that are not zero."""
    shorter = ({entry: x for entry, x in one.items() if x} for one in directions)
    return tuple(one for one in shorter if one)


def _between(
    values: Mapping[Key, mpmath.mpf], one: tuple[str, Direction], other: tuple[str, Direction]
) -> mpmath.mpf:
    """Return the Hessian between two directions of length 1.

    No direction tells coordinates after the first four apart: one entry stands for all that go
    over into it. It has at most two of these coordinates, so that those after the first six are
    alike for both.
    """
    (first, left), (second, right) = (one, other) if one[0] <= other[0] else (other, one)
    total = mpmath.mpf(0)
    for entry, x in _standing(left, 4):
        for place, y in _standing(right, 6):
            total += x * y * values[first, second, _word([*entry, *place])]
    lengths = (sum(x * x for x in side.values()) for side in (left, right))
    return total / mpmath.sqrt(mpmath.mpf(next(lengths)) * next(lengths))


def _standing(direction: Direction, apart: int) -> list[tuple[Entry, int]]:
    """Return one entry for all that coordinates from `apart` on take to it, with their sum."""
    sums: dict[tuple[int, int, bool], int] = {}
    first: dict[tuple[int, int, bool], Entry] = {}
    for (row, column), x in sorted(direction.items()):
        key = min(row, apart), min(column, apart), row == column
        first.setdefault(key, (row, column))
        sums[key] = sums.get(key, 0) + x
    return [(first[key], total) for key, total in sums.items()]


def symmetric_hessian(setting: Setting) -> SymmetricHessian:
    """Return the Hessian of a setting, wherever training starts; nothing is computed yet."""
    return _of_law(replace(setting, init=None))


@lru_cache(maxsize=16)  # pure; several starts have one Hessian
def _of_law(setting: Setting) -> SymmetricHessian:
    sums = second_derivatives().values()
    return SymmetricHessian(setting, field_of(PROBLEM, setting, SYMMETRIC.scales, sums))
