"""Fixed points of one scale that are roots of a polynomial with rational coefficients."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import mpmath
import sympy

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.keys import AtPoint, Kind
from derivations.any_model.resting import resting
from symbolic_mesa.formulas.decimals import Decimals, decimals
from symbolic_mesa.formulas.formula import real
from symbolic_mesa.text.errors import MesaError

DIGITS = 30
NARROW = sympy.Rational(1, 10**100)  # what is left open of a root

Polynomial = tuple[Fraction, ...]  # coefficients, the constant first


def has_isolated_points(model: Ansatz) -> bool:
    """Whether fixed points are roots of a polynomial in one scale that has no rational form."""
    try:
        if len(model.scales) != 1 or not any(_slope(model)):
            return False
        velocity = model.velocity(model.scales[0])
    except MesaError:
        return False
    try:
        resting([velocity], model.field)
    except MesaError:
        return True
    return False


def isolated_points(model: Ansatz) -> Decimals:
    """Return every fixed point with the loss there, and what kind of point it is."""
    slope, loss = _slope(model), _loss(model)
    roots = [*_roots(slope)]
    values = {}
    with mpmath.workdps(3 * DIGITS):
        for number, (root, kind) in enumerate(zip(roots, _kinds(slope, roots), strict=True), 1):
            values[AtPoint(number, kind, model.scales[0])] = real(root)
            values[AtPoint(number, kind, "L")] = real(_at(loss, root))
        return decimals(values, DIGITS, {})


def _loss(model: Ansatz) -> Polynomial:
    """Return the coefficients of L.

    Raises:
        MesaError: when one of them is no number.
    """
    terms = model.field.coefficients(model.loss)
    numbers = {powers[0]: model.formula(one) for powers, one in terms.items()}
    if any(one.generators for one in numbers.values()):
        raise MesaError("a coefficient is no number")
    found = {power: one.at({}) for power, one in numbers.items()}
    return tuple(Fraction(found.get(k, 0)) for k in range(max(found, default=0) + 1))


def _slope(model: Ansatz) -> Polynomial:
    return tuple(k * value for k, value in enumerate(_loss(model)))[1:]


def _roots(polynomial: Polynomial) -> Iterator[Fraction]:
    """Yield the real roots in order, each once, by intervals that hold one and are narrow."""
    terms = [sympy.Rational(c.numerator, c.denominator) for c in reversed(polynomial)]
    whole = sympy.Poly(terms, sympy.Symbol("x"), domain="QQ")
    for (low, high), _ in whole.sqf_part().intervals(eps=NARROW):
        middle = (low + high) / 2
        yield Fraction(int(middle.p), int(middle.q))


def _kinds(slope: Polynomial, roots: Sequence[Fraction]) -> Iterator[Kind]:
    """Yield for each root how the slope changes its sign there."""
    if not roots:
        return
    ends = [roots[0] - 1, *((one + other) / 2 for one, other in pairwise(roots)), roots[-1] + 1]
    for before, after in pairwise(_at(slope, end) for end in ends):
        if (before > 0) == (after > 0):
            yield Kind.NEITHER
        else:
            yield Kind.MINIMUM if after > 0 else Kind.MAXIMUM


def _at(polynomial: Polynomial, point: Fraction) -> Fraction:
    value = Fraction(0)
    for coefficient in reversed(polynomial):
        value = value * point + coefficient
    return value
