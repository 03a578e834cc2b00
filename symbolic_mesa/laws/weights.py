"""Weights of the parts of a mixture: numbers, symbols or expressions that sum to 1.

Whether they do is decided: exactly for numbers, roots included, and as an identity of quotients of
polynomials where there are symbols.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbolic_mesa.laws.polynomials import ONE, NotPolynomial, Polynomial
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression, Quantity
from symbolic_mesa.text.quoting import quoted, shortened
from symbolic_mesa.text.surds import Exact, Surd
from symbolic_mesa.text.written import written

LONGEST = 4  # exponents of polynomials in weights


@dataclass(frozen=True)
class _Quotient:
    """A quotient of polynomials, not reduced."""

    above: Polynomial
    below: Polynomial = ONE

    def __add__(self, other: "_Quotient") -> "_Quotient":
        above = self.above * other.below + other.above * self.below
        return _Quotient(above, self.below * other.below)

    def __neg__(self) -> "_Quotient":
        return _Quotient(-self.above, self.below)

    def __sub__(self, other: "_Quotient") -> "_Quotient":
        return self + -other

    def __mul__(self, other: "_Quotient") -> "_Quotient":
        return _Quotient(self.above * other.above, self.below * other.below)

    def __truediv__(self, other: "_Quotient") -> "_Quotient":
        if not other.above.terms:
            raise ZeroDivisionError
        return self * _Quotient(other.below, other.above)

    def __pow__(self, power: int) -> "_Quotient":
        if abs(power) > LONGEST:
            raise NotPolynomial
        if power < 0:
            return (_Quotient(ONE) / self) ** -power
        return _Quotient(self.above**power, self.below**power)


class _Quotients:
    """The arithmetic of quotients."""

    def number(self, value: Exact) -> _Quotient:
        if isinstance(value, Surd):
            raise NotPolynomial
        return _Quotient(Polynomial({(): value} if value else {}))

    def symbol(self, name: str) -> _Quotient:
        return _Quotient(Polynomial({(name,): Fraction(1)}))

    def root(self, radicand: Any) -> _Quotient:
        raise NotPolynomial


def refuse_sum(name: str, what: str, weights: Sequence[Quantity]) -> None:
    """Refuse weights that do not sum to 1.

    Args:
        name: the parameter that has them.
        what: what they are, in words.
        weights: the weights.

    Raises:
        InvalidInput: when they do not, or it is not decided.

    >>> refuse_sum("parts", "weights", ["w", (1 - written("w")).quantity])
    >>> refuse_sum("parts", "weights", ["w", Fraction(1, 2)])
    Traceback (most recent call last):
    symbolic_mesa.text.errors.InvalidInput: parts: the weights sum to 'w + 1/2'; they must sum to 1
    """
    written_out = sum((written(one) for one in weights[1:]), written(weights[0]))
    total = written_out.quantity
    is_one = total == 1 if isinstance(total, Fraction | Surd) else _is_one(name, total)
    if not is_one:
        raise InvalidInput(
            f"{name}: the {what} sum to {quoted(shortened(str(total)))}; they must sum to 1"
        )


def _is_one(name: str, total: Expression | str) -> bool:
    if isinstance(total, str):
        return False
    try:
        found: _Quotient = total.of(_Quotients())
    except NotPolynomial:
        raise InvalidInput(
            f"{name}: whether {shortened(str(total))} is 1 is decided without roots beside symbols "
            f"and exponents above {LONGEST} only; write other weights"
        ) from None
    return not (found.above - found.below).terms
