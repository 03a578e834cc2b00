"""A head with a matrix F written into its forward pass, enumerated: plain loops over fractions.

Tokens x_t = λ^(t−1) x_1 are polynomials in the phases; the mean over the phases of a product with a
conjugate keeps equal powers. Nothing is shared with the engine or the interpreter.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

Matrix = Sequence[Sequence[Fraction]]
Phases = dict[tuple[int, ...], Fraction]  # powers of the phases -> factor
ATOMS = {Fraction(-1): Fraction(1, 3), Fraction(2): Fraction(2, 3)}  # of a coordinate of x_1
SUPPORT = "-1:1/3,2:2/3"


def loss(a: Matrix, b: Matrix, f: Matrix, length: int) -> Fraction:
    """Return L of ŷ_t = B Σ_s x_s (x̄_{s-1}·F A x_t) / (t − 1) against x_{t+1}, for t < T."""
    size, total = range(len(f)), Fraction(0)
    for start in product(ATOMS.items(), repeat=len(f)):
        share = Fraction(1)
        for _, weight in start:
            share *= weight
        x = [value for value, _ in start]
        for t in range(2, length):
            for i in size:
                rest = _predicted(i, t, x, (a, b, f))
                _add(rest, _phase(i, t, len(f)), -x[i])
                total += share * sum(value**2 for value in rest.values()) / 2
    return total


def _predicted(
    i: int, t: int, x: Sequence[Fraction], weights: tuple[Matrix, Matrix, Matrix]
) -> Phases:
    a, b, f = weights
    size, found = range(len(x)), Phases()
    for s, j, k, n, m in product(range(2, t + 1), size, size, size, size):
        factor = b[i][j] * x[j] * x[k] * f[k][n] * a[n][m] * x[m] / (t - 1)
        powers = [0] * len(x)
        powers[j] += s - 1
        powers[k] -= s - 2
        powers[m] += t - 1
        _add(found, tuple(powers), factor)
    return found


def _phase(i: int, exponent: int, dim: int) -> tuple[int, ...]:
    return tuple(exponent * (k == i) for k in range(dim))


def _add(found: Phases, powers: tuple[int, ...], value: Fraction) -> None:
    found[powers] = found.get(powers, Fraction(0)) + value


def multiple(scale: Fraction, dim: int) -> list[list[Fraction]]:
    """Return a multiple of I."""
    return [[scale * (i == j) for j in range(dim)] for i in range(dim)]


def slope(
    block: str, entry: tuple[int, int], scales: Mapping[str, Fraction], f: Matrix, length: int
) -> Fraction:
    """Return the derivative of L in an entry of A or of B: L is quadratic in it."""
    ends = []
    for step in (1, -1):
        weights = {name: multiple(scale, len(f)) for name, scale in scales.items()}
        weights[block][entry[0]][entry[1]] += step
        ends.append(loss(weights["A"], weights["B"], f, length))
    return (ends[0] - ends[1]) / 2
