"""Matrices as sums of words, whose coefficients are exact values.

A word that passes through a space of dimension 1 comes apart: what is closed between two such
places is a number, a factor of the coefficient.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.words.canonical import reduced
from symbolic_mesa.words.letters import EMPTY, LINE, Word
from symbolic_mesa.words.values import (
    ONE,
    Monomial,
    Number,
    Value,
    add,
    power,
    product,
    scalar,
    times,
)
from symbolic_mesa.words.wick import Expectation, trace

Terms = Mapping[Word, Value]


@dataclass(frozen=True)
class Matrix:
    """A matrix from one space to another.

    Attributes:
        among: the alphabet and the scalars.
        rows: the space of its rows.
        columns: that of its columns.
        terms: the value before each word; an empty word is the identity.

    Raises:
        InvalidInput: when matrices of different shapes are added, or do not follow on each other.
    """

    among: Expectation
    rows: str
    columns: str
    terms: Terms

    def __add__(self, other: "Matrix") -> "Matrix":
        self._same_shape(other)
        terms = {word: dict(value) for word, value in self.terms.items()}
        for word, value in other.terms.items():
            add(terms.setdefault(word, {}), value)
        return self._with(terms)

    def __neg__(self) -> "Matrix":
        return self * -1

    def __sub__(self, other: "Matrix") -> "Matrix":
        return self + -other

    def __mul__(self, factor: "Number | Matrix") -> "Matrix":
        """Return a multiple: by a number, or by a matrix of shape 1 × 1."""
        if isinstance(factor, Matrix):
            return self.times(factor.as_value())
        return self._each(lambda value: {m: n * factor for m, n in value.items()})

    __rmul__ = __mul__

    def __truediv__(self, factor: Number) -> "Matrix":
        return self * (Fraction(1) / factor)

    def times(self, factor: Value) -> "Matrix":
        """Return the product with a value."""
        return self._each(lambda value: product(value, factor))

    def __matmul__(self, other: "Matrix") -> "Matrix":
        if self.columns != other.rows:
            raise InvalidInput(
                f"a product of {_shape(self)} and {_shape(other)}: the spaces in the middle differ"
            )
        terms: dict[Word, dict[Monomial, Number]] = {}
        for left, first in self.terms.items():
            for right, second in other.terms.items():
                word, monomial = self._apart(left + right)
                add(terms.setdefault(word, {}), product(first, second), monomial)
        return Matrix(self.among, self.rows, other.columns, _kept(terms))

    @property
    def T(self) -> "Matrix":  # noqa: N802  # the field's name for it
        """The transpose."""
        turned = {self._word(self.among.alphabet.transposed(w)): v for w, v in self.terms.items()}
        return Matrix(self.among, self.columns, self.rows, turned)

    def trace(self) -> dict[Monomial, Number]:
        """Return the trace, or the number that a 1 × 1 matrix is."""
        if self.rows != self.columns:
            raise InvalidInput(f"the trace of {_shape(self)}: it is not square")
        total: dict[Monomial, Number] = {}
        for word, value in self.terms.items():
            add(total, product(value, trace(self.among, word, self.rows)))
        return total

    def as_value(self) -> dict[Monomial, Number]:
        """Return the number that a matrix of shape 1 × 1 is."""
        if (self.rows, self.columns) != (LINE, LINE):
            raise InvalidInput(f"{_shape(self)} is no number; take its trace")
        return self.trace()

    def _apart(self, word: Word) -> tuple[Word, Monomial]:
        """Return an open word without what is closed in the middle, and that as a number."""
        alphabet = self.among.alphabet
        cuts = [k for k in range(1, len(word)) if alphabet.rows[word[k]] == LINE]
        if len(cuts) < 2:
            return self._word(word), ONE
        monomial: Monomial = ONE
        for start, end in pairwise(cuts):
            ((closed, _),) = trace(self.among, word[start:end], LINE).items()
            monomial = times(monomial, closed)
        return self._word(word[: cuts[0]] + word[cuts[-1] :]), monomial

    def _word(self, word: Word) -> Word:
        return reduced(word, self.among.alphabet)

    def _each(self, of: Callable[[Value], Value]) -> "Matrix":
        return self._with({word: of(value) for word, value in self.terms.items()})

    def _with(self, terms: Terms) -> "Matrix":
        return Matrix(self.among, self.rows, self.columns, _kept(terms))

    def _same_shape(self, other: "Matrix") -> None:
        if (self.rows, self.columns) != (other.rows, other.columns):
            raise InvalidInput(f"a sum of {_shape(self)} and {_shape(other)}: shapes differ")


def matrix(among: Expectation, *names: str) -> Matrix:
    """Return the product of letters by their names, a transpose by a name with ``'``."""
    if not names:
        raise InvalidInput("a product of no letters has no shape; take an identity")
    alphabet = among.alphabet
    word = alphabet.word(*names)
    for left, right in pairwise(word):
        if alphabet.columns[left] != alphabet.rows[right]:
            raise InvalidInput(f"{' '.join(names)}: the spaces of neighbours differ")
    shape = alphabet.rows[word[0]], alphabet.columns[word[-1]]
    unit = Matrix(among, shape[0], shape[0], {EMPTY: {ONE: 1}})
    return unit @ Matrix(among, *shape, {word: {ONE: 1}})


def identity(among: Expectation, space: str) -> Matrix:
    """Return the identity of a space."""
    return Matrix(among, space, space, {EMPTY: {ONE: 1}})


def zero(among: Expectation, rows: str, columns: str) -> Matrix:
    """Return the matrix without entries that are not 0."""
    return Matrix(among, rows, columns, {})


def number(among: Expectation, name: str, exponent: int = 1) -> dict[Monomial, Number]:
    """Return a power of a scalar as a value."""
    return {power(scalar(among.scalars.index(name)), exponent): 1}


def _kept(terms: Terms) -> Terms:
    return {word: value for word, value in terms.items() if value}


def _shape(matrix: Matrix) -> str:
    return f"a matrix {matrix.rows} x {matrix.columns}"
