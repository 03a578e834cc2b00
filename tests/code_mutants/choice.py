"""Which modules are mutated, a seeded sample of their mutants, and the tests of each module."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import zip_longest
from pathlib import Path

from tests.code_mutants.changes import Change, changes

EQUIVALENTS = Path(__file__).with_name("equivalents.txt")
TESTS = {
    "symbolic_mesa/statement": ("interpreter", "engine", "registry", "derivations"),
    "symbolic_mesa/engine": ("engine", "interpreter", "derivations"),
    "symbolic_mesa/formulas": ("engine", "results", "derivations", "witness", "export", "cli"),
    "symbolic_mesa/laws": ("laws", "numeric_check", "derivations", "cli"),
    "symbolic_mesa/witness": ("results", "witness", "derivations", "proofs", "checking"),
    "numeric_check": ("numeric_check", "interpreter", "witness", "derivations", "checking"),
}
"""Folders of tests by room, those first that say most of it in the least time."""


@dataclass(frozen=True)
class Mutant:
    """A change of a module, by its path from the root."""

    path: str
    change: Change
    name: str  # what stays when lines are added above it; `equivalents.txt` lists names


def modules(root: Path, pattern: str, rooms: Sequence[str] = tuple(TESTS)) -> list[str]:
    """Return the modules of the rooms whose paths match a pattern as in a shell."""
    paths = (path.relative_to(root) for room in rooms for path in (root / room).rglob("*.py"))
    return sorted(str(path) for path in paths if fnmatch(str(path), pattern))


def sample(root: Path, paths: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Return mutants: by turns of each module, and of each module by turns of each kind."""
    rng = random.Random(seed)  # noqa: S311 -- a sample, not a secret
    columns = [_shuffled(root, path, rng) for path in paths]
    rng.shuffle(columns)
    return _turns(columns)[:count]


def _shuffled(root: Path, path: str, rng: random.Random) -> list[Mutant]:
    source = (root / path).read_bytes()
    kinds: dict[str, list[Mutant]] = {}
    for change in changes(source):
        name = f"{path}: {change.function}: {change.shown(source)}"
        kinds.setdefault(change.kind, []).append(Mutant(path, change, name))
    columns = list(kinds.values())
    rng.shuffle(columns)
    for column in columns:
        rng.shuffle(column)
    return _turns(columns)


def _turns(columns: Sequence[Sequence[Mutant]]) -> list[Mutant]:
    """Return the first of every column, then the second of every one that has it, and so on."""
    return [one for row in zip_longest(*columns) for one in row if one is not None]


def equivalents(text: str) -> dict[str, str]:
    """Return the reason of each mutant that is known to change nothing, by its name."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: reason for name, _, reason in (line.partition(" ## ") for line in lines)}


def room_of(path: str) -> str:
    """Return the room of a module."""
    return next(room for room in TESTS if path.startswith(f"{room}/"))


def suite_of(root: Path, path: str) -> list[str]:
    """Return what is run for a module: its examples, the tests that import it, then its room's."""
    folders = TESTS[room_of(path)]
    files = [file for name in folders for file in sorted((root / "tests" / name).glob("test_*.py"))]
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    names = re.compile(rf"\b{re.escape(module)}\b")
    near = [file for file in files if names.search(file.read_text("utf-8"))]
    rest = [file for file in files if file not in near]
    return [path, *(str(file.relative_to(root)) for file in [*near, *rest])]
