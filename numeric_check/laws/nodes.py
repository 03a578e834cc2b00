"""Finite laws that stand for a law of the initial token: the same moments up to degree 6.

Loss and gradients are polynomials of degree 6 in x_1, so that these finite sums are exact. No
moment formula of the law is used, except where a law is given by its moments alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import factorial, pi, prod, sqrt

import numpy as np
from numpy.typing import NDArray

from numeric_check.laws.gauss import gauss_from_moments
from numeric_check.laws.rational_laws import signed_points
from numeric_check.laws.rational_moments import DEGREE, NoNodes
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw

Array = NDArray[np.float64]
Rule = tuple[Array, Array]  # nodes and weights of one coordinate

ORDER = 4  # Gauss nodes for one coordinate: exact to degree 7
MOST_IMAGES = 2_000_000  # of the tokens of a sample, in all orders and with all signs


@dataclass(frozen=True)
class TokenNodes:
    """A finite law of x_1: points of shape (n, d) and weights of shape (n,) that sum to 1."""

    points: Array
    weights: Array


def token_nodes(law: TokenLaw, dim: int, order: int = ORDER) -> TokenNodes:
    """Return points and weights with the law's moments up to degree 6.

    Args:
        law: a law without symbols.
        dim: the dimension d.
        order: Gauss nodes for one coordinate; below 4 the moments are wrong.

    Raises:
        NoNodes: when the law has symbols, or its moments are not known, or d is too large.
    """
    if isinstance(law, SampleLaw):
        return _sample_nodes(law, dim)
    if isinstance(law, SupportLaw):
        return _independent(_support_rule(law), dim)
    if isinstance(law, MomentLaw):
        return _moment_nodes(law, dim)
    if not isinstance(law, FamilyLaw):
        raise NoNodes(f"no nodes are known for a law of the kind {type(law).__name__}")
    symbols = [name for name, value in law.parameters.items() if isinstance(value, str)]
    if symbols:
        raise NoNodes(f"{symbols[0]} has no value")
    values_ = {name: Fraction(value) for name, value in law.parameters.items()}
    if law.name in _JOINT:
        return _JOINT[law.name](values_, dim)
    return _independent(_RULES[law.name](values_, order), dim)


def _floats(values: tuple[Fraction, ...]) -> Array:
    return np.array([float(value) for value in values])


def _independent(rule: Rule, dim: int) -> TokenNodes:
    """Return the product over coordinates of a rule for one."""
    nodes, weights = rule
    points = np.array(list(product(nodes, repeat=dim)))
    return TokenNodes(points, np.array([prod(w) for w in product(weights, repeat=dim)]))


def _support_rule(law: SupportLaw) -> Rule:
    """Return the support itself, or Gauss nodes with its moments where it has many points."""
    if len(law.atoms) <= 2 * ORDER:
        values, shares = zip(*law.atoms, strict=True)
        return _floats(values), _floats(shares)
    powers = range(2 * ORDER)
    return gauss_from_moments([sum((p * v**k for v, p in law.atoms), Fraction(0)) for k in powers])


Values = Mapping[str, Fraction]


def _gaussian(values: Values, order: int) -> Rule:
    nodes, weights = np.polynomial.hermite_e.hermegauss(order)
    return float(values["sigma"]) * nodes, weights / sqrt(2 * pi)


def _uniform(values: Values, order: int) -> Rule:
    nodes, weights = np.polynomial.legendre.leggauss(order)
    return float(values["c"]) * nodes, weights / 2


def _laplace(values: Values, order: int) -> Rule:
    """|x| is exponential: E |x|^k = k!."""
    moments = [Fraction(0 if k % 2 else factorial(k)) for k in range(2 * order)]
    nodes, weights = gauss_from_moments(moments)
    return float(values["scale"]) * nodes, weights


def _bernoulli_gaussian(values: Values, order: int) -> Rule:
    nodes, weights = _gaussian(values, order)
    p = float(values["p"])
    return np.append(nodes, 0.0), np.append(p * weights, 1 - p)


def _student_t(values: Values, order: int) -> Rule:
    """(ν − k) E x^k = ν (k − 1) E x^{k−2}, in fractions.

    By parts, as the density obeys (ν + x²) f' = −(ν + 1) x f. Fractions, because differences of
    logarithms of Γ lose the digits when ν is large.
    """
    nu = values["nu"]
    if nu <= DEGREE:
        raise NoNodes(f"the sixth moment exists only for nu > {DEGREE}, and nu = {float(nu):g}")
    moments = [Fraction(1), Fraction(0)]
    for k in range(2, min(DEGREE, 2 * order) + 1):
        moments.append(nu * (k - 1) * moments[k - 2] / (nu - k))
    return gauss_from_moments(moments)


def _rademacher(values: Values, order: int) -> Rule:
    c = float(values["c"])
    return np.array([c, -c]), np.array([0.5, 0.5])


def _two_point(values: Values, order: int) -> Rule:
    p, scale = values["p"], values["scale"]
    return _floats((scale * (1 - p), -scale * p)), _floats((p, 1 - p))


_RULES: Mapping[str, Callable[[Values, int], Rule]] = {
    "gaussian": _gaussian,
    "uniform": _uniform,
    "laplace": _laplace,
    "bernoulli-gaussian": _bernoulli_gaussian,
    "student-t": _student_t,
    "rademacher": _rademacher,
    "two-point": _two_point,
}


def _sparse(values: Values, dim: int) -> TokenNodes:
    points = float(values["c"]) * np.concatenate((np.eye(dim), -np.eye(dim)))
    return TokenNodes(points, np.full(2 * dim, 1 / (2 * dim)))


def _full_one(values: Values, dim: int) -> TokenNodes:
    return TokenNodes(np.full((1, dim), float(values["c"])), np.ones(1))


def _sphere(values: Values, dim: int) -> TokenNodes:
    """Equal angles on a circle; in space Gauss nodes of the height times equal angles."""
    angles = 2 * pi * (np.arange(8) + 0.5) / 8  # exact to degree 7
    circle = np.column_stack((np.cos(angles), np.sin(angles)))
    radius = float(values["radius"])
    if dim == 1:
        return TokenNodes(radius * np.array([[1.0], [-1.0]]), np.array([0.5, 0.5]))
    if dim == 2:
        return TokenNodes(radius * circle, np.full(8, 1 / 8))
    if dim == 3:
        heights, weights = np.polynomial.legendre.leggauss(ORDER)
        points = [(*(sqrt(1 - z * z) * c), z) for z in heights for c in circle]
        return TokenNodes(radius * np.array(points), np.repeat(weights / 2, 8) / 8)
    raise NoNodes(f"no cubature on the sphere in {dim} dimensions; there is one for d <= 3")


_JOINT: Mapping[str, Callable[[Values, int], TokenNodes]] = {
    "sparse": _sparse,
    "full-one": _full_one,
    "sphere": _sphere,
}


def _moment_nodes(law: MomentLaw, dim: int) -> TokenNodes:
    """Nodes with the moments that are given.

    Odd moments that are not given are taken as 0: a diagonal matrix of signs commutes with W, aI
    and bI, so that signs of coordinates do not matter on the diagonal manifold.
    """
    table = dict(law.table or ())
    for powers, value in table.items():
        if isinstance(value, str) and sum(powers) <= DEGREE:
            raise NoNodes(f"{value} has no value")
    known = {powers: Fraction(value) for powers, value in table.items() if sum(powers) <= DEGREE}
    if law.table is None:
        raise NoNodes("the moments are symbols")
    some_odd = {k for k in (1, 3, 5) if (k,) in known}
    if law.independent and (law.symmetric or len(some_odd) in (0, 3)):
        return _independent(_even_and_odd(known, law.symmetric), dim)
    if dim == 1:
        return _independent(_even_and_odd(known, True), 1)
    if (2,) not in known:
        raise NoNodes("m2 is not given")
    return _coupled(law, dim, known[(2,)])


def _even_and_odd(known: Mapping[tuple[int, ...], Fraction], symmetric: bool) -> Rule:
    odd = {k: Fraction(0) if symmetric else known.get((k,)) for k in (1, 3, 5)}
    if any(value is None for value in odd.values()):
        odd = dict.fromkeys(odd, Fraction(0))
    second, fourth, sixth = (known.get((k,)) for k in (2, 4, 6))
    if second is None and fourth is not None and sixth is not None:
        return _three_points(fourth, sixth)
    moments = [Fraction(1)]
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


def _three_points(fourth: Fraction, sixth: Fraction) -> Rule:
    """Return 0 and ±√(m6/m4) with the fourth and the sixth moment."""
    square = sixth / fourth
    share = float(fourth / square**2)
    outer = sqrt(square)
    return np.array([-outer, 0.0, outer]), np.array([share / 2, 1 - share, share / 2])


def _coupled(law: MomentLaw, dim: int, second: Fraction) -> TokenNodes:
    """Dependent coordinates: grid points with exactly the moments of the table.

    Weights may be negative; what is compared is linear in the moments, and only they count.
    """
    unit = Fraction(sqrt(second)).limit_denominator(1000) or second
    points, weights = zip(*signed_points(law, dim, unit), strict=True)
    return TokenNodes(np.array([_floats(point) for point in points]), _floats(weights))


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
