"""One form for equal words: a false merge would be wrong, a missed one is only slow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.words.canonical import closed, pieces, reduced
from symbolic_mesa.words.letters import Alphabet, Letter, Word
from tests.words.letters import LETTERS, SIZES, closed_words, product


def traced(word: Word, space: str, seed: int) -> float:
    return float(np.trace(product(word, seed))) if word else float(SIZES[space])


@given(closed_words(), st.integers(0, 3))
def test_a_canonical_word_has_the_same_trace(word: Word, seed: int) -> None:
    space = LETTERS.rows[word[0]]
    before, after = traced(word, space, seed), traced(closed(word, LETTERS), space, seed)
    assert np.isclose(before, after, rtol=1e-6, atol=1e-6 * np.linalg.norm(product(word, seed)))


@given(closed_words())
def test_a_canonical_word_stays_as_it_is(word: Word) -> None:
    assert closed(closed(word, LETTERS), LETTERS) == closed(word, LETTERS)


@given(closed_words(), st.integers(0, 12))
def test_rotations_and_transposes_have_one_form(word: Word, turn: int) -> None:
    turn %= len(word)
    turned = word[turn:] + word[:turn]
    assert closed(turned, LETTERS) == closed(word, LETTERS)
    assert closed(LETTERS.transposed(word), LETTERS) == closed(word, LETTERS)


@given(closed_words())
def test_pieces_multiply_to_the_trace(word: Word) -> None:
    found = 1.0
    for piece in pieces(word, LETTERS):
        found *= traced(piece, "d", 0)
    size = np.linalg.norm(product(word))
    assert np.isclose(found, traced(word, "d", 0), rtol=1e-6, atol=1e-6 * max(size, 1.0))


def test_inverses_cancel_where_something_that_commutes_stands_between() -> None:
    letters = Alphabet(
        (
            Letter("S", "d", "d", symmetric=True, inverse="S^-1"),
            Letter("S^-1", "d", "d", symmetric=True, inverse="S"),
            Letter("T", "d", "d", symmetric=True),
            Letter("A", "d", "d"),
        ),
        {"d": "d"},
        commuting=frozenset({"S", "S^-1", "T"}),
    )
    assert reduced(letters.word("S", "T", "S^-1"), letters) == letters.word("T")
    assert reduced(letters.word("S", "A", "S^-1"), letters) == letters.word("S", "A", "S^-1")
    assert closed(letters.word("S", "A", "S^-1"), letters) == letters.word("A")


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        ((Letter("A", "d", "d"), Letter("A", "d", "d")), "declared twice"),
        ((Letter("A", "d", "e"),), "the space 'e' has no dimension"),
    ],
)
def test_an_alphabet_that_contradicts_itself_is_refused(
    letters: tuple[Letter, ...], reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason):
        Alphabet(letters, {"d": "d"})


def test_a_letter_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput, match="'C': no such letter; there are A, S"):
        LETTERS.word("C")
