"""An oracle for the engine: the population loss by enumeration, in exact rationals.

It shares no code with the package. For one value of x_1 every entry of a token is a Laurent
polynomial in the phases λ_1..λ_d, so that the average over the phases is the coefficient of
λ^0; the average over x_1 is the weighted sum over all of its support.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product

Laurent = dict[tuple[int, ...], Fraction]  # exponents of the phases -> coefficient
Vector = list[Laurent]
Matrix = Sequence[Sequence[Fraction]]
Atom = tuple[Fraction, Fraction]  # value of one coordinate, probability
Point = tuple[tuple[Fraction, ...], Fraction]  # value of x_1, probability

SKEWED: tuple[Atom, ...] = (
    (Fraction(2), Fraction(1, 4)),
    (Fraction(-1), Fraction(3, 4)),
)
"""A law of one coordinate that has no vanishing moment, so that odd moments show."""


def joint_support_iid(atoms: Sequence[Atom], dim: int) -> tuple[Point, ...]:
    """Return the support of x_1 with i.i.d. coordinates."""
    points = []
    for chosen in product(atoms, repeat=dim):
        probability = Fraction(1)
        for _, share in chosen:
            probability *= share
        points.append((tuple(value for value, _ in chosen), probability))
    return tuple(points)


def rademacher_support(c: Fraction, dim: int) -> tuple[Point, ...]:
    """Return the support of i.i.d. coordinates that are +c or -c with probability 1/2."""
    return joint_support_iid(((c, Fraction(1, 2)), (-c, Fraction(1, 2))), dim)


def skewed_support(dim: int) -> tuple[Point, ...]:
    """Return the support of i.i.d. coordinates with the atoms `SKEWED`."""
    return joint_support_iid(SKEWED, dim)


def sparse_support(c: Fraction, dim: int) -> tuple[Point, ...]:
    """Return the support of +c e_i or -c e_i, all with the same probability."""
    return tuple(
        (tuple(value if k == i else Fraction(0) for k in range(dim)), Fraction(1, 2 * dim))
        for i in range(dim)
        for value in (c, -c)
    )


def full_one_support(c: Fraction, dim: int) -> tuple[Point, ...]:
    """Return the support that holds only (c, ..., c)."""
    return (((c,) * dim, Fraction(1)),)


def dependent_support(dim: int) -> tuple[Point, ...]:
    """Return the support of a common scale, 1 or 3 with probability 1/2, times `SKEWED`."""
    return tuple(
        (tuple(scale * value for value in x), share / 2)
        for scale in (1, 3)
        for x, share in skewed_support(dim)
    )


def population_loss(
    weights: Mapping[str, Matrix], points: Sequence[Point], length: int
) -> Fraction:
    """Return L for tokens (0, x_t, x_{t-1}) and ρ_t = t − 1; blocks not given are zero."""
    return _loss(weights, points, length, lags=(0, 1), shift=1, first=2)


def entry_gradient(
    weights: Mapping[str, Matrix],
    points: Sequence[Point],
    length: int,
    block: str,
    row: int,
    column: int,
) -> Fraction:
    """Return ∂L/∂W[row, column]; a central difference is exact, as L is quadratic in an entry."""
    dim = len(points[0][0])
    above = population_loss(_shifted(weights, dim, block, row, column, 1), points, length)
    below = population_loss(_shifted(weights, dim, block, row, column, -1), points, length)
    return (above - below) / 2


def single_token_loss(
    weights: Mapping[str, Matrix], points: Sequence[Point], length: int, first: int
) -> Fraction:
    """Return L for tokens (0, x_t), ρ_t = t and steps from `first` to T − 1."""
    return _loss(weights, points, length, lags=(0,), shift=0, first=first)


def scaled_block(dim: int, diagonal: Fraction, off_diagonal: Fraction = Fraction(0)) -> Matrix:
    """Return the matrix with one number on the diagonal and one off it."""
    return [[diagonal if i == j else off_diagonal for j in range(dim)] for i in range(dim)]


def times(left: Laurent, right: Laurent) -> Laurent:
    """Return the product of two Laurent polynomials."""
    total: Laurent = defaultdict(Fraction)
    for exponents, factor in left.items():
        for others, other in right.items():
            total[tuple(map(int.__add__, exponents, others))] += factor * other
    return total


def conjugate(polynomial: Laurent) -> Laurent:
    """Return the complex conjugate where every phase has modulus 1."""
    return {tuple(-e for e in exponents): c for exponents, c in polynomial.items()}


def phase_average(left: Laurent, right: Laurent) -> Fraction:
    """Return the coefficient of λ^0 of the product of two polynomials."""
    return sum(
        (c * right.get(tuple(-e for e in exponents), Fraction(0)) for exponents, c in left.items()),
        Fraction(0),
    )


def token(start: Sequence[Fraction], t: int) -> Vector:
    """Return x_t = W^(t-1) x_1, which is 0 for t < 1."""
    dim = len(start)
    if t < 1:
        return [{} for _ in range(dim)]
    return [
        {tuple(t - 1 if k == j else 0 for k in range(dim)): start[j]} if start[j] else {}
        for j in range(dim)
    ]


def _loss(
    weights: Mapping[str, Matrix],
    points: Sequence[Point],
    length: int,
    lags: tuple[int, ...],
    shift: int,
    first: int,
) -> Fraction:
    dim = len(points[0][0])
    pv = _assembled(weights, "PV", dim, 1 + len(lags))
    kq = _assembled(weights, "KQ", dim, 1 + len(lags))
    total = Fraction(0)
    for start, probability in points:
        embeddings = [_embedding(start, t, lags) for t in range(1, length)]
        for t in range(first, length):
            prediction = _prediction(pv, kq, embeddings[:t], dim, t - shift)
            residual = _combined(dim, [(1, prediction), (-1, token(start, t + 1))])
            squares = [phase_average(conjugate(entry), entry) for entry in residual]
            total += probability * sum(squares) / 2
    return total


def _prediction(pv: Matrix, kq: Matrix, columns: list[Vector], dim: int, rho: int) -> Vector:
    """Return the first d entries of W^PV E E^* W^KQ e_t / ρ, with e_t the last column of E."""
    query = _matrix_times(kq, columns[-1])
    terms = []
    for column in columns:
        attention = _inner_product(column, query)
        value = _matrix_times(pv[:dim], column)
        terms.append((Fraction(1, rho), [times(entry, attention) for entry in value]))
    return _combined(dim, terms)


def _embedding(start: Sequence[Fraction], t: int, lags: tuple[int, ...]) -> Vector:
    """Return e_t = (0, x_t, x_{t-1}) for the lags (0, 1)."""
    entries: Vector = [{} for _ in start]
    for lag in lags:
        entries += token(start, t - lag)
    return entries


def _assembled(weights: Mapping[str, Matrix], kind: str, dim: int, size: int) -> Matrix:
    """Return the matrix of size × size blocks; block kl of W^KQ is called KQkl."""
    full = [[Fraction(0)] * (size * dim) for _ in range(size * dim)]
    for name, block in weights.items():
        if name.startswith(kind):
            top, left = (dim * (int(digit) - 1) for digit in name[len(kind) :])
            for i, j in product(range(dim), repeat=2):
                full[top + i][left + j] = block[i][j]
    return full


def _shifted(
    weights: Mapping[str, Matrix], dim: int, block: str, row: int, column: int, step: int
) -> dict[str, Matrix]:
    zero = scaled_block(dim, Fraction(0))
    moved = [list(entries) for entries in weights.get(block, zero)]
    moved[row][column] += step
    return {**weights, block: moved}


def _matrix_times(matrix: Matrix, vector: Vector) -> Vector:
    return [_weighted_sum(zip(row, vector, strict=True)) for row in matrix]


def _inner_product(left: Vector, right: Vector) -> Laurent:
    pairs = zip(left, right, strict=True)
    return _weighted_sum((1, times(conjugate(x), y)) for x, y in pairs)


def _combined(dim: int, terms: Sequence[tuple[Fraction | int, Vector]]) -> Vector:
    return [_weighted_sum((factor, vector[i]) for factor, vector in terms) for i in range(dim)]


def _weighted_sum(terms: Iterable[tuple[Fraction | int, Laurent]]) -> Laurent:
    total: Laurent = defaultdict(Fraction)
    for factor, polynomial in terms:
        if factor:
            for exponents, coefficient in polynomial.items():
                total[exponents] += factor * coefficient
    return total
