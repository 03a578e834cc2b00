"""The time course of heads of linear attention, over heads that are trained on random prompts."""

from collections.abc import Mapping
from math import sqrt

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.sampling.trained_heads import State, mean_scale
from symbolic_mesa.figures.curves import Curves
from symbolic_mesa.figures.drawing import COLUMN
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.results.deriving import derive
from symbolic_mesa.results.results import Results

SEED = 2501_16265
DIM, HEADS = 5, 2
NOISE = 0.5
PER_DRAW = 10  # prompts for each that other figures draw: here they are trained on
SMALL = 0.08  # the size of weights at the start
TIMES = tuple(k / 25 for k in range(76))
DRAWN_AT = tuple(k / 5 for k in range(16))
FOREVER = 100  # time after which a is at its limit to the last digit
DEPTH, POINTS = 12.0, 2001  # levels come within exp(-12) of the limit
RUNS = ((5, False), (20, False), (80, False), (20, True))


def course(samples: int, generic: bool, count: int, seed: int) -> Numbers:
    """Return the derived course of a, and tr(A)/d of heads that are trained.

    Args:
        samples: N.
        generic: whether all weights are normal at the start; otherwise U_h is u_h I/√d.
        count: how many prompts.
        seed: of all that is random.
    """
    found = derive(theorem="zhang-singh-merged", check=False)
    start, sizes = _start(generic, seed), {"N": samples, "d": DIM, "sigma": NOISE, "m_2": 1}
    theory = _uneven(found, start, sizes) if generic else _even(found, start, sizes)
    sampled = mean_scale(start, samples, NOISE, DRAWN_AT, count, seed + samples)
    return {
        "x": list(TIMES),
        "theory": theory.tolist(),
        "sampled_at": list(DRAWN_AT),
        "sampled": [{"value": one.value, "error": one.error} for one in sampled],
    }


def _level(start: State) -> float:
    """Return a, the mean of the diagonal of A."""
    return float(np.einsum("h,hii->", *start)) / DIM


def _even(found: Results, start: State, sizes: Mapping[str, float]) -> Real:
    """Return the derived course from U_h = u_h I/√d."""
    curve: Real = found["time-course"](**sizes, a_0=_level(start), tau=np.array(TIMES))
    return curve


def _uneven(found: Results, start: State, sizes: Mapping[str, float]) -> Real:
    """Return the course with the derived speed, of heads at the multiples of I nearest to U_h.

    The speed is a function of a: the time at which a level is reached is an integral over levels.
    """
    scales, along = start[0], start[1].trace(axis1=1, axis2=2) / sqrt(DIM)  # U_h is s_h I/√d
    heads = {f"u_{h}": x for h, x in enumerate(scales, 1)}
    heads |= {f"s_{h}": x for h, x in enumerate(along, 1)}
    speed, first = found["uneven-start"], _level(start)
    kept = speed(**sizes, **heads, a=0, g=0)["g"]
    last = found["time-course"](**sizes, a_0=1, tau=FOREVER)
    levels = _levels(first, last, sqrt(kept))
    squares = speed(**sizes, **heads, a=levels, g=kept)["squared speed"]
    slowness = 1 / np.sqrt(squares)
    pieces = (slowness[1:] + slowness[:-1]) / 2 * np.diff(levels)
    reached: Real = np.interp(TIMES, np.concatenate([[0.0], np.cumsum(pieces)]), levels)
    return reached


def _levels(first: float, last: float, unit: float) -> Real:
    """Return levels, dense where a is slow: within a unit of 0, and near the last."""
    half = last / 2
    low = unit * np.sinh(np.linspace(np.arcsinh(first / unit), np.arcsinh(half / unit), POINTS))
    high = last - half * np.exp(-np.linspace(0, DEPTH, POINTS))
    return np.concatenate([[first], low[1:], high[1:]])


def _start(generic: bool, seed: int) -> State:
    if generic:
        chance = np.random.default_rng(seed)
        return SMALL * chance.normal(size=HEADS), SMALL * chance.normal(size=(HEADS, DIM, DIM))
    return np.full(HEADS, SMALL), np.stack([SMALL / sqrt(DIM) * np.eye(DIM)] * HEADS)


def tasks(sizes: Sizes) -> list[Task]:
    """Return the courses at each N, and one from a start that is normal in every entry."""
    more = {"count": PER_DRAW * sizes.prompts, "seed": SEED}
    return [Task(course, {"samples": n, "generic": start, **more}) for n, start in RUNS]


FIGURE = Figure(
    "zhang-singh-merged",
    "When do heads of linear attention learn, and does it matter where they start?",
    "Theory: the derived course of a, A = a I (lines): a logistic curve. Simulation: tr(A)/d of "
    "two heads, every entry trained on random prompts, with three standard errors over eight sets "
    "of prompts. d = 5, noise 1/2. The weights are 0.08 at the start, in multiples of I, or 0.08 "
    "times normal numbers in every entry (generic), beside the derived course of their multiples "
    "of I: the rest delays them, by less the smaller they are.",
    tasks,
    Curves(
        [f"$N = {n}$" + ", generic" * start for n, start in RUNS],
        {"xlabel": r"$\tau$", "ylabel": r"$\mathrm{tr}\,A/d$"},
    ),
    (COLUMN, 2.5),
)
