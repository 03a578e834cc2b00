"""Steps just below and above the derived limit, from weights near to where training ends."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from numeric_check.model.attention import Blocks, diagonal_blocks
from symbolic_mesa.figures.drawing import COLOURS, COLUMN, DASHES, Row, numbers, selected
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.paper import SIGMA_ONE, law_of
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.figures.training import for_epochs
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.setting import Setting
from symbolic_mesa.training.settings import Start, Training

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

PARTS = ("0.9", "0.99", "1.01", "1.1")
INIT = ("1/10", "1/10")
EPOCHS, SEED, SPREAD = 300, 27, 1e-6
ROUNDING = 1e-11  # of the loss: what is below is noise, and not drawn


def theory(law: str, dim: int, length: int) -> Numbers:
    """Return the limit, where training from the initial point ends, and the least loss."""
    ids = ("step-size-limit", "limit-a", "limit-b", "minimum-loss")
    init = tuple(map(Fraction, INIT))
    found = in_setting(Setting(law_of(law), dim, length, init), ids)
    return {id: found[id].value for id in ids}


def excess(law: str, dim: int, length: int, part: str, seed: int) -> Numbers:
    """Return the loss above the least along training with a part of the limit."""
    ends = theory(law, dim, length)
    chance = np.random.default_rng(seed)
    end = diagonal_blocks(dim, ends["limit-a"], ends["limit-b"])
    start = Blocks(*(side + chance.normal(0, SPREAD, side.shape) for side in (end.kq, end.pv)))
    step = Fraction(ends["step-size-limit"]) * Fraction(part)
    setting = Setting(law_of(law), dim, length)
    training = Training(setting, None, Start("near the end", start), False, step, EPOCHS)
    objective = training.objective()
    least, _ = objective(end, 0)
    run = for_epochs(training, objective, EPOCHS)
    return {"excess": [max(loss - least, ROUNDING) for loss in run.loss]}


def tasks(sizes: Sizes) -> list[Task]:
    """Return a run for each part of the limit."""
    given = {"law": SIGMA_ONE, "dim": sizes.dim, "length": sizes.length}
    runs = [Task(excess, {**given, "part": part, "seed": SEED}) for part in PARTS]
    return [*runs, Task(theory, given)]


def draw(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw the loss above the least along each run."""
    axes = canvas.subplots()
    limit = numbers(rows, "theory")["step-size-limit"]
    for row, colour, dash in zip(selected(rows, "excess"), COLOURS, DASHES, strict=False):
        part = row["given"]["part"]
        values = row["numbers"]["excess"]
        axes.plot(values, dash, color=colour, label=rf"$\eta = {part}\,\eta_\mathrm{{limit}}$")
    axes.set(
        xlabel="epoch",
        ylabel="loss above the least",
        yscale="log",
        ylim=(1e-10, 1e2),
        title=rf"$\eta_\mathrm{{limit}} = {limit:.6f}$",
    )
    axes.legend()


FIGURE = Figure(
    "steps-beside-the-limit",
    "Is the derived step size limit sharp?",
    "Theory: the limit 2 / lambda_max of the Hessian in all six blocks where training from (0.1, "
    "0.1) ends. Simulation: training on the population with parts of it, from weights 1e-6 away "
    "from that end: below the limit the loss falls to its least, above it grows.",
    tasks,
    draw,
    (COLUMN, 2.5),
)
