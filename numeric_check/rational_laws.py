"""Finite laws with rational points and weights that stand for a law of the initial token.

They have the law's mixed moments with even powers up to total degree 6. On the diagonal manifold
nothing else counts: a diagonal matrix of signs commutes with W, aI and bI, so that the loss is even
in every coordinate. Weights may be negative: what is computed from them is linear in the moments.
Moments come from characteristic functions and supports, not from the formulas of the law.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import permutations, product
from math import comb, factorial, prod

from numeric_check.enumeration import Point
from numeric_check.nodes import DEGREE, NoNodes
from symbolic_mesa.assumptions import TokenLaw
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw

Values = Mapping[str, Fraction]
Halves = tuple[int, ...]  # half the power of each coordinate
Moments = Callable[[Halves], Fraction]  # E Π x_i^{2 n_i}

NODES = range(DEGREE // 2 + 1)  # values of a coordinate: as many as even moments


def rational_points(law: TokenLaw, dim: int) -> tuple[Point, ...]:
    """Return points and weights with the law's even moments up to degree 6.

    A moment that the law does not give is taken as 1: no claim that can be made depends on it.

    Raises:
        NoNodes: when the law has symbols, or nothing is known of its moments.
    """
    if isinstance(law, SampleLaw):
        return _sample_points(law, dim)
    if isinstance(law, SupportLaw):
        return _on_grid(_independent(_of_atoms(law.atoms)), dim)
    if isinstance(law, MomentLaw):
        return _on_grid(_tabled(law), dim)
    if not isinstance(law, FamilyLaw):
        raise NoNodes(f"no points are known for a law of the kind {type(law).__name__}")
    values = {name: value for name, value in law.parameters.items() if isinstance(value, Fraction)}
    if len(values) < len(law.parameters):
        raise NoNodes("a parameter has no value")
    if law.name in _JOINT:
        return _JOINT[law.name](values, dim)
    return _on_grid(_independent(_COORDINATE[law.name](values)), dim)


def _on_grid(moments: Moments, dim: int) -> tuple[Point, ...]:
    """Return a law on the points of {0, 1, 2, 3}^d with coordinates that sum to 3 at most.

    These points determine a polynomial of degree 3 in the squares u_i. Their weights come from the
    means of the Newton polynomials Π_i Π_{m<k_i} (u_i − m²), of which the last is non-zero at one
    point only, the one before at two, and so on.
    """
    lattice = [k for k in product(NODES, repeat=dim) if sum(k) < len(NODES)]
    weights: dict[Halves, Fraction] = {}
    for k in sorted(lattice, key=sum, reverse=True):
        beyond = sum((w * _newton_value(k, point) for point, w in weights.items()), Fraction(0))
        weights[k] = (_newton_mean(k, moments) - beyond) / _newton_value(k, k)
    return tuple((tuple(map(Fraction, point)), w) for point, w in weights.items() if w)


def _newton_value(k: Halves, point: Halves) -> int:
    return prod(x**2 - m**2 for x, count in zip(point, k, strict=True) for m in range(count))


def _newton_mean(k: Halves, moments: Moments) -> Fraction:
    factors = [_newton_polynomial(count) for count in k]
    terms = (
        moments(n) * prod(factor[power] for factor, power in zip(factors, n, strict=True))
        for n in product(*(range(count + 1) for count in k))
    )
    return sum(terms, Fraction(0))


def _newton_polynomial(count: int) -> list[int]:
    """Return the coefficients of Π_{m<count} (u − m²), the constant first."""
    polynomial = [1]
    for m in range(count):
        above, below = [0, *polynomial], [*polynomial, 0]
        polynomial = [x - m**2 * y for x, y in zip(above, below, strict=True)]
    return polynomial


def _independent(coordinate: Callable[[int], Fraction]) -> Moments:
    """Return the mixed moments of i.i.d. coordinates from E x^{2n} = coordinate(n)."""

    def moments(halves: Halves) -> Fraction:
        return prod((coordinate(n) for n in halves), start=Fraction(1))

    return moments


def _of_atoms(atoms: tuple[tuple[Fraction, Fraction], ...]) -> Callable[[int], Fraction]:
    return lambda n: sum((share * value ** (2 * n) for value, share in atoms), Fraction(0))


def _normal(variance: Fraction) -> Callable[[int], Fraction]:
    """The coefficients of exp(variance u²/2)."""
    return lambda n: factorial(2 * n) * (variance / 2) ** n / factorial(n)


def _bernoulli_gaussian(values: Values) -> Callable[[int], Fraction]:
    p, normal = values["p"], _normal(values["sigma"] ** 2)
    return lambda n: p * normal(n) + (1 - p) * (n == 0)


def _two_point(values: Values) -> Callable[[int], Fraction]:
    p, scale = values["p"], values["scale"]
    return _of_atoms(((scale * (1 - p), p), (-scale * p, 1 - p)))


def _student_t(values: Values) -> Callable[[int], Fraction]:
    """(ν − k) E x^k = ν (k − 1) E x^{k−2}, by parts."""
    nu = values["nu"]
    moments = [Fraction(1)]
    for k in range(2, DEGREE + 1, 2):
        moments.append(nu * (k - 1) * moments[-1] / (nu - k) if nu > k else Fraction(1))
    return moments.__getitem__


_COORDINATE: Mapping[str, Callable[[Values], Callable[[int], Fraction]]] = {
    "gaussian": lambda values: _normal(values["sigma"] ** 2),
    "rademacher": lambda values: _of_atoms(
        ((values["c"], Fraction(1, 2)), (-values["c"], Fraction(1, 2)))
    ),
    # sinh(cu)/(cu) and 1/(1 − scale² u²), coefficient by coefficient
    "uniform": lambda values: (
        lambda n: factorial(2 * n) * values["c"] ** (2 * n) / factorial(2 * n + 1)
    ),
    "laplace": lambda values: lambda n: factorial(2 * n) * values["scale"] ** (2 * n),
    "bernoulli-gaussian": _bernoulli_gaussian,
    "student-t": _student_t,
    "two-point": _two_point,
}


def _sparse(values: Values, dim: int) -> tuple[Point, ...]:
    c = values["c"]
    units = [tuple(c if k == i else Fraction(0) for k in range(dim)) for i in range(dim)]
    return tuple((unit, Fraction(1, dim)) for unit in units)


def _full_one(values: Values, dim: int) -> tuple[Point, ...]:
    return (((values["c"],) * dim, Fraction(1)),)


def _sphere(values: Values, dim: int) -> tuple[Point, ...]:
    """A Gaussian vector is its length times an independent point on the sphere."""
    normal = _independent(_normal(Fraction(1)))

    def length(n: int) -> Fraction:
        """Return E (Σ x_i²)^n for N(0, I)."""
        parts = (halves for halves in product(range(n + 1), repeat=dim) if sum(halves) == n)
        return sum((_multinomial(halves) * normal(halves) for halves in parts), Fraction(0))

    def moments(halves: Halves) -> Fraction:
        n = sum(halves)
        return values["radius"] ** (2 * n) * normal(halves) / length(n)

    return _on_grid(moments, dim)


def _multinomial(parts: Halves) -> int:
    totals = [sum(parts[: k + 1]) for k in range(len(parts))]
    return prod(comb(total, part) for total, part in zip(totals, parts, strict=True))


_JOINT: Mapping[str, Callable[[Values, int], tuple[Point, ...]]] = {
    "sparse": _sparse,
    "full-one": _full_one,
    "sphere": _sphere,
}


def _tabled(law: MomentLaw) -> Moments:
    """The moments that a person gave are the law's definition."""
    if law.table is None:
        raise NoNodes("the moments are symbols")
    table = dict(law.table)
    symbols = [value for value in table.values() if isinstance(value, str)]
    if symbols:
        raise NoNodes(f"{symbols[0]} has no value")

    def given(*powers: int) -> Fraction:
        return Fraction(table.get(powers, 1)) if powers else Fraction(1)

    def moments(halves: Halves) -> Fraction:
        powers = sorted((2 * n for n in halves if n), reverse=True)
        if law.independent:
            return prod((given(power) for power in powers), start=Fraction(1))
        return given(*powers)

    return moments


def _sample_points(law: SampleLaw, dim: int) -> tuple[Point, ...]:
    if dim != law.dim:
        raise NoNodes(f"the data have {law.dim} coordinates, not {dim}")
    rows = [tuple(Fraction(x, 2**law.exponent) for x in row) for row in law.rows]
    if law.symmetrized:
        rows = [tuple(row[k] for k in order) for row in rows for order in permutations(range(dim))]
    return tuple((row, Fraction(1, len(rows))) for row in rows)
