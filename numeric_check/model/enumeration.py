"""The population loss by enumeration, in exact rationals: every phase pattern, every point of x_1.

For one value of x_1 every entry of a token is a Laurent polynomial in the phases λ_1..λ_d, so that
the average over the phases is the coefficient of λ^0; the average over x_1 is a weighted sum over a
finite law. Nothing here is symbolic, and nothing is shared with the engine.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from symbolic_mesa.text.surds import Exact

Rational = Fraction | int  # integers where they are integers: they are faster
Laurent = dict[tuple[int, ...], Rational]  # exponents of the phases -> coefficient
Vector = list[Laurent]
Matrix = Sequence[Sequence[Rational]]
Point = tuple[tuple[Fraction, ...], Exact]  # value of x_1, its weight


@dataclass(frozen=True, slots=True)
class Head:
    """One attention head with tokens (0, x_{t − lag}, …) for each lag, trained at t = first..T−1.

    Attributes:
        lags: what a token holds after its zero block.
        shift: ρ_t = t − shift.
        first: the first step of the training.
    """

    lags: tuple[int, ...]
    shift: int
    first: int


BLOCKS = ("KQ22", "KQ23", "KQ32", "KQ33", "PV12", "PV13")
TRAINED = ("KQ32", "PV12")  # what training from the diagonal moves

PAPER = Head(lags=(0, 1), shift=1, first=2)
"""e_t = (0, x_t, x_{t−1}), ρ_t = t − 1, t = 2..T−1 (arXiv 2405.16845, Section 3)."""


def population_loss(
    weights: Mapping[str, Matrix], points: Sequence[Point], length: int, head: Head = PAPER
) -> Fraction:
    """Return L; blocks that are not given are zero.

    Args:
        weights: d×d blocks by name, such as ``KQ32``.
        points: the law of x_1.
        length: T.
        head: the model.
    """
    total = Fraction(0)
    for start, weight in points:
        for step, predicted in enumerate(predictions(weights, start, length, head), head.first):
            target = token(start, step + 1)
            residual = _combined(len(start), [(1, predicted), (-1, target)])
            squares = [phase_average(conjugate(entry), entry) for entry in residual]
            total += weight * sum(squares) / 2
    return total


def predictions(
    weights: Mapping[str, Matrix], start: Sequence[Fraction], length: int, head: Head = PAPER
) -> list[Vector]:
    """Return the prediction of each step t = first..T−1 for one value of x_1."""
    dim = len(start)
    pv = _assembled(weights, "PV", dim, 1 + len(head.lags))
    kq = _assembled(weights, "KQ", dim, 1 + len(head.lags))
    columns = [_embedding(start, t, head.lags) for t in range(1, length)]
    steps = range(head.first, length)
    return [_prediction(pv, kq, columns[:t], dim, t - head.shift) for t in steps]


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


def gradients(
    weights: Mapping[str, Matrix], points: Sequence[Point], length: int
) -> dict[str, list[list[Fraction]]]:
    """Return ∂L/∂W for each of the six blocks.

    With e_s = (x_s, x_{s−1}) and residuals r_t the loss has ∂L/∂PV[i, k] = E Σ_t Re r̄_t[i] v_t[k]
    with v_t = Σ_s e_s (e_s^* KQ e_t)/ρ_t, and ∂L/∂KQ[k, l] = E Σ_t Re (r_t^* PV g_t[k]) e_t[l] with
    g_t[k] = Σ_s e_s ē_s[k]/ρ_t.
    """
    dim = len(points[0][0])
    kq, pv = (_assembled(weights, kind, dim, 3) for kind in ("KQ", "PV"))
    total: dict[tuple[str, int, int], Fraction] = defaultdict(Fraction)
    for start, weight in points:
        columns = [_embedding(start, t, PAPER.lags) for t in range(1, length)]
        for t in range(PAPER.first, length):
            past, rho = columns[:t], Fraction(1, t - PAPER.shift)
            predicted = _prediction(pv, kq, past, dim, t - PAPER.shift)
            residual = _combined(dim, [(1, predicted), (-1, token(start, t + 1))])
            for key, value in _slopes(kq, pv, past, residual, dim):
                total[key] += weight * rho * value
    return {name: _block_of(total, name, dim) for name in BLOCKS}


def gradient_slopes(
    weights: Mapping[str, Matrix],
    points: Sequence[Point],
    length: int,
    entry: tuple[str, int, int],
) -> dict[str, list[list[Fraction]]]:
    """Return the derivative of every ∂L/∂W in one entry: a column of the Hessian.

    A central difference is exact, as the gradient is quadratic in an entry.
    """
    dim = len(points[0][0])
    above, below = (
        gradients(_shifted(weights, dim, *entry, step), points, length) for step in (1, -1)
    )
    return {
        name: [
            [(up - down) / 2 for up, down in zip(*rows, strict=True)]
            for rows in zip(above[name], below[name], strict=True)
        ]
        for name in BLOCKS
    }


def _slopes(
    kq: Matrix, pv: Matrix, past: list[Vector], residual: Vector, dim: int
) -> Iterator[tuple[tuple[str, int, int], Fraction]]:
    """Yield the terms ρ_t ∂(½‖r_t‖²)/∂W[i, k] with rows and columns of the whole matrices."""
    outputs, tokens = range(dim), range(dim, 3 * dim)
    query = _matrix_times(kq, past[-1])
    scores = [_inner_product(column, query) for column in past]
    pull = [_weighted_sum((pv[i][k], conjugate(residual[i])) for i in outputs) for k in tokens]
    for k in tokens:
        value = _weighted_sum(
            (1, times(x[k], score)) for x, score in zip(past, scores, strict=True)
        )
        for i in outputs:
            yield ("PV", i, k), phase_average(conjugate(residual[i]), value)
    for k in tokens:
        pulled = _weighted_sum(
            (1, times(times(pull[m - dim], column[m]), conjugate(column[k])))
            for column in past
            for m in tokens
            if column[k]
        )
        for q in tokens:
            yield ("KQ", k, q), phase_average(pulled, past[-1][q])


def _block_of(
    total: Mapping[tuple[str, int, int], Fraction], name: str, dim: int
) -> list[list[Fraction]]:
    top, left = (dim * (int(digit) - 1) for digit in name[2:])
    size = range(dim)
    return [[total.get((name[:2], top + i, left + j), Fraction(0)) for j in size] for i in size]


def entry_slope(
    weights: Mapping[str, Matrix],
    start: Sequence[Fraction],
    length: int,
    block: str,
    row: int,
    column: int,
) -> Fraction:
    """Return ∂L/∂W[row, column] for one value of x_1.

    The prediction is bilinear in W^PV and W^KQ: its derivative has a matrix unit for one of them.
    """
    dim = len(start)
    unit = _shifted({}, dim, block, row, column, 1)
    others = {name: w for name, w in weights.items() if name[:2] != block[:2]}
    moved = predictions({**others, **unit}, start, length)
    total = Fraction(0)
    pairs = zip(predictions(weights, start, length), moved, strict=True)
    for step, (predicted, change) in enumerate(pairs, PAPER.first):
        residual = _combined(dim, [(1, predicted), (-1, token(start, step + 1))])
        total += sum(phase_average(conjugate(r), c) for r, c in zip(residual, change, strict=True))
    return total


def scaled_block(dim: int, diagonal: Fraction, off_diagonal: Fraction = Fraction(0)) -> Matrix:
    """Return the matrix with one number on the diagonal and one off it."""
    return [[diagonal if i == j else off_diagonal for j in range(dim)] for i in range(dim)]


def times(left: Laurent, right: Laurent) -> Laurent:
    """Return the product of two Laurent polynomials."""
    total: Laurent = defaultdict(int)
    for exponents, factor in left.items():
        for others, other in right.items():
            total[tuple(map(int.__add__, exponents, others))] += factor * other
    return total


def conjugate(polynomial: Laurent) -> Laurent:
    """Return the complex conjugate where every phase has modulus 1."""
    return {tuple(-e for e in exponents): c for exponents, c in polynomial.items()}


def phase_average(left: Laurent, right: Laurent) -> Fraction:
    """Return the coefficient of λ^0 of the product of two polynomials."""
    terms = (c * right.get(tuple(-e for e in exponents), 0) for exponents, c in left.items())
    return Fraction(sum(terms))


def token(start: Sequence[Fraction], t: int) -> Vector:
    """Return x_t = W^(t-1) x_1, which is 0 for t < 1."""
    dim = len(start)
    if t < 1:
        return [{} for _ in range(dim)]
    return [
        {tuple(t - 1 if k == j else 0 for k in range(dim)): _plain(start[j])} if start[j] else {}
        for j in range(dim)
    ]


def _prediction(pv: Matrix, kq: Matrix, columns: list[Vector], dim: int, rho: int) -> Vector:
    """Return the first d entries of W^PV E E^* W^KQ e_t / ρ, with e_t the last column of E."""
    query = _matrix_times(kq, columns[-1])
    terms = []
    for column in columns:
        attention = _inner_product(column, query)
        value = _matrix_times(pv[:dim], column)
        terms.append((1, [times(entry, attention) for entry in value]))
    return _combined(dim, [(Fraction(1, rho), _combined(dim, terms))])


def _embedding(start: Sequence[Fraction], t: int, lags: tuple[int, ...]) -> Vector:
    """Return e_t = (0, x_t, x_{t-1}) for the lags (0, 1)."""
    entries: Vector = [{} for _ in start]
    for lag in lags:
        entries += token(start, t - lag)
    return entries


def _assembled(weights: Mapping[str, Matrix], kind: str, dim: int, size: int) -> Matrix:
    """Return the matrix of size × size blocks; block kl of W^KQ is called KQkl."""
    full: list[list[Rational]] = [[0] * (size * dim) for _ in range(size * dim)]
    for name, block in weights.items():
        if name.startswith(kind):
            top, left = (dim * (int(digit) - 1) for digit in name[len(kind) :])
            for i, j in product(range(dim), repeat=2):
                full[top + i][left + j] = _plain(block[i][j])
    return full


def _shifted(
    weights: Mapping[str, Matrix], dim: int, block: str, row: int, column: int, step: int
) -> dict[str, Matrix]:
    zero = scaled_block(dim, Fraction(0))
    moved = [list(entries) for entries in weights.get(block, zero)]
    moved[row][column] += step
    return {**weights, block: moved}


def _plain(value: Rational) -> Rational:
    return value.numerator if value.denominator == 1 else value


def _matrix_times(matrix: Matrix, vector: Vector) -> Vector:
    return [_weighted_sum(zip(row, vector, strict=True)) for row in matrix]


def _inner_product(left: Vector, right: Vector) -> Laurent:
    pairs = zip(left, right, strict=True)
    return _weighted_sum((1, times(conjugate(x), y)) for x, y in pairs)


def _combined(dim: int, terms: Sequence[tuple[Rational, Vector]]) -> Vector:
    return [_weighted_sum((factor, vector[i]) for factor, vector in terms) for i in range(dim)]


def _weighted_sum(terms: Iterable[tuple[Rational, Laurent]]) -> Laurent:
    total: Laurent = defaultdict(int)
    for factor, polynomial in terms:
        if factor:
            for exponents, coefficient in polynomial.items():
                total[exponents] += factor * coefficient
    return total
