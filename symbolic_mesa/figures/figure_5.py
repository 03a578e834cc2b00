"""Figure 5: from Gaussian weights in every block training finds the diagonal; nobody proved it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from numeric_check.model.attention import Blocks
from symbolic_mesa.figures.drawing import Row, heatmap, lettered, numbers
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.figure_1 import limits
from symbolic_mesa.figures.paper import SIGMA_ONE
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.figures.training import for_epochs, near, trainings, until
from symbolic_mesa.training.settings import Samples, gaussian

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

DEVIATIONS = ("0.001", "0.01", "0.1")
SEED, WEIGHTS = 27, 5


def off_diagonal(blocks: Blocks) -> float:
    """Return the norm of all that is not on the diagonals of the trained blocks, beside all."""
    dim = blocks.dim
    diagonals = np.diag(blocks.kq[dim:, :dim]), np.diag(blocks.pv[:, :dim])
    kept = sum(float(np.sum(one**2)) for one in diagonals)
    whole = sum(float(np.sum(one**2)) for one in (blocks.kq, blocks.pv))
    return float(np.sqrt(max(whole - kept, 0.0) / whole))


def simulation(dim: int, length: int, samples: int, seed: int) -> Numbers:
    """Return weights, ab and the distance from the diagonal, before and after training."""
    starts = [gaussian(dim, Fraction(deviation), WEIGHTS) for deviation in DEVIATIONS]
    limit = limits(SIGMA_ONE, dim, length)["fixed-point"]
    whole = trainings(SIGMA_ONE, dim, length, starts)
    population = whole[0].objective()
    sampled = trainings(SIGMA_ONE, dim, length, starts, Samples(samples, seed, gather=True))
    objective = sampled[0].objective()
    runs = []
    for deviation, training, exact in zip(DEVIATIONS, sampled, whole, strict=True):
        ideal = until(exact, population, near(limit))
        run = for_epochs(training, objective, ideal.epoch)
        runs.append(
            {
                "deviation": deviation,
                "epochs": run.epoch,
                "kq": run.blocks.kq.tolist(),
                "pv": run.blocks.pv.tolist(),
                "ab": run.ab[-1],
                "off_diagonal_at_start": off_diagonal(training.start.blocks),
                "off_diagonal": off_diagonal(run.blocks),
                "off_diagonal_on_the_population": off_diagonal(ideal.blocks),
                "ab_on_the_population": ideal.ab[-1],
            }
        )
    return {"fixed_point": limit, "runs": runs}


def tasks(sizes: Sizes) -> list[Task]:
    """Return the one task: its runs are on the same sequences."""
    given = {"dim": sizes.dim, "length": sizes.length, "samples": sizes.samples, "seed": SEED}
    return [Task(simulation, given)]


def draw(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw the weights of each run, and beneath them what they are in numbers."""
    found = numbers(rows, "simulation")
    runs = found["runs"]
    panels = canvas.subplots(2, len(runs), height_ratios=(2, 1))
    for (above, beneath), run in zip(panels.T, runs, strict=True):
        most = max(abs(x) for side in ("kq", "pv") for line in run[side] for x in line)
        heatmap(above, run["kq"], most)
        image = heatmap(beneath, run["pv"], most)
        words = (
            f"$ab = {run['ab']:.3f}$, $s^* = {found['fixed_point']:.3f}$\n"
            f"off the diagonal:\n{run['off_diagonal_at_start']:.2f} before, "
            f"{run['off_diagonal']:.2f} after"
        )
        beneath.set_xlabel(words, fontsize=7)
    lettered(panels[0], [rf"$\sigma_w = {one}$" for one in DEVIATIONS])
    for axes, name in zip(panels[:, 0], ("$W^{KQ}$", "$W^{PV}$"), strict=True):
        axes.set_ylabel(name)
    bar = canvas.colorbar(image, ax=panels, shrink=0.7, ticks=[-most, 0, most])
    bar.ax.set_yticklabels(["$-$max", "0", "max"])


FIGURE = Figure(
    "figure-5",
    "Does training find the diagonal from weights that are random in every block?",
    "An observation: no theorem here predicts it. Trained weights from normal ones of standard "
    "deviation sigma_w in every block (the paper's deviations are not known here; these are "
    "ours), Gaussian tokens of sigma = 1. Beneath each: ab beside the derived fixed point s*, and "
    "the norm of all that is off the diagonals of the trained blocks, as a part of all weights, "
    "before and after.",
    tasks,
    draw,
    (4.4, 2.5),
)
