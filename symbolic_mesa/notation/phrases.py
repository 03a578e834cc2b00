"""Words with formulas among them, as sentences of this package are written, in LaTeX.

A run of tokens that reads as a formula becomes one: names, numbers, operators, brackets. What does
not stays words, with every character that LaTeX would read otherwise escaped.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from symbolic_mesa.notation.formula_tokens import Token, tokens_of
from symbolic_mesa.notation.formula_words import Formulas
from symbolic_mesa.notation.names import Spelled, escaped, spellings

_NAMES = frozenset({"rate"})  # that sentences of every theorem have in formulas


def in_tex(words: str, names: Collection[str] = (), formulas: Sequence[str] = ()) -> str:
    r"""Return words in LaTeX, what reads as a formula between dollars.

    Args:
        words: the words.
        names: names of symbols that are words as well, such as ``scale``.
        formulas: what is put into the holes of the words, in LaTeX.

    >>> print(in_tex("the scale a at time tau, where a_0 + b_0 != 0"))
    the scale $a$ at time $\tau$, where $a_{0} + b_{0} \neq 0$
    >>> print(in_tex("a share of 50% in KQ32 = a I"))
    a share of 50\% in $W^{KQ}_{32} = a I$
    """
    return _in_tex(words, _NAMES | frozenset(names), tuple(formulas), spellings())


@lru_cache(maxsize=1024)  # pure; reasons and assumptions are said of many claims
def _in_tex(words: str, names: frozenset[str], formulas: tuple[str, ...], spelled: Spelled) -> str:
    """Return words in LaTeX; how names are spelled now is part of the question."""
    return "".join(_pieces(words, tokens_of(words, formulas), names))


def with_formulas(words: str, escape: Callable[[str], str], names: Collection[str] = ()) -> str:
    r"""Return words with what reads as a formula between dollars, the rest as a format escapes it.

    >>> print(with_formulas("50 % of the scale a", lambda text: text.replace("%", "&#37;")))
    50 &#37; of the scale $a$
    """
    tokens = tokens_of(words)
    pieces = (
        f"{first.space}{f'${formula}$' if formula else escape(first.text)}"
        for first, formula in _runs(tokens, _NAMES | frozenset(names))
    )
    return "".join(pieces) + escape(words[tokens[-1].end :] if tokens else words)


def as_formula(words: str, names: Collection[str] = ()) -> str | None:
    r"""Return words in LaTeX without dollars where all of them are one formula, else None.

    >>> print(as_formula("0 <= a_0 b_0 <= s"), as_formula("once"))
    0 \le a_{0} b_{0} \le s None
    """
    tokens = tokens_of(words)
    found = Formulas(tokens, frozenset(names)).whole(0) if tokens else None
    return found[0] if found and found[1] == len(tokens) else None


def conditions(words: str, names: Collection[str] = ()) -> str | None:
    """Return words in LaTeX without dollars where they are formulas parted by commas, else None."""
    parts = [as_formula(part.strip(), names) for part in words.split(", ")]
    return r",\ ".join(part for part in parts if part) if all(parts) else None


def _pieces(words: str, tokens: list[Token], names: frozenset[str]) -> Iterator[str]:
    for first, formula in _runs(tokens, names):
        words_of = escaped(first.space) + first.words
        yield f"{first.space}${formula}$" if formula else words_of
    yield escaped(words[tokens[-1].end :]) if tokens else escaped(words)


def _runs(tokens: list[Token], names: frozenset[str]) -> Iterator[tuple[Token, str]]:
    """Yield each word, and the first token of each formula with the formula in LaTeX."""
    formulas, k = Formulas(tokens, names), 0
    while k < len(tokens):
        formula, end = formulas.whole(k) or ("", k + 1)
        yield tokens[k], formula
        k = end
