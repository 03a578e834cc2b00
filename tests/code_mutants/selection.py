"""The tests of one mutant: those that enter its function, near and quick ones first, up to a time.

Which functions a test enters is worked out once (`covering`). What a cache answers is entered by
the first test that asks only, so that the tests that enter the module, name it or stand in the
folders of its room follow. When the time is over, the last of them are left out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.code_mutants.choice import TESTS, Mutant, near_files, room_of

BUDGET = 60.0  # seconds for the tests of a mutant, as they were measured
FIRST = 8.0  # of these seconds, those whose tests are run before the others are loaded
ALL = ("tests", "symbolic_mesa", "derivations", "numeric_check")
LEFT_OUT = ("code_mutants", "docs", "fuzz", "latex", "oracle", "release")
"""Folders of tests that start commands, or say nothing else than others, in minutes."""


@dataclass(frozen=True)
class Covered:
    """A test, the seconds that it took, and the functions that it enters."""

    id: str
    seconds: float
    functions: frozenset[str]

    @property
    def file(self) -> str:
        """Return the file that it stands in."""
        return self.id.partition("::")[0]


def measured(root: Path) -> list[str]:
    """Return the folders of the tests that are measured."""
    return [*ALL, *(f"--ignore={root / 'tests' / name}" for name in LEFT_OUT)]


def covered(text: str) -> list[Covered]:
    """Return the tests of a file that `covering` has written."""
    rows = [json.loads(line) for line in text.splitlines()]
    return [Covered(id, seconds, frozenset(names)) for id, seconds, names in rows]


@dataclass(frozen=True)
class Selection:
    """What is run at once: ids in order, and files, some of which have tests without an id yet."""

    ids: tuple[str, ...]
    files: tuple[str, ...]
    seconds: float

    def listing(self, tests: Sequence[Covered]) -> str:
        """Return what `covering` reads: what is wanted, and of the same files what is not."""
        wanted, files = set(self.ids), set(self.files)
        rest = [f"#{one.id}" for one in tests if one.file in files and one.id not in wanted]
        return "\n".join([*self.ids, *rest]) + "\n"


def selections(
    root: Path, tests: Sequence[Covered], mutant: Mutant, most: float = BUDGET
) -> list[Selection]:
    """Return the tests of a mutant, in two parts; those not measured yet are in the first.

    Most mutants fall to the first few seconds, and the files of the others need not be loaded.
    """
    near = near_files(root, mutant.path)
    folders = tuple(f"tests/{name}/" for name in TESTS[room_of(mutant.path)])
    ranked = sorted((_tier(one, mutant, near, folders), one.seconds, one.id) for one in tests)
    parts: tuple[dict[str, float], ...] = ({}, {})
    left = most
    for (tier, _), seconds, id in ranked:
        if tier < _FAR and seconds <= left:
            left -= seconds
            parts[most - left > FIRST][id] = seconds
    files = [[id.partition("::")[0] for id in part] for part in parts]
    return [
        Selection(tuple(part), tuple(dict.fromkeys(places)), sum(part.values()))
        for part, places in zip(parts, ([*near, *files[0]], files[1]), strict=True)
        if places
    ]


_FAR = 4


def _tier(
    test: Covered, mutant: Mutant, near: Sequence[str], folders: tuple[str, ...]
) -> tuple[int, bool]:
    """Return how far from a mutant a test is."""
    begin = f"{mutant.path}: "
    names = [name.removeprefix(begin) for name in test.functions if name.startswith(begin)]
    function = mutant.change.function
    if test.file == mutant.path:  # its examples, which a cache may have answered
        return 0, False
    close = test.file in near
    if function and any(f"{name}.".startswith(f"{function}.") for name in names):
        return 0, not close
    if names:
        return 1, not close
    if close:
        return 2, False
    return (3 if test.id.startswith(folders) else _FAR), True


def budget(seconds: float) -> int:
    """Return the seconds of computing after which a mutant is called endless."""
    return 30 + 3 * int(seconds)
