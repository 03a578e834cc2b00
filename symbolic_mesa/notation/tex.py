"""Arranged formulas in LaTeX, as a mathematician sets them.

They are printed from their nested products and sums, which SymPy's printer would regroup.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import sympy
from sympy.printing.latex import LatexPrinter

from symbolic_mesa.formulas.harmonics import is_harmonic
from symbolic_mesa.notation.arrangement import Base, Factors, Terms
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.notation.printing import Items, alone, harmonic, is_rounded, rational, split

_WORD = r"\mathrm"
_TALL = re.compile(r"\\(frac|sum_|sqrt|left)")


@dataclass(frozen=True)
class Style:
    """How formulas are written.

    Attributes:
        sums: whether harmonic numbers are written as sums.
        named: sums that have a name of their own, with it.
        symbols: what is written for a symbol instead of its name.
    """

    sums: bool = False
    named: Mapping[Terms, str] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)


PLAIN = Style()


class _Generators(LatexPrinter):  # type: ignore[misc]  # SymPy ships no types
    """LaTeX of generators: symbols, and roots of polynomials."""

    def _print_Symbol(self, expr: sympy.Symbol, style: str = "plain") -> str:  # noqa: N802  # SymPy's name
        return name_latex(expr.name)


def latex(product: Factors, style: Style = PLAIN) -> str:
    """Return an arranged formula in LaTeX; rationals with many digits become decimals."""
    sign, size = signed(product, style)
    return sign + size


def signed(product: Factors, style: Style = PLAIN) -> tuple[str, str]:
    """Return the sign of a product in front, empty or a minus, and the product without it."""
    above, below = split(product)
    minus, number, divisor = rational(product.coefficient)
    number, sign = number_latex(number), "-" if minus else ""
    if not below and divisor == "1":
        return sign, side(number, above, style, enclose=bool(sign))
    over, under = side(number, above, style), side(divisor, below, style)
    return sign, rf"\frac{{{over}}}{{{under}}}"


def terms_of(total: Terms, style: Style = PLAIN) -> Iterator[tuple[str, str]]:
    """Yield sign and size of each term; a short sum among them, such as T - 2, in one piece."""
    for term in total.terms:
        inner = _bare(term)
        if inner is None or inner in style.named:
            yield signed(term, style)
            continue
        first, *rest = terms_of(inner, style)
        if len(rest) > 1:
            yield from (first, *rest)
        else:
            yield first[0], first[1] + _joined(rest)


def sum_latex(total: Terms, style: Style = PLAIN) -> str:
    """Return a sum in LaTeX, whether it has a name or not."""
    (sign, first), *rest = terms_of(total, style)
    return sign + first + _joined(rest)


def _joined(terms: Iterable[tuple[str, str]]) -> str:
    return "".join(f" {sign or '+'} {size}" for sign, size in terms)


def side(number: str, items: Items, style: Style, enclose: bool = False) -> str:
    """Return a numerator or denominator."""
    bare = alone(number, items) and not enclose
    parts = [] if number == "1" and items else [number]
    parts += [_power(*item, style, bare, k + 1 == len(items)) for k, item in enumerate(items)]
    return beside(parts)


def beside(parts: list[str]) -> str:
    r"""Return factors side by side, a word of letters apart from its neighbours.

    >>> print(beside([r"\mathrm{scale}", "p"]))
    \mathrm{scale} \, p
    """
    text = parts[0]
    for before, part in pairwise(parts):
        word = before.startswith(_WORD) or part.startswith(_WORD)
        word = word and not part.startswith(("(", r"\left"))
        text += (r" \, " if word else " ") + part
    return text


def enclosed(text: str) -> str:
    """Return what is in brackets, as high as it needs them."""
    return rf"\left({text}\right)" if _TALL.search(text) else f"({text})"


def _power(base: Base, power: int, style: Style, bare: bool, last: bool) -> str:
    text = base_latex(base, style)
    if isinstance(base, Terms) and base not in style.named:
        text = text if bare else enclosed(text)
    elif (style.sums and is_harmonic(base) and not last) or (
        power > 1 and (text.startswith((r"\log", r"\sum")) or _is_raised(base))
    ):
        text = enclosed(text)
    return text if power == 1 else f"{text}^{{{power}}}"


def _is_raised(base: Base) -> bool:
    """Whether something stands above what a generator is written as: TeX takes no second."""
    return is_harmonic(base) and harmonic(base)[1] > 1


def base_latex(base: Base, style: Style) -> str:
    """Return a generator or a sum."""
    if isinstance(base, Terms):
        return style.named.get(base) or sum_latex(base, style)
    if is_harmonic(base):
        index, order = harmonic(base)
        return harmonic_sum(index, order) if style.sums else harmonic_latex(index, order)
    name = getattr(base, "name", "")
    return style.symbols.get(name) or str(_Generators().doprint(base))


def harmonic_latex(index: str, order: int) -> str:
    """Return the name of a harmonic number, of order 1 or higher."""
    return f"H_{{{index}}}" + (f"^{{({order})}}" if order > 1 else "")


def harmonic_sum(index: str, order: int) -> str:
    r"""Return the sum that a harmonic number is.

    >>> print(harmonic_sum("T-2", 2))
    \sum_{k=1}^{T-2} \frac{1}{k^{2}}
    """
    power = f"k^{{{order}}}" if order > 1 else "k"
    return rf"\sum_{{k=1}}^{{{index}}} \frac{{1}}{{{power}}}"


def relation_latex(product: Factors) -> str:
    """Return the sign between a name and a formula: whether that is printed exactly."""
    return r"\approx" if is_rounded(product) else "="


def number_latex(text: str) -> str:
    r"""Return a decimal number in LaTeX.

    >>> print(number_latex("1.5e+8"), number_latex("-2e-09"), number_latex("0.25"))
    1.5 \times 10^{8} -2 \times 10^{-9} 0.25
    """
    digits, _, exponent = text.partition("e")
    return digits + (rf" \times 10^{{{int(exponent)}}}" if exponent else "")


def _bare(term: Factors) -> Terms | None:
    """Return the sum that a term is and nothing else."""
    if term.coefficient != 1 or list(term.powers.values()) != [1]:
        return None
    (base,) = term.powers
    return base if isinstance(base, Terms) else None
