"""An alphabet with everything in it, and matrices for its letters."""

import numpy as np
from hypothesis import strategies as st

from symbolic_mesa.words.letters import LINE, Alphabet, Letter, Word
from symbolic_mesa.words.wick import Expectation

SIZES = {"d": 3, "N": 2, LINE: 1}
LETTERS = Alphabet(
    (
        Letter("A", "d", "d"),
        Letter("S", "d", "d", symmetric=True),
        Letter("T", "d", "d", symmetric=True),
        Letter("M", "d", "d", inverse="R"),
        Letter("R", "d", "d", inverse="M"),
        Letter("B", "d", "N"),
        Letter("k", "d", LINE),
        Letter("l", LINE, "N"),
    ),
    {"d": "d", "N": "N"},
    commuting=frozenset({"S", "T"}),
)
AMONG = Expectation(LETTERS, ("d", "N", "c"))


def matrices(seed: int = 0) -> dict[str, np.ndarray]:
    """Return matrices for the letters; S and T commute, R is the inverse of M."""
    draw = np.random.default_rng(seed)
    found = {
        letter.name: draw.normal(size=(SIZES[letter.rows], SIZES[letter.columns]))
        for letter in LETTERS.letters
    }
    turn = np.linalg.qr(draw.normal(size=(3, 3)))[0]
    for name in ("S", "T"):
        found[name] = turn @ np.diag(draw.normal(size=3)) @ turn.T
    found["R"] = np.linalg.inv(found["M"])
    return found


def product(word: Word, seed: int = 0) -> np.ndarray:
    """Return the product of the matrices of a word of letters d × d, or others that follow."""
    found = matrices(seed)
    total = np.eye(SIZES[LETTERS.rows[word[0]]])
    for name in LETTERS.spelled(word):
        matrix = found[name.removesuffix("'")]
        total = total @ (matrix.T if name.endswith("'") else matrix)
    return total


@st.composite
def closed_words(draw: st.DrawFn) -> Word:
    """Draw a word that ends in the space in which it starts."""
    rows, columns = LETTERS.rows, LETTERS.columns
    codes = [code for code in range(len(rows)) if LETTERS.transposes[code] != code or code % 2 == 0]
    codes = [c for c in codes if not (LETTERS.letters[c // 2].symmetric and c % 2)]
    start = draw(st.sampled_from(["d", "N", LINE]))
    space, word = start, []
    for _ in range(draw(st.integers(1, 7))):
        code = draw(st.sampled_from([c for c in codes if rows[c] == space]))
        word.append(code)
        space = columns[code]
    if space != start:
        word.append(next(c for c in codes if (rows[c], columns[c]) == (space, start)))
    return tuple(word)
