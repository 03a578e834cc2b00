"""How an epoch grows with m, T and d: simulated, and on the population, which has no m.

    python benchmarks/growth.py [ROUNDS]

measures, and writes docs/training-growth.csv and, drawn from it, docs/training-growth.svg; with
0 rounds it only draws.
"""

import csv
import sys
from pathlib import Path
from typing import Any, TypeAlias

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from ways import Epoch, medians, population, simulation

ROUNDS = 5
BASE = (2000, 100, 5)  # m, T, d where they do not grow
GROWN = (
    (125, 500, 2000, 8000, 32000),
    (10, 32, 100, 320, 1000, 3200),
    (2, 4, 8, 16, 32),
)
NAMES = ("m", "T", "d")
LABELS = ("sequences m", "length T", "dimension d")
DOCS = Path(__file__).parent.parent / "docs"
TABLE, PICTURE = DOCS / "training-growth.csv", DOCS / "training-growth.svg"
SIMULATED, POPULATION = "simulated, single precision", "population"
LOOKS = {SIMULATED: ("#c4421a", "o"), POPULATION: ("#1b6ca8", "s")}
SLOPES = ({SIMULATED: 1}, {SIMULATED: 1}, {SIMULATED: 2, POPULATION: 3})  # drawn for reference
POWERS = {1: "", 2: "²", 3: "³"}
STYLE: Any = {"svg.hashsalt": "symbolic-mesa", "font.size": 9, "svg.fonttype": "path"}

Place: TypeAlias = tuple[int, int, int]  # m, T, d
Times: TypeAlias = dict[tuple[str, Place], float]  # seconds, by way and place


def places(axis: int) -> list[Place]:
    """Return where one of m, T, d grows."""
    samples, length, dim = BASE
    return [
        [(value, length, dim), (samples, value, dim), (samples, length, value)][axis]
        for value in GROWN[axis]
    ]


def without_samples(place: Place) -> Place:
    """Return the place at which the population is measured, whatever m."""
    return BASE[0], *place[1:]


def measured(rounds: int) -> Times:
    """Return median seconds; the population once for each T and d."""
    epochs: dict[tuple[str, Place], Epoch] = {}
    for place in (*places(0), *places(1), *places(2)):
        samples, length, dim = place
        epochs[SIMULATED, place] = simulation(samples, dim, length)
        epochs[POPULATION, without_samples(place)] = population(dim, length)
    return medians(epochs, rounds)


def write(times: Times) -> None:
    """Write a row for each time."""
    with TABLE.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("way", *NAMES, "seconds"))
        for (way, place), taken in sorted(times.items()):
            rows.writerow((way, *place, f"{taken:.3g}"))


def read() -> Times:
    """Return what was written."""
    with TABLE.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {(way, (int(m), int(t), int(d))): float(taken) for way, m, t, d, taken in rows}


def draw(times: Times) -> None:
    """Draw a panel for each of m, T, d."""
    with rc_context(STYLE):
        figure = Figure(figsize=(9, 3.6), layout="constrained")
        panels = figure.subplots(1, 3, sharey=True)
        for axis, axes in enumerate(panels):
            panel(axes, axis, times)
        panels[0].set_ylabel("time of an epoch [s]")
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
        figure.savefig(PICTURE, format="svg", metadata={"Date": None})


def panel(axes: Axes, axis: int, times: Times) -> None:
    """Draw how both ways grow with one of m, T, d, and the slopes for reference."""
    sizes = GROWN[axis]
    for way, (color, marker) in LOOKS.items():
        at = places(axis) if way == SIMULATED else map(without_samples, places(axis))
        found = [times[way, place] for place in at]
        axes.loglog(sizes, found, marker=marker, color=color, markersize=4, label=way)
        if slope := SLOPES[axis].get(way):
            guide(axes, sizes[-3:], found[-1], NAMES[axis], slope)
    shown = sizes[:: 1 if len(sizes) < 6 else 2]
    axes.set_xticks(sizes, [str(size) if size in shown else "" for size in sizes])
    for side in (axes.xaxis, axes.yaxis):
        side.set_minor_locator(NullLocator())
    axes.grid(color="#e4e8ec", linewidth=0.6)
    fixed = [f"{NAMES[k]} = {BASE[k]}" for k in range(3) if k != axis]
    axes.set(xlabel=LABELS[axis], title=", ".join(fixed))


def guide(axes: Axes, sizes: tuple[int, ...], last: float, name: str, slope: int) -> None:
    """Draw a line of this slope above the last points, where fixed costs count no longer."""
    line = [2 * last * (size / sizes[-1]) ** slope for size in sizes]
    axes.plot(sizes, line, "--", color="#7b8794", linewidth=1)
    label = f"∝ {name}{POWERS[slope]}"
    axes.annotate(label, (sizes[1], line[1]), (-5, 3), textcoords="offset points", ha="right")


def main(rounds: int) -> None:
    """Measure, unless for no round; then draw what the table holds."""
    if rounds:
        write(measured(rounds))
    draw(read())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
