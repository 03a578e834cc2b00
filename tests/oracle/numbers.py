"""Claims as data: what a result says, and its value by a walk of the expression's tree."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import mpmath

DIGITS = 60
Values = Mapping[str, Any]
Number = Any  # a Fraction, or an mpf where a root, exponential or logarithm is in it


class Undefined(ArithmeticError):
    """A formula that has no value at some numbers."""


@dataclass(frozen=True)
class Claim:
    """What a result says.

    Attributes:
        id: the result's id.
        status: the word that it is given.
        sides: the right-hand sides by name: SymPy expressions, numbers or verdicts.
        obstacle: why there is none.
        exceptions: pairs of a place, expressions with their numbers, and the verdict there.
    """

    id: str
    status: str
    sides: Mapping[str, Any]
    obstacle: str = ""
    exceptions: tuple[tuple[Mapping[Any, Fraction], Any], ...] = ()


def claim_of(result: Any, refusals: tuple[type[Exception], ...]) -> Claim:
    """Return what a `symbolic_mesa.Result` says."""
    try:
        parts = result.parts
        if parts:
            sides = {name: getattr(side, "expr", side) for name, side in parts.items()}
        else:
            expr = result.expr
            sides = {"": result.value if expr is None else expr}
    except refusals as error:
        return Claim(result.id, result.status, {}, f"{type(error).__name__}: {error}")
    read = {name: _read(side) for name, side in sides.items()}
    places = tuple(
        ({left.expr: number for left, number in one.where}, one.value) for one in result.exceptions
    )
    return Claim(result.id, result.status, read, exceptions=places)


def _read(side: Any) -> Any:
    if isinstance(side, str) and re.match(r"-?\d", side):
        return _decimal(side)
    return mpmath.mpf(side) if isinstance(side, float) else side


def _decimal(text: str) -> Any:
    with mpmath.workdps(DIGITS):
        return mpmath.mpf(text)


def said(claim: Claim, general: Any, values: Values) -> Any:
    """Return the verdict at numbers: of the exception of most equations, else the general one."""
    met = [
        (len(place), verdict)
        for place, verdict in claim.exceptions
        if all(evaluated(left, values) == number for left, number in place.items())
    ]
    return max(met, key=lambda one: one[0])[1] if met else general


def is_verdict(side: Any) -> bool:
    """Whether a right-hand side is a word or a truth value."""
    return isinstance(side, bool | str)


def real(number: Number) -> Any:
    """Return a number as an mpf."""
    if isinstance(number, Fraction):
        return mpmath.mpf(number.numerator) / number.denominator
    return mpmath.mpf(number)


def evaluated(side: Any, values: Values) -> Number:
    """Return a right-hand side at numbers: a fraction where it is rational, else 60 digits.

    Raises:
        Undefined: when it has no real value there.
    """
    if isinstance(side, Fraction | mpmath.mpf):
        return side
    with mpmath.workdps(DIGITS):
        try:
            return _walk(side, values)
        except (ZeroDivisionError, KeyError, ValueError) as error:
            raise Undefined(f"{type(error).__name__} {error}") from None


def _walk(node: Any, values: Values) -> Number:
    if getattr(node, "is_Symbol", False):
        return values[node.name]
    if getattr(node, "is_Rational", False):
        return Fraction(int(node.p), int(node.q))
    kind = type(node).__name__
    if kind == "EulerGamma":
        return +mpmath.euler
    arguments = [_walk(one, values) for one in node.args]
    if kind in ("Add", "Mul"):
        return reduce(lambda x, y: _both(_FOLDS[kind], x, y), arguments)
    return _FUNCTIONS[kind](*arguments)


_FOLDS: Mapping[str, Callable[[Any, Any], Any]] = {"Add": operator.add, "Mul": operator.mul}


def _both(fold: Callable[[Any, Any], Any], x: Number, y: Number) -> Number:
    exact = isinstance(x, Fraction) and isinstance(y, Fraction)
    return fold(x, y) if exact else fold(real(x), real(y))


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return base ** int(exponent)
    if real(base) < 0:
        raise Undefined(f"a root of {mpmath.nstr(real(base), 8)}")
    if exponent == Fraction(1, 2):
        return mpmath.sqrt(real(base))
    return mpmath.power(real(base), real(exponent))


def _log(argument: Number) -> Number:
    if real(argument) <= 0:
        raise Undefined(f"a logarithm of {mpmath.nstr(real(argument), 8)}")
    return mpmath.log(real(argument))


def harmonic(n: Number, order: Number = Fraction(1)) -> Number:
    """Return 1 + 1/2^order + ⋯ + 1/n^order: a sum for small n, ψ(n + 1) + γ for large."""
    if n <= 1000:
        return sum((Fraction(1, k ** int(order)) for k in range(1, int(n) + 1)), Fraction(0))
    if order == 1:
        return mpmath.digamma(real(n) + 1) + mpmath.euler
    return mpmath.zeta(int(order)) - mpmath.zeta(int(order), real(n) + 1)


_FUNCTIONS: Mapping[str, Callable[..., Number]] = {
    "Pow": _power,
    "exp": lambda x: mpmath.exp(real(x)),
    "log": _log,
    "harmonic": harmonic,
    "Abs": abs,
}


def gap(found: Number, wanted: Number, size: Number = 0) -> Any:
    """Return how far apart two numbers are, relative to the larger one, or to `size`."""
    with mpmath.workdps(DIGITS):
        scale = max(abs(real(found)), abs(real(wanted)), abs(real(size)))
        return abs(real(found) - real(wanted)) / scale if scale else mpmath.mpf(0)


def differs(
    found: Number, wanted: Number, allowed: float, what: str = "", size: Number = 0
) -> Iterator[str]:
    """Yield a sentence when two numbers are farther apart than is allowed; fractions must agree."""
    exact = isinstance(found, Fraction) and isinstance(wanted, Fraction)
    if found == wanted or (not exact and gap(found, wanted, size) <= allowed):
        return
    yield f"{what + ': ' if what else ''}it says {_shown(found)}, it is {_shown(wanted)}"


def _shown(number: Number) -> str:
    text = str(number) if isinstance(number, Fraction) else ""
    return text if 0 < len(text) <= 40 else mpmath.nstr(real(number), 15)
