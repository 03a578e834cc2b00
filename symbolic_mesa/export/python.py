"""Closed forms as NumPy functions, in a module of their own: it needs NumPy and nothing else."""

from collections.abc import Iterator
from typing import Any

import sympy
from sympy.printing.numpy import NumPyPrinter

from symbolic_mesa.export.programs import Program, left_out, programs
from symbolic_mesa.notation.lines import wrapped
from symbolic_mesa.results.results import Results

WIDTH = 96
TAKEN = {"numpy", "_harmonic", "_arrays"}  # names of the module itself

HEAD = '''"""{words}

Derived by symbolic-mesa. Arguments are numbers or arrays, which are broadcast against each other;
d and T are whole numbers.
"""

import numpy


def _arrays(*values):
    """Return values as arrays of doubles."""
    return [numpy.asarray(value, dtype=float) for value in values]
'''

HARMONIC = '''

def _harmonic(last, order=1):
    """Return 1 + 1/2^order + ... + 1/last^order, the smallest terms first."""
    last = numpy.asarray(last, dtype=float)
    ends, where = numpy.unique(last, return_inverse=True)
    sums = [numpy.sum(numpy.arange(end, 0, -1) ** -float(order)) for end in ends]
    return numpy.asarray(sums)[where].reshape(last.shape)
'''


def dumps(results: Results) -> str:
    """Return a Python module with a function for each closed form.

    Raises:
        InvalidInput: for a result that is no closed form.
    """
    written = [_function(program) for program in programs(results)]
    words = _doc(f"Results for the law {results.setting.law.phrase}.")
    head = HEAD.replace("{words}", words)
    body = "".join(f"\n\n{text}" for text in written)
    rest = "".join(f"# {_doc(line)}\n" for line in left_out(results))
    harmonic = HARMONIC if "_harmonic(" in body else ""
    return f"{head}{harmonic}{body}" + (f"\n\n{rest}" if rest else "")


def _function(program: Program) -> str:
    printer = _Printer({"fully_qualified_modules": True})
    names = [printer.name(name) for name, _ in program.arguments]
    lines = [f"def {program.name}({', '.join(names)}):"]
    lines += [f'    """{_doc(program.words[0])}.', ""]
    for words in program.words[1:]:
        lines += [f"    {line}" for line in wrapped(_doc(words), WIDTH)]
    lines += ["", *_arguments(program, printer), '    """'] if names else ['    """']
    if names:
        every = ", ".join(names)
        lines.append(f"    {every}{',' if len(names) == 1 else ''} = _arrays({every})")
    for name, expr in program.assignments:
        lines.append(f"    {printer.name(name)} = {printer.doprint(expr)}")
    return "\n".join([*lines, f"    return {printer.doprint(program.value)}", ""])


def _arguments(program: Program, printer: "_Printer") -> Iterator[str]:
    yield "    Args:"
    for name, words in program.arguments:
        yield from (
            f"        {line}" for line in wrapped(f"{printer.name(name)}: {_doc(words)}", WIDTH - 8)
        )


def _doc(words: str) -> str:
    """Return words that can stand in a comment or a docstring."""
    return " ".join(words.replace("\\", "/").replace('"', "'").split())


class _Printer(NumPyPrinter):  # type: ignore[misc]  # SymPy has no types
    """Prints with NumPy's functions, and harmonic numbers by the module's own."""

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self.printmethod = None  # harmonic numbers would print themselves, as another function

    def name(self, name: str) -> str:
        """Return a name that the module does not have itself."""
        return f"{name}_" if name in TAKEN else name

    def _print_Symbol(self, expr: sympy.Expr) -> str:  # noqa: N802  # SymPy's name for it
        return self.name(expr.name)

    def _print_harmonic(self, expr: sympy.Expr) -> str:  # SymPy's name for it
        return f"_harmonic({', '.join(map(self._print, expr.args))})"

    def _print_Sum(self, expr: sympy.Sum) -> str:  # noqa: N802  # SymPy's name for it
        term, (_, _, last) = expr.args
        return f"_harmonic({self._print(last)}, {-term.as_base_exp()[1]})"
