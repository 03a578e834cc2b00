"""Expectations of entries that are independent and alike, but not Gaussian.

To Wick's pairings comes, for four letters, the fourth cumulant: all four at one row and one column.
Of what stands between two letters it takes an entry on the diagonal; where in the rows one word
stands alone, and in the columns, the sums over them are traces.
"""

from collections.abc import Sequence

from symbolic_mesa.text.errors import NotClosed
from symbolic_mesa.words.letters import EMPTY, Word
from symbolic_mesa.words.matrices import Matrix
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
    times,
)
from symbolic_mesa.words.wick import Expectation

FOUR = 4


def at_one_entry(value: Value, name: str, among: Expectation) -> dict[Monomial, Number]:
    """Return the factor of the fourth cumulant in the expectation of a value.

    Args:
        value: a polynomial in traces, in which no other letter is random.
        name: the letter, with independent entries of one law, of mean 0.
        among: the alphabet and the scalars.

    Raises:
        NotClosed: when it is of a higher degree in the letter, or the sum over rows or columns is
            one of products of diagonal entries.
    """
    place = among.alphabet.word(name)[0] // 2
    total: dict[Monomial, Number] = {}
    for monomial, number in value.items():
        kept: Monomial = ONE
        words: list[Word] = []
        for generator, exponent in monomial:
            if _count(generator, place):
                words += [generator] * exponent
            else:
                kept = times(kept, power(generator, exponent))
        degree = sum(_count(word, place) for word in words)
        if degree > FOUR or degree % 2:
            raise NotClosed(f"moments of {name} of degree {degree}: four are reached")
        if degree == FOUR:
            add(total, _sums(words, place, among), kept, number)
    return total


def _count(generator: Generator, place: int) -> int:
    return 0 if is_scalar(generator) else sum(code // 2 == place for code in generator)


def _sums(words: Sequence[Word], place: int, among: Expectation) -> Value:
    """Return the sum over rows and columns of what stands between the letters."""
    alphabet = among.alphabet
    letter = alphabet.letters[place]
    between: dict[str, list[Word]] = {letter.rows: [], letter.columns: []}
    for word in words:
        for start, end, piece in _pieces(word, place):
            space = alphabet.columns[start]
            if space != alphabet.rows[end]:
                raise NotClosed(f"{letter.name} beside itself has no diagonal")
            if piece:
                between[space].append(piece)
    found: Value = {ONE: 1}
    for space, pieces in between.items():
        if len(pieces) > 1:
            raise NotClosed(f"a sum over {space} of products of diagonal entries is no trace")
        one = pieces[0] if pieces else EMPTY
        found = product(found, Matrix(among, space, space, {one: {ONE: 1}}).trace())
    return found


def _pieces(word: Word, place: int) -> list[tuple[int, int, Word]]:
    """Return what stands between two letters that follow on each other, and the two."""
    spots = [k for k, code in enumerate(word) if code // 2 == place]
    ends = [*spots[1:], spots[0] + len(word)]
    twice = word + word
    return [(word[a], twice[b], twice[a + 1 : b]) for a, b in zip(spots, ends, strict=True)]
