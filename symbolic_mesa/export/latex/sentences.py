"""Words of claims as sentences of a paper: formulas, numbers of equations, verdicts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import mpmath

from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.notation.arrangement import Terms, arranged
from symbolic_mesa.notation.breaking import Names
from symbolic_mesa.notation.formula_tokens import hole
from symbolic_mesa.notation.phrases import in_tex
from symbolic_mesa.notation.printing import is_rounded
from symbolic_mesa.notation.tex import latex, number_latex
from symbolic_mesa.notation.widths import width

INLINE = 0.4  # of the width of the text: a wider formula in a sentence gets a name
_REFERENCE = re.compile(r"QREF(\d+)Q")
_NUMBERED = re.compile(r"\b(?:Theorem|Assumption|Proposition|Corollary) \d+\.\d+(?! of )")
_ADVICE = re.compile(r"; give [^;]*$")  # what a user of the program may do


@dataclass(frozen=True)
class Sentences:
    """Words in LaTeX.

    Attributes:
        names: the symbols of the law, which may be words.
        references: what is said for the id of a claim.
        width: the width of the text.
        source: the paper whose theorems and assumptions are named, in LaTeX; empty for none.
    """

    names: frozenset[str]
    references: Mapping[str, str] = field(default_factory=dict)
    width: float = 345.0
    source: str = ""

    def tex(self, words: str, formulas: tuple[str, ...] = ()) -> str:
        """Return words in LaTeX, with formulas in their holes.

        Ids of other claims become the numbers of their equations.
        """
        return self._with_references(words, formulas)

    def reason(self, parts: Iterable[str | Formula], names: Names) -> str:
        """Return words and formulas as a sentence; what is wide in it gets a name."""
        said, formulas = "", list[str]()
        for part in parts:
            if isinstance(part, str):
                said += part
                continue
            if self._about(part) and said.endswith("= "):
                said = said.removesuffix("= ") + "~= "
            said += hole(len(formulas))
            formulas.append(self._inline(part, names))
        return self._with_references(said, tuple(formulas))

    def place(self, where: Iterable[tuple[Any, Any]], names: Names) -> str:
        """Return the equations of an exceptional place."""
        return " and ".join(
            f"${self._inline(left, names)} = {number_latex(str(number))}$" for left, number in where
        )

    def _about(self, formula: Formula) -> bool:
        return is_rounded(arranged(formula))

    def _inline(self, formula: Any, names: Names) -> str:
        product = arranged(formula)
        text = latex(product, names.style)
        if width(text) <= INLINE * self.width:
            return text
        if not getattr(formula, "symbols", ()):
            number = mpmath.nstr(real(formula.at({})), 10)
            return number_latex(f"{Decimal(number):.10g}")
        total = Terms((product,))
        if total not in names.style.named:
            names.give(total)
        return names.style.named[total]

    def _with_references(self, words: str, formulas: tuple[str, ...]) -> str:
        words = _ADVICE.sub("", words)
        ids = [id for id in self.references if "-" in id]
        for k, id in enumerate(ids):
            words = re.sub(rf"(?<![\w-]){re.escape(id)}(?![\w-])", f"QREF{k}Q", words)
        text = in_tex(words, self.names, formulas)
        if self.source:
            text = _NUMBERED.sub(lambda found: f"{found[0]} of {self.source}", text)
        return _REFERENCE.sub(lambda found: self.references[ids[int(found[1])]], text)


def capital(text: str) -> str:
    r"""Return a sentence with its first letter in upper case, unless that is of a formula.

    >>> print(capital("the loss"), capital("$a$ is"), capital(r"\eqref{a}"))
    The loss $a$ is \eqref{a}
    """
    return text[:1].upper() + text[1:]


def listed(parts: list[str]) -> str:
    """Return parts as a list in a sentence.

    >>> listed(["x"]), listed(["x", "y"]), listed(["x", "y", "z"])
    ('x', 'x and y', 'x, y and z')
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
