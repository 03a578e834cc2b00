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
    "symbolic_mesa/formulas": (
        "formulas",
        "engine",
        "results",
        "derivations",
        "witness",
        "export",
        "cli",
    ),
    "symbolic_mesa/laws/unlike": ("laws", "numeric_check", "witness"),
    "symbolic_mesa/laws": ("laws", "numeric_check", "derivations", "cli"),
    "symbolic_mesa/witness": ("results", "witness", "derivations", "proofs", "checking"),
    "symbolic_mesa/notation": ("notation", "export", "results", "cli"),
    "numeric_check": ("numeric_check", "interpreter", "witness", "derivations", "checking"),
}
"""Folders of tests by room, those first that say most of it in the least time; a room inside
another stands before it."""


@dataclass(frozen=True)
class Mutant:
    """A change of a module, by its path from the root."""

    path: str
    change: Change
    name: str  # what stays when lines are added above it; `equivalents.txt` lists names


def modules(root: Path, pattern: str, rooms: Sequence[str] = tuple(TESTS)) -> list[str]:
    """Return the modules of the rooms whose paths match a pattern as in a shell."""
    paths = (path.relative_to(root) for room in rooms for path in (root / room).rglob("*.py"))
    return sorted({path.as_posix() for path in paths if fnmatch(path.as_posix(), pattern)})


def sample(root: Path, paths: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Return mutants: by turns of each room, of its modules, and of each module's kinds."""
    rng = random.Random(seed)  # noqa: S311 -- a sample, not a secret
    rooms: dict[str, list[list[Mutant]]] = {}
    for path in paths:
        rooms.setdefault(room_of(path), []).append(_shuffled(root, path, rng))
    for columns in rooms.values():
        rng.shuffle(columns)
    return _turns([_turns(columns) for columns in rooms.values()])[:count]


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
    """Return the room of a module; a module of none is its own."""
    return next((room for room in TESTS if path.startswith(f"{room}/")), path)


def near_files(root: Path, path: str) -> list[str]:
    """Return the files of tests that name a module."""
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    package, _, name = module.rpartition(".")
    names = re.compile(
        rf"\b{re.escape(module)}\b|^from {re.escape(package)} import .*\b{name}\b", re.MULTILINE
    )
    files = sorted((root / "tests").rglob("test_*.py"))
    return [
        file.relative_to(root).as_posix() for file in files if names.search(file.read_text("utf-8"))
    ]
