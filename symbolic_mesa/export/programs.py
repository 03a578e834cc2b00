"""Results as functions of a programming language: what they take, compute and say of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mpmath
import sympy

from symbolic_mesa.export.meanings import meanings
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.sides import side_expr, sides
from symbolic_mesa.results.results import Result, Results
from symbolic_mesa.text.errors import InvalidInput


@dataclass(frozen=True)
class Program:
    """A function that computes one right-hand side.

    Attributes:
        name: its name, a word.
        arguments: the symbols that it takes, in order, with what each stands for.
        words: what it returns, its status, its source.
        assignments: names with their expressions, each in terms of those before.
        value: what it returns.
    """

    name: str
    arguments: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    assignments: tuple[tuple[str, sympy.Expr], ...]
    value: sympy.Expr


def programs(results: Results) -> Iterator[Program]:
    """Yield a function for each right-hand side; what could not be derived has none.

    Raises:
        InvalidInput: for a result that is no closed form.
    """
    words = meanings(results)
    for result in results.values():
        if result.step.obstacle is None:
            every = list(sides(result.step.claim).items())
            for k, (part, side) in enumerate(every, start=1):
                number = f"_{k}" if len(every) > 1 else ""
                name = result.id.replace("-", "_").replace(".", "_") + number
                yield _program(name, result, part, side, words)


def left_out(results: Results) -> Iterator[str]:
    """Yield a line for each result that could not be derived."""
    for result in results.values():
        if result.step.obstacle:
            yield f"{result.id}: {result.status}: {result.step.obstacle.error}"


def _program(name: str, result: Result, part: str, side: Any, meaning: dict[str, str]) -> Program:
    if not isinstance(side, Formula | Closed):
        verdict = isinstance(side, bool) or side_expr(side) is None
        what = "a verdict" if verdict else "numbers of an implicit solution"
        what = "a sum of products of matrices" if isinstance(side, MatrixSum) else what
        raise InvalidInput(
            f"{result.id}: {what}, no closed form to write as a function; name others in --results"
        )
    constants = _constants(side, result)
    arguments = tuple((n, meaning.get(n, "")) for n in side.names if n not in constants)
    defined = side.where if isinstance(side, Closed) else ()
    assignments = [(name, sympy.Float(value, 17)) for name, value in constants.items()]
    assignments += [(one.name, _applied(one.function, one.of)) for one in defined]
    formula = side.formula if isinstance(side, Closed) else side
    statement = f"{result.statement}{f' ({part})' if part else ''}"
    trust = f" ({result.trust})" if result.status == "verified" else ""
    said = (f"status: {result.status}{trust}", f"source: {result.source}", *result.caveats)
    return Program(name, arguments, (statement, *said), tuple(assignments), _expr(formula))


def _constants(side: Formula | Closed, result: Result) -> dict[str, str]:
    """Return numbers that are not algebraic and whose value is known, to 17 digits."""
    known = {one.name: one for one in result.setting.law.constants if not one.symbols}
    return {name: mpmath.nstr(known[name].value({}), 17) for name in side.names if name in known}


def _expr(formula: Formula) -> sympy.Expr:
    return arranged(formula).expr


def _applied(function: str, of: Formula) -> sympy.Expr:
    """Return what a definition stands for, as it is written."""
    if function == "euler":
        return sympy.EulerGamma
    argument = _expr(of)
    if function == "value":
        return argument
    if function == "sqrt":
        return sympy.sqrt(argument)
    return {"exp": sympy.exp, "log": sympy.log}[function](argument)
