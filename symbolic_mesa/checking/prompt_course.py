"""What holds of a training on prompts as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PromptCourse:
    """What holds of the training as a whole.

    Attributes:
        count: how many prompts claims are held against.
        exact: whether they are all that are exact for the loss, up to rounding.
        limit: the largest |z| that is no alarm.
        start: the scales, and the weights that are numbers, at its start.
        end: those at its end.
        loss: the loss there, as prompts show it.
        time: for how long gradient flow was followed.
        at_rest: whether nothing moves at its end.
        on_ansatz: whether it ends on the ansatz.
    """

    count: int
    exact: bool
    limit: float
    start: Mapping[str, float]
    end: Mapping[str, float]
    loss: float
    time: float
    at_rest: bool
    on_ansatz: bool

    @property
    def agrees(self) -> bool | None:
        """Nothing is said of it as a whole."""
        return None
