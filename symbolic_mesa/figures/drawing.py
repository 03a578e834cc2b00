"""The one style of all figures: sizes that fit a column, fonts as LaTeX has them, safe colours."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from symbolic_mesa.export.pictures import STYLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

COLUMN, PAGE = 3.3, 6.8  # inches: one column, both

PRINTED: Any = STYLE | {
    "font.family": "serif",
    "font.serif": ["cmr10"],
    "mathtext.fontset": "cm",
    "axes.formatter.use_mathtext": True,
    "axes.unicode_minus": False,  # the font has none
    "font.size": 8,
    "axes.titlesize": 8,
    "axes.labelsize": 8,
    "legend.fontsize": 6.5,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 1.1,
    "legend.frameon": False,
    "savefig.dpi": 200,
    "pdf.fonttype": 42,
}

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
"""Told apart by the colour-blind (Okabe and Ito); dashes and markers tell them apart in grey."""

DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P")
THEORY, FAINT = "black", "0.6"
SEQUENTIAL, DIVERGING = "viridis", "RdBu_r"

Row = Mapping[str, Any]


def selected(rows: Iterable[Row], work: str, **given: Any) -> list[Row]:
    """Return the rows of a function's tasks that were given these."""
    return [row for row in rows if row["work"] == work and given.items() <= row["given"].items()]


def numbers(rows: Iterable[Row], work: str, **given: Any) -> Any:
    """Return the numbers of the only such task."""
    (row,) = selected(rows, work, **given)
    return row["numbers"]


def lettered(axes: Iterable["Axes"], titles: Sequence[str]) -> None:
    """Title panels (a), (b), … ."""
    for letter, one, title in zip("abcdefghijklmnop", axes, titles, strict=False):
        one.set_title(f"({letter}) {title}", loc="left")


def below(canvas: "Canvas", columns: int) -> None:
    """Put one legend of all panels below them, each label once."""
    pairs = [zip(*axes.get_legend_handles_labels(), strict=True) for axes in canvas.axes]
    handles: dict[str, Any] = {}
    for handle, label in chain.from_iterable(pairs):
        handles.setdefault(label, handle)
    canvas.legend(handles.values(), handles, loc="outside lower center", ncols=columns)


def heatmap(axes: "Axes", matrix: Sequence[Sequence[float]], most: float) -> Any:
    """Draw a matrix, colours from −most to most; return what a colour bar is made of."""
    image = axes.imshow(matrix, cmap=DIVERGING, vmin=-most, vmax=most, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set_visible(True)
    return image
