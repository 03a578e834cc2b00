"""What holds of a training as a whole, whatever is trained."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Course:
    """A gradient flow from its start to its end.

    Attributes:
        count: how many sequences, or prompts, claims are held against.
        exact: whether they are all that are exact, up to rounding.
        limit: the largest |z| that is no alarm.
        start: the scales, and the weights that are numbers, at its start.
        end: those at its end.
        loss: the loss there, as these sequences or prompts show it.
        time: for how long gradient flow was followed.
        at_rest: whether nothing moves at its end.
    """

    count: int
    exact: bool
    limit: float
    start: Mapping[str, float]
    end: Mapping[str, float]
    loss: float
    time: float
    at_rest: bool

    @property
    def agrees(self) -> bool | None:
        """Nothing is said of it as a whole."""
        return None


@dataclass(frozen=True)
class ModelTraining(Course):
    """The training of a stated model, on sequences.

    Attributes:
        stays: whether the flow stays on the ansatz; None where that is not derived.
        elsewhere: where every entry leaves the ansatz because rounding grows, the loss at the end.
    """

    stays: bool | None
    elsewhere: float | None


@dataclass(frozen=True)
class PromptCourse(Course):
    """A training on prompts.

    Attributes:
        on_ansatz: whether it ends on the ansatz.
    """

    on_ansatz: bool
