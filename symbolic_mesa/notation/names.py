"""Names of symbols as text and in LaTeX: two different names never look alike.

A name of letters with indices after underscores, such as ``theta_1``, is a letter with subscripts;
``trace_Lambda_2`` is the trace of a power, ``trace_A_Lambda_A_T`` that of a product of matrices,
``form_k_T_R_k`` a number that is such a product; any other is written as it is.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PLAIN = re.compile(r"[A-Za-z]+(_([A-Za-z]+|\d+))*", re.ASCII)
_INDEXED = re.compile(r"[A-Za-z]+(_\d+)*", re.ASCII)
_WORD = re.compile(r"(trace|form)((?:_[A-Za-z]+\d*|_[1-9]\d*)+)", re.ASCII)
_ANY_WORD = re.compile(rf"\b{_WORD.pattern}\b", re.ASCII)
SUPERSCRIPTS = str.maketrans("0123456789T-", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ⁻")
_EXPONENTS = {"T": "T", "inv": "-1"}
_SUBSCRIPTS = str.maketrans("0123456789_", "₀₁₂₃₄₅₆₇₈₉,")

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip

ESCAPED = r"\_"
ONES = "ones"  # before the name of a space: a column of ones
GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω",
}  # fmt: skip
"""The Greek letters that LaTeX has: those that look like a Latin one are words like any other."""


Spelled = tuple[tuple[str, str], ...]
"""Names that are set otherwise than they read, each with its LaTeX."""

_SPELLED: ContextVar[Spelled] = ContextVar("spelled", default=())


@contextmanager
def spelled(names: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Set names otherwise than they read, in all LaTeX that is made meanwhile.

    What is set is decided by a model, long before and far from where its names are met: in
    formulas, in left-hand sides and among words.
    """
    token = _SPELLED.set(tuple(names))
    try:
        yield
    finally:
        _SPELLED.reset(token)


def spellings() -> Spelled:
    """Return the names that are set otherwise than they read now."""
    return _SPELLED.get()


def spelling(name: str) -> str | None:
    r"""Return how a name is set if that is not as it reads, or one with an index of its own.

    >>> with spelled([("a", r"\alpha")]):
    ...     print(spelling("a"), spelling("a_1"), spelling("b"))
    \alpha \alpha_{1} None
    """
    known = dict(_SPELLED.get())
    letters, _, index = name.rpartition("_")
    if name in known:
        return known[name]
    return f"{known[letters]}_{{{index}}}" if letters in known and index.isdigit() else None


def escaped(text: str) -> str:
    r"""Return text that LaTeX prints as it is.

    >>> print(escaped("50% of x_1"))
    50\% of x\_1
    """
    return "".join(_ESCAPES.get(character, character) for character in text)


def name_text(name: str, unicode: bool = True) -> str:
    """Return a name as text.

    >>> name_text("theta_1"), name_text("mu_4_2"), name_text("q1"), name_text("q__x")
    ('θ₁', 'μ₄,₂', 'q1', 'q__x')
    >>> name_text("trace_Lambda_2")
    'tr(Λ²)'
    """
    word = _WORD.fullmatch(name)
    if word:
        spelled = " ".join(_factor_text(*factor, unicode) for factor in _factors(word[2]))
        return f"tr({spelled})" if word[1] == "trace" else f"({spelled})"
    if not unicode or not _INDEXED.fullmatch(name):
        return name
    letters, _, index = name.partition("_")
    return GREEK.get(letters, letters) + index.translate(_SUBSCRIPTS)


def name_latex(name: str) -> str:
    r"""Return a name in LaTeX.

    >>> print(name_latex("theta_1"), name_latex("mu_4_2"), name_latex("T_test"))
    \theta_{1} \mu_{4,2} T_{\mathrm{test}}
    >>> print(name_latex("q1"), name_latex("q__x"))
    \mathrm{q1} \mathrm{q\_\_x}
    """
    written = spelling(name)
    if written is not None:
        return written
    word = _WORD.fullmatch(name)
    if word:
        spelled = " ".join(_factor_latex(*factor) for factor in _factors(word[2]))
        return rf"\operatorname{{tr}}({spelled})" if word[1] == "trace" else f"({spelled})"
    if not _PLAIN.fullmatch(name):
        return rf"\mathrm{{{name.replace('_', ESCAPED)}}}"
    letters, *indices = (_part_latex(part) for part in name.split("_"))
    return letters + (f"_{{{','.join(indices)}}}" if indices else "")


def with_words(text: str, unicode: bool = False) -> str:
    """Return text with the names of products of matrices in it as they are written.

    >>> with_words("1/(1 + form_k_T_R_k)")
    '1/(1 + (k^T R k))'
    """
    return _ANY_WORD.sub(lambda found: name_text(found[0], unicode), text)


def letters_of(name: str) -> tuple[str, ...]:
    """Return the matrices in the name of a product of matrices; none for another name.

    >>> letters_of("form_k_T_R_k"), letters_of("sigma")
    (('k', 'R', 'k'), ())
    """
    word = _WORD.fullmatch(name)
    return tuple(letter for letter, _ in _factors(word[2])) if word else ()


def _factors(spelled: str) -> list[tuple[str, str]]:
    """Return the letters of a word, each with its exponent: a number, ``T`` or ``inv``."""
    found: list[tuple[str, str]] = []
    for part in spelled.split("_")[1:]:
        if found and (part.isdigit() or part in _EXPONENTS):
            letter, before = found[-1]
            found[-1] = (letter, before + _EXPONENTS.get(part, part))
        else:
            found.append((part, ""))
    return [(letter, "" if exponent == "1" else exponent) for letter, exponent in found]


def _factor_text(letter: str, exponent: str, unicode: bool) -> str:
    letter = name_text(letter, unicode)
    if not exponent:
        return letter
    return letter + (exponent.translate(SUPERSCRIPTS) if unicode else f"^{exponent}")


def _factor_latex(letter: str, exponent: str) -> str:
    exponent = exponent.replace("T", r"\top")
    return (spelling(letter) or _part_latex(letter)) + (f"^{{{exponent}}}" if exponent else "")


def block_latex(name: str) -> str:
    r"""Return a block of weights in the papers' notation.

    >>> print(block_latex("KQ32"), block_latex("B1"), block_latex("W"))
    W^{KQ}_{32} B_{1} W
    """
    letters = name.rstrip("0123456789")
    index = name[len(letters) :]
    if len(letters) == 1 and index:
        return f"{letters}_{{{index}}}"
    return rf"W^{{{letters}}}_{{{index}}}" if index else name


def _part_latex(part: str) -> str:
    if part in GREEK:
        return rf"\{part}"
    if part.startswith(ONES) and part != ONES:
        return rf"\mathbf{{1}}_{{{_part_latex(part.removeprefix(ONES))}}}"
    return part if len(part) == 1 or part.isdigit() else rf"\mathrm{{{part}}}"
