"""Figure 7: full-one tokens leave the diagonal for the derived symmetric fixed point."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from numeric_check.model.attention import TRAINED, blocks_of
from symbolic_mesa.figures.drawing import PAGE, Row, heatmap, lettered, numbers
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.figure_5 import off_diagonal
from symbolic_mesa.figures.paper import FULL_ONE, STARTS, law_of
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.figures.training import WITHIN, for_epochs, from_diagonal, trainings, until
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.setting import Setting
from symbolic_mesa.training.settings import Samples

SEED = 27
NAMES = ("a", "alpha", "b", "beta")
START = STARTS[0]
KINDS = ("trained", "derived", "masked")
MOST = 0.2  # where colours end: what is off the diagonal is small beside what is on it


def theory(law: str, dim: int, length: int) -> Numbers:
    """Return where the symmetric flow ends, and ab where off-diagonal gradients are masked."""
    ids = ("symmetric-fixed-point", "masked-fixed-point")
    found = in_setting(Setting(law_of(law), dim, length), ids)
    parts = found[ids[0]].parts or {}
    return {name: float(parts[name]) for name in NAMES} | {"masked_ab": found[ids[1]].value}


def symmetric(point: Numbers, dim: int) -> Any:
    """Return trained blocks aI + α(J − I) and bI + β(J − I), all else 0."""
    one, others = np.eye(dim), np.ones((dim, dim)) - np.eye(dim)
    sides = zip(TRAINED, (("a", "alpha"), ("b", "beta")), strict=True)
    return blocks_of(dim, {block: point[x] * one + point[y] * others for block, (x, y) in sides})


def simulation(law: str, dim: int, length: int, samples: int, seed: int) -> Numbers:
    """Return weights that are trained on sequences, beside those that theory expects."""
    point = theory(law, dim, length)
    expected = symmetric(point, dim)
    start = from_diagonal(dim, *START)
    (exact,) = trainings(law, dim, length, [start])
    (training,) = trainings(law, dim, length, [start], Samples(samples, seed, gather=True))
    largest = point["a"]
    ideal = until(
        exact,
        exact.objective(),
        lambda state: bool(np.max(np.abs(state.blocks.kq - expected.kq)) <= WITHIN * largest),
    )
    run = for_epochs(training, training.objective(), ideal.epoch)
    masked = np.sqrt(point["masked_ab"])
    masked_point = {"a": masked, "alpha": 0.0, "b": masked, "beta": 0.0}
    return {
        "epochs": run.epoch,
        "ab": run.ab[-1],
        "off_diagonal": off_diagonal(run.blocks),
        **_placed("trained", run.blocks),
        **_placed("derived", expected),
        **_placed("masked", symmetric(masked_point, dim)),
    }


def _placed(name: str, blocks: Any) -> Numbers:
    return {name: {"kq": blocks.kq.tolist(), "pv": blocks.pv.tolist()}}


def tasks(sizes: Sizes) -> list[Task]:
    """Return the run and what is derived."""
    given = {"law": FULL_ONE, "dim": sizes.dim, "length": sizes.length}
    run = {"samples": sizes.samples, "seed": SEED}
    return [Task(simulation, {**given, **run}), Task(theory, given)]


def draw(canvas: Any, rows: Sequence[Row]) -> None:
    """Draw trained weights, the derived symmetric fixed point and the masked one, and entries."""
    found, point = numbers(rows, "simulation"), numbers(rows, "theory")
    panels = canvas.subplots(2, 4, height_ratios=(2, 1), width_ratios=(1, 1, 1, 1.2))
    for (above, beneath), kind in zip(panels.T, KINDS, strict=False):
        heatmap(above, found[kind]["kq"], MOST)
        image = heatmap(beneath, found[kind]["pv"], MOST)
    for axes, name in zip(panels[:, 0], ("$W^{KQ}$", "$W^{PV}$"), strict=True):
        axes.set_ylabel(name)
    beside = canvas.add_subplot(panels[0, 3].get_gridspec()[:, 3])
    for axes in panels[:, 3]:
        axes.remove()
    _draw_entries(beside, found, point)
    lettered([*panels[0, :3], beside], ["trained", "derived", "masked", "entries"])
    canvas.colorbar(
        image, ax=panels[:, :3], shrink=0.8, orientation="horizontal", aspect=40, extend="both"
    )


def _draw_entries(axes: Any, found: Numbers, point: Numbers) -> None:
    """Draw every entry of the trained blocks beside the derived one."""
    dim = len(found["trained"]["pv"])
    blocks = {
        "a": [row[:dim] for row in found["trained"]["kq"][dim:]],
        "b": [row[:dim] for row in found["trained"]["pv"]],
    }
    for place, name in enumerate(NAMES):
        block = blocks[name[0]]
        diagonal = name in blocks
        entries = [
            x for i, row in enumerate(block) for j, x in enumerate(row) if (i == j) is diagonal
        ]
        axes.plot([place] * len(entries), entries, "_", color="#0072B2", markersize=7)
        axes.hlines(point[name], place - 0.4, place + 0.4, "black", "--", linewidth=0.9)
    masked = point["masked_ab"] ** 0.5
    for place in (0, 2):
        axes.hlines(masked, place - 0.4, place + 0.4, "0.6", "-.", linewidth=0.9)
    axes.set_xticks(range(4), ["$a$", r"$\alpha$", "$b$", r"$\beta$"])


FIGURE = Figure(
    "figure-7",
    "Full-one tokens leave the diagonal: where does training end instead?",
    "Simulation: weights trained from (0.1, 0.1) on full-one tokens, c = 1. Theory: the fixed "
    "point of the flow of blocks aI + alpha (J - I) and bI + beta (J - I), and that of the masked "
    "model, in which off-diagonal gradients are set to 0, which is the paper's. (d) every entry "
    "of the trained blocks (bars) beside the derived ones (dashed) and the masked ones "
    "(dash-dotted). Colours end at 0.2, so that what is off the diagonal is seen.",
    tasks,
    draw,
    (PAGE, 3.1),
)
