"""The loss along training against the bound of the Polyak-Lojasiewicz constant."""

from collections.abc import Sequence
from fractions import Fraction
from math import exp
from typing import TYPE_CHECKING

from symbolic_mesa.figures.drawing import COLOURS, COLUMN, THEORY, Row, numbers
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.paper import SIGMA_ONE, STARTS, law_of
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.figures.training import for_epochs, from_diagonal
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.setting import Setting
from symbolic_mesa.training.settings import Training

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

PER_TIME = 200  # steps in a unit of 1/rate: few enough to be quick, so many that they are a flow
UNITS = 6
KEPT = 10  # every so many steps are drawn


def theory(law: str, dim: int, length: int, start: Sequence[str]) -> Numbers:
    """Return the constant, the rate near the end and the least loss."""
    init = tuple(map(Fraction, start))
    ids = ("pl-constant", "rate", "minimum-loss")
    found = in_setting(Setting(law_of(law), dim, length, init), ids)
    return {id: found[id].value for id in ids}


def training(law: str, dim: int, length: int, start: Sequence[str]) -> Numbers:
    """Return the loss above the least along training in small steps, and the bound beside it."""
    known = theory(law, dim, length, start)
    rate, constant, least = (known[id] for id in ("rate", "pl-constant", "minimum-loss"))
    step = Fraction(1 / (rate * PER_TIME))
    epochs = UNITS * PER_TIME
    setting = Setting(law_of(law), dim, length)
    one = Training(setting, None, from_diagonal(dim, *start), False, step, epochs)
    run = for_epochs(one, one.objective(), epochs)
    times = [float(step) * k for k in range(0, run.epoch + 1, KEPT)]
    return {
        "time": [time * rate for time in times],
        "excess": [loss - least for loss in run.loss[::KEPT]],
        "bound": [(run.loss[0] - least) * exp(-2 * constant * time) for time in times],
    }


def tasks(sizes: Sizes) -> list[Task]:
    """Return a run for each initial point."""
    given = {"law": SIGMA_ONE, "dim": sizes.dim, "length": sizes.length}
    return [Task(training, {**given, "start": list(start)}) for start in STARTS]


def draw(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw the loss above the least, and the bound, from each start."""
    axes = canvas.subplots()
    for start, colour in zip(STARTS, COLOURS, strict=False):
        found = numbers(rows, "training", start=list(start))
        axes.plot(
            found["time"], found["excess"], color=colour, label=f"from $({', '.join(start)})$"
        )
        axes.plot(found["time"], found["bound"], "--", color=colour)
    axes.plot([], [], "--", color=THEORY, label="bound")
    axes.set(xlabel=r"time $\times$ rate", ylabel="loss above the least", yscale="log")
    axes.set_ylim(1e-4, None)
    axes.legend()


FIGURE = Figure(
    "loss-against-bound",
    "How much does the Polyak-Lojasiewicz bound give away along training?",
    "Simulation: the population loss above its least along gradient descent in small steps. "
    "Theory: the bound (L(0) - min L) exp(-2 c time) of the derived constant c (dashed). Time is "
    "in units of one over the derived rate near the end. From (0.1, 0.1) the bound is that of the "
    "slow start.",
    tasks,
    draw,
    (COLUMN, 2.5),
)
