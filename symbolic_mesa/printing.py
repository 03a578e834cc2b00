"""How expressions look on paper and in a terminal; SymPy's printers with the field's notation."""

from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.stringpict import prettyForm

LONGEST_RATIONAL = 12  # digits of a numerator or denominator that are still written out
DECIMALS = 8


class _Latex(LatexPrinter):  # type: ignore[misc]  # SymPy ships no types
    """LaTeX with H_{T-2} for harmonic numbers."""

    def _print_harmonic(self, expr: Any, exp: str | None = None) -> str:
        index, *order = (self._print(argument).replace(" ", "") for argument in expr.args)
        return _powered(_harmonic(index, order), exp)

    def _print_Sum(self, expr: Any) -> str:  # noqa: N802  # SymPy finds printers by class name
        last, order = _tail(expr)
        return _harmonic(str(last), [] if order == 1 else [str(order)])


class _Pretty(PrettyPrinter):  # type: ignore[misc]  # SymPy ships no types
    """Text in two dimensions with H_{T-2} for harmonic numbers."""

    def _print_harmonic(self, expr: Any) -> prettyForm:
        index, *order = (str(argument).replace(" ", "") for argument in expr.args)
        return prettyForm(_harmonic(index, order))

    def _print_Sum(self, expr: Any) -> prettyForm:  # noqa: N802  # as above
        last, order = _tail(expr)
        return prettyForm(_harmonic(str(last), [] if order == 1 else [str(order)]))


def latex(expr: sympy.Expr) -> str:
    """Return an expression in LaTeX; rationals with many digits become decimals."""
    text: str = _Latex({"fold_short_frac": False}).doprint(rounded(expr))
    return text


def pretty(name: str, expr: sympy.Expr, width: int, unicode: bool = True) -> str:
    """Return ``name = expr`` as lines of text at most `width` wide, where it can be broken."""
    settings = {"use_unicode": unicode, "wrap_line": True, "num_columns": width}
    equation = sympy.Eq(sympy.Symbol(name), rounded(expr), evaluate=False)
    text: str = _Pretty(settings).doprint(equation)
    return text


def rounded(expr: sympy.Expr) -> sympy.Expr:
    """Return the expression with rationals of many digits as decimals, to be read."""
    limit = 10**LONGEST_RATIONAL
    long = {
        number: number.evalf(DECIMALS)
        for number in expr.atoms(sympy.Rational)
        if abs(number.p) > limit or number.q > limit
    }
    return expr.xreplace(long) if long else expr


def reads_as_number(expr: sympy.Expr) -> bool:
    """Whether an expression is printed as an integer or a decimal, so that its value is plain."""
    return bool(expr.is_Integer or rounded(expr).is_Float)


def _harmonic(index: str, order: list[str]) -> str:
    return f"H_{{{index}}}" + (f"^{{({order[0]})}}" if order else "")


def _powered(text: str, exp: str | None) -> str:
    return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


def _tail(total: Any) -> tuple[int, int]:
    """Return n and m of Σ_{k<=n} k^-m."""
    power, (_, _, last) = total.args
    return int(last), -int(power.as_base_exp()[1])
