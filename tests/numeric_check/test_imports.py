"""The witness is independent: it loads no SymPy and none of the engine's mathematics."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import numeric_check

FOLDER = Path(numeric_check.__file__).parent
ALLOWED = tuple(f"symbolic_mesa.{name}" for name in ("assumptions", "errors", "laws"))
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def loaded_by(module: str) -> set[str]:
    code = f"import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))


@pytest.mark.parametrize("module", MODULES)
def test_no_module_loads_sympy_or_mpmath(module: str) -> None:
    assert not {"sympy", "mpmath"} & loaded_by(f"numeric_check.{module}")


def test_the_package_itself_loads_nothing() -> None:
    loaded = loaded_by("numeric_check")
    assert not {name for name in loaded if name.partition(".")[0] in ("numpy", "symbolic_mesa")}


@pytest.mark.parametrize("module", MODULES)
def test_only_laws_and_errors_of_the_engine_are_imported(module: str) -> None:
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}
    of_engine = {name for name in imported if name.partition(".")[0] == "symbolic_mesa"}
    assert all(f"{name}.".startswith(tuple(f"{ok}." for ok in ALLOWED)) for name in of_engine)


@pytest.mark.parametrize("module", MODULES)
def test_no_moment_formula_of_a_law_is_used(module: str) -> None:
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not attributes & {"coordinate_sum", "family"}
