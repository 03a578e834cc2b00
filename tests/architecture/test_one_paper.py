"""What a paper calls its weights and moments stands with its model, nowhere else in the house."""

import ast
import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("symbolic_mesa", "numeric_check")
NAMES = re.compile(r"KQ[23]{2}|PV1[23]|kappa[-_]?[123]")
OF_A_PAPER = ("symbolic_mesa/models", "numeric_check/model")
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef


def said(source: str) -> str:
    """Return a module's text without the examples in its docstrings."""
    for node in ast.walk(ast.parse(source)):
        text = ast.get_docstring(node, clean=False) if isinstance(node, DOCUMENTED) else None
        if text and text in source:
            parts = doctest.DocTestParser().parse(text)
            source = source.replace(text, "".join(part for part in parts if isinstance(part, str)))
    return source


def naming() -> set[str]:
    """Return the modules that name what a paper does."""
    every = [path for package in PACKAGES for path in ROOT.glob(f"{package}/**/*.py")]
    found = {str(p.relative_to(ROOT)) for p in every if NAMES.search(said(p.read_text("utf-8")))}
    return {name for name in found if not name.startswith(OF_A_PAPER)}


def test_no_room_names_the_weights_or_moments_of_a_paper() -> None:
    assert naming() == set()


def test_a_name_outside_an_example_is_seen() -> None:
    example = '"""A.\n\n>>> name(\'KQ32\')\n\'KQ32\'\n"""\n'
    assert not NAMES.search(said(example))
    assert NAMES.search(said(example + "BLOCK = 'KQ32'\n"))
