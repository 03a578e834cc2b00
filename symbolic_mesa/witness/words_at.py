"""Sums of words at matrices, in rationals and in doubles."""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from numeric_check.words.arrays import Array
from numeric_check.words.rational_matrices import Matrix, added, product, scaled
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_values import word_at
from symbolic_mesa.text.errors import MesaError

Numbers = Mapping[str, Fraction]
Matrices = Mapping[str, Matrix]


def sum_at(side: MatrixSum, matrices: Matrices, numbers: Numbers) -> Matrix | None:
    """Return a sum of words; None where words do not follow on each other, or are not alike.

    Args:
        side: the sum, with a term or more.
        matrices: the matrices by name; of them `I` is the identity.
        numbers: the values of symbols.
    """
    try:
        return reduce(
            added,
            (scaled(product(w or ("I",), matrices), Fraction(x)) for w, x in side.at(numbers)),
        )
    except (KeyError, ValueError):
        return None


def error_at(
    side: MatrixSum, arrays: Mapping[str, Array], numbers: Numbers, measured: Any
) -> float:
    """Return by how much a sum of words differs in doubles, beside what is measured.

    It is 1 where the sum is no matrix of that shape.
    """
    right = np.array(measured, dtype=np.float64)
    total = np.zeros(right.shape)
    try:
        for word, factor in side.at(numbers):
            total += float(factor) * word_at(word or ("I",), arrays)
    except (MesaError, TypeError, ValueError):  # no matrix, or none that follow on each other
        return 1.0
    return float(np.max(np.abs(total - right)) / np.max(np.abs(right)))


def in_doubles(matrices: Matrices) -> Mapping[str, Array]:
    """Return matrices as arrays."""
    return {name: np.array(one, dtype=np.float64) for name, one in matrices.items()}
