"""Modules and functions are short: a module is one idea, a function is read at a glance."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_circles import modules

LONGEST_MODULE, LONGEST_FUNCTION = 300, 40  # lines


def lengths(module: str, source: str) -> Iterator[tuple[str, int]]:
    """Yield each function with the lines of its body; a signature lists what can be given."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}.{node.name}", (node.end_lineno or 0) - node.body[0].lineno + 1


def functions() -> list[tuple[str, int]]:
    """Return each function of the packages with the lines of its body."""
    every = modules().items()
    return [pair for name, path in every for pair in lengths(name, path.read_text("utf-8"))]


def test_no_module_is_too_long() -> None:
    lines = {name: path.read_text("utf-8").count("\n") for name, path in modules().items()}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_no_file_of_tests_is_too_long() -> None:
    files = Path(__file__).parents[1].rglob("*.py")
    lines = {str(path): path.read_text("utf-8").count("\n") for path in files}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_no_function_is_too_long() -> None:
    assert [pair for pair in functions() if pair[1] > LONGEST_FUNCTION] == []


def test_a_signature_does_not_count_and_a_docstring_does() -> None:
    source = 'def f(\n    x,\n    y,\n):\n    """Say.\n\n    So.\n    """\n    return x\n'
    assert list(lengths("m", source)) == [("m.f", 5)]
