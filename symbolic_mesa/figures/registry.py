"""The figures by name, in the order in which they are made."""

from collections.abc import Iterable, Mapping

from symbolic_mesa.figures.atlas_figures import FIGURES as ATLAS
from symbolic_mesa.figures.backward import FIGURES as BACKWARD
from symbolic_mesa.figures.figure import Figure
from symbolic_mesa.figures.figure_1 import FIGURE as FIGURE_1
from symbolic_mesa.figures.figure_5 import FIGURE as FIGURE_5
from symbolic_mesa.figures.figure_7 import FIGURE as FIGURE_7
from symbolic_mesa.figures.layer_figures import FIGURES as LAYERS
from symbolic_mesa.figures.leaving_the_diagonal import FIGURE as LEAVING_THE_DIAGONAL
from symbolic_mesa.figures.loss_against_bound import FIGURE as LOSS_AGAINST_BOUND
from symbolic_mesa.figures.merged_heads import FIGURE as MERGED_HEADS
from symbolic_mesa.figures.prompts import FIGURES as PROMPTS
from symbolic_mesa.figures.ratio_against_length import FIGURE as RATIO_AGAINST_LENGTH
from symbolic_mesa.figures.steps_beside_limit import FIGURE as STEPS_BESIDE_LIMIT
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

FIGURES: Mapping[str, Figure] = {
    figure.name: figure
    for figure in (
        FIGURE_1,
        FIGURE_5,
        FIGURE_7,
        LEAVING_THE_DIAGONAL,
        STEPS_BESIDE_LIMIT,
        LOSS_AGAINST_BOUND,
        RATIO_AGAINST_LENGTH,
        *ATLAS,
        *PROMPTS,
        MERGED_HEADS,
        *LAYERS,
        *BACKWARD,
    )
}


def named(names: Iterable[str]) -> tuple[Figure, ...]:
    """Return figures by their names, each once; all where none is named.

    Raises:
        InvalidInput: when there is no such figure.
    """
    for name in names:
        if name not in FIGURES:
            meant = nearest(name, FIGURES) or "; --list has them"
            raise InvalidInput(f"{quoted(name)}: no figure of that name{meant}")
    return tuple(FIGURES[name] for name in dict.fromkeys(names)) or tuple(FIGURES.values())
