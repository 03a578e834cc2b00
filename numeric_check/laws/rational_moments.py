"""The mixed moments of a law as fractions, from characteristic functions, supports and tables.

They are found otherwise than the formulas of the law, which they are to check.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import permutations, product
from math import comb, factorial, prod

from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw

Powers = tuple[int, ...]  # of each coordinate
Moments = Callable[[Powers], Fraction]  # E Π x_i^{power_i}
Coordinate = Callable[[int], Fraction]  # E x^power of one coordinate
Values = Mapping[str, Fraction]

DEGREE = 6  # of the loss and its gradients in x_1


class NoNodes(Exception):
    """No finite law stands for this law in this dimension; the message says why."""


def rational_moments(law: TokenLaw, dim: int) -> Moments:
    """Return the mixed moments up to degree 6.

    A moment that the law does not give is taken as 1: no claim that can be made depends on it.

    Raises:
        NoNodes: when the law has symbols, or nothing is known of its moments.
    """
    if isinstance(law, SampleLaw):
        return _of_sample(law, dim)
    if isinstance(law, SupportLaw):
        return _independent(_of_atoms(law.atoms))
    if isinstance(law, MomentLaw):
        return _tabled(law)
    if not isinstance(law, FamilyLaw):
        raise NoNodes(f"no moments are known for a law of the kind {type(law).__name__}")
    values = {name: value for name, value in law.parameters.items() if isinstance(value, Fraction)}
    if len(values) < len(law.parameters):
        raise NoNodes("a parameter has no value")
    if law.name in _JOINT:
        return _JOINT[law.name](values, dim)
    return _independent(_COORDINATE[law.name](values))


def _independent(coordinate: Coordinate) -> Moments:
    def moments(powers: Powers) -> Fraction:
        return prod((coordinate(power) for power in powers), start=Fraction(1))

    return moments


def _of_atoms(atoms: tuple[tuple[Fraction, Fraction], ...]) -> Coordinate:
    return lambda k: sum((share * value**k for value, share in atoms), Fraction(0))


def _even(coordinate: Coordinate) -> Coordinate:
    """Return the moments of a symmetric law from E x^{2n} = coordinate(n)."""
    return lambda k: Fraction(0) if k % 2 else coordinate(k // 2)


def _normal(variance: Fraction) -> Coordinate:
    """The coefficients of exp(variance u²/2)."""
    return _even(lambda n: factorial(2 * n) * (variance / 2) ** n / factorial(n))


def _rademacher(values: Values) -> Coordinate:
    half = Fraction(1, 2)
    return _of_atoms(((values["c"], half), (-values["c"], half)))


def _uniform(values: Values) -> Coordinate:
    """The coefficients of sinh(cu)/(cu)."""
    c = values["c"]
    return _even(lambda n: factorial(2 * n) * c ** (2 * n) / factorial(2 * n + 1))


def _laplace(values: Values) -> Coordinate:
    """The coefficients of 1/(1 − scale² u²)."""
    return _even(lambda n: factorial(2 * n) * values["scale"] ** (2 * n))


def _bernoulli_gaussian(values: Values) -> Coordinate:
    p, normal = values["p"], _normal(values["sigma"] ** 2)
    return lambda k: p * normal(k) + (1 - p) * (k == 0)


def _two_point(values: Values) -> Coordinate:
    p, scale = values["p"], values["scale"]
    return _of_atoms(((scale * (1 - p), p), (-scale * p, 1 - p)))


def _student_t(values: Values) -> Coordinate:
    """(ν − k) E x^k = ν (k − 1) E x^{k−2}, by parts."""
    nu = values["nu"]
    moments = [Fraction(1)]
    for k in range(2, DEGREE + 1, 2):
        moments.append(nu * (k - 1) * moments[-1] / (nu - k) if nu > k else Fraction(1))
    return _even(moments.__getitem__)


_COORDINATE: Mapping[str, Callable[[Values], Coordinate]] = {
    "gaussian": lambda values: _normal(values["sigma"] ** 2),
    "rademacher": _rademacher,
    "uniform": _uniform,
    "laplace": _laplace,
    "bernoulli-gaussian": _bernoulli_gaussian,
    "student-t": _student_t,
    "two-point": _two_point,
}


def _sparse(values: Values, dim: int) -> Moments:
    """Sum over the 2d tokens ±c e_i."""
    tokens = [
        tuple(sign * values["c"] * (k == i) for k in range(dim))
        for i in range(dim)
        for sign in (1, -1)
    ]
    return _over(tokens)


def _full_one(values: Values, dim: int) -> Moments:
    return _over([(values["c"],) * dim])


def _sphere(values: Values, dim: int) -> Moments:
    """A Gaussian vector is its length times an independent point on the sphere."""
    normal = _independent(_normal(Fraction(1)))

    def length(n: int) -> Fraction:
        """Return E (Σ x_i²)^n for N(0, I)."""
        parts = (halves for halves in product(range(n + 1), repeat=dim) if sum(halves) == n)
        terms = (_multinomial(h) * normal(tuple(2 * half for half in h)) for h in parts)
        return sum(terms, Fraction(0))

    def moments(powers: Powers) -> Fraction:
        degree = sum(powers)
        if degree % 2:
            return Fraction(0)
        return values["radius"] ** degree * normal(powers) / length(degree // 2)

    return moments


def _multinomial(parts: Powers) -> int:
    totals = [sum(parts[: k + 1]) for k in range(len(parts))]
    return prod(comb(total, part) for total, part in zip(totals, parts, strict=True))


_JOINT: Mapping[str, Callable[[Values, int], Moments]] = {
    "sparse": _sparse,
    "full-one": _full_one,
    "sphere": _sphere,
}


def _over(tokens: list[tuple[Fraction, ...]]) -> Moments:
    """Return the moments of a law that has each token with the same probability."""

    def moments(powers: Powers) -> Fraction:
        total = Fraction(0)
        for token in tokens:
            total += prod((x**k for x, k in zip(token, powers, strict=True)), start=Fraction(1))
        return total / len(tokens)

    return moments


def _tabled(law: MomentLaw) -> Moments:
    """The moments that a person gave are the law's definition."""
    if law.table is None:
        raise NoNodes("the moments are symbols")
    table = dict(law.table)
    symbols = [value for value in table.values() if isinstance(value, str)]
    if symbols:
        raise NoNodes(f"{symbols[0]} has no value")

    def given(*powers: int) -> Fraction:
        if law.symmetric and any(power % 2 for power in powers):
            return Fraction(0)
        return Fraction(table.get(powers, 1)) if powers else Fraction(1)

    def moments(powers: Powers) -> Fraction:
        kept = sorted((power for power in powers if power), reverse=True)
        if law.independent:
            return prod((given(power) for power in kept), start=Fraction(1))
        return given(*kept)

    return moments


def _of_sample(law: SampleLaw, dim: int) -> Moments:
    if dim != law.dim:
        raise NoNodes(f"the data have {law.dim} coordinates, not {dim}")
    rows = [tuple(Fraction(x, 2**law.exponent) for x in row) for row in law.rows]
    if law.averaged in ("permutations", "both"):
        every = list(permutations(range(dim)))
        rows = [tuple(row[k] for k in order) for row in rows for order in every]
    over = _over(rows)
    if law.averaged not in ("signs", "both"):
        return over
    return lambda powers: Fraction(0) if any(power % 2 for power in powers) else over(powers)
