"""Closed forms: formulas with roots, exponentials and logarithms of formulas, each by a name.

The algebra stays in one fraction field, where the names are symbols like any other; what they stand
for is a list of definitions, each in terms of those before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isinf, isqrt
from typing import Literal, get_args

import mpmath
import sympy

from symbolic_mesa.formulas.formula import Formula, Number, real
from symbolic_mesa.formulas.harmonics import DIGITS
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.text.errors import InvalidInput, MesaError

Function = Literal["value", "sqrt", "exp", "log", "euler"]
KNOWN_DIGITS, MOST_DIGITS = 30, 2000  # that a value has, and that it is worked out with
OFTEN = 3  # times of twice as many digits each, after which what is undefined stays so
FUNCTIONS: tuple[Function, ...] = get_args(Function)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name stands for: a function of a formula.

    Attributes:
        name: the name.
        function: the function; ``value`` is the formula itself, ``euler`` the constant 0.577….
        of: the formula, in terms of earlier names.
    """

    name: str
    function: Function
    of: Formula


@dataclass(frozen=True)
class Closed:
    """A formula together with the definitions of the names in it.

    Attributes:
        formula: the formula.
        where: the definitions that it needs, each after those that it rests on.
    """

    formula: Formula
    where: tuple[Definition, ...]

    @property
    def generators(self) -> set[sympy.Expr]:
        """The generators of the field that occur, in the formula or in a definition."""
        return self.formula.generators.union(*(one.of.generators for one in self.where))

    @property
    def problem(self) -> Problem:
        """What its symbols mean."""
        return self.formula.problem

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The names of the symbols that occur and are not defined."""
        formulas = (self.formula, *(one.of for one in self.where))
        names = {name for formula in formulas for name in formula.symbols}
        return tuple(sorted(names - {one.name for one in self.where}))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The same, and those of the constants."""
        formulas = (self.formula, *(one.of for one in self.where))
        names = {name for formula in formulas for name in formula.names}
        return tuple(sorted(names - {one.name for one in self.where}))

    @property
    def expr(self) -> sympy.Expr:
        """The closed form as a SymPy expression, with every definition put in."""
        values: dict[sympy.Symbol, sympy.Expr] = {}
        for one in self.where:
            values[sympy.Symbol(one.name)] = _applied(one.function, _put_in(one.of, values))
        return _put_in(self.formula, values)

    @property
    def value(self) -> float | None:
        """The number; None when a symbol is left, or it is beyond the range of doubles."""
        if self.symbols:
            return None
        exact = self.at({})
        number = float(exact)
        return None if isinf(number) or (number == 0 != exact) else number

    @property
    def exact(self) -> Fraction | None:
        """The number as a fraction; None when a symbol is left, or it is not known to be one."""
        found: dict[str, Fraction] = {}
        if self.symbols:
            return None
        for one in self.where:
            value = _exactly(one.function, one.of.at(found))
            if value is None:
                return None
            found[one.name] = value
        return _exactly("value", self.formula.at(found))

    def at(self, values: Mapping[str, Number]) -> mpmath.mpf:
        """Return the value at numbers, to 50 digits or as many as are worked with.

        Raises:
            InvalidInput: when the closed form is not defined there.
        """
        return self.values(values)[""]

    def values(self, values: Mapping[str, Number]) -> Mapping[str, mpmath.mpf]:
        """Return the value, under no name, and what the defined names are, at numbers.

        They are worked out with twice as many digits until the value is known: where terms cancel,
        50 digits of each are fewer of what is left.

        Raises:
            InvalidInput: when one of them is not defined there.
        """
        digits = max(self._digits, mpmath.mp.dps)
        if not self.where:
            return self._with(values, digits)
        found: Mapping[str, mpmath.mpf] | None = None
        undefined = 0
        while digits < MOST_DIGITS and undefined < OFTEN:
            before, found = found, self._tried(values, digits)
            undefined = undefined + 1 if found is None else 0
            if before is not None and found is not None and _agree(before[""], found[""]):
                return found
            digits *= 2
        return self._with(values, digits)

    @cached_property
    def _digits(self) -> int:
        """The digits to begin with: enough for the longest number in it to be beside 1."""
        every = (self.formula, *(one.of for one in self.where))
        sides = (side for one in every for side in (one.element.numer, one.element.denom))
        numbers = (abs(int(number)) for side in sides for number in side.coeffs())
        return DIGITS + max((number.bit_length() for number in numbers), default=0) // 3

    def _tried(self, values: Mapping[str, Number], digits: int) -> Mapping[str, mpmath.mpf] | None:
        """Return the values; None where so few digits leave them undefined."""
        try:
            return self._with(values, digits)
        except MesaError:
            return None

    def _with(self, values: Mapping[str, Number], digits: int) -> Mapping[str, mpmath.mpf]:
        found: dict[str, mpmath.mpf] = {}
        with mpmath.workdps(digits):
            for one in self.where:
                found[one.name] = _number(one.function, real(one.of.at({**values, **found})))
            return {**found, "": real(self.formula.at({**values, **found}))}


def _agree(before: mpmath.mpf, after: mpmath.mpf) -> bool:
    """Whether two values agree; where both are 0 all that there is may have cancelled."""
    return bool(after and abs(after - before) * 10**KNOWN_DIGITS <= abs(after))


def closed(formula: Formula, definitions: Iterable[Definition]) -> Closed:
    """Return a formula with those of the definitions that it needs."""
    needed = set(formula.symbols)
    kept: list[Definition] = []
    for one in reversed(list(definitions)):
        if one.name in needed:
            kept.insert(0, one)
            needed |= set(one.of.symbols)
    return Closed(formula, tuple(kept))


def _put_in(formula: Formula, values: Mapping[sympy.Symbol, sympy.Expr]) -> sympy.Expr:
    """Return an expression with names replaced, without doing the algebra again."""
    return formula.expr.xreplace(dict(values))


def _applied(function: Function, argument: sympy.Expr) -> sympy.Expr:
    if function == "value":
        return argument
    if function == "euler":
        return sympy.EulerGamma
    return {"sqrt": sympy.sqrt, "exp": sympy.exp, "log": sympy.log}[function](argument)


def _exactly(function: Function, argument: Fraction | mpmath.mpf) -> Fraction | None:
    """Return a function of a fraction where that is its value, or the root of a square."""
    if not isinstance(argument, Fraction) or function not in ("value", "sqrt"):
        return None
    if function == "value":
        return argument
    root = Fraction(isqrt(max(argument.numerator, 0)), isqrt(argument.denominator))
    return root if root**2 == argument else None


def _number(function: Function, argument: mpmath.mpf) -> mpmath.mpf:
    if function == "value":
        return argument
    if function == "euler":
        return +mpmath.euler
    if (function == "sqrt" and argument < 0) or (function == "log" and argument <= 0):
        with mpmath.workdps(DIGITS):  # printing reads all digits that there are
            number = mpmath.nstr(+argument, 6)
        raise InvalidInput(f"{function} of {number}: not real; give other numbers")
    return getattr(mpmath, function)(argument)
