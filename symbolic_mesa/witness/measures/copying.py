"""What is compared with what for layers that copy: layers run on sequences."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial

import numpy as np

from derivations.von_oswald import observables as of
from derivations.von_oswald.copying import BEFORE, EARLIER, NOW
from derivations.von_oswald.keys import Where
from numeric_check.model.attention import Real
from numeric_check.words import copying as layers
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import ON_DIAGONAL
from symbolic_mesa.witness.tabled import Case, tabled

ROUTES = tuple(replace(route, model="layers that are run") for route in ON_DIAGONAL)
VALUES = (Fraction(3), Fraction(-2, 5))
OFFSETS = {BEFORE: 1, EARLIER: 2, NOW: 0}  # of the token behind the query
GAINS = (Fraction(5), Fraction(1, 3), Fraction(40))
LENGTH = 5


def _scores(key: Where) -> Iterator[Case]:
    for value in VALUES:
        found = layers.needed(value, LENGTH)
        for t in range(OFFSETS[key] + 1, LENGTH + 1):
            yield {"v": value}, found[t - 1][t - 1 - OFFSETS[key]]


def _scores_in_doubles(key: Where) -> Iterator[Case]:
    sequences = np.random.default_rng(1).normal(size=(20, LENGTH))
    for value in VALUES:
        found = np.linalg.lstsq(float(value) * sequences, sequences[:, -2], rcond=None)[0]
        yield {"v": value}, np.round(found[LENGTH - 1 - OFFSETS[key]], 12)


def _minors(key: int) -> Iterator[Case]:
    """Yield the product of pivots of the minor, completed in several ways."""
    for seed, value in enumerate(VALUES):
        minor = [list(row[:-1]) for row in layers.completed(value, key, seed)[1:]]
        product = Fraction(1)
        for k, row in enumerate(minor):
            product *= row[k]
            for other in minor[k + 1 :]:
                factor = other[k] / row[k]
                other[:] = [x - factor * y for x, y in zip(other, row, strict=True)]
        yield {"v": value}, product


def _minors_in_doubles(key: int) -> Iterator[Case]:
    for seed, value in enumerate(VALUES):
        whole = np.array(layers.completed(value, key, seed + 7), dtype=float)
        yield {"v": value}, float(np.linalg.det(whole[1:, :-1]))


def _dimension(key: int) -> Iterator[Case]:
    """Yield the least period that copies, if no completion has a lower rank; at T = 2 one has."""
    yield {}, _least(key)


@cache
def _least(length: int) -> int:
    period, least = layers.least_period(length), layers.least_rank(length)
    return period if least == length - 1 else 0


def _dimension_in_doubles(key: int) -> Iterator[Case]:
    """Yield the least n for which some scores p_t' B p_u, fitted from several starts, copy."""
    yield {}, next(n for n in range(1, key + 1) if _fits(key, n))


@cache
def _fits(length: int, size: int) -> bool:
    """Whether least squares from one of several starts end at positions and B of a size."""
    source = np.random.default_rng(length)
    return any(_ends_at_zero(source.normal(size=(2 * length, size)), length) for _ in range(8))


def _ends_at_zero(start: Real, length: int) -> bool:
    """Whether the sum of squares goes down to nothing, by Levenberg and Marquardt."""
    p, b = start[:length].T, start[length : length + start.shape[1]]
    gap, ridge = _missed(p, b), 1.0
    for _ in range(400):
        if np.max(np.abs(gap)) < 1e-9:
            return True
        slopes = _slopes(p, b)
        damped = slopes.T @ slopes + ridge * np.eye(slopes.shape[1])
        change = np.linalg.solve(damped, slopes.T @ gap)
        after = p - change[: p.size].reshape(p.shape), b - change[p.size :].reshape(b.shape)
        better = _missed(*after)
        if better @ better < gap @ gap:
            (p, b), gap, ridge = after, better, max(ridge / 3, 1e-12)
        else:
            ridge *= 4
    return False


def _missed(p: Real, b: Real) -> Real:
    """Return scores p' B p up to each query, less those that copy."""
    rows, columns = np.tril_indices(p.shape[1])
    missed: Real = (p.T @ b @ p)[rows, columns] - (rows - 1 == columns)
    return missed


