"""The theorems about the backward pass of a mesa-layer, over the layer that is run."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from numeric_check.model.attention import Real
from symbolic_mesa.figures.curves import Curves
from symbolic_mesa.figures.drawing import COLUMN, FAINT, Row
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.formulas.word_values import sum_at
from symbolic_mesa.mesa_layer.forward import forward
from symbolic_mesa.mesa_layer.inputs import inputs
from symbolic_mesa.mesa_layer.recursion import start, step, step_back
from symbolic_mesa.results.deriving import derive

SEED, DIM = 34, 3
WIDTH = 1e-5  # of a difference quotient
GRADIENTS = ("1", "0.8")
BACK = (("0.9", 340), ("0.99", 3500), ("0.999", 3500))


def gradients(gamma: str, length: int, seed: int) -> Numbers:
    """Return the derived gradients of gᵀ y in keys and values, and difference quotients."""
    keys, values = np.random.default_rng(seed).normal(size=(2, length, DIM))
    query, slope = np.random.default_rng((seed, 1)).normal(size=(2, DIM))
    factor = float(gamma)

    def loss(keys: Real, values: Real) -> float:
        queries = np.broadcast_to(query, keys.shape)
        return float(slope @ forward(keys, values, queries, factor, 1.0)[-1])

    weights = np.diag(factor ** np.arange(length - 1, -1, -1.0))
    normal = keys.T @ weights @ keys + factor**length * np.eye(DIM)
    columns = {"V": values.T, "K": keys.T, "q": query[:, None], "g": slope[:, None]}
    given = {**columns, "D": weights, "R": np.linalg.inv(normal)}
    parts = derive(theorem="von-oswald-backward", check=False)["gradients-at-once"].parts or {}
    derived = {name: sum_at(side, given, {}, np.eye(DIM)) for name, side in parts.items()}
    wanted = np.concatenate([derived[name].T.ravel() for name in ("K", "V")]).astype(float)
    quotients = _quotients(loss, keys, values)
    line = [float(wanted.min()), float(wanted.max())]
    sampled = [{"value": value, "error": 0.0} for value in quotients]
    return {"x": line, "theory": line, "sampled_at": wanted.tolist(), "sampled": sampled}


def _quotients(loss: Callable[[Real, Real], float], keys: Real, values: Real) -> list[float]:
    found = []
    for place in range(2):
        for entry in np.ndindex(*keys.shape):
            ends = []
            for sign in (1, -1):
                moved = [keys.copy(), values.copy()]
                moved[place][entry] += sign * WIDTH
                ends.append(loss(*moved))
            found.append((ends[0] - ends[1]) / (2 * WIDTH))
    return found


def taken_back(gamma: str, most: int, seed: int) -> Numbers:
    """Return the derived factor of n steps back, and what they make of an error of R_n⁻¹."""
    found = derive(theorem="von-oswald-step-back", check=False)["errors-back"]
    factor = float(found(gamma=Fraction(gamma))["1"])
    counts = [most * k // 10 for k in range(1, 11)]
    return {
        "x": counts,
        "theory": [factor**n for n in counts],
        "sampled_at": counts,
        "sampled": [{"value": _grown(float(gamma), n, seed), "error": 0.0} for n in counts],
    }


def _grown(gamma: float, steps: int, seed: int) -> float:
    """Return the norm of the error of R_0⁻¹ beside that of R_n⁻¹, of random entries."""
    source = np.random.default_rng(seed)
    keys, error = source.normal(size=(steps, DIM)), source.normal(size=(DIM, DIM))
    given = inputs(keys, keys, keys, gamma, 1.0)
    state = start(given)
    for row in range(steps):
        state = step(state, given, row)
    state = state._replace(normal=state.normal + error)
    for row in reversed(range(steps)):
        state = state._replace(normal=step_back(state, given, row).normal)
    return float(np.linalg.norm(state.normal - np.eye(DIM)) / np.linalg.norm(error))


def _gradient_tasks(_: Sizes) -> Sequence[Task]:
    return [Task(gradients, {"gamma": one, "length": 8, "seed": SEED}) for one in GRADIENTS]


def _back_tasks(_: Sizes) -> Sequence[Task]:
    return [Task(taken_back, {"gamma": one, "most": n, "seed": SEED}) for one, n in BACK]


def _draw_back(canvas: Any, rows: Sequence[Row]) -> None:
    labels = [rf"$\gamma = {one}$" for one, _ in BACK]
    scales = {"xscale": "log", "yscale": "log"}
    Curves(labels, {"xlabel": "steps back", "ylabel": "error grows by", **scales})(canvas, rows)
    canvas.axes[0].axhline(2.0**52, color=FAINT, linestyle=":", linewidth=0.8)


FIGURES = (
    Figure(
        "von-oswald-backward",
        "Are the gradients of a mesa-layer those of its backward pass?",
        "Theory: an identity (line). Simulation: difference quotients of the layer that is run "
        "against the derived gradients in all keys and values, entry by entry, eight tokens, d = "
        "3.",
        _gradient_tasks,
        Curves(
            [rf"$\gamma = {one}$" for one in GRADIENTS],
            {"xlabel": "derived gradient", "ylabel": "difference quotient"},
        ),
        (COLUMN, 2.5),
    ),
    Figure(
        "von-oswald-step-back",
        "After how many steps back is the start of a mesa-layer lost?",
        "Theory: the derived factor of a step back, to the power of steps (lines). Simulation: "
        "what the layer makes of a random error of its state in so many steps back, d = 3. A "
        "rounding of doubles is as large as the start itself where the factor is 2^52 (dotted).",
        _back_tasks,
        _draw_back,
        (COLUMN, 2.5),
    ),
)
