"""Matrices put for letters in values, and products of letters replaced by what they equal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from symbolic_mesa.words.canonical import reduced
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity
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


def replaced(value: Value, letters: Mapping[str, Matrix], among: Expectation) -> Value:
    """Return a value with matrices in the place of letters, of their transposes too.

    Args:
        value: a polynomial in traces.
        letters: the matrix for each letter.
        among: the alphabet and the scalars.
    """
    codes = {among.alphabet.word(name)[0] // 2: matrix for name, matrix in letters.items()}
    return _mapped(value, lambda word: _with_matrices(word, codes, among))


def _with_matrices(word: Word, codes: Mapping[int, Matrix], among: Expectation) -> Value:
    alphabet = among.alphabet
    factors = [identity(among, alphabet.rows[word[0]])]
    for code in word:
        given = codes.get(code // 2)
        if given is None:
            rows, columns = alphabet.rows[code], alphabet.columns[code]
            factors.append(Matrix(among, rows, columns, {(code,): {ONE: 1}}))
        else:
            factors.append(given.T if code % 2 else given)
    return reduce(lambda left, right: left @ right, factors).trace()


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
