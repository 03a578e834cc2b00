"""Laws on the roots of a polynomial: moments are linear in the first few, and exactly decided."""

from collections.abc import Sequence
from fractions import Fraction

from symbolic_mesa.laws.existence.linear import Contradiction, Solutions, solve
from symbolic_mesa.laws.existence.moment_forms import Family
from symbolic_mesa.laws.existence.polynomials import Polynomial, power_sums, powers_modulo
from symbolic_mesa.laws.existence.problem import Problem

Combination = dict[int, Fraction]  # of the known powers, by degree


def family_on_roots(problem: Problem, q: Polynomial) -> Family | Combination:
    """Return the moments of signed laws on the roots of a monic q that agree with what is known.

    Where there are none: a combination of the known powers that vanishes on the roots and whose
    expectation would be negative. A signed law with r distinct real roots for support is a law
    exactly when the Hankel matrix of size r is positive semidefinite.
    """
    size = len(q) - 1
    powers = powers_modulo(q, max(2 * size, problem.known[-1][0]))
    rows = [powers[k] for k, _ in problem.known]
    found = solve(rows, [m for _, m in problem.known], size)
    if isinstance(found, Contradiction):
        expected = sum(
            (c * m for c, (_, m) in zip(found.factors, problem.known, strict=True)), Fraction(0)
        )
        sign = -1 if expected > 0 else 1
        return {k: sign * c for c, (k, _) in zip(found.factors, problem.known, strict=True) if c}
    sums = power_sums(q, 2 * size)
    long = range(2 * size - 1)
    return Family(
        tuple(_dot(powers[k], found.one) for k in long),
        tuple((j, tuple(_dot(powers[k], v) for k in long)) for j, v in found.free),
        ((0, size),),
        tuple(sums[k] / size for k in long),
    )


def combination(problem: Problem, q: Polynomial, p: Sequence[Fraction]) -> Combination | None:
    """Return the combination of known powers that agrees with p on the roots of q, if any."""
    size = len(q) - 1
    powers = powers_modulo(q, max(len(p), problem.known[-1][0]))
    rows = [[powers[k][j] for k, _ in problem.known] for j in range(size)]
    right = [sum((c * powers[k][j] for k, c in enumerate(p)), Fraction(0)) for j in range(size)]
    found = solve(rows, right, len(problem.known))
    if not isinstance(found, Solutions):
        return None
    return {k: c for c, (k, _) in zip(found.one, problem.known, strict=True) if c}


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))
