"""How a scale may be set in LaTeX: one symbol of a small grammar, and nothing else."""

import re

from symbolic_mesa.notation.names import GREEK, name_latex
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import START
from symbolic_mesa.text.quoting import quoted

LONGEST = 60
VARIANTS = ("varepsilon", "vartheta", "varphi", "varrho", "ell")
ACCENTS = ("tilde", "widetilde", "hat", "widehat", "bar", "vec", "check", "breve")
FONTS = ("mathrm", "mathbf", "mathit", "mathsf", "mathcal")
TAKEN = ("d", "T", "H", "L", "W", "x", "Q")  # what formulas and claims call something else

_LETTER = rf"(?:[A-Za-z]|\\(?:{'|'.join((*GREEK, *VARIANTS))})(?![A-Za-z]))"
_WORD = rf"\\(?:{'|'.join(FONTS)})\{{[A-Za-z]+\}}"
_BASE = rf"(?:{_LETTER}|{_WORD}|\\(?:{'|'.join(ACCENTS)})\{{(?:{_LETTER}|{_WORD})\}})"
_INDEX = rf"(?:[A-Za-z0-9*]|\{{(?:{_LETTER}|{_WORD}|[0-9*,])+\}})"
_SYMBOL = re.compile(rf"{_BASE}(?:_{_INDEX}(?:\^{_INDEX})?|\^{_INDEX}(?:_{_INDEX})?)?")


def symbol_latex(text: str, others: tuple[str, ...]) -> str:
    r"""Return the LaTeX of a symbol, in braces where it has an index.

    Args:
        text: as it is written in a file.
        others: the LaTeX of other symbols, which it must not look like.

    Raises:
        Misstated: when it is no single symbol, or one that means something else.

    >>> print(symbol_latex(r"\tilde{a}_{\mathrm{in}}", ()))
    {\tilde{a}_{\mathrm{in}}{}}
    """
    text = text.strip()
    if len(text) > LONGEST or not _SYMBOL.fullmatch(text):
        raise Misstated(
            f"{quoted(text)} is no symbol; write a letter, \\alpha, \\tilde{{a}} or "
            "\\mathrm{in}, with an index if need be, as a_{1}",
            START,
        )
    found = f"{{{text}{_after(text)}}}" if "_" in text or "^" in text else text
    if found in (*map(name_latex, TAKEN), *others):
        raise Misstated(f"{quoted(text)} stands for something else; choose another symbol", START)
    return found


def _after(text: str) -> str:
    """Return what keeps a symbol together: TeX drops braces around nothing but an accent."""
    return "{}" if text.startswith(tuple(f"\\{accent}{{" for accent in ACCENTS)) else ""
