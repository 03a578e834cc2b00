"""Closed forms as functions of C99, which need the mathematical library."""

from collections.abc import Iterator

import sympy
from sympy.printing.c import C99CodePrinter

from symbolic_mesa.export.programs import Program, left_out, programs
from symbolic_mesa.notation.lines import wrapped
from symbolic_mesa.results.results import Results

WIDTH = 94
TAKEN = frozenset(
    [
        "auto",
        "break",
        "case",
        "char",
        "const",
        "continue",
        "default",
        "do",
        "double",
        "else",
        "enum",
        "extern",
        "float",
        "for",
        "goto",
        "if",
        "inline",
        "int",
        "long",
        "register",
        "restrict",
        "return",
        "short",
        "signed",
        "sizeof",
        "static",
        "struct",
        "switch",
        "typedef",
        "union",
        "unsigned",
        "void",
        "volatile",
        "while",
        "harmonic",
        "y0",
        "y1",
        "yn",
        "j0",
        "j1",
        "jn",
        "gamma",
        "main",
    ]
)
"""Names that C has, or its library."""

HARMONIC = """
/* 1 + 1/2^order + ... + 1/last^order, the smallest terms first. */
static double harmonic(double last, int order)
{
    double sum = 0.0;
    for (double k = last; k >= 1.0; k -= 1.0) {
        sum += pow(k, -order);
    }
    return sum;
}
"""


def dumps(results: Results) -> str:
    """Return C functions, one for each closed form.

    Raises:
        InvalidInput: for a result that is no closed form.
    """
    written = [_function(program) for program in programs(results)]
    words = _comment(f"Results for the law {results.setting.law.phrase}.")
    head = "\n".join(_commented([words, "Derived by symbolic-mesa; link with -lm."]))
    rest = "".join(f"\n/* {_comment(line)} */\n" for line in left_out(results))
    body = "".join(f"\n{text}" for text in written)
    harmonic = HARMONIC if "harmonic(" in body else ""
    return f"{head}\n#include <math.h>\n{harmonic}{body}{rest}"


def _function(program: Program) -> str:
    printer = _Printer({"contract": False, "math_macros": {}})
    arguments = ", ".join(f"double {printer.name(name)}" for name, _ in program.arguments)
    said = [*program.words, *(f"{printer.name(n)}: {words}" for n, words in program.arguments)]
    lines = [*_commented([_comment(words) for words in said])]
    lines += [f"double {program.name}({arguments or 'void'})", "{"]
    for name, expr in program.assignments:
        lines.append(f"    const double {printer.name(name)} = {printer.doprint(expr)};")
    return "\n".join([*lines, f"    return {printer.doprint(program.value)};", "}", ""])


def _commented(sentences: list[str]) -> Iterator[str]:
    lines = [line for words in sentences for line in wrapped(words, WIDTH)]
    yield f"/* {lines[0]}"
    yield from (f" * {line}" for line in lines[1:])
    yield " */"


def _comment(words: str) -> str:
    """Return words that can stand in a comment."""
    return " ".join(words.replace("*/", "* /").replace("/*", "/ *").replace("\\", "/").split())


class _Printer(C99CodePrinter):  # type: ignore[misc]  # SymPy has no types
    """Prints with the library's functions, and harmonic numbers by the file's own."""

    printmethod = None  # nothing prints itself

    def name(self, name: str) -> str:
        """Return a name that C can have."""
        return f"{name}_" if name in TAKEN else name

    def _print_Symbol(self, expr: sympy.Expr) -> str:  # noqa: N802  # SymPy's name for it
        return self.name(expr.name)

    def _print_NumberSymbol(self, expr: sympy.Expr) -> str:  # noqa: N802  # SymPy's name for it
        return str(expr.evalf(20))  # C99 has no name for it

    def _print_harmonic(self, expr: sympy.Expr) -> str:  # SymPy's name for it
        index, order = (*expr.args, 1)[:2]
        return f"harmonic({self._print(index)}, {order})"

    def _print_Sum(self, expr: sympy.Sum) -> str:  # noqa: N802  # SymPy's name for it
        term, (_, _, last) = expr.args
        return f"harmonic({self._print(last)}, {-term.as_base_exp()[1]})"
