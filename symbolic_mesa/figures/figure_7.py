"""Figure 7: full-one tokens leave the diagonal for the derived symmetric fixed point."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from numeric_check.model.attention import TRAINED, Blocks, Real, blocks_of
from symbolic_mesa.figures.drawing import PAGE, Row, heatmap, lettered, numbers
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.figure_5 import off_diagonal
from symbolic_mesa.figures.paper import FULL_ONE, STARTS, law_of, program_runs
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.figures.training import WITHIN, for_epochs, from_diagonal, trainings, until
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.setting import Setting
from symbolic_mesa.training.settings import Samples

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

SEED = 27
NAMES = ("a", "alpha", "b", "beta")
START = STARTS[0]
KINDS = ("trained", "derived", "masked")
MOST = 0.2  # where colours end: what is off the diagonal is small beside what is on it


def theory(law: str, dim: int, length: int) -> Numbers:
    """Return where the symmetric flow ends, and how far from it the masked one from a = b."""
    ids = ("symmetric-fixed-point", "masked-fixed-point")
    found = in_setting(Setting(law_of(law), dim, length), ids)
    parts = found[ids[0]].parts or {}
    point = {name: float(parts[name]) for name in NAMES}
    product = found[ids[1]].value
    masked = {"a": product**0.5, "alpha": 0.0, "b": product**0.5, "beta": 0.0}
    return {**point, "masked": {name: masked[name] - point[name] for name in NAMES}}


def symmetric(point: Numbers, dim: int) -> Blocks:
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
    masked_point = {name: point[name] + point["masked"][name] for name in NAMES}
    return {
        "epochs": run.epoch,
        "ab": run.ab[-1],
        "off_diagonal": off_diagonal(run.blocks),
        "gaps": gaps(run.blocks.kq, run.blocks.pv, point),
        **_placed("trained", run.blocks),
        **_placed("derived", expected),
        **_placed("masked", symmetric(masked_point, dim)),
    }


def _placed(name: str, blocks: Blocks) -> Numbers:
    return {name: {"kq": blocks.kq.tolist(), "pv": blocks.pv.tolist()}}


def gaps(kq: Real, pv: Real, point: Numbers) -> Numbers:
    """Return every entry of both trained blocks, less the derived one."""
    dim = len(pv)
    found: Numbers = {}
    for on, off, block in zip("ab", ("alpha", "beta"), (kq[dim:, :dim], pv[:, :dim]), strict=True):
        others = block[~np.eye(dim, dtype=bool)]
        found[on] = (np.diag(block) - point[on]).tolist()
        found[off] = (others - point[off]).tolist()
    return found


def program(law: str, dim: int, length: int) -> Numbers:
    """Return the same of the paper's own program, where there is a run of these sizes."""
    point = theory(law, dim, length)
    runs = [run for run in program_runs(law) if (run["dim"], run["length"]) == (dim, length)]
    sides = [[np.array(run[name]) for name in ("KQ_real", "PV_real")] for run in runs]
    return {"gaps": [gaps(kq, pv, point) for kq, pv in sides]}


def tasks(sizes: Sizes) -> list[Task]:
    """Return the run and what is derived."""
    given = {"law": FULL_ONE, "dim": sizes.dim, "length": sizes.length}
    run = {"samples": sizes.samples, "seed": SEED}
    return [Task(simulation, {**given, **run}), Task(theory, given), Task(program, given)]


def draw(canvas: "Canvas", rows: Sequence[Row]) -> None:
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
    _draw_gaps(beside, found["gaps"], numbers(rows, "program")["gaps"], point["masked"])
    lettered([*panels[0, :3], beside], ["trained", "derived", "masked", "entries less derived"])
    canvas.colorbar(
        image, ax=panels[:, :3], shrink=0.8, orientation="horizontal", aspect=40, extend="both"
    )


def _draw_gaps(axes: "Axes", trained: Numbers, others: Sequence[Numbers], masked: Numbers) -> None:
    """Draw every entry of the trained blocks, and of the masked ones, less the derived one."""
    for place, name in enumerate(NAMES):
        axes.plot([place - 0.1] * len(trained[name]), trained[name], "_", color="#0072B2")
        for one in others:
            axes.plot([place + 0.15] * len(one[name]), one[name], ".k", markersize=2.5)
        axes.hlines(masked[name], place - 0.35, place + 0.35, "#D55E00", "-.", linewidth=1.2)
    axes.axhline(0, color="black", linestyle="--", linewidth=0.8)
    axes.set_xticks(range(4), ["$a$", r"$\alpha$", "$b$", r"$\beta$"])


FIGURE = Figure(
    "figure-7",
    "Full-one tokens leave the diagonal: where does training end instead?",
    "Simulation: weights trained from (0.1, 0.1) on full-one tokens, c = 1. Theory: the fixed "
    "point of the flow of blocks aI + alpha (J - I) and bI + beta (J - I), and that of the masked "
    "model, in which off-diagonal gradients are set to 0, which is the paper's; colours end at "
    "0.2, so that what is off the diagonal is seen. (d) every entry of the trained blocks (bars), "
    "and of those of the paper's own program (dots, 1000 sequences), less the derived one "
    "(dashed); the masked model's (dash-dotted) are elsewhere.",
    tasks,
    draw,
    (PAGE, 3.1),
)
