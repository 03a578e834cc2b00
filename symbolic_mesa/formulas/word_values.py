"""Formulas in traces of words, and sums of words, at matrices of numbers.

Matrices are whatever has ``@``, ``.T`` and ``.trace()``, such as arrays of NumPy.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from operator import add, matmul
from typing import Any

from symbolic_mesa.formulas.formula import Formula, Number
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.text.letters import parted
from symbolic_mesa.words.names import letters_of_trace

Matrices = Mapping[str, Any]
Numbers = Mapping[str, Number]


def formula_at(formula: Formula, matrices: Matrices, numbers: Numbers) -> Any:
    """Return a formula at matrices and numbers.

    Raises:
        MesaError: when one of them is not given, or it is not defined there.
    """
    return formula.at({**numbers, **traces(formula.symbols, matrices)})


def traces(names: Iterable[str], matrices: Matrices) -> dict[str, Fraction]:
    """Return the traces among symbols as numbers; a double is the fraction that it is."""
    words = {name: letters_of_trace(name) for name in names}
    return {
        name: Fraction(word_at(word, matrices).trace())
        for name, word in words.items()
        if word is not None
    }


def sum_at(side: MatrixSum, matrices: Matrices, numbers: Numbers, unit: Any) -> Any:
    """Return a sum of words at matrices and numbers; of none, a multiple of the identity.

    Args:
        side: the sum.
        matrices: matrices by name.
        numbers: numbers by name.
        unit: the identity that stands for an empty word.

    Raises:
        MesaError: as `formula_at`.
    """
    terms = [
        (word_at(word, matrices) if word else unit) * formula_at(formula, matrices, numbers)
        for word, formula in side
    ]
    return reduce(add, terms) if terms else unit * 0


def word_at(word: Iterable[str], matrices: Matrices) -> Any:
    """Return a product of matrices by their names, a transpose by a name with ``'``.

    Raises:
        MesaError: when a matrix is not given.
    """
    return reduce(matmul, (_letter(name, matrices) for name in word))


def _letter(name: str, matrices: Matrices) -> Any:
    own, transposed = parted(name)
    if own not in matrices:
        raise MesaError(f"{own} has no value; give a matrix")
    return matrices[own].T if transposed else matrices[own]
