"""Equations in two dimensions of text that fit a width: broken at terms, never inside a bracket.

A sum is broken before a sign of its own. In a product, a sum that is too wide gets a name, and is
said on lines below.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

import sympy
from sympy.printing.pretty.stringpict import prettyForm

from symbolic_mesa.notation.arrangement import Base, Factors, Terms
from symbolic_mesa.notation.names import name_text

Names: TypeAlias = Iterator[sympy.Symbol]

LETTER = "P"  # of sums that get a name
INDENT = 4  # columns that a sum is continued at


@dataclass(frozen=True)
class Typesetter:
    """How formulas become pictures.

    Attributes:
        printer: SymPy's printer of arranged formulas.
        width: how many columns there are.
        unicode: whether letters may be Greek.
    """

    printer: Any
    width: int
    unicode: bool

    def equations(
        self, left: str, product: Factors, names: Names | None = None
    ) -> Iterator[prettyForm]:
        """Yield ``left formula`` as pictures, one below the other.

        Those that are still too wide have no sum that could get a name.
        """
        names = names or names_beside(set(_names(product)))
        yield from self._equations(left, product, names)

    def _equations(self, left: str, product: Factors, names: Names) -> Iterator[prettyForm]:
        form = self._beside(left, self.printer._print(product))
        if form.width() <= self.width or not _sums(product):
            yield form
        elif _is_sum(product):
            yield from self._sum(left, _sums(product)[0], names)
        else:
            total, symbol = self._widest(product), next(names)
            yield from self._equations(left, _replaced(product, {total: symbol}), names)
            yield from self._sum(self._left(symbol), total, names)

    def _sum(self, left: str, total: Terms, names: Names) -> Iterator[prettyForm]:
        """Yield a sum as rows of terms, and then what was named in them."""
        row, named = prettyForm(left), dict[sympy.Symbol, Terms]()
        for k, term in enumerate(total.terms):
            sign = " - " if term.coefficient < 0 else " + "
            size = Factors(abs(term.coefficient), term.powers) if k else term
            form = self.printer._term(size)
            if form.width() > self.width - INDENT - len(sign) and _sums(size):
                symbol = next(names)
                named[symbol] = self._widest(size)
                form = self.printer._term(_replaced(size, {named[symbol]: symbol}))
            piece = self._beside(sign, form) if k else form
            if k and row.width() + piece.width() > self.width:
                yield row
                row = prettyForm(" " * INDENT)
            row = prettyForm(*row.right(piece))
        yield row
        for symbol, one in named.items():
            yield from self._sum(self._left(symbol), one, names)

    def _widest(self, product: Factors) -> Terms:
        """Return the sum among the factors that takes the most columns."""
        return max(_sums(product), key=lambda one: int(self.printer._print(one).width()))

    def _left(self, symbol: sympy.Symbol) -> str:
        return f"{name_text(symbol.name, self.unicode)} = "

    def _beside(self, left: str, form: prettyForm) -> prettyForm:
        return prettyForm(*form.left(left))


def names_beside(taken: Collection[str]) -> Names:
    """Yield names for sums, one after the other, none of which is taken."""
    return (sympy.Symbol(n) for k in count(1) if (n := f"{LETTER}_{k}") not in taken)


def _sums(product: Factors) -> list[Terms]:
    """Return the sums that are factors of a product."""
    return [base for base in product.powers if isinstance(base, Terms)]


def _is_sum(product: Factors) -> bool:
    """Whether a product is one sum and nothing else."""
    return product.coefficient == 1 and list(product.powers.values()) == [1]


def _replaced(product: Factors, names: Mapping[Terms, sympy.Symbol]) -> Factors:
    powers: dict[Base, int] = {
        names[base] if isinstance(base, Terms) and base in names else base: power
        for base, power in product.powers.items()
    }
    return Factors(product.coefficient, powers)


def _names(product: Factors) -> Iterator[str]:
    for base in product.powers:
        if isinstance(base, Terms):
            for term in base.terms:
                yield from _names(term)
        else:
            yield str(base)
