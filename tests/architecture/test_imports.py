"""The table in docs/architecture.md and the imports of the packages are one."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("symbolic_mesa", "derivations", "numeric_check")


def room(module: str) -> str:
    """Return the room of a module: the name in the table."""
    package, *rest = module.removesuffix(".__init__").split(".")
    if package != "symbolic_mesa":
        return package
    inside = [name for name in rest[:1] if (ROOT / package / name).with_suffix(".py").exists()]
    inside += [name for name in rest[:1] if (ROOT / package / name).is_dir()]
    return inside[0] if inside else package


def imported(tree: ast.AST) -> set[str]:
    """Return the modules that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def actual() -> dict[str, set[str]]:
    """Return for each room the rooms that it imports."""
    edges: dict[str, set[str]] = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            here = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
            targets = imported(ast.parse(path.read_text(encoding="utf-8")))
            ours = {room(name) for name in targets if name.split(".")[0] in PACKAGES}
            edges.setdefault(here, set()).update(ours - {here})
    return edges


def drawn() -> dict[str, set[str]]:
    """Return the same from the table."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = text.split("| room | imports |")[1].split("\n\n")[0].splitlines()[2:]
    cells = [row.strip("|").split("|") for row in rows]
    return {name.strip(" `"): set(rooms.split()) for name, rooms in cells}


def test_every_import_is_drawn_and_every_arrow_is_an_import() -> None:
    assert actual() == drawn()


def test_arrows_go_one_way() -> None:
    left = drawn()
    while left:
        free = [room for room, targets in left.items() if not targets & left.keys() - {room}]
        assert free, f"a circle among {sorted(left)}"
        for room_ in free:
            del left[room_]


def test_the_witness_imports_no_sympy() -> None:
    for path in (ROOT / "numeric_check").rglob("*.py"):
        names = imported(ast.parse(path.read_text(encoding="utf-8")))
        assert not {name for name in names if name.split(".")[0] in ("sympy", "mpmath")}


def test_slow_and_unsafe_functions_are_called_nowhere() -> None:
    banned = {"simplify", "integrate", "dsolve", "sympify", "parse_expr", "eval", "exec", "loads"}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    owner = getattr(getattr(node.func, "value", None), "id", "")
                    assert name not in banned or owner in ("json", "tomllib"), path
