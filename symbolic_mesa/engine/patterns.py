"""Ways in which coordinate indices can coincide, and how many choices each way has.

A sum over coordinate indices splits by set partition: the indices of one part are equal, those of
different parts differ. What is left of a part is the power to which its coordinate of x_1 occurs.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

Item = TypeVar("Item")
Name = TypeVar("Name", bound=Hashable)


def set_partitions(items: Sequence[Item]) -> Iterator[tuple[tuple[Item, ...], ...]]:
    """Yield every set partition of `items`, each once.

    >>> [len(p) for p in set_partitions("abc")]
    [1, 2, 2, 2, 3]
    """
    if not items:
        yield ()
        return
    first, rest = items[0], items[1:]
    for partition in set_partitions(rest):
        for position, part in enumerate(partition):
            yield (*partition[:position], (first, *part), *partition[position + 1 :])
        yield ((first,), *partition)


def integer_partitions(total: int, largest: int | None = None) -> Iterator[tuple[int, ...]]:
    """Yield the partitions of a number into parts of at most `largest`, each descending.

    >>> list(integer_partitions(4, 2))
    [(2, 2), (2, 1, 1), (1, 1, 1, 1)]
    """
    if not total:
        yield ()
    for first in range(min(total, total if largest is None else largest), 0, -1):
        yield from ((first, *rest) for rest in integer_partitions(total - first, first))


def merged(items: Iterable[Name], equal: Iterable[tuple[Name, Name]]) -> dict[Name, Name]:
    """Return a representative for each item when the pairs in `equal` are identified.

    >>> merged("abc", [("a", "c")])
    {'a': 'c', 'b': 'b', 'c': 'c'}
    """
    parent = {item: item for item in items}

    def root(item: Name) -> Name:
        while parent[item] != item:
            item = parent[item]
        return item

    for left, right in equal:
        parent[root(left)] = root(right)
    return {item: root(item) for item in parent}


def falling_factorial(start: Any, count: int) -> Any:
    """Return start (start − 1) ⋯ over `count` factors, in whatever ring `start` belongs to.

    >>> falling_factorial(5, 2), falling_factorial(1, 2)
    (20, 0)
    """
    product = start**0
    for step in range(count):
        product = product * (start - step)
    return product


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """Powers of distinct coordinates of x_1: the canonical key of a mixed moment in a sum.

    Attributes:
        pinned: for each coordinate index that is held fixed, in order, its name and power.
        free: the powers of the coordinates that are summed over, descending, zeros included.
        barred: how many factors of each coordinate, those of `pinned` before those of `free`, are
            complex conjugates; nothing where tokens are real. The moment is a real part, so that
            what is conjugated and what is not may change places.
    """

    pinned: tuple[tuple[str, int], ...]
    free: tuple[int, ...]
    barred: tuple[int, ...] = ()

    def choices(self, dim: Any) -> Any:
        """Return how many choices of distinct free coordinates there are in dimension `dim`."""
        return falling_factorial(dim - len(self.pinned), len(self.free))

    @property
    def powers(self) -> tuple[int, ...]:
        """The non-zero powers, descending: the moment, whichever coordinates carry it."""
        return tuple(sorted((power for power in self.every if power), reverse=True))

    @property
    def every(self) -> tuple[int, ...]:
        """The power of each coordinate, the pinned ones first."""
        return (*(power for _, power in self.pinned), *self.free)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """How often each coordinate of complex tokens occurs, and its conjugate, pinned ones first.

        >>> Pattern((("j", 3),), (2,), (1, 0)).pairs
        ((2, 1), (2, 0))
        """
        every = zip(self.every, self.barred, strict=True)
        return tuple((power - barred, barred) for power, barred in every)

    @property
    def real(self) -> "Pattern":
        """The same moment of real tokens."""
        return replace(self, barred=())

    @property
    def moduli(self) -> "Pattern":
        """The moment of moduli, such as E|x_j|⁴ for E x_j⁴; every power must be even."""
        return replace(self, barred=tuple(power // 2 for power in self.every))
