"""What is compared with what for accelerated layers: errors of layers that are run."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from itertools import islice
from math import cos, isqrt, pi

import numpy as np

from derivations.von_oswald import observables as of
from numeric_check.linear import solved
from numeric_check.model.attention import Real
from numeric_check.real_roots import count_real_roots
from numeric_check.words import accelerated as layers
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import ON_DIAGONAL
from symbolic_mesa.witness.tabled import Case, tabled

ROUTES = tuple(replace(route, model="layers that are run") for route in ON_DIAGONAL)
ENDS = ((Fraction(1), Fraction(4)), (Fraction(1, 2), Fraction(9, 2)))
INNER = (Fraction(1, 9), Fraction(2, 3))  # of the way from one end to the other
MOST, DIGITS = 6, 6


def _nth(values: Iterator[Fraction], place: int) -> Fraction:
    return next(islice(values, place, None))


def _sigma(ends: layers.Ends) -> Fraction:
    return (ends[1] + ends[0]) / (ends[1] - ends[0])


def _weights(key: int) -> Iterator[Case]:
    for ends in ENDS:
        yield {"sigma": _sigma(ends)}, _nth(layers.weights(ends), key - 2)


def _weights_in_doubles(key: int) -> Iterator[Case]:
    """Yield the weight with which the error at an end is what the cosine says."""
    for ends in ENDS:
        sigma = float(_sigma(ends))
        before, now, after = (
            1 / float(np.cosh(n * np.arccosh(sigma))) for n in range(key - 2, key + 1)
        )
        yield {"sigma": _sigma(ends)}, (after - before) / (now / sigma - before)


def _points(ends: layers.Ends) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield eigenvalues between the ends and at one, each with its y."""
    low, high = ends
    for share in (*INNER, Fraction(0)):
        x = low + share * (high - low)
        yield x, 1 - 2 * share


def _errors(key: int) -> Iterator[Case]:
    for ends in ENDS:
        for x, y in _points(ends):
            yield {"y": y, "sigma": _sigma(ends)}, _nth(layers.factors(x, ends), key)


def _errors_in_doubles(key: int) -> Iterator[Case]:
    """Yield the same by cosines of arcs."""
    for ends in ENDS:
        for _, y in _points(ends):
            bound = 1 / np.cosh(key * np.arccosh(float(_sigma(ends))))
            yield {"y": y, "sigma": _sigma(ends)}, bound * np.cos(key * np.arccos(float(y)))


def _bounds(key: int) -> Iterator[Case]:
    for ends in ENDS:
        sizes = (abs(_nth(layers.factors(x, ends), key)) for x, _ in _points(ends))
        yield {"kappa": ends[1] / ends[0]}, max(sizes)


def _bounds_in_doubles(key: int) -> Iterator[Case]:
    """Yield the largest size of the error at a thousand eigenvalues, of layers in doubles."""
    for ends in ENDS:
        low, high = map(float, ends)
        x = np.linspace(low, high, 1001)
        yield {"kappa": ends[1] / ends[0]}, float(np.max(np.abs(_run(x, low, high, key))))


def _run(x: Real, low: float, high: float, count: int) -> Real:
    """Return what layers in doubles multiply the error by, for each eigenvalue."""
    centre, share, weight = (low + high) / 2, ((high - low) / (high + low)) ** 2 / 4, 2.0
    before, now = np.ones_like(x), 1 - x / centre
    for _ in range(count - 1):
        weight = 1 / (1 - weight * share)
        before, now = now, before + weight * (now - before - x * now / centre)
    return now


def _rate(_key: object) -> Iterator[Case]:
    """Yield ρ of b = 2ρ/(1 + ρ²), the bound of one layer: the roots are rational for squares."""
    for root in (2, 3, 5):
        ends = Fraction(1), Fraction(root**2)
        bound = abs(_nth(layers.factors(ends[1], ends), 1))
        square = 1 - bound**2
        length = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        yield {"root": Fraction(root)}, (1 - length) / bound


def _rate_in_doubles(_key: object) -> Iterator[Case]:
    """Yield the quotient of two late errors."""
    for root in (2, 3, 5):
        late, later = (_run(np.ones(1), 1.0, float(root**2), k)[0] for k in (80, 81))
        yield {"root": Fraction(root)}, later / late


