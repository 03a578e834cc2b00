"""Claims about matrices: a sum of words, each with its coefficient."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.record import Check
from symbolic_mesa.text.errors import MesaError, NoSymbol
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix


def coefficients(matrix: Matrix, field: Algebra) -> Mapping[Word, FracElement]:
    """Return the coefficients of a sum of words as elements of a field."""
    every = {word: element(value, matrix.among, field) for word, value in matrix.terms.items()}
    return {word: value for word, value in every.items() if value}


def matrix_sum(matrix: Matrix, field: Algebra) -> MatrixSum:
    """Return a sum of words on its way out, long words first."""
    spelled = matrix.among.alphabet.spelled
    found = coefficients(matrix, field)
    return MatrixSum(
        tuple(
            (spelled(word), Formula(value, field))
            for word, value in sorted(found.items(), key=lambda one: (-len(one[0]), one[0]))
        )
    )


def all_zero(what: str, left: Callable[[], Iterable[FracElement]]) -> Check:
    """Return the check that every one of some elements is 0.

    A claim whose words do not follow on each other, or have other numbers in them, fails it.

    Args:
        what: the elements in words.
        left: computes them; at least one.
    """
    try:
        elements = list(left())
    except (MesaError, NoSymbol) as error:
        return Check("symbolic-zero", "failed", f"{what}: {error}")
    return symbolic_zero(what, *(partial(_itself, one) for one in elements))


def _itself(value: FracElement) -> FracElement:
    return value
