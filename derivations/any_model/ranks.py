"""Where the rank of a matrix over the field of a setting is less than in general.

It falls only where a pivot vanishes. Pivots are chosen that vanish nowhere, where there are such.
"""

from collections.abc import Iterator, Sequence

from derivations.any_model.linear import Vector, less
from derivations.exceptions import is_numbers
from symbolic_mesa.formulas.vanishing import Zeros
from symbolic_mesa.formulas.zero_places import Place

TRIED = 12  # entries, simple ones first, until one is a pivot that never vanishes

Pivot = tuple[Vector, int, tuple[Place, ...]]  # a row, a place in it, and where its entry vanishes


def places_of_less_rank(matrix: Sequence[Vector], zeros: Zeros) -> Iterator[Place]:
    """Yield places that hold all at which the rank of a matrix is less than in general.

    Args:
        matrix: its rows, each by the places of its entries that are not 0.
        zeros: where elements of the field vanish.
    """
    rows = [row for row in matrix if row]
    while rows:
        row, place, vanish = _pivot(rows, zeros)
        yield from vanish
        pivot = {k: value / row[place] for k, value in row.items()}
        others = (less(one, one.get(place), pivot) for one in rows if one is not row)
        rows = [one for one in others if one]


def _pivot(rows: Sequence[Vector], zeros: Zeros) -> Pivot:
    """Return an entry that vanishes at few places."""
    entries = sorted(
        ((row, k) for row in rows for k in row), key=lambda one: len(one[0][one[1]].numer)
    )
    found: list[Pivot] = []
    for row, k in entries[:TRIED]:
        found.append((row, k, zeros.of(row[k])))
        if not found[-1][2]:
            return found[-1]

    def cost(one: Pivot) -> tuple[bool, int]:
        return not all(is_numbers(place, zeros.field) for place in one[2]), len(one[2])

    return min(found, key=cost)
