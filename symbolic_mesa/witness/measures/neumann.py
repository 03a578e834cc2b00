"""What is compared with what for layers that approach an inverse: errors of layers that are run."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice
from random import Random

import numpy as np

from derivations.von_oswald import observables as of
from derivations.von_oswald.keys import Where
from numeric_check.model.attention import Real
from numeric_check.words import layers
from numeric_check.words.rational_matrices import Matrix, added, drawn, inverse, multiplied, unit
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure, WithoutLaw
from symbolic_mesa.witness.routes import ON_DIAGONAL
from symbolic_mesa.witness.tabled import Case, tabled
from symbolic_mesa.witness.words_at import error_at, in_doubles, sum_at

ROUTES = tuple(replace(route, model="layers that are run") for route in ON_DIAGONAL)
SPECTRA = tuple(
    tuple(Fraction(n, 12) for n in ends) for ends in ((2, 7, 9), (5, 16, 23), (1, 20, 30))
)
GRID = tuple(Fraction(n, 8) for n in range(1, 33))


def _after(errors: Iterable[Matrix], count: int) -> Matrix:
    return next(islice(errors, count, None))


def _errors(key: int) -> Iterator[Case]:
    """Yield the error along each eigenvector, from a query along it."""
    for spectrum in SPECTRA:
        for place, x in enumerate(spectrum):
            query = layers.direction(place)
            error = _after(layers.printed(layers.with_spectrum(spectrum), query), key)
            yield {"x": x}, layers.along(error, place)


def _run(matrix: Real, query: Real, step: float, count: int) -> Real:
    """Return the error of layers in doubles, from the query."""
    current = query
    for _ in range(count):
        current = current + step * (query - matrix @ current)
    return current - np.linalg.solve(matrix, query)


def _errors_in_doubles(key: int) -> Iterator[Case]:
    """Yield the same for a matrix that is drawn, its eigenvectors found in doubles."""
    keys = np.random.default_rng(2).normal(size=(4, 3)) / 3
    matrix = keys @ keys.T + 0.5 * np.eye(4)
    eigenvalues, vectors = np.linalg.eigh(matrix)
    for x, vector in zip(eigenvalues, vectors.T, strict=True):
        yield {"x": Fraction(float(x))}, vector @ _run(matrix, vector, 1.0, key)


def _factors(spectrum: tuple[Fraction, ...], step: Fraction, count: int = 2) -> list[Fraction]:
    """Return by what the error along each eigenvector is multiplied in one layer, its size."""
    matrix = layers.with_spectrum(spectrum)
    found = []
    for place, x in enumerate(spectrum):
        if x != 1:
            errors = layers.stepped(matrix, layers.direction(place), step)
            first, second = (layers.along(e, place) for e in islice(errors, count - 1, count + 1))
            found.append(abs(second / first) if first else Fraction(0))
    return found


def _worst(key: Where) -> Iterator[Case]:
    for spectrum in SPECTRA:
        low, _, high = spectrum
        if (low + high <= 2) == (key.relation == "<="):
            yield {"x_min": low, "x_max": high}, max(_factors(spectrum, Fraction(1)))


def _worst_in_doubles(key: Where) -> Iterator[Case]:
    """Yield the norm of what many layers make of an error, by one more of them."""
    for spectrum in SPECTRA:
        low, _, high = spectrum
        if (low + high <= 2) == (key.relation == "<="):
            matrix = np.array(layers.with_spectrum(spectrum), dtype=float)
            yield {"x_min": low, "x_max": high}, _power(matrix, 1.0)


def _power(matrix: Real, step: float, count: int = 400) -> float:
    """Return the factor of the error that outlives the others: of a hundred layers, a root."""
    start = _run(matrix, np.ones(3), step, 0)
    scale, layer = 1.0, np.eye(3) - step * matrix
    for _ in range(count):
        after = layer @ start
        scale = float(np.linalg.norm(after) / np.linalg.norm(start))
        start = after / np.linalg.norm(after)
    return scale


def _grows(eigenvalue: Fraction) -> bool:
    """Whether an error does not shrink from the first layer to the second."""
    spectrum = (eigenvalue, Fraction(1, 2), Fraction(1, 3))
    errors = layers.printed(layers.with_spectrum(spectrum), layers.direction(0))
    first, second = (abs(layers.along(e, 0)) for e in islice(errors, 2))
    return second >= first > 0


def _limit(_key: object) -> Iterator[Case]:
    yield {}, next(x for x in GRID if _grows(x))


def _limit_in_doubles(_key: object) -> Iterator[Case]:
    yield {}, next(x for x in GRID if _power_of(float(x)) >= 1 - 1e-12)


def _power_of(eigenvalue: float) -> float:
    first, second = (_run(np.diag([eigenvalue]), np.ones(1), 1.0, k)[0] for k in (0, 1))
    return float(abs(second / first)) if first else 0.0


def _keys(_key: object) -> Iterator[Case]:
    for ridge in (Fraction(1, 4), Fraction(1, 2), Fraction(5, 4)):
        yield {"mu": ridge}, next(x for x in GRID if _grows(x + ridge))


def _keys_in_doubles(_key: object) -> Iterator[Case]:
    for ridge in (Fraction(1, 4), Fraction(1, 2), Fraction(5, 4)):
        reaching = (x for x in GRID if _power_of(float(x) + float(ridge)) >= 1 - 1e-12)
        yield {"mu": ridge}, next(reaching)


def _convergent(_key: object) -> Iterator[Case]:
    """Yield whether the errors of all of these shrink: keys of several lengths."""
    every = ((Fraction(k), Fraction(1, 2), Fraction(1, 3)) for k in (0, 1, 2, 3))
    matrices = [layers.of_keys(lengths, Fraction(1, 4)) for lengths in every]
    yield {}, all(map(_shrinks, matrices))


def _shrinks(matrix: Matrix) -> bool:
    first, later = (_after(layers.printed(matrix, layers.direction(0)), count) for count in (0, 12))
    return abs(layers.along(later, 0)) <= abs(layers.along(first, 0))


def _convergent_in_doubles(_key: object) -> Iterator[Case]:
    keys = np.random.default_rng(4).normal(size=(3, 40))
    error = _run(keys @ keys.T + 0.25 * np.eye(3), np.ones(3), 1.0, 20)
    yield {}, bool(np.linalg.norm(error) < 1)


def _best(spectrum: tuple[Fraction, ...]) -> tuple[Fraction, Fraction]:
    """Return the least largest factor over steps, and its step: where two eigenvalues' agree.

    The largest of the factors |1 − αx| is convex and made of pieces that are linear in α.
    """
    crossings = {2 / (x + y) for x in spectrum for y in spectrum}
    return min((max(_factors(spectrum, step)), step) for step in crossings)


def _best_step(_key: object) -> Iterator[Case]:
    for spectrum in SPECTRA:
        yield {"x_min": spectrum[0], "x_max": spectrum[-1]}, _best(spectrum)[1]


def _best_rate(_key: object) -> Iterator[Case]:
    for spectrum in SPECTRA:
        yield {"kappa": spectrum[-1] / spectrum[0]}, _best(spectrum)[0]


def _searched(spectrum: tuple[Fraction, ...]) -> tuple[float, float]:
    """Return the same by narrowing an interval of steps, in doubles."""
    values = np.array(spectrum, dtype=float)
    low, high = 0.0, 2 / float(values.min())
    for _ in range(300):
        one, other = low + (high - low) / 3, high - (high - low) / 3
        sizes = [float(np.max(np.abs(1 - step * values))) for step in (one, other)]
        low, high = (low, other) if sizes[0] < sizes[1] else (one, high)
    return float(np.max(np.abs(1 - low * values))), low


def _step_in_doubles(_key: object) -> Iterator[Case]:
    for spectrum in SPECTRA:
        yield {"x_min": spectrum[0], "x_max": spectrum[-1]}, _searched(spectrum)[1]


def _rate_in_doubles(_key: object) -> Iterator[Case]:
    for spectrum in SPECTRA:
        yield {"kappa": spectrum[-1] / spectrum[0]}, _searched(spectrum)[0]


def _case_of_a_layer() -> tuple[Mapping[str, Matrix], Matrix]:
    """Return matrices, an error e, and what a layer makes of R q + e, less R q."""
    draw = Random(3)  # noqa: S311  # nothing here is secret
    m = layers.with_spectrum(SPECTRA[1])
    query, error = drawn(3, 1, draw), drawn(3, 1, draw)
    rest = layers.minus(query, _after(layers.printed(m, query), 0))
    before = added(rest, error)
    after = added(query, layers.minus(before, multiplied(m, before)))
    letters = {"M": m, "R": inverse(m), "q": query, "e": error, "I": unit(3)}
    return letters, layers.minus(after, rest)


def _layer(claim: Claim) -> float:
    matrices, measured = _case_of_a_layer()
    return float(sum_at(claim.value, matrices, {}) != measured)


def _layer_in_doubles(claim: Claim) -> float:
    matrices, measured = _case_of_a_layer()
    return error_at(claim.value, in_doubles(matrices), {}, measured)


_taken = partial(tabled, routes=ROUTES)

MEASURES: Mapping[type, Measure] = {
    of.ErrorOfALayer: WithoutLaw(_layer, _layer_in_doubles, ROUTES),
    of.ErrorAlong: _taken(_errors, _errors_in_doubles),
    of.LimitOfSpectrum: _taken(_limit, _limit_in_doubles),
    of.LimitOfKeys: _taken(_keys, _keys_in_doubles),
    of.Converges: _taken(_convergent, _convergent_in_doubles),
    of.WorstFactor: _taken(_worst, _worst_in_doubles),
    of.BestStep: _taken(_best_step, _step_in_doubles),
    of.BestRate: _taken(_best_rate, _rate_in_doubles),
}
"""The measure of each type of observable."""
