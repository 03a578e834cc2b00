"""Sums of words in which letters are replaced by sums of words."""

from collections.abc import Mapping
from functools import reduce

from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity, zero
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, is_scalar, power, product
from symbolic_mesa.words.wick import Expectation

Instead = Mapping[int, Matrix]
"""What stands in place of a letter, by its number."""


def replaced(matrix: Matrix, instead: Instead) -> Matrix:
    """Return a matrix in which letters are replaced."""
    total = zero(matrix.among, matrix.rows, matrix.columns)
    for word, value in matrix.terms.items():
        found = _word(word, matrix.rows, matrix.among, instead)
        total += found.times(replaced_value(value, matrix.among, instead))
    return total


def replaced_value(value: Value, among: Expectation, instead: Instead) -> dict[Monomial, Number]:
    """Return a value in whose traces letters are replaced."""
    total: dict[Monomial, Number] = {}
    for monomial, number in value.items():
        found: Value = {ONE: number}
        for generator, exponent in monomial:
            touched = not is_scalar(generator) and any(c // 2 in instead for c in generator)
            if touched:
                space = among.alphabet.rows[generator[0]]
                trace = _word(generator, space, among, instead).trace()
                found = reduce(product, [trace] * exponent, found)
            else:
                found = product(found, {power(generator, exponent): 1})
        add(total, found)
    return total


def _word(word: Word, space: str, among: Expectation, instead: Instead) -> Matrix:
    factors = (_letter(code, among, instead) for code in word)
    return reduce(Matrix.__matmul__, factors, identity(among, space))


def _letter(code: int, among: Expectation, instead: Instead) -> Matrix:
    if code // 2 in instead:
        found = instead[code // 2]
        return found.T if code % 2 else found
    alphabet = among.alphabet
    return Matrix(among, alphabet.rows[code], alphabet.columns[code], {(code,): {ONE: 1}})