@cache
def _polynomial(key: int) -> list[Fraction]:
    """Return the factor's coefficients in the eigenvalue, from its values at whole numbers."""
    ends = ENDS[0]
    nodes = [Fraction(n, 2) for n in range(3, key + 4)]
    values = (_nth(layers.factors(x, ends), key) for x in nodes)
    return solved(
        [[*(x**n for n in range(key + 1)), v] for x, v in zip(nodes, values, strict=True)]
    )


def _turns(key: int) -> Iterator[Case]:
    """Yield how many different roots p² − p(x_min)² has."""
    coefficients = _polynomial(key)
    square = [Fraction(0)] * (2 * key + 1)
    for i, a in enumerate(coefficients):
        for j, b in enumerate(coefficients):
            square[i + j] += a * b
    square[0] -= _nth(layers.factors(ENDS[0][0], ENDS[0]), key) ** 2
    yield {}, count_real_roots(square)


def _turns_in_doubles(key: int) -> Iterator[Case]:
    """Yield how many runs of one sign are within a hair of the largest size, on a fine grid."""
    low, high = map(float, ENDS[0])
    values = _run(np.linspace(low, high, 20001), low, high, key)
    signs = np.sign(values[np.abs(values) > (1 - 1e-6) * np.max(np.abs(values))])
    yield {}, int(1 + np.sum(signs[1:] != signs[:-1]))


def _near(key: int) -> list[Fraction]:
    """Return rationals by the points where T_k turns: those themselves for k up to 3."""
    low, high = ENDS[0]
    every = (Fraction(cos(j * pi / key)).limit_denominator(10**6) for j in range(key + 1))
    return [(low + high - y * (high - low)) / 2 for y in every]


def _best(_key: object) -> Iterator[Case]:
    """Yield whether the bound is that of any k layers at those points, or by a hair above."""
    found = []
    for key in range(1, MOST + 1):
        ends = ENDS[0]
        bound = abs(_nth(layers.factors(ends[1], ends), key))
        least = layers.leveled(_near(key))
        found.append(least == bound if key <= 3 else 0 <= bound - least <= bound / 10**6)
    yield {}, all(found)


def _best_in_doubles(_key: object) -> Iterator[Case]:
    """Yield whether polynomials that are changed a little, and still 1 at 0, have larger bounds."""
    low, high = map(float, ENDS[0])
    x, source = np.linspace(low, high, 2001), np.random.default_rng(6)
    found = []
    for key in range(1, MOST + 1):
        least = np.max(np.abs(_run(x, low, high, key)))
        for _ in range(20):
            change = 1e-3 * x * np.polyval(source.normal(size=key), x)
            found.append(np.max(np.abs(_run(x, low, high, key) + change)) > least)
    yield {}, all(map(bool, found))


def _needed(key: tuple[str, str]) -> Iterator[Case]:
    """Yield how many layers were run, in rationals, on the eigenvalue x_min."""
    condition, way = key
    kappa, small = int(condition.removeprefix("kappa=")), Fraction(1, 10**DIGITS)
    ends = Fraction(1), Fraction(kappa)
    if way == "accelerated":
        yield {}, next(k for k, e in enumerate(layers.factors(ends[0], ends)) if abs(e) <= small)
        return
    above, below, count = 1, 1, 0  # of the error, 1 − 2 x_min/(x_min + x_max) a layer
    while above * 10**DIGITS > below:
        above, below, count = above * (kappa + 1 - 2), below * (kappa + 1), count + 1
    yield {}, count


def _needed_in_doubles(key: tuple[str, str]) -> Iterator[Case]:
    """Yield the same by logarithms."""
    condition, way = key
    kappa = float(condition.removeprefix("kappa="))
    sigma = (kappa + 1) / (kappa - 1)
    if way == "accelerated":
        yield {}, int(np.ceil(np.arccosh(10.0**DIGITS) / np.arccosh(sigma)))
    else:
        yield {}, int(np.ceil(DIGITS * np.log(10) / np.log(sigma)))


_taken = partial(tabled, routes=ROUTES)

MEASURES: Mapping[type, Measure] = {
    of.AcceleratedWeights: _taken(_weights, _weights_in_doubles),
    of.AcceleratedError: _taken(_errors, _errors_in_doubles),
    of.AcceleratedBound: _taken(_bounds, _bounds_in_doubles),
    of.AcceleratedRate: _taken(_rate, _rate_in_doubles),
    of.Turns: _taken(_turns, _turns_in_doubles),
    of.NoBetterLayers: _taken(_best, _best_in_doubles),
    of.LayersNeeded: _taken(_needed, _needed_in_doubles),
}
"""The measure of each type of observable."""
