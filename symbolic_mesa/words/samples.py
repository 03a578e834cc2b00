"""Fixed letters between samples, such as the shift to the next: their traces count samples.

A trace of such letters is a polynomial in the number N of samples from some N on. It is found from
the letters' own matrices, at more N than its degree, and must hold at one more.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from symbolic_mesa.text.errors import NotClosed
from symbolic_mesa.text.letters import parted
from symbolic_mesa.words.letters import Alphabet, Word
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, is_scalar, power, scalar
from symbolic_mesa.words.wick import Expectation

Rows = list[list[int]]
Maker = Callable[[int], Rows]  # a letter's matrix, for a number of samples
SAMPLES = 8, 9, 10  # more than a word here has letters; the trace is linear in their number


def shift(samples: int) -> Rows:
    """Return the matrix with a 1 at (i + 1, i): X S X' is the sum of x_{i+1} x_i'."""
    return [[int(i == j + 1) for j in range(samples)] for i in range(samples)]


def last(samples: int) -> Rows:
    """Return the last unit column."""
    return [[int(i == samples - 1)] for i in range(samples)]


def every(samples: int) -> Rows:
    """Return the column of ones."""
    return [[1] for _ in range(samples)]


def counted(value: Value, among: Expectation, makers: Mapping[str, Maker], size: str) -> Value:
    """Return a value with the traces of letters between samples as polynomials in their number.

    Args:
        value: the value.
        among: the alphabet and the scalars.
        makers: the letters between samples, by name.
        size: the scalar that is their number.
    """
    alphabet = among.alphabet
    total: dict[Monomial, Number] = {}
    for monomial, number in value.items():
        factor: dict[Monomial, Number] = {ONE: number}
        for generator, exponent in monomial:
            names = () if is_scalar(generator) else alphabet.spelled(generator)
            between = [parted(name)[0] in makers for name in names]
            if not names or not any(between):
                factor = _times(factor, {power(generator, exponent): 1})
                continue
            if not all(between):
                raise NotClosed(f"the trace of {' '.join(names)} is not one of samples alone")
            count = _line(generator, alphabet, makers, scalar(among.scalars.index(size)))
            for _ in range(exponent):
                factor = _times(factor, count)
        add(total, factor)
    return total


def _times(left: Value, right: Value) -> dict[Monomial, Number]:
    total: dict[Monomial, Number] = {}
    for monomial, number in right.items():
        add(total, left, monomial, number)
    return total


def _line(word: Word, alphabet: Alphabet, makers: Mapping[str, Maker], size: Word) -> Value:
    """Return a trace as a linear function of the number of samples.

    Raises:
        NotClosed: when it is none.
    """
    first, second, third = (_trace(alphabet.spelled(word), makers, n) for n in SAMPLES)
    slope = second - first
    if third - second != slope:
        raise NotClosed(f"the trace of {' '.join(alphabet.spelled(word))} is not linear")
    found = {power(size, 1): Fraction(slope), ONE: Fraction(first - slope * SAMPLES[0])}
    return {monomial: number for monomial, number in found.items() if number}


def _trace(names: tuple[str, ...], makers: Mapping[str, Maker], samples: int) -> int:
    """Return the trace of a product of matrices, at a number of samples."""
    matrices = [_matrix(name, makers, samples) for name in names]
    left, *others = matrices
    for right in others:
        columns = list(zip(*right, strict=True))
        left = [
            [sum(x * y for x, y in zip(row, column, strict=True)) for column in columns]
            for row in left
        ]
    return sum(left[k][k] for k in range(len(left)))


def _matrix(name: str, makers: Mapping[str, Maker], samples: int) -> Rows:
    own, transposed = parted(name)
    rows = makers[own](samples)
    return [list(column) for column in zip(*rows, strict=True)] if transposed else rows