def _slopes(p: Real, b: Real) -> Real:
    """Return the derivatives of these scores by the entries of p, then those of B."""
    length = p.shape[1]
    eye = np.eye(length)
    by_p = np.einsum("tk,iu->tuik", eye, b @ p) + np.einsum("uk,it->tuik", eye, b.T @ p)
    by_b = np.einsum("it,ju->tuij", p, p)
    shape = length, length, -1
    every = np.concatenate([by_p.reshape(shape), by_b.reshape(shape)], axis=2)
    return every[np.tril_indices(length)]


def _leaks(_key: object) -> Iterator[Case]:
    """Yield the last output where the token before is 0 and the others are 1."""
    for gain in GAINS:
        for others in (1, 3, 6):
            sequence = [Fraction(1)] * (others + 1)
            sequence[-2] = Fraction(0)
            output = layers.softmax(partial(_weight, gain), sequence)[-1]
            yield {"n": Fraction(others), "g": gain}, output


def _weight(gain: Fraction, query: int, token: int) -> Fraction:
    return gain if token == query - 1 else Fraction(1)


def _softmax(score: float, others: int) -> float:
    """Return the same in doubles, of a score that is above others that are 0."""
    scores = np.zeros(others + 1)
    scores[-2] = score
    weights = np.exp(scores - np.max(scores))
    values = np.ones(others + 1)
    values[-2] = 0
    return float(weights @ values / np.sum(weights))


def _leaks_in_doubles(_key: object) -> Iterator[Case]:
    for gain in GAINS:
        for others in (1, 3, 6):
            leak = _softmax(float(np.log(float(gain))), others)
            yield {"n": Fraction(others), "g": gain}, leak


def _gains(_key: object) -> Iterator[Case]:
    for values, leak in _leaks(""):
        yield {"n": values["n"], "epsilon": Fraction(leak)}, values["g"]


def _gains_in_doubles(_key: object) -> Iterator[Case]:
    """Yield g where halving an interval of scores ends."""
    for others in (1, 3, 6):
        low, high = -40.0, 40.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if _softmax(middle, others) > 0.125 else (low, middle)
        yield {"n": Fraction(others), "epsilon": Fraction(1, 8)}, float(np.exp(low))


def _exact(_key: object) -> Iterator[Case]:
    sequence = [Fraction(1), Fraction(0), Fraction(1)]
    gains = (Fraction(10) ** power for power in (1, 10, 100))
    yield {}, any(layers.softmax(partial(_weight, g), sequence)[-1] == 0 for g in gains)


def _exact_in_doubles(_key: object) -> Iterator[Case]:
    yield {}, any(_softmax(score, 2) == 0 for score in (1.0, 10.0, 100.0, 700.0))


def _gaps(_key: object) -> Iterator[Case]:
    """Yield by how much the highest score is above the second, on a circle of rational points."""
    for cosine, sine in ((Fraction(4, 5), Fraction(3, 5)), (Fraction(12, 13), Fraction(5, 13))):
        points = [(Fraction(1), Fraction(0))]
        for _ in range(7):
            x, y = points[-1]
            points.append((cosine * x - sine * y, sine * x + cosine * y))
        for t in range(2, len(points)):
            (x, y), upto = points[t - 1], points[: t + 1]
            scores = sorted(x * a + y * b for a, b in upto)
            yield {"cosine": cosine}, scores[-1] - scores[-2]


def _gaps_in_doubles(_key: object) -> Iterator[Case]:
    for cosine in (Fraction(4, 5), Fraction(12, 13)):
        angle = float(np.arccos(float(cosine)))
        turns = np.exp(1j * angle * np.arange(8))
        scores = np.sort((np.exp(-1j * angle * 6) * turns).real)
        yield {"cosine": cosine}, scores[-1] - scores[-2]


_taken = partial(tabled, routes=ROUTES)

MEASURES: Mapping[type, Measure] = {
    of.CopyScores: _taken(_scores, _scores_in_doubles),
    of.CopyMinor: _taken(_minors, _minors_in_doubles),
    of.CopyDimension: _taken(_dimension, _dimension_in_doubles),
    of.SoftmaxLeak: _taken(_leaks, _leaks_in_doubles),
    of.SoftmaxGain: _taken(_gains, _gains_in_doubles),
    of.CopiesExactly: _taken(_exact, _exact_in_doubles),
    of.CircleGap: _taken(_gaps, _gaps_in_doubles),
}
"""The measure of each type of observable."""
