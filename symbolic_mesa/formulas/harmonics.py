"""Harmonic numbers H_{n,m} = Σ_{k<=n} k^-m: as symbols that can be shown, and as numbers."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import sympy

from symbolic_mesa.text.exact_numbers import whole

RATIONAL_HARMONIC = 12  # H_n is written as a fraction up to this n: a few digits
LISTED_HARMONIC = 1000  # beyond, harmonic(n) would add up n fractions whenever it is touched
DIGITS = 50  # working precision for harmonic numbers that are not summed exactly


def is_harmonic(generator: sympy.Expr) -> bool:
    """Whether a generator of a field is a harmonic number, and no symbol or root."""
    return isinstance(generator, sympy.harmonic | sympy.Sum)


class harmonic(sympy.harmonic):  # type: ignore[misc]  # noqa: N801  # SymPy prints the class's name
    """SymPy's harmonic number, which `sympy.lambdify` gives its own value.

    SymPy's is rewritten with polygamma for SciPy, the sum of two terms without brackets around it,
    so that a product with it is silently another number; NumPy has none at all. The two are not
    equal: SymPy's caches would give the one in place of the other.
    """

    def _numpycode(self, printer: Any) -> str:
        function = printer._module_format(f"{__name__}.{harmonic_numbers.__name__}")
        return f"{function}({', '.join(map(printer._print, self.args))})"

    _scipycode = _numpycode
    _pythoncode = _numpycode

    def _mpmathcode(self, printer: Any) -> str:
        index, order = (*self.args, sympy.Integer(1))[:2]
        if order == 1:
            return f"{printer._module_format('mpmath.harmonic')}({printer._print(index)})"
        return f"({printer._print(sympy.zeta(order) - sympy.zeta(order, index + 1))})"


def harmonic_numbers(last: Any, order: int = 1) -> Any:
    """Return Σ_{k<=last} k^-order as doubles, for a whole number or an array of them.

    >>> harmonic_numbers(3), harmonic_numbers(2, 2)
    (1.8333333333333333, 1.25)
    """
    if not getattr(last, "shape", ()):
        return float(harmonic_number(whole(last, "the index of a harmonic number"), order))
    import numpy as np  # here: it loads only for arrays

    return np.vectorize(harmonic_numbers, otypes=[float])(last, order)


def harmonic_symbol(length: int | None, order: int) -> sympy.Expr:
    """Return H_{T-2,order} so that it can be shown, parsed and evaluated at any T."""
    if length is None:
        index = sympy.Add(-2, sympy.Symbol("T"), evaluate=False)  # evaluating loads tensors
        arguments = (index,) if order == 1 else (index, order)
        return harmonic(*arguments, evaluate=False)
    last = length - 2
    if last <= RATIONAL_HARMONIC:
        return sympy.Add(*(sympy.Rational(1, k**order) for k in range(1, last + 1)))
    if last <= LISTED_HARMONIC:
        arguments = (sympy.Integer(last),) if order == 1 else (last, order)
        return harmonic(*arguments, evaluate=False)
    k = sympy.Symbol("k", integer=True)
    return sympy.Sum(k**-order, (k, 1, last))


def harmonic_number(last: int, order: int) -> Fraction | mpmath.mpf:
    """Return Σ_{k<=last} k^-order, exactly where that is cheap, else to 50 digits or more."""
    return _harmonic_number(last, order, max(DIGITS, mpmath.mp.dps))


@lru_cache(maxsize=1024)  # pure; one formula asks for the same number in each of its terms
def _harmonic_number(last: int, order: int, digits: int) -> Fraction | mpmath.mpf:
    if last <= LISTED_HARMONIC:
        return sum((Fraction(1, k**order) for k in range(1, last + 1)), Fraction(0))
    with mpmath.workdps(digits):
        if order == 1:
            return mpmath.digamma(last + 1) + mpmath.euler
        return mpmath.zeta(order) - mpmath.zeta(order, last + 1)
