"""A figure: the question that it answers, tasks for its numbers, and how these are drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symbolic_mesa.figures.tasks import Numbers, Task

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True)
class Sizes:
    """How large the runs of figures are.

    Attributes:
        dim: d.
        length: T.
        samples: sequences that a run is trained on.
        laws: random laws of the atlas.
        prompts: prompts, or other draws, of what is sampled and not trained.
    """

    dim: int
    length: int
    samples: int
    laws: int
    prompts: int


PAPER = Sizes(dim=5, length=100, samples=10_000, laws=200, prompts=20_000)
QUICK = Sizes(dim=5, length=100, samples=300, laws=24, prompts=2_000)


@dataclass(frozen=True)
class Figure:
    """A figure.

    Attributes:
        name: its name on the command line, and that of its files.
        question: what a reader would ask.
        caption: what is seen: what of it is theory, what simulation, what an observation.
        tasks: its tasks at some sizes.
        draw: draws the numbers on an empty figure of matplotlib, in the order of the tasks: a row
            each, with what the task was `given` and its `numbers`. It computes nothing.
        inches: width and height.
    """

    name: str
    question: str
    caption: str
    tasks: Callable[[Sizes], Sequence[Task]]
    draw: Callable[["Canvas", Sequence[Mapping[str, Any]]], None]
    inches: tuple[float, float]

    def record(self, rows: Sequence[Numbers]) -> Numbers:
        """Return every number that is drawn, with what it is."""
        words = {"figure": self.name, "question": self.question, "caption": self.caption}
        return {**words, "rows": list(rows)}
