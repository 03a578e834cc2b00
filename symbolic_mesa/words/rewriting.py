"""Matrices put for letters in values, and products of letters replaced by what they equal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from symbolic_mesa.words.canonical import reduced
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity, zero
from symbolic_mesa.words.values import (
    ONE,
    Generator,
    Monomial,
    Number,
    Value,
    add,
    is_scalar,
    power,
    product,
)
from symbolic_mesa.words.wick import Expectation


def replaced(
    value: Value, letters: Mapping[str, Matrix], among: Expectation
) -> dict[Monomial, Number]:
    """Return a value with matrices in the place of letters, of their transposes too.

    Args:
        value: a polynomial in traces.
        letters: the matrix for each letter.
        among: the alphabet and the scalars.
    """
    codes = _codes(letters, among)

    def with_matrices(word: Word) -> Value:
        if not any(code // 2 in codes for code in word):
            return {power(word, 1): 1}
        return _product(word, among.alphabet.rows[word[0]], codes, among).trace()

    return _mapped(value, with_matrices)


def replaced_in(matrix: Matrix, letters: Mapping[str, Matrix]) -> Matrix:
    """Return a sum of words likewise: in its words, and in the values before them."""
    among = matrix.among
    codes, total = _codes(letters, among), zero(among, matrix.rows, matrix.columns)
    for word, value in matrix.terms.items():
        found = _product(word, matrix.rows, codes, among)
        total += found.times(replaced(value, letters, among))
    return total


def _codes(letters: Mapping[str, Matrix], among: Expectation) -> Mapping[int, Matrix]:
    """Return the matrices by the numbers of their letters."""
    return {among.alphabet.names.index(name): matrix for name, matrix in letters.items()}


def _product(word: Word, rows: str, codes: Mapping[int, Matrix], among: Expectation) -> Matrix:
    factors = (_letter(code, codes, among) for code in word)
    return reduce(Matrix.__matmul__, factors, identity(among, rows))


def _letter(code: int, codes: Mapping[int, Matrix], among: Expectation) -> Matrix:
    given = codes.get(code // 2)
    if given is not None:
        return given.T if code % 2 else given
    alphabet = among.alphabet
    return Matrix(among, alphabet.rows[code], alphabet.columns[code], {(code,): {ONE: 1}})


def _mapped(value: Value, of: Callable[[Word], Value]) -> dict[Monomial, Number]:
    """Return a value with each trace replaced by a value; powers of traces are whole ones."""
    total: dict[Monomial, Number] = {}
    known: dict[Generator, Value] = {}
    for monomial, number in value.items():
        term: Value = {ONE: number}
        for generator, exponent in monomial:
            if is_scalar(generator):
                term = product(term, {power(generator, exponent): 1})
                continue
            if generator not in known:
                known[generator] = of(generator)
            for _ in range(exponent):
                term = product(term, known[generator])
        add(total, term)
    return total


@dataclass(frozen=True)
class Rule:
    """A product of letters, and the matrix that it is.

    Attributes:
        word: the product.
        equals: what it is.
    """

    word: Word
    equals: Matrix


def normal(value: Value, rules: Sequence[Rule], among: Expectation) -> Value:
    """Return a value in which no product is left that a rule replaces.

    Rules must end: the matrix of each is, in some order of words, less than its product.
    """
    while True:
        simpler = _mapped(value, lambda word: _replaced_once(word, rules, among))
        if simpler == value:
            return value
        value = simpler


def _replaced_once(word: Word, rules: Sequence[Rule], among: Expectation) -> Value:
    for rule in rules:
        size = len(rule.word)
        for k in range(len(word)):
            turned = word[k:] + word[:k]
            if turned[:size] == rule.word:
                space = rule.equals.rows
                rest = reduced(turned[size:], among.alphabet)
                behind = Matrix(among, rule.equals.columns, space, {rest: {ONE: 1}})
                return (rule.equals @ behind).trace()
    return {power(word, 1): 1}
