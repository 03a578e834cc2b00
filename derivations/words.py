"""Claims about matrices: a sum of words, each with its coefficient."""

from collections.abc import Mapping

from sympy.polys.fields import FracElement

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import NONE, element
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix


def coefficients(
    matrix: Matrix, field: Algebra, known: Mapping[str, FracElement] = NONE
) -> Mapping[Word, FracElement]:
    """Return the coefficients of a sum of words as elements of a field."""
    terms = matrix.terms.items()
    every = {word: element(value, matrix.among, field, known) for word, value in terms}
    return {word: value for word, value in every.items() if value}


def matrix_sum(
    matrix: Matrix, field: Algebra, known: Mapping[str, FracElement] = NONE
) -> MatrixSum:
    """Return a sum of words on its way out, long words first."""
    spelled = matrix.among.alphabet.spelled
    found = coefficients(matrix, field, known)
    return MatrixSum(
        tuple(
            (spelled(word), Formula(value, field))
            for word, value in sorted(found.items(), key=lambda one: (-len(one[0]), one[0]))
        )
    )
