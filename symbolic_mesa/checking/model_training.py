"""What holds of the training of a stated model as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ModelTraining:
    """What holds of the training as a whole.

    Attributes:
        count: how many sequences there are.
        exact: whether they are all of the law's, up to rounding.
        limit: the largest |z| that is no alarm.
        start: the scales at its start.
        end: those at its end.
        loss: the loss there.
        time: for how long gradient flow was followed.
        at_rest: whether nothing moves at its end.
        stays: whether the flow stays on the ansatz; None where that is not derived.
        elsewhere: where every entry leaves the ansatz because rounding grows, the loss at the end.
    """

    count: int
    exact: bool
    limit: float
    start: Mapping[str, float]
    end: Mapping[str, float]
    loss: float
    time: float
    at_rest: bool
    stays: bool | None
    elsewhere: float | None

    @property
    def agrees(self) -> bool | None:
        """Nothing is said of it as a whole."""
        return None
