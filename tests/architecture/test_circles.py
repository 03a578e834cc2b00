"""No circle among the modules of a room: what is imported for types only counts too."""

import ast
from pathlib import Path

import pytest

from tests.architecture.test_imports import PACKAGES, ROOT, imported, room


def modules() -> dict[str, Path]:
    """Return every module by its name; a package is called as its folder is."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    return {name.removesuffix(".__init__"): path for name, path in names.items()}


def arrows() -> dict[str, dict[str, set[str]]]:
    """Return for each room its modules, each with the modules of the room that it imports."""
    known = modules()
    found: dict[str, dict[str, set[str]]] = {}
    for name, path in known.items():
        targets: set[str] = set()
        for one in imported(ast.parse(path.read_text(encoding="utf-8"))):
            module = one if one in known else one.rpartition(".")[0]
            if module in known and room(module) == room(name) and module != name:
                targets.add(module)
        found.setdefault(room(name), {})[name] = targets
    return found


ARROWS = arrows()


@pytest.mark.parametrize("name", ARROWS)
def test_no_circle_among_the_modules_of_a_room(name: str) -> None:
    left = ARROWS[name]
    while left:
        rest = {one: targets & left.keys() for one, targets in left.items()}
        free = {one for one, targets in rest.items() if not targets}
        assert free, f"a circle among {sorted(left)}"
        left = {one: targets for one, targets in rest.items() if one not in free}
