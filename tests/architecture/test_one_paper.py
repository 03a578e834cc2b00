"""What a paper calls its weights and moments stands with its model, and nowhere else in the house."""

import ast
import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = re.compile(r"KQ[23]{2}|PV1[23]|kappa[-_]?[123]")
OF_A_PAPER = ("symbolic_mesa/models", "numeric_check/model")


def said(source: str) -> str:
    """Return a module's text without the examples in its docstrings."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        text = ast.get_docstring(node, clean=False)
        for one in doctest.DocTestParser().get_examples(text) if text else ():
            source = source.replace(one.source.strip(), "").replace(one.want.strip() or "\0", "")
    return source


def naming() -> set[str]:
    """Return the modules that name what a paper does."""
    every = (
        p for package in ("symbolic_mesa", "numeric_check") for p in ROOT.glob(f"{package}/**/*.py")
    )
    found = {
        p.relative_to(ROOT).as_posix() for p in every if NAMES.search(said(p.read_text("utf-8")))
    }
    return {name for name in found if not name.startswith(OF_A_PAPER)}


def test_no_room_names_a_paper_s_weights_or_moments() -> None:
    assert naming() == set()


def test_a_name_outside_an_example_is_seen() -> None:
    example = '"""A.\n\n>>> name(\'KQ32\')\n\'KQ32\'\n"""\n'
    assert not NAMES.search(said(example))
    assert NAMES.search(said(example + "BLOCK = 'KQ32'\n"))
