"""The ratio of prediction to truth against T, beside its limit for long sequences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from numeric_check.sampling.ratios import sampled_ratio
from numeric_check.sampling.sampling import sequences
from symbolic_mesa.figures.drawing import COLOURS, COLUMN, DASHES, FAINT, MARKERS, Row, selected
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.figure_1 import limits
from symbolic_mesa.figures.paper import SIGMA_ONE, law_of
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.figures.training import from_diagonal, near, trainings, until
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.setting import Setting

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

DIMS = (2, 5, 20)
LENGTHS = (4, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
TRAINED_AT = (4, 10, 30, 100)
SEED = 29
RATIO = "prediction-ratio"


def theory(law: str, dim: int, lengths: Sequence[int]) -> Numbers:
    """Return the derived ratio at each T, and for long sequences."""
    ratio = in_setting(Setting(law_of(law), dim), (RATIO,))[RATIO]
    return {"ratio": [ratio(T=length) for length in lengths], "long": limits(law, dim)[RATIO]}


def simulation(law: str, dim: int, length: int, count: int, seed: int) -> Numbers:
    """Return the ratio on random sequences, at ab as the population trains it."""
    (training,) = trainings(law, dim, length, [from_diagonal(dim, "0.5", "0.5")])
    limit = limits(law, dim, length)["fixed-point"]
    ab = until(training, training.objective(), near(limit)).ab[-1]
    ratio = sampled_ratio(sequences(law_of(law), dim, count, seed), length - 1)
    return {"ratio": ab * ratio.value, "error": ab * ratio.error}


def tasks(sizes: Sizes) -> list[Task]:
    """Return the derived curves, and simulations at a few lengths for small d."""
    curves = [
        Task(theory, {"law": SIGMA_ONE, "dim": dim, "lengths": list(LENGTHS)}) for dim in DIMS
    ]
    given = {"law": SIGMA_ONE, "count": sizes.prompts, "seed": SEED}
    runs = [
        Task(simulation, {**given, "dim": dim, "length": length})
        for dim in DIMS[:2]
        for length in TRAINED_AT
    ]
    return [*runs, *curves]


def draw(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw the ratio against T for each d."""
    axes = canvas.subplots()
    for row, colour, dash in zip(selected(rows, "theory"), COLOURS, DASHES, strict=False):
        dim = row["given"]["dim"]
        lengths, values = row["given"]["lengths"], row["numbers"]["ratio"]
        axes.plot(lengths, values, dash, color=colour, label=f"derived, $d = {dim}$")
        axes.axhline(row["numbers"]["long"], color=FAINT, linestyle=":", linewidth=0.8)
        for one in selected(rows, "simulation", dim=dim):
            axes.errorbar(
                one["given"]["length"],
                one["numbers"]["ratio"],
                3 * one["numbers"]["error"],
                fmt=MARKERS[DIMS.index(dim)],
                color=colour,
                markersize=3,
            )
    axes.set(xlabel="$T$", ylabel="prediction / truth", xscale="log")
    axes.legend()


FIGURE = Figure(
    "ratio-against-length",
    "How long must sequences be until Gaussian tokens are predicted at a fifth of their size?",
    "Theory: the derived ratio of prediction to truth against T (lines), and its limit 0.2 "
    "(dotted), which the paper draws at T = 100. Simulation: the ratio on random sequences at ab "
    "as training on the population leaves it, with three standard errors.",
    tasks,
    draw,
    (COLUMN, 2.5),
)
