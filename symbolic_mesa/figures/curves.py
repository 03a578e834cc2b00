"""Derived curves with sampled points over them: how most theorems are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symbolic_mesa.figures.drawing import COLOURS, DASHES, MARKERS, Row

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True)
class Curves:
    """How a figure of curves is drawn: numbers have x, theory, and what is sampled where.

    Attributes:
        labels: one for each task.
        axes: labels, scales and limits, as matplotlib has them.
    """

    labels: Sequence[str]
    axes: Mapping[str, Any]

    def __call__(self, canvas: "Canvas", rows: Sequence[Row]) -> None:
        """Draw the curves, and three standard errors about each sampled point."""
        axes = canvas.subplots()
        styles = zip(COLOURS, DASHES, MARKERS, strict=True)
        for row, label, (colour, dash, marker) in zip(rows, self.labels, styles, strict=False):
            found = row["numbers"]
            axes.plot(found["x"], found["theory"], linestyle=dash, color=colour, label=label)
            values = [one["value"] for one in found["sampled"]]
            errors = [3 * one["error"] for one in found["sampled"]]
            style: dict[str, Any] = {
                "fmt": marker,
                "color": colour,
                "markersize": 3,
                "linewidth": 0.8,
            }
            axes.errorbar(found["sampled_at"], values, errors, **style)
            if "best" in found:
                axes.plot(*found["best"], "*", color=colour, markersize=8)
        axes.set(**self.axes)
        axes.legend()
