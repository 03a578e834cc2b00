"""Finite laws that stand for a law of the initial token: the same moments up to degree 6.

Loss and gradients are polynomials of degree 6 in x_1, so that these finite sums are exact. No
moment formula of the law is used, except where a law is given by its moments alone.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations, product
from math import factorial, sqrt

import numpy as np

from numeric_check.laws.finite import ORDER, Rule, TokenNodes, floats, product_nodes
from numeric_check.laws.gauss import gauss_from_moments
from numeric_check.laws.law import numbers_of
from numeric_check.laws.mixed_moments import DEGREE, NoNodes
from numeric_check.laws.rational_laws import signed_points
from numeric_check.laws.said import said_of
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw
from symbolic_mesa.text.surds import Exact, Surd

MOST_IMAGES = 2_000_000  # of the tokens of a sample, in all orders and with all signs


def token_nodes(law: TokenLaw, dim: int, order: int = ORDER) -> TokenNodes:
    """Return points and weights with the law's moments up to degree 2·order − 2.

    Args:
        law: a law without symbols.
        dim: the dimension d.
        order: Gauss nodes for one coordinate.

    Raises:
        NoNodes: when the law has symbols, or its moments are not known, or d is too large.
    """
    if isinstance(law, SampleLaw):
        return _sample_nodes(law, dim)
    if isinstance(law, SupportLaw):
        return product_nodes(_support_rule(law, order), dim)
    if isinstance(law, MomentLaw):
        if order > ORDER:
            raise NoNodes(f"of given moments those up to degree {DEGREE} are used")
        return _moment_nodes(law, dim)
    return said_of(law).nodes(numbers_of(law), dim, order)


def _support_rule(law: SupportLaw, order: int) -> Rule:
    """Return the support itself, or Gauss nodes with its moments where it has many points."""
    if len(law.atoms) <= 2 * order:
        values, shares = zip(*law.atoms, strict=True)
        return floats(values), floats(shares)
    powers = range(2 * order)
    return gauss_from_moments([sum((p * v**k for v, p in law.atoms), Fraction(0)) for k in powers])


def _moment_nodes(law: MomentLaw, dim: int) -> TokenNodes:
    """Nodes with the moments that are given.

    Odd moments that are not given are taken as 0: a diagonal matrix of signs commutes with W, aI
    and bI, so that signs of coordinates do not matter on the diagonal manifold.
    """
    table = dict(law.table or ())
    for powers, value in table.items():
        if not isinstance(value, Fraction | Surd) and sum(powers) <= DEGREE:
            raise NoNodes(f"{value} has no value")
    numbers = {powers: v for powers, v in table.items() if isinstance(v, Fraction | Surd)}
    known = {powers: value for powers, value in numbers.items() if sum(powers) <= DEGREE}
    if law.table is None:
        raise NoNodes("the moments are symbols")
    some_odd = {k for k in (1, 3, 5) if (k,) in known}
    if law.independent and (law.symmetric or len(some_odd) in (0, 3)):
        return product_nodes(_even_and_odd(known, law.symmetric), dim)
    if dim == 1:
        return product_nodes(_even_and_odd(known, True), 1)
    if (2,) not in known:
        raise NoNodes("m2 is not given")
    return _coupled(law, dim, known[(2,)])


def _even_and_odd(known: Mapping[tuple[int, ...], Exact], symmetric: bool) -> Rule:
    odd = {k: Fraction(0) if symmetric else known.get((k,)) for k in (1, 3, 5)}
    if any(value is None for value in odd.values()):
        odd = dict.fromkeys(odd, Fraction(0))
    second, fourth, sixth = (known.get((k,)) for k in (2, 4, 6))
    if second is None and fourth is not None and sixth is not None:
        return _three_points(fourth, sixth)
    moments: list[Exact] = [Fraction(1)]
    for k in range(1, DEGREE + 1):
        value = odd[k] if k % 2 else known.get((k,))
        if value is None:
            break
        moments.append(value)
    if len(moments) % 2 == 0:
        moments.pop()  # an odd moment without the even one above it fixes nothing
    if len(moments) < 3:
        raise NoNodes("neither E x_j^2 nor both E x_j^4 and E x_j^6 are given")
    return gauss_from_moments(moments)


def _three_points(fourth: Exact, sixth: Exact) -> Rule:
    """Return 0 and ±√(m6/m4) with the fourth and the sixth moment."""
    square = sixth / fourth
    share = float(fourth / square**2)
    outer = sqrt(square)
    return np.array([-outer, 0.0, outer]), np.array([share / 2, 1 - share, share / 2])


def _coupled(law: MomentLaw, dim: int, second: Exact) -> TokenNodes:
    """Dependent coordinates: grid points with exactly the moments of the table.

    Weights may be negative; what is compared is linear in the moments, and only they count.
    """
    unit = Fraction(sqrt(second)).limit_denominator(1000) or Fraction(float(second))
    points, weights = zip(*signed_points(law, dim, unit), strict=True)
    return TokenNodes(np.array([floats(point) for point in points]), floats(weights))


def _sample_nodes(law: SampleLaw, dim: int) -> TokenNodes:
    """Return the rows, in every order and with every sign of coordinates if so averaged."""
    if dim != law.dim:
        raise NoNodes(f"the data have {law.dim} coordinates, not {dim}")
    ordered, signed = law.averaged in ("permutations", "both"), law.averaged in ("signs", "both")
    count = len(law.rows) * (factorial(dim) if ordered else 1) * (2**dim if signed else 1)
    if count > MOST_IMAGES:
        raise NoNodes(f"the data have {count} tokens in all orders and signs, too many for it")
    rows = table(law).points
    if ordered:
        rows = np.concatenate([rows[:, list(order)] for order in permutations(range(dim))])
    if signed:
        rows = np.concatenate([rows * sign for sign in product((1.0, -1.0), repeat=dim)])
    if ordered or signed:
        rows, counts = np.unique(rows, axis=0, return_counts=True)
        return TokenNodes(rows, counts / count)
    return TokenNodes(rows, np.full(len(rows), 1 / len(rows)))


def table(law: SampleLaw) -> TokenNodes:
    """Return the tokens of a sample as they were given, each with the same weight."""
    rows = np.array([[float(Fraction(x, 2**law.exponent)) for x in row] for row in law.rows])
    return TokenNodes(rows, np.full(len(rows), 1 / len(rows)))
