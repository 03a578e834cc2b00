"""How arranged formulas look in a terminal, and as SymPy reads them.

They are printed from their nested products and sums: SymPy's printers of `Mul` and `Add` order and
regroup what was arranged on purpose, and load its units and tensors on the way.
"""

import re
from fractions import Fraction
from typing import TypeAlias

import sympy
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.pretty_symbology import pretty_use_unicode
from sympy.printing.pretty.stringpict import prettyForm

from symbolic_mesa.formulas.harmonics import is_harmonic
from symbolic_mesa.notation.arrangement import LONG, Base, Factors, Terms
from symbolic_mesa.notation.columns import Names, Typesetter
from symbolic_mesa.notation.lines import broken
from symbolic_mesa.notation.names import name_text, with_words

Items: TypeAlias = list[tuple[Base, int]]  # bases with positive powers

_HARMONIC = re.compile(r"\bharmonic\(([^(),]+)(?:, (\d+))?\)(\^)?")

DIGITS = 8  # of a rational that is too long to be written out


class _Pretty(PrettyPrinter):  # type: ignore[misc]  # SymPy ships no types
    """The same in two dimensions of text."""

    def _print_Symbol(self, expr: sympy.Expr, bold_name: bool = False) -> prettyForm:  # noqa: N802  # as above
        return prettyForm(name_text(expr.name, self._use_unicode))

    def _print_harmonic(self, expr: sympy.Expr) -> prettyForm:
        return prettyForm(_harmonic(expr))

    def _print_Sum(self, expr: sympy.Expr) -> prettyForm:  # noqa: N802  # as above
        return prettyForm(_harmonic(expr))

    def _print_Factors(self, product: Factors) -> prettyForm:  # noqa: N802  # as above
        above, below = split(product)
        sign, number, divisor = rational(product.coefficient)
        if not below and divisor == "1":
            form = self._side(number, above, enclose=bool(sign))
        else:
            form = self._side(number, above) / self._side(divisor, below)
        return prettyForm(*form.left(sign)) if sign else form

    def _print_Terms(self, total: Terms) -> prettyForm:  # noqa: N802  # as above
        first, *rest = total.terms
        form = self._term(first)
        for term in rest:
            form = prettyForm(*form.right(" - " if term.coefficient < 0 else " + "))
            size = Factors(abs(term.coefficient), term.powers)
            form = prettyForm(*form.right(self._term(size)))
        return form

    def _term(self, term: Factors) -> prettyForm:
        form = self._print(term)
        return prettyForm(*form.parens()) if _is_sum(term) else form

    def _side(self, number: str, items: Items, enclose: bool = False) -> prettyForm:
        """Return a numerator or denominator."""
        bare = alone(number, items) and not enclose
        parts = [] if number == "1" and items else [prettyForm(number)]
        first, *rest = parts + [self._power(base, power, bare) for base, power in items]
        return prettyForm.__mul__(first, *rest) if rest else first

    def _power(self, base: Base, power: int, alone: bool) -> prettyForm:
        form = self._print(base)
        form = prettyForm(*form.parens()) if isinstance(base, Terms) and not alone else form
        return form if power == 1 else form ** prettyForm(str(power))


def plain(product: Factors) -> str:
    """Return an arranged formula in SymPy's syntax.

    SymPy's own printer of sums would evaluate every term of them to put them in order.

    >>> from symbolic_mesa import derive, laws
    >>> from symbolic_mesa.notation.arrangement import arranged
    >>> plain(arranged(derive(laws.gaussian(), check=False)["fixed-point"].formula))
    '1/(sigma**2*(5 + (d - 1)*harmonic(T - 2)/(T - 2)))'
    """
    above, below = split(product)
    number = product.coefficient
    tops = [_plain_power(*item) for item in above]
    bottoms = [_plain_power(*item) for item in below]
    if abs(number.numerator) != 1 or not tops:
        tops.insert(0, str(abs(number.numerator)))
    if number.denominator != 1:
        bottoms.insert(0, str(number.denominator))
    text = ("-" if number < 0 else "") + "*".join(tops)
    if not bottoms:
        return text
    return f"{text}/{bottoms[0]}" if len(bottoms) == 1 else f"{text}/({'*'.join(bottoms)})"


def spoken(product: Factors) -> str:
    """Return an arranged formula as it stands in a sentence.

    >>> from symbolic_mesa import derive, laws
    >>> from symbolic_mesa.notation.arrangement import arranged
    >>> spoken(arranged(derive(laws.gaussian(), check=False)["fixed-point"].formula))
    '1/(sigma^2*(5 + (d - 1)*H_{T-2}/(T - 2)))'
    """
    return with_words(_HARMONIC.sub(_indexed, plain(product).replace("**", "^")))


