"""Derivatives of values by a letter: d tr(A U)/dA = U'."""

from symbolic_mesa.words.canonical import reduced
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, Terms
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, is_scalar, power, times
from symbolic_mesa.words.wick import Expectation


def gradient(value: Value, name: str, among: Expectation) -> Matrix:
    """Return the derivative of a value by each entry of a letter, a matrix of its shape.

    Letters that commute with it, or have an inverse, must not be it.
    """
    alphabet = among.alphabet
    (code,) = alphabet.word(name)
    letter = alphabet.letters[code // 2]
    terms: dict[Word, dict[Monomial, Number]] = {}
    for monomial, number in value.items():
        for generator, exponent in monomial:
            rest = times(monomial, power(generator, -1))
            for word, times_met in _opened(generator, code // 2, among).items():
                add(terms.setdefault(word, {}), times_met, rest, number * exponent)
    kept: Terms = {word: found for word, found in terms.items() if found}
    return Matrix(among, letter.rows, letter.columns, kept)


def _opened(generator: Word, place: int, among: Expectation) -> dict[Word, dict[Monomial, Number]]:
    """Return the derivative of a trace: for each place of the letter what stands around it."""
    alphabet = among.alphabet
    found: dict[Word, dict[Monomial, Number]] = {}
    if is_scalar(generator):
        return found
    for position, code in enumerate(generator):
        if code // 2 == place:
            around = generator[position + 1 :] + generator[:position]
            word = around if code % 2 else alphabet.transposed(around)
            add(found.setdefault(reduced(word, alphabet), {}), {ONE: 1})
    return found


def slope(value: Value, place: int) -> dict[Monomial, Number]:
    """Return the derivative of a value by scalar k."""
    generator = (-1 - place,)
    total: dict[Monomial, Number] = {}
    for monomial, number in value.items():
        exponent = dict(monomial).get(generator, 0)
        if exponent:
            add(total, {times(monomial, power(generator, -1)): number * exponent})
    return total
