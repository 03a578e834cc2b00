"""Claims about matrices: a sum of words is told by the coefficient of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from sympy.polys.fields import FracElement

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The key of a coefficient in a sum of words.

    Attributes:
        word: the names of the letters, a transpose with ``'``.
    """

    word: tuple[str, ...]

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(Coefficient(("R", "k", "k'", "R"))), str(Coefficient(()))
        ("coefficient of R k k' R", 'coefficient of I')
        """
        return f"coefficient of {' '.join(self.word) or 'I'}"


def coefficients(matrix: Matrix, field: Algebra) -> Mapping[Word, FracElement]:
    """Return the coefficients of a sum of words as elements of a field."""
    every = {word: element(value, matrix.among, field) for word, value in matrix.terms.items()}
    return {word: value for word, value in every.items() if value}


def parts(matrix: Matrix, field: Algebra) -> dict[Coefficient, Formula]:
    """Return a sum of words as the parts of a claim."""
    spelled = matrix.among.alphabet.spelled
    return {
        Coefficient(spelled(word)): Formula(value, field)
        for word, value in coefficients(matrix, field).items()
    }
