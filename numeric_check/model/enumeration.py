"""The population loss by enumeration, in exact rationals: every phase pattern, every point of x_1.

For one value of x_1 every entry of a token is a Laurent polynomial in the phases λ_1..λ_d, so that
the average over the phases is the coefficient of λ^0; the average over x_1 is a weighted sum over a
finite law. Nothing here is symbolic, and nothing is shared with the engine.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from numeric_check.model.laurent import (
    Matrix,
    Rational,
    Vector,
    combined,
    conjugate,
    inner_product,
    matrix_times,
    phase_average,
    times,
    weighted_sum,
)
from symbolic_mesa.text.surds import Exact

Token = tuple[Rational, ...]  # a value of x_1
Point = tuple[Token, Exact]  # and its weight
Entry = tuple[str, int, int]  # of a matrix
Fixed = tuple[tuple[str, tuple[tuple[Rational, ...], ...]], ...]  # weights by block


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
    fixed = _fixed(weights)
    losses = ((weight, _token_loss(fixed, start, length, head)) for start, weight in points)
    return sum((weight * loss for weight, loss in losses), Fraction(0))


@lru_cache(maxsize=1 << 13)  # pure: laws with the same points differ in the weights of these
def _token_loss(weights: Fixed, start: Token, length: int, head: Head) -> Fraction:
    """Return the loss for one value of x_1."""
    total = Fraction(0)
    for step, predicted in enumerate(predictions(dict(weights), start, length, head), head.first):
        target = token(start, step + 1)
        residual = combined(len(start), [(1, predicted), (-1, target)])
        total += sum(phase_average(conjugate(entry), entry) for entry in residual)
    return total / 2


def predictions(
    weights: Mapping[str, Matrix], start: Sequence[Rational], length: int, head: Head = PAPER
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
    dim, fixed = len(points[0][0]), _fixed(weights)
    total: dict[Entry, Fraction] = defaultdict(Fraction)
    for start, weight in points:
        for key, value in _token_gradients(fixed, start, length):
            total[key] += weight * value
    return {name: _block_of(total, name, dim) for name in BLOCKS}


@lru_cache(maxsize=1 << 13)  # likewise
def _token_gradients(
    weights: Fixed, start: Token, length: int
) -> tuple[tuple[Entry, Fraction], ...]:
    """Return what is not 0 of ∂L/∂W for one value of x_1."""
    dim = len(start)
    kq, pv = (_assembled(dict(weights), kind, dim, 3) for kind in ("KQ", "PV"))
    columns = [_embedding(start, t, PAPER.lags) for t in range(1, length)]
    total: dict[Entry, Fraction] = defaultdict(Fraction)
    for t in range(PAPER.first, length):
        past, rho = columns[:t], t - PAPER.shift
        predicted = _prediction(pv, kq, past, dim, rho)
        residual = combined(dim, [(1, predicted), (-1, token(start, t + 1))])
        for key, value in _slopes(kq, pv, past, residual, dim):
            total[key] += value / rho
    return tuple((key, value) for key, value in total.items() if value)


def gradient_slopes(
    weights: Mapping[str, Matrix],
    points: Sequence[Point],
    length: int,
    entry: Entry,
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
) -> Iterator[tuple[Entry, Fraction]]:
    """Yield the terms ρ_t ∂(½‖r_t‖²)/∂W[i, k] with rows and columns of the whole matrices."""
    outputs, tokens = range(dim), range(dim, 3 * dim)
    query = matrix_times(kq, past[-1])
    scores = [inner_product(column, query) for column in past]
    pull = [weighted_sum((pv[i][k], conjugate(residual[i])) for i in outputs) for k in tokens]
    for k in tokens:
        value = weighted_sum((1, times(x[k], score)) for x, score in zip(past, scores, strict=True))
        for i in outputs:
            yield ("PV", i, k), phase_average(conjugate(residual[i]), value)
    for k in tokens:
        pulled = weighted_sum(
            (1, times(times(pull[m - dim], column[m]), conjugate(column[k])))
            for column in past
            for m in tokens
            if column[k]
        )
        for q in tokens:
            yield ("KQ", k, q), phase_average(pulled, past[-1][q])


def _block_of(total: Mapping[Entry, Fraction], name: str, dim: int) -> list[list[Fraction]]:
    top, left = (dim * (int(digit) - 1) for digit in name[2:])
    size = range(dim)
    return [[total.get((name[:2], top + i, left + j), Fraction(0)) for j in size] for i in size]


def entry_slope(
    weights: Mapping[str, Matrix],
    start: Sequence[Rational],
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
        residual = combined(dim, [(1, predicted), (-1, token(start, step + 1))])
        total += sum(phase_average(conjugate(r), c) for r, c in zip(residual, change, strict=True))
    return total


def scaled_block(dim: int, diagonal: Fraction, off_diagonal: Fraction = Fraction(0)) -> Matrix:
    """Return the matrix with one number on the diagonal and one off it."""
    return [[diagonal if i == j else off_diagonal for j in range(dim)] for i in range(dim)]


def token(start: Sequence[Rational], t: int) -> Vector:
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
    query = matrix_times(kq, columns[-1])
    terms = []
    for column in columns:
        attention = inner_product(column, query)
        value = matrix_times(pv[:dim], column)
        terms.append((1, [times(entry, attention) for entry in value]))
    return combined(dim, [(Fraction(1, rho), combined(dim, terms))])


def _embedding(start: Sequence[Rational], t: int, lags: tuple[int, ...]) -> Vector:
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


def _fixed(weights: Mapping[str, Matrix]) -> Fixed:
    return tuple((name, tuple(map(tuple, block))) for name, block in weights.items())


def _plain(value: Rational) -> Rational:
    return value.numerator if value.denominator == 1 else value
