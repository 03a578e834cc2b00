"""The time course of heads of linear attention, over heads that are trained on random prompts."""

from math import sqrt

import numpy as np

from numeric_check.sampling.trained_heads import State, mean_scale
from symbolic_mesa.figures.curves import Curves
from symbolic_mesa.figures.drawing import COLUMN
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.results.deriving import derive

SEED = 2501_16265
DIM, HEADS = 5, 2
NOISE = 0.5
PER_DRAW = 10  # prompts for each that other figures draw: here they are trained on
SMALL = 0.08  # the size of weights at the start
TIMES = tuple(k / 25 for k in range(76))
DRAWN_AT = tuple(k / 5 for k in range(16))
RUNS = ((5, False), (20, False), (80, False), (20, True))


def course(samples: int, generic: bool, count: int, seed: int) -> Numbers:
    """Return the derived course of a, and tr(A)/d of heads that are trained.

    Args:
        samples: N.
        generic: whether all weights are normal at the start; otherwise U_h is u_h I/√d.
        count: how many prompts.
        seed: of all that is random.
    """
    found = derive(theorem="zhang-singh-merged", check=False)["time-course"]
    start = _start(generic, seed)
    at_start = _as_even(start)
    numbers = {"N": samples, "d": DIM, "sigma": NOISE, "m_2": 1, "a_0": at_start}
    sampled = mean_scale(start, samples, NOISE, DRAWN_AT, count, seed + samples)
    return {
        "x": list(TIMES),
        "theory": found(**numbers, tau=np.array(TIMES)).tolist(),
        "sampled_at": list(DRAWN_AT),
        "sampled": [{"value": one.value, "error": one.error} for one in sampled],
    }


def _start(generic: bool, seed: int) -> State:
    if generic:
        chance = np.random.default_rng(seed)
        return SMALL * chance.normal(size=HEADS), SMALL * chance.normal(size=(HEADS, DIM, DIM))
    return np.full(HEADS, SMALL), np.stack([SMALL / sqrt(DIM) * np.eye(DIM)] * HEADS)


def _as_even(start: State) -> float:
    """Return a_0 of the logistic curve that the start comes to, as `uneven-start` states it."""
    scales, matrices = start
    along = matrices.trace(axis1=1, axis2=2) / sqrt(DIM)  # s_h, where the mean of U_h is s_h I/D
    return float(((scales + along) ** 2).sum()) / (4 * sqrt(DIM))


def tasks(sizes: Sizes) -> list[Task]:
    """Return the courses at each N, and one from a start that is normal in every entry."""
    more = {"count": PER_DRAW * sizes.prompts, "seed": SEED}
    return [Task(course, {"samples": n, "generic": start, **more}) for n, start in RUNS]


FIGURE = Figure(
    "zhang-singh-merged",
    "When do heads of linear attention learn, and does it matter where they start?",
    "Theory: the derived logistic curve of a, A = a I (lines). Simulation: tr(A)/d of two heads, "
    "every entry trained on random prompts, with three standard errors over eight sets of prompts. "
    "d = 5, noise 1/2. The weights are 0.08 at the start, in multiples of I, or 0.08 times normal "
    "numbers in every entry (generic), beside the curve from the derived a_0 of their multiples of "
    "I: the rest delays them, by less the smaller they are.",
    tasks,
    Curves(
        [f"$N = {n}$" + ", generic" * start for n, start in RUNS],
        {"xlabel": r"$\tau$", "ylabel": r"$\mathrm{tr}\,A/d$"},
    ),
    (COLUMN, 2.5),
)
