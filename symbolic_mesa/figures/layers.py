"""Theorems about layers that optimize, each over layers that are run."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import exp
from typing import Any

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.sampling.layers import (
    accelerated,
    circle_leak,
    problem,
    single_token_excess,
    stepped,
    steps_error,
)
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.spectra import Sampled, spectra
from numeric_check.words.linear_heads import head, pairs, step
from numeric_check.words.rational_matrices import Matrix
from symbolic_mesa.figures.paper import SIGMA_ONE, law_of
from symbolic_mesa.figures.tasks import Numbers
from symbolic_mesa.formulas.word_values import sum_at
from symbolic_mesa.mesa_layer.forward import forward
from symbolic_mesa.results.deriving import derive
from symbolic_mesa.results.results import Results

SIZE, PROBLEM_SEED = 12, 7  # of the least-squares problems
LAYERS = 20
CONSTANT = Fraction(2)  # the free factor of a head's values


def _theorem(name: str, **setting: Any) -> Results:
    return derive(theorem=name, check=False, **setting)


def _exact(values: Sequence[float]) -> list[Mapping[str, float]]:
    """Return what is run once, without an error."""
    return [{"value": value, "error": 0.0} for value in values]


def neumann(least: float, largest: float, printed: bool) -> Numbers:
    """Return the errors of layers as they are printed, or with the best step, and the bound."""
    found = _theorem("von-oswald-neumann")
    worst = max(found["neumann-worst"](x_min=least, x_max=largest).values())
    best = found["best-rate"](kappa=Fraction(largest) / Fraction(least))
    alpha = 1.0 if printed else found["best-step"](x_min=least, x_max=largest)
    layers = list(range(LAYERS + 1))
    errors = stepped(*problem(least, largest, SIZE, PROBLEM_SEED), alpha, LAYERS)
    return {
        "x": layers,
        "theory": [(worst if printed else best) ** k for k in layers],
        "sampled_at": layers[::2],
        "sampled": _exact(errors[::2]),
    }


def chebyshev(condition: int) -> Numbers:
    """Return the errors of accelerated layers, and the derived bound."""
    found = _theorem("von-oswald-chebyshev")
    bounds = found["chebyshev-bound"](kappa=condition)
    weights = found["chebyshev-weights"](sigma=Fraction(condition + 1, condition - 1))
    sizes = [1.0, *weights.values()][: len(bounds)]
    least, largest = 1.0, float(condition)
    errors = accelerated(*problem(least, largest, SIZE, PROBLEM_SEED), sizes, (least + largest) / 2)
    layers = list(range(len(sizes) + 1))
    return {
        "x": layers,
        "theory": [1.0, *bounds.values()][: len(layers)],
        "sampled_at": layers,
        "sampled": _exact(errors),
    }


def copying(period: int, scales: Sequence[float]) -> Numbers:
    """Return the weight that softmax leaks on a circle, and the derived bound."""
    found = _theorem("von-oswald-copy")
    gap = found["softmax-circle"](cosine=float(np.cos(2 * np.pi / period)))
    leak = found["softmax-leak"]
    return {
        "x": list(scales),
        "theory": [leak(g=exp(scale * gap), n=period - 1) for scale in scales],
        "sampled_at": list(scales),
        "sampled": _exact([circle_leak(period, scale) for scale in scales]),
    }


def one_step(dim: int, count: int, eta: str, seed: int) -> Numbers:
    """Return what a head with the derived weights adds, and a gradient step, on sequences."""
    found, rate = _theorem("von-oswald-one-step"), Fraction(eta)
    parts = {id: found[id].parts or {} for id in ("first-blocks", "second-block")}
    draw = np.random.default_rng(seed)
    phi = _rational(draw, dim, dim)
    given = {"Phi": np.array(phi, dtype=object)}
    numbers = {"c": CONSTANT, "eta": rate, "d": Fraction(dim)}
    unit = np.array([[Fraction(int(i == j)) for j in range(dim)] for i in range(dim)])
    blocks = {**parts["first-blocks"], **parts["second-block"]}
    at = {name: sum_at(side, given, numbers, unit) for name, side in blocks.items()}
    zero = 0 * unit
    values = np.hstack([at["V_1"], at["V_2"]])
    scores = np.vstack([np.hstack([zero, zero]), np.hstack([at["M_21"], zero])])
    added: list[float] = []
    taken: list[float] = []
    for _ in range(count):
        sequence = [tuple(row) for row in _rational(draw, 6, dim)]
        added += map(float, head(_rows(values), _rows(scores), pairs(sequence)))
        taken += map(float, step(phi, rate, sequence))
    line = [min(taken), max(taken)]
    return {"x": line, "theory": line, "sampled_at": taken, "sampled": _exact(added)}


def _rational(draw: np.random.Generator, rows: int, columns: int) -> Matrix:
    numbers = draw.integers(-9, 10, (rows, columns))
    return tuple(tuple(Fraction(int(x), 6) for x in row) for row in numbers)


def _rows(matrix: Iterable[Iterable[Fraction]]) -> Matrix:
    return tuple(tuple(row) for row in matrix)


def mesa_layer(gamma: str, dim: int, length: int, seed: int) -> Numbers:
    """Return what the recursion of a mesa-layer gives, and what solves its problem directly."""
    chance = np.random.default_rng(seed)
    keys, queries, noise = chance.normal(size=(3, length, dim))
    values = keys @ chance.normal(size=(dim, dim)) + noise
    recursive = forward(keys, values, queries, float(gamma), 1.0)
    direct = [_solved(keys[:t], values[:t], queries[t - 1], float(gamma)) for t in _times(length)]
    wanted = [float(x) for row in direct for x in row]
    given = [float(x) for t in _times(length) for x in recursive[t - 1]]
    line = [min(wanted), max(wanted)]
    return {"x": line, "theory": line, "sampled_at": wanted, "sampled": _exact(given)}


def _times(length: int) -> range:
    return range(1, length + 1, 3)


def _solved(keys: Real, values: Real, query: Real, gamma: float) -> Real:
    """Return Φ q for the Φ that solves the weighted least-squares problem, its rows stacked."""
    time, dim = keys.shape
    weights = gamma ** np.arange(time - 1, -1, -1.0)
    root = np.sqrt(np.concatenate([weights, np.full(dim, gamma**time)]))[:, None]
    rows = np.vstack([keys, np.eye(dim)]) * root
    targets = np.vstack([values, np.zeros((dim, values.shape[1]))]) * root
    solution, *_ = np.linalg.lstsq(rows, targets, rcond=None)
    solved: Real = query @ solution
    return solved


def compared(steps: str, dim: int, length: int, sizes: Sequence[str], count: int) -> Numbers:
    """Return the error of one, two or three steps against their size, beside E |x_t|²."""
    law = law_of(SIGMA_ONE)
    error = _theorem("compare-models", law=law, dim=dim, test_length=length)[f"{steps}-step-error"]
    depth = {"one": 1, "two": 2, "three": 3}[steps]
    found = [one for _, one in spectra(law, dim, [length], count)]
    sampled = [_told(steps_error(found, float(size), depth), dim) for size in sizes]
    etas = [float(size) for size in sizes]
    return {
        "x": etas,
        "theory": [error(eta=size) / dim for size in sizes],
        "sampled_at": etas,
        "sampled": sampled,
    }


def _told(found: Sampled, unit: float = 1.0) -> Mapping[str, float]:
    return {"value": found.value / unit, "error": found.error / unit}


def single_token(dim: int, length: int, scales: Sequence[str], count: int, seed: int) -> Numbers:
    """Return the loss of a head whose tokens hold x_t alone above that of 0, beside that."""
    law = law_of(SIGMA_ONE)
    found = _theorem("single-token-head", law=law, dim=dim, length=length)
    loss, least = found["loss"], found["minimum-loss"].value
    pieces = list(sequences(law, dim, count, seed))
    at = [float(scale) for scale in scales]
    return {
        "x": at,
        "theory": [loss(a=scale, b=scale) / least - 1 for scale in scales],
        "sampled_at": at,
        "sampled": [_told(single_token_excess(scale, pieces, length), least) for scale in at],
    }
