"""Names of traces as symbols, and back.

The trace of a word is called ``trace_`` and the names of its letters, ``T`` behind a transpose,
``inv`` behind the inverse of the letter before; a word from numbers to numbers is called ``form_``.
"""

from itertools import groupby

from symbolic_mesa.text.letters import INVERTED, MARK, parted, uninverted
from symbolic_mesa.words.letters import LINE, Alphabet, Word
from symbolic_mesa.words.values import Generator, is_scalar
from symbolic_mesa.words.wick import Expectation

TRACE, FORM = "trace", "form"
TRANSPOSED, INVERSE = "T", "inv"


def generator_name(generator: Generator, among: Expectation) -> str:
    """Return the name of a scalar, or of the trace of a word."""
    if is_scalar(generator):
        return among.scalars[-1 - generator[0]]
    kind, word = _turned(generator, among.alphabet)
    runs = ((code, len([*run])) for code, run in groupby(word))
    parts = (part for code, run in runs for part in _parts(code, run, among.alphabet))
    return "_".join([kind, *parts])


def closed_letters(generator: Generator, among: Expectation) -> tuple[str, tuple[str, ...]]:
    """Return whether a closed word is a trace or a form, and its letters as its name has them."""
    kind, word = _turned(generator, among.alphabet)
    return kind, among.alphabet.spelled(word)


def _turned(word: Word, alphabet: Alphabet) -> tuple[str, Word]:
    """Return a closed word from where it is a number, if it is one."""
    starts = [k for k, code in enumerate(word) if alphabet.rows[code] == LINE]
    if not starts:
        return TRACE, word
    turned = word[starts[0] :] + word[: starts[0]]
    other = alphabet.transposed(turned)
    barred = sum(code % 2 for code in turned) > sum(code % 2 for code in other)
    return FORM, other if barred else turned


def _parts(code: int, run: int, alphabet: Alphabet) -> list[str]:
    """Return the parts of a name for a letter that stands there so many times."""
    (name,) = alphabet.spelled((code,))
    stem, transposed = parted(name)
    plain, _ = uninverted(stem)
    exponents = [*[INVERSE] * (stem != plain), *[TRANSPOSED] * transposed]
    if exponents:
        return [plain, *exponents] * run
    return [plain, *[str(run)] * (run > 1)]


def letters_of_trace(name: str) -> tuple[str, ...] | None:
    """Return the letters of a trace by its name; None of the name of a scalar.

    Letters of the word must have no underscore in their names.

    >>> letters_of_trace("trace_A_Lambda_inv_A_T"), letters_of_trace("sigma")
    (('A', 'Lambda^-1', "A'"), None)
    >>> letters_of_trace("trace_A_Lambda_2")
    ('A', 'Lambda', 'Lambda')
    """
    kind, *parts = name.split("_")
    if kind not in (TRACE, FORM) or not parts:
        return None
    marks = {TRANSPOSED: MARK, INVERSE: INVERTED}
    found: list[str] = []
    for part in parts:
        if part in marks:
            found[-1] += marks[part]
        elif part.isdigit():
            found += [found[-1]] * (int(part) - 1)
        else:
            found.append(part)
    return tuple(found)


def word_text(word: Word, alphabet: Alphabet) -> str:
    """Return a word as it is written.

    >>> from symbolic_mesa.words.letters import Letter
    >>> letters = Alphabet((Letter("A", "d", "d"), Letter("k", "d", "1")), {"d": "d"})
    >>> word_text(letters.word("A", "k", "k'"), letters), word_text((), letters)
    ("A k k'", 'I')
    """
    return " ".join(alphabet.spelled(word)) or "I"
