"""The mesa-layer: drift from a direct solve, the recursion backwards, speed beside a plain loop.

Prints the tables of docs/mesa-layer.md. Usage: python benchmarks/mesa_layer.py [drift|back|speed]
"""

import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from symbolic_mesa.mesa_layer.drift import (
    EPSILON,
    drift,
    estimated_error,
    resolve_every,
    spread_keys,
)
from symbolic_mesa.mesa_layer.forward import forward, forward_direct
from symbolic_mesa.mesa_layer.gradients import backward
from symbolic_mesa.mesa_layer.inputs import inputs
from symbolic_mesa.mesa_layer.recursion import start, step, step_back

LENGTH, DIM, SEED = 10_000, 8, 0
STEPS = 10  # at least so many between two solves, in the digits that are asked for
GAMMAS = (1.0, 0.999, 0.99)
CONDITIONS = (1.0, 1e2, 1e4, 1e6, 1e8)
QUIET = (200, 400, 800, 1600)  # times in which keys lie in half of the directions


def drifts() -> None:
    """Print errors in 10^4 steps, beside those of a direct solve and of solving now and then."""
    print("| γ | κ | cond A_t | t ≤ 10 | t ≤ 100 | t ≤ 1000 | t ≤ 10⁴ | direct | ", end="")
    print("estimate | digits | every | then |")
    print("|---" * 12 + "|")
    for gamma in GAMMAS:
        for condition in CONDITIONS:
            print("| " + " | ".join(_drifting(gamma, condition)) + " |")


def _drifting(gamma: float, condition: float) -> list[str]:
    keys = spread_keys(LENGTH, DIM, condition, SEED)
    found = drift(keys, gamma, condition)
    worst = found.conditions.max()
    digits = int(-np.log10(estimated_error(worst, 1.0, STEPS)))
    every = resolve_every(worst, gamma, digits)
    again = drift(keys, gamma, condition, every).errors.max()
    errors = [found.errors[: 10**k].max() for k in range(1, 5)]
    numbers = [worst, *errors, found.direct.max(), estimated_error(worst, gamma, LENGTH)]
    shown = [f"{one:.1e}" for one in numbers]
    return [f"{gamma:g}", f"{condition:.0e}", *shown, str(digits), str(every), f"{again:.1e}"]


def quiet_keys(times: int) -> Any:
    """Return keys that, every other stretch of so many times, lie in half of the directions."""
    keys = spread_keys(LENGTH, DIM, 1.0, SEED)
    basis = np.linalg.qr(np.random.default_rng(SEED).normal(size=(DIM, DIM)))[0]
    keys[(np.arange(LENGTH) // times) % 2 == 1, DIM // 2 :] = 0
    return keys @ basis.T


def stretches() -> None:
    """Print the error where A is badly conditioned for a time, with solves and without."""
    print("| quiet for | cond A_t up to | error | where cond < 100 | with a solve every 50 |")
    print("|---|---|---|---|---|")
    for times in QUIET:
        keys = quiet_keys(times)
        alone, again = drift(keys, 0.99, 1.0), drift(keys, 0.99, 1.0, every=50)
        good = (alone.conditions < 100) & (np.arange(LENGTH) > times)
        print(
            f"| {times} | {alone.conditions.max():.1e} | {alone.errors.max():.1e} | "
            f"{np.median(alone.errors[good]):.1e} | {np.median(again.errors[good]):.1e} |"
        )


def back() -> None:
    """Print how much of R_0 is left when the recursion is run backwards."""
    print("| γ | R_0 off by | γ^-T eps \\|A_T\\| |")
    print("|---|---|---|")
    keys = spread_keys(LENGTH, DIM, 1.0, SEED)
    for gamma in GAMMAS:
        given = inputs(keys, keys, keys, gamma, 1.0)
        state = start(given)
        for row in range(LENGTH):
            state = step(state, given, row)
        forth = state
        for row in reversed(range(LENGTH)):
            state = step_back(state, given, row)
        size = np.linalg.norm(forth.normal, 2)
        lost = gamma**-LENGTH * EPSILON * size
        print(f"| {gamma:g} | {abs(state.inverse - np.eye(DIM)).max():.1e} | {lost:.1e} |")


def plain(keys: Any, values: Any, queries: Any, gamma: Any, lam: Any) -> Any:
    """Return the outputs of one head by a loop as it is first written."""
    inverse, cross = lam * np.eye(keys.shape[1]), np.zeros((values.shape[1], keys.shape[1]))
    rows = []
    for key, value, query, kept in zip(keys, values, queries, gamma, strict=True):
        image = inverse @ key / kept
        inverse = inverse / kept - np.outer(image, image) / (1 + key @ image)
        cross = kept * cross + np.outer(value, key)
        rows.append(cross @ inverse @ query)
    return np.array(rows)


def speed() -> None:
    """Print times of a batch of heads beside the plain loop, in one run."""
    source = np.random.default_rng(SEED)
    heads, length, dim = (8, 8), 500, 16
    arrays = [source.normal(size=(*heads, length, dim)) for _ in range(3)]
    gamma = source.uniform(0.9, 1, size=(*heads, length))

    def looped() -> Any:
        return [
            [plain(*(x[b, h] for x in arrays), gamma[b, h], 1.0) for h in range(heads[1])]
            for b in range(heads[0])
        ]

    ways: dict[str, Callable[[], Any]] = {
        "plain loop": looped,
        "forward": lambda: forward(*arrays, gamma, 1.0),
        "forward_direct": lambda: forward_direct(*arrays, gamma, 1.0),
        "backward": lambda: backward(*arrays, gamma, 1.0, arrays[1]),
    }
    assert np.allclose(looped(), forward(*arrays, gamma, 1.0), atol=1e-6)  # noqa: S101
    seconds = {name: min(_timed(way) for _ in range(5)) for name, way in ways.items()}
    print("| way | seconds | plain loop / way |")
    print("|---|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {taken:.3f} | {seconds['plain loop'] / taken:.1f} |")


def _timed(way: Callable[[], Any]) -> float:
    begun = perf_counter()
    way()
    return perf_counter() - begun


PARTS = {"drift": drifts, "quiet": stretches, "back": back, "speed": speed}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
        print()