def _indexed(found: re.Match[str]) -> str:
    index, order, raised = found.groups(default="")
    name = f"H_{{{index.replace(' ', '')}}}" + (f"^{{({order})}}" if order else "")
    return f"({name}){raised}" if order and raised else name + raised


def _plain_power(base: Base, power: int) -> str:
    text = f"({_plain_sum(base)})" if isinstance(base, Terms) else str(base)
    return text if power == 1 else f"{text}**{power}"


def _plain_sum(total: Terms) -> str:
    first, *rest = map(plain, total.terms)
    return first + "".join(f" - {t[1:]}" if t.startswith("-") else f" + {t}" for t in rest)


def pretty(
    name: str, product: Factors, width: int, unicode: bool = True, names: Names | None = None
) -> str:
    """Return ``name = formula`` as lines of text, broken where they are wider than `width`.

    Where a number in it is rounded, the formula stands after ≈.

    Args:
        name: the left-hand side.
        product: the formula.
        width: how many columns there are.
        unicode: whether letters may be Greek.
        names: those of wide sums, where they go on from one equation to the next.
    """
    before = pretty_use_unicode(unicode)
    try:
        stem, prime, _ = name.partition("'")
        left = f"{name_text(stem, unicode)}{prime} {relation(product, unicode)} "
        typesetter = Typesetter(_Pretty({"use_unicode": unicode}), width, unicode)
        forms = list(typesetter.equations(left, product, names))
    finally:
        pretty_use_unicode(before)
    return "\n".join(broken(form.picture, form.baseline, width, unicode) for form in forms)


def relation(product: Factors, unicode: bool = True) -> str:
    """Return the sign between a name and a formula: whether that is printed exactly."""
    return about(unicode) if is_rounded(product) else "="


def about(unicode: bool) -> str:
    """Return the sign between a name and a rounded value, as an encoding has it."""
    return "≈" if unicode else "~="


def is_rounded(product: Factors) -> bool:
    """Whether a number in a formula is too long to be written out, and is printed rounded."""
    sums = [base for base in product.powers if isinstance(base, Terms)]
    return _is_long(product.coefficient) or any(is_rounded(t) for one in sums for t in one.terms)


def _is_long(number: Fraction) -> bool:
    return abs(number.numerator) > LONG or number.denominator > LONG


def reads_as_number(product: Factors) -> bool:
    """Whether a formula is printed as an integer or a decimal, so that its value is plain."""
    written = "/".join(rational(product.coefficient)[1:])
    return not product.powers and "/" not in written.rstrip("/1")


def split(product: Factors) -> tuple[Items, Items]:
    """Return numerator and denominator as pairs (base, positive power), in printing order."""
    items = sorted(product.powers.items(), key=_place)
    above = [(base, power) for base, power in items if power > 0]
    return above, [(base, -power) for base, power in items if power < 0]


def _place(item: tuple[Base, int]) -> tuple[int, str]:
    """Symbols by name, then sums, then harmonic numbers."""
    base, _ = item
    if isinstance(base, Terms):
        return 1, ""
    return (2 if is_harmonic(base) else 0), str(base)


def rational(value: Fraction) -> tuple[str, str, str]:
    """Return sign, numerator and denominator; one decimal where they would be long."""
    sign, size = "- " if value < 0 else "", abs(value)
    if _is_long(value):
        return sign, str(sympy.Rational(size.numerator, size.denominator).evalf(DIGITS)), "1"
    return sign, str(size.numerator), str(size.denominator)


def alone(number: str, items: Items) -> bool:
    """Whether a numerator or denominator is one sum and nothing else."""
    return number == "1" and len(items) == 1 and items[0][1] == 1


def _is_sum(term: Factors) -> bool:
    """Whether a term is printed as a bare sum, so that it needs parentheses among terms."""
    above, below = split(term)
    return term.coefficient == 1 and not below and alone("1", above) and _holds_sum(above)


def _holds_sum(items: Items) -> bool:
    return any(isinstance(base, Terms) for base, _ in items)


def harmonic(expr: sympy.Expr) -> tuple[str, int]:
    """Return the index and the order of a harmonic number, also of the sum Σ_{k<=n} k^-m."""
    if isinstance(expr, sympy.Sum):
        power, (_, _, index) = expr.args
        return str(index).replace(" ", ""), -int(power.as_base_exp()[1])
    index, *given = expr.args
    return str(index).replace(" ", ""), int(given[0]) if given else 1


def _harmonic(expr: sympy.Expr) -> str:
    """Return H_{n}, or H_{n}^{(m)} of order m."""
    index, order = harmonic(expr)
    return f"H_{{{index}}}" if order == 1 else f"H_{{{index}}}^{{({order})}}"
