"""Figure 1: ab along training for Gaussian and sparse tokens, and what is then predicted."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import mpmath
import numpy as np

from numeric_check.sampling.ratios import sampled_ratio
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.simulation import simulated
from symbolic_mesa.figures.drawing import (
    COLOURS,
    FAINT,
    MARKERS,
    PAGE,
    THEORY,
    Row,
    below,
    lettered,
    numbers,
)
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.paper import STARTS, STEPS, law_of, program_runs
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.figures.training import for_epochs, from_diagonal, near, trainings, until
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.setting import Setting
from symbolic_mesa.training.settings import Samples

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

LONG = 10**12  # T, as the paper draws its limit
POINTS = 40  # of a curve
TESTED = 2_000  # sequences for what is predicted
LAWS = tuple(law for law in STEPS if not law.startswith("full-one"))
KINDS = (("Gaussian", r"\sigma"), ("sparse", "c"))
GAUSSIAN, SPARSE = LAWS[:3], LAWS[3:]
SEED, TEST_SEED = 27, 28
RATIO = "prediction-ratio"


def theory(law: str, start: Sequence[str], dim: int, length: int) -> Numbers:
    """Return the derived trajectory, as a flow and in steps, and the limits of ab."""
    init = tuple(map(Fraction, start))
    found = in_setting(Setting(law_of(law), dim, length, init), ("trajectory-ab", "fixed-point"))
    limit, flow = found["fixed-point"].value, found["trajectory-ab"].formula
    (training,) = trainings(law, dim, length, [from_diagonal(dim, *start)])
    steps = until(training, training.objective(), near(limit))
    epochs = np.linspace(0, steps.epoch, POINTS + 1)
    eta = mpmath.mpf(float(training.step_size))
    return {
        "limit": limit,
        "limit_for_long_sequences": limits(law, dim)["fixed-point"],
        "steps": list(steps.ab),
        "flow": [float(flow.at({"tau": eta * float(k)})) if flow else limit for k in epochs],
        "flow_at_epochs": list(epochs),
    }


def limits(law: str, dim: int, length: int = LONG) -> Mapping[str, float]:
    """Return the fixed point and the ratio of prediction to truth at some length."""
    found = in_setting(Setting(law_of(law), dim, length), ("fixed-point", RATIO))
    return {name: result.value for name, result in found.items()}


def simulation(law: str, dim: int, length: int, samples: int, seed: int) -> Numbers:
    """Return ab along training on sequences, from every start, and what is predicted at the end."""
    starts = [from_diagonal(dim, *start) for start in STARTS]
    limit = limits(law, dim, length)["fixed-point"]
    whole = trainings(law, dim, length, starts)
    population = whole[0].objective()
    sampled = trainings(law, dim, length, starts, Samples(samples, seed, gather=True))
    objective = sampled[0].objective()
    test = list(sequences(law_of(law), dim, TESTED, TEST_SEED))
    ratio = sampled_ratio(test, length - 1)
    runs = []
    for training, exact in zip(sampled, whole, strict=True):
        run = for_epochs(training, objective, until(exact, population, near(limit)).epoch)
        losses = [simulated(blocks, test, length).mean[0] for blocks in (run.blocks, _zero(dim))]
        ab = run.ab[-1]
        runs.append(
            {
                "ab": list(run.ab),
                "ratio": ab * ratio.value,
                "ratio_error": abs(ab) * ratio.error,
                "loss": losses[0] / losses[1],
                "arrived": run.loss[-1] <= run.loss[0],
            }
        )
    return {"runs": runs}


def _zero(dim: int) -> Any:
    return from_diagonal(dim, "0", "0").blocks


def predicted(law: str, dim: int, length: int) -> Numbers:
    """Return the derived ratio of prediction to truth, at T and for long sequences."""
    return {"ratio": limits(law, dim, length)[RATIO], "ratio_long": limits(law, dim)[RATIO]}


def program(law: str, dim: int, length: int) -> Numbers:
    """Return ab along the runs of the paper's own program, where there are some of these sizes."""
    return {
        "runs": [
            {"start": [str(run["a0"]), str(run["b0"])], "samples": run["samples"], "ab": run["ab"]}
            for run in program_runs(law)
            if (run["dim"], run["length"]) == (dim, length)
        ]
    }


def tasks(sizes: Sizes) -> list[Task]:
    """Return simulations first, as they take longest."""
    both = {"dim": sizes.dim, "length": sizes.length}
    runs = [
        Task(simulation, {"law": law, **both, "samples": sizes.samples, "seed": SEED})
        for law in LAWS
    ]
    derived = [
        Task(theory, {"law": law, "start": list(start), **both}) for law in LAWS for start in STARTS
    ]
    others = [Task(program, {"law": law, **both}) for law in LAWS]
    others += [Task(predicted, {"law": law, **both}) for law in GAUSSIAN]
    return [*runs, *derived, *others]


