"""Matrices as they are typed, or in files: those of the blocks of a model that are not trained."""

from pathlib import Path
from typing import Any

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

LARGEST = 100_000  # bytes of a file
HOW = "write NAME=1,1/2;0,1 or NAME=FILE.npy"


def matrices(items: list[str] | None) -> dict[str, Any]:
    """Return matrices by name, each typed as NAME=ROWS or NAME=FILE.npy.

    Raises:
        InvalidInput: when one is not written so, is named twice, or is in no file that can be read.
    """
    found: dict[str, Any] = {}
    for item in items or ():
        name, equals, text = (part.strip() for part in item.partition("="))
        if not equals or not name or not text:
            raise InvalidInput(f"--fixed {quoted(item)}: no name with a matrix; {HOW}")
        if name in found:
            raise InvalidInput(f"--fixed {quoted(item)}: {name} is given twice; leave one out")
        found[name] = _array(text) if Path(text).suffix.lower() == ".npy" else _rows(text)
    return found


def _rows(text: str) -> list[list[str]]:
    return [[entry.strip() for entry in row.split(",")] for row in text.split(";")]


def _array(path: str) -> Any:
    """Return the array in a file, which is never unpickled."""
    from symbolic_mesa.laws.array_files import table  # it loads NumPy

    return table(path, LARGEST, "give a matrix of d rows of d numbers").array
