"""Files that state a model, made wrong by chance; the same seed gives the same files."""

from collections.abc import Callable
from random import Random

from tests.stating import TWO_HEADS, ZHENG, stated

KERNEL = stated(
    "sum(s = 1 .. t) (delta[k,k] B[i,j] x[s,j] + B[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l])"
    " / (t-1)",
    {"A": "a I", "B": "b I"},
)
NORM_ONE = stated(
    "sum(s = 1 .. t) B[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l]",
    {"A": "a I", "B": "b I + beta (J - I)"},
    steps="t = 1 .. T-1",
)
TIED = stated(
    "1/2 A[i,j] x[t-1,j] - 1/3 sum(s = 2 .. t+1) A[j,i] x[s-2,j] / t^2",
    {"A": "alpha_1 (J - I)"},
    steps="t = 4 .. T-3",
    target="x[t+3,i] - 2 x[t,i]",
)
GOOD = (
    TWO_HEADS,
    ZHENG,
    KERNEL,
    NORM_ONE,
    TIED,
    stated(
        "(sum(s = 1 .. t) A[i,j] x[s,j]) sum(r = 2 .. t) conj(x[r,k])^1 x[r-1,k] / (t-1)^2 "
        "- 2/3 delta[k,l] A[i,k] x[t,l]",
        rest="[notation]\na = { typical = 0.5, words = 'a scale' }\n",
    ),
)
STRANGE = (
    *("\x00", "\u00e9", "\U0001d4d0", "\u2212", "\u200b", "\u202e", "\u0663", "\r", "\t", "\x7f"),
    *"[](){}\"'\\=.,+-^/#\n ;*_0",
)
WORDS = (
    *("sum(s = 1 .. t)", "conj(", "delta[i,j]", "x[t,i]", "x[t+1,i]", "A1[i,j]", "tr(A1)"),
    *("block(a, b; c, d)", "^-1", "^12", "1/0", "/ (t-1)", "T", "d", "I", "(J - I)", "fixed"),
    *("diag(a)", "'''", '"""', "[weights]", "[model]", "[[model]]", "steps", "{ a = 1 }", "inf"),
    *("1979-05-27", "true"),
)
Change = Callable[[str, Random], str]


def _place(text: str, chance: Random) -> int:
    return chance.randrange(len(text) + 1)


def _deleted(text: str, chance: Random) -> str:
    k = _place(text, chance)
    return text[:k] + text[k + chance.choice((1, 1, 1, 2, 5)) :]


def _doubled(text: str, chance: Random) -> str:
    k = _place(text, chance)
    return text[:k] + text[k : k + chance.choice((1, 1, 4, 40))] + text[k:]


def _replaced(text: str, chance: Random) -> str:
    k = _place(text, chance)
    return text[:k] + chance.choice(STRANGE) + text[k + 1 :]


def _inserted(text: str, chance: Random) -> str:
    k = _place(text, chance)
    return text[:k] + chance.choice(WORDS) + text[k:]


def _words_swapped(text: str, chance: Random) -> str:
    words = text.split(" ")
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _line_dropped(text: str, chance: Random) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _lines_swapped(text: str, chance: Random) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _huge_number(text: str, chance: Random) -> str:
    digits = [k for k, character in enumerate(text) if character.isdigit()]
    k = chance.choice(digits or [0])
    return text[:k] + "9" * chance.choice((2, 13, 500, 5000)) + text[k + 1 :]


def _deep(text: str, chance: Random) -> str:
    k, depth = _place(text, chance), chance.choice((5, 39, 41, 2000))
    left, right = chance.choice(("()", "[]", "{}", ("(((1 + 1)^12)^12", ""), ("conj(", ")")))
    return text[:k] + left * depth + "1" + right * depth + text[k:]


def _half(text: str, chance: Random) -> str:
    return text[: _place(text, chance)]


def _line_ends(text: str, chance: Random) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r", "\n\n", "\u2028")))


def _marked(text: str, chance: Random) -> str:
    return chance.choice(("\ufeff", "\ufeff\ufeff", "\ufffe", "\x00")) + text


CHANGES: tuple[Change, ...] = (
    *(_deleted, _doubled, _replaced, _inserted) * 3,
    *(_words_swapped, _line_dropped, _lines_swapped, _huge_number, _deep, _half),
    *(_line_ends, _marked),
)


def mutated(seed: int, index: int, good: tuple[str, ...] = GOOD) -> str:
    """Return a good file with one to three changes."""
    chance = Random(f"{seed} {index}")  # noqa: S311  # no secret
    text = chance.choice(good)
    for _ in range(chance.choice((1, 1, 2, 3))):
        text = chance.choice(CHANGES)(text, chance)
    return text