def draw(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw a row of panels for Gaussian tokens and one for sparse ones."""
    panels = canvas.subplots(2, 4, width_ratios=(1, 1, 1, 0.8))
    for row_of_panels, group in zip(panels, (GAUSSIAN, SPARSE), strict=True):
        for axes, law in zip(row_of_panels, group, strict=False):
            _draw_runs(axes, rows, law)
        row_of_panels[0].set_ylabel("$ab$")
    for axes in panels[1]:
        axes.set_xlabel("epoch")
    _draw_ratios(panels[0][3], rows)
    _draw_losses(panels[1][3], rows)
    titles = [f"{word} ${sign}={size}$" for word, sign in KINDS for size in ("1/2", "1", "2")]
    lettered(
        [*panels[0], *panels[1]],
        [*titles[:3], "prediction / truth", *titles[3:], "loss at the end"],
    )
    below(canvas, 4)


def _draw_runs(axes: "Axes", rows: Sequence[Row], law: str) -> None:
    """Draw the runs of a law, with the theory over them."""
    runs = numbers(rows, "simulation", law=law)["runs"]
    for start, run, colour in zip(STARTS, runs, COLOURS, strict=False):
        found = numbers(rows, "theory", law=law, start=list(start))
        label = f"training from $({start[0]},\\,{start[1]})$"
        axes.plot(run["ab"], color=colour, linewidth=2.6, alpha=0.45, label=label)
        steps, flow = found["steps"], found["flow"]
        axes.plot(steps, color=colour, linewidth=0.9, label="derived: steps")
        axes.plot(found["flow_at_epochs"], flow, ":", color=THEORY, label="derived: flow")
    for run in numbers(rows, "program", law=law)["runs"]:
        every = max(1, len(run["ab"]) // 12)
        epochs = range(0, len(run["ab"]), every)
        label = "the paper's own program"
        axes.plot(epochs, run["ab"][::every], "ok", markersize=2.2, label=label)
    limit, long = found["limit"], found["limit_for_long_sequences"]
    axes.axhline(limit, color=THEORY, linestyle="--", linewidth=0.7, label="derived limit")
    axes.axhline(long, color=FAINT, linestyle="-.", linewidth=0.7, label=r"$T\to\infty$")
    axes.set_ylim(-0.08 * limit, 2.2 * limit)


def _draw_ratios(axes: "Axes", rows: Sequence[Row]) -> None:
    for place, law in enumerate(GAUSSIAN):
        runs = numbers(rows, "simulation", law=law)["runs"]
        for k, run in enumerate(runs):
            if not run["arrived"]:
                continue
            axes.errorbar(
                place + (k - 1) / 5,
                run["ratio"],
                3 * run["ratio_error"],
                marker=MARKERS[k],
                color=COLOURS[k],
                markersize=3,
                linewidth=0.8,
            )
        found = numbers(rows, "predicted", law=law)
        axes.hlines(found["ratio"], place - 0.4, place + 0.4, THEORY, "--", linewidth=0.9)
        axes.hlines(found["ratio_long"], place - 0.4, place + 0.4, FAINT, "-.", linewidth=0.9)
    axes.set_xticks(range(3), ["$1/2$", "$1$", "$2$"])
    axes.set_xlabel(r"$\sigma$")


def _draw_losses(axes: "Axes", rows: Sequence[Row]) -> None:
    for place, law in enumerate(SPARSE):
        for k, run in enumerate(numbers(rows, "simulation", law=law)["runs"]):
            axes.plot(
                place + (k - 1) / 5, run["loss"], MARKERS[k], color=COLOURS[k], markersize=3.5
            )
    axes.axhline(0, color=THEORY, linestyle="--", linewidth=0.9)
    axes.set_yscale("symlog", linthresh=1e-8)
    axes.set_ylim(-3e-9, 1e-2)
    axes.set_yticks([0, 1e-8, 1e-6, 1e-4, 1e-2])
    axes.minorticks_off()
    axes.set_xticks(range(3), ["$1/2$", "$1$", "$2$"])
    axes.set(xlabel="$c$", ylabel="part of that of predicting 0")


FIGURE = Figure(
    "figure-1",
    "Does ab go where the theory says, from every start, and what does the trained model predict?",
    "Simulation: ab along training of all six blocks on random sequences (broad lines), and runs "
    "of the paper's own program (dots). Theory: gradient descent on the population in the same "
    "steps (thin line), gradient flow at time eta times epoch (dotted), the limit at this T "
    "(dashed) and for T to infinity (dash-dotted), which the paper draws. (d) the ratio of "
    "prediction to truth at the end, of the trained ab, three standard errors of the test "
    "sequences; (h) the loss of the trained weights on test sequences, which the theory says to "
    "be 0 for sparse tokens. Sparse tokens of c = 1/2 start from (2, 2) in a minimum already: "
    "that run stays there.",
    tasks,
    draw,
    (PAGE, 3.9),
)
