"""Exact checks of closed forms: derivatives by the chain rule, and zeros modulo the definitions."""

from collections.abc import Mapping

from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.fractions import Algebra


def derivative(element: FracElement, form: Closed, variable: str) -> FracElement:
    """Return the derivative of an element whose names depend on a variable by their definitions."""
    field = form.formula.algebra
    slopes: dict[str, FracElement] = {}
    for one in form.where:
        slope = _total(one.of.element, slopes, variable, field)
        name = field.symbol(one.name)
        if slope and one.function == "sqrt":
            slope = slope / (2 * name)
        elif slope and one.function == "exp":
            slope = slope * name
        elif slope and one.function == "log":
            slope = slope / one.of.element
        slopes[one.name] = slope
    return _total(element, slopes, variable, field)


def _total(
    element: FracElement, slopes: Mapping[str, FracElement], variable: str, field: Algebra
) -> FracElement:
    total = field.derivative(element, variable)
    for name, slope in slopes.items():
        if slope:
            total = total + field.derivative(element, name) * slope
    return total


def remainder(element: FracElement, where: tuple[Definition, ...]) -> PolyElement:
    """Return the numerator modulo the definitions: 0 exactly when they make the element vanish.

    Even powers of a root are replaced by its argument, and a name of a value by the value, the last
    definitions first. A root is taken as no rational function of the names before it.
    """
    polynomial = element.numer
    for one in reversed(where):
        if one.function in ("sqrt", "value"):
            polynomial = _replaced(polynomial, one)
    return polynomial


def _replaced(polynomial: PolyElement, one: Definition) -> PolyElement:
    """Return a polynomial with a name replaced, times a power of the definition's denominator."""
    field = one.of.algebra
    position = field.field.gens.index(field.symbol(one.name))
    step = 2 if one.function == "sqrt" else 1
    above, below = one.of.element.numer, one.of.element.denom
    terms = list(polynomial.terms())
    most = max((monomial[position] // step for monomial, _ in terms), default=0)
    total = polynomial.ring.zero
    for monomial, coefficient in terms:
        power, left = divmod(monomial[position], step)
        rest = (*monomial[:position], left, *monomial[position + 1 :])
        term = polynomial.ring({rest: coefficient})
        total = total + term * _power(above, power) * _power(below, most - power)
    return total


def _power(polynomial: PolyElement, power: int) -> PolyElement:
    return polynomial**power if power else polynomial.ring.one  # SymPy refuses 0**0
