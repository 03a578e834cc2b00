"""What this side says of laws whose coordinates differ: Gaussian vectors, joint finite laws."""

from collections.abc import Sequence
from fractions import Fraction
from math import factorial, prod
from typing import Any

import numpy as np

from numeric_check.laws.finite import Array, TokenNodes, floats, product_nodes
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Moments, NoNodes, PairMoments, Pairs, Powers
from symbolic_mesa.laws.unlike.gaussian import GaussianVector
from symbolic_mesa.laws.unlike.joint import JointLaw
from symbolic_mesa.text.complex_numbers import conjugate, real_part
from symbolic_mesa.text.surds import Exact, Surd

WIDEST = 4  # of a product of Gauss nodes


def of_vector(law: GaussianVector) -> Law:
    """Return what is said of N(0, Λ): a root of Λ times standard Gaussian coordinates."""

    def nodes(values: Values, dim: int, order: int) -> TokenNodes:
        rows = _numbers(law, dim)
        if dim > WIDEST:
            raise NoNodes(
                f"no product of nodes in {dim} dimensions; there is one for d <= {WIDEST}"
            )
        points, weights = np.polynomial.hermite_e.hermegauss(order)
        found = product_nodes((points, weights / np.sqrt(2 * np.pi)), dim)
        return TokenNodes(found.points @ _root(rows), found.weights)

    def draw(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
        return np.asarray(chance.normal(size=(n, dim)) @ _root(_numbers(law, dim)))

    never_at_zero = all(law.covariance[k][k] != 0 for k in range(law.dim))
    return Law(
        nodes, lambda values, dim: _from_exponential(_numbers(law, dim)), draw, never_at_zero
    )


def _numbers(law: GaussianVector, dim: int) -> list[list[Exact]]:
    if dim != law.dim:
        raise NoNodes(f"the covariance is of {law.dim} coordinates, not {dim}")
    for row in law.covariance:
        for x in row:
            if not isinstance(x, Fraction | Surd):
                raise NoNodes(f"{x} has no value; give a number")
    return [[x for x in row if isinstance(x, Fraction | Surd)] for row in law.covariance]


def _root(rows: Sequence[Sequence[Exact]]) -> Array:
    """Return R with RᵀR = Λ; Λ may be singular."""
    values, vectors = np.linalg.eigh(np.array([floats(row) for row in rows]))
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))).T)


def _from_exponential(rows: Sequence[Sequence[Exact]]) -> Moments:
    """E exp(u·x) = exp(uᵀΛu/2): a moment is the coefficient of its powers, times their factorials.

    That is the coefficient of (uᵀΛu/2)^n/n!, n half of the degree.
    """
    size = range(len(rows))
    half: dict[Powers, Exact] = {}
    for i in size:
        for j in size:
            key = tuple((k == i) + (k == j) for k in size)
            half[key] = half.get(key, Fraction(0)) + rows[i][j] / 2
    one: dict[Powers, Exact] = {tuple(0 for _ in size): Fraction(1)}
    powers_of = [one]

    def moments(powers: Powers) -> Exact:
        n, odd = divmod(sum(powers), 2)
        if odd:
            return Fraction(0)
        while len(powers_of) <= n:
            powers_of.append(_product(powers_of[-1], half))
        coefficient = powers_of[n].get(powers, Fraction(0))
        return coefficient * prod(map(factorial, powers)) / factorial(n)

    return moments


def _product(left: dict[Powers, Exact], right: dict[Powers, Exact]) -> dict[Powers, Exact]:
    total: dict[Powers, Exact] = {}
    for m, c in left.items():
        for n, e in right.items():
            key = tuple(i + j for i, j in zip(m, n, strict=True))
            total[key] = total.get(key, Fraction(0)) + c * e
    return total


def of_joint(law: JointLaw) -> Law:
    """Return what is said of a joint finite law: its tokens."""

    def nodes(values: Values, dim: int, order: int) -> TokenNodes:
        _require(law, dim)
        kind = float if law.real else complex
        points = np.array([[kind(x) for x in token] for token, _ in law.atoms])
        return TokenNodes(points, floats([p for _, p in law.atoms]))

    def moments(values: Values, dim: int) -> Moments:
        _require(law, dim)
        if not law.real:
            raise NoNodes("tokens are complex; their moments are asked for by pairs of powers")
        return _mean

    def _mean(powers: Powers) -> Exact:
        total: Exact = Fraction(0)
        for token, p in law.atoms:
            total += prod((x**k for x, k in zip(token, powers, strict=True)), start=p)
        return total

    def pairs(values: Values, dim: int) -> PairMoments:
        _require(law, dim)
        return lambda powers: _real_mean(law, powers)

    def draw(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
        found = nodes({}, dim, 0)
        chosen = chance.choice(len(found.points), n, p=found.weights / np.sum(found.weights))
        return np.asarray(found.points[chosen])

    return Law(nodes, moments, draw, nodes_at_zero=True, pairs=pairs)


def _real_mean(law: JointLaw, powers: Pairs) -> Exact:
    total: Any = Fraction(0)
    for token, share in law.atoms:
        for x, (p, q) in zip(token, powers, strict=True):
            share = share * x**p * conjugate(x) ** q if q else share * x**p
        total += share
    return real_part(total)


def _require(law: JointLaw, dim: int) -> None:
    if dim != law.dim:
        raise NoNodes(f"tokens have {law.dim} coordinates, not {dim}")
