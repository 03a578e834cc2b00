"""Tables whose rows are in several files, of which no more are loaded than a name needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from typing import Protocol, TypeVar

Row = TypeVar("Row")


class Named(Protocol):
    """What has a name."""

    @property
    def name(self) -> str:
        """The name."""


NamedRow = TypeVar("NamedRow", bound=Named)


def by_name(*rows: NamedRow) -> Mapping[str, NamedRow]:
    """Return rows by their names."""
    return {row.name: row for row in rows}


@dataclass(frozen=True, eq=False)
class Loaded(Mapping[str, Row]):
    """The rows of several files by name; a file is loaded when those before it lack a name.

    Attributes:
        files: the full names of the modules, in order.
        table: what its rows by name are called in each.
    """

    files: tuple[str, ...]
    table: str

    def __getitem__(self, name: str) -> Row:
        for rows in self._tables():
            if name in rows:
                return rows[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._tables())

    def __len__(self) -> int:
        return sum(map(len, self._tables()))

    def _tables(self) -> Iterator[Mapping[str, Row]]:
        return (getattr(import_module(file), self.table) for file in self.files)
