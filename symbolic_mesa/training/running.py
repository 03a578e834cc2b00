"""Runs of gradient descent: states after each step, from a start or from a run that was cut."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias

import numpy as np

from numeric_check.model.attention import Blocks
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.general import LossOf, TrainingOf, W


@dataclass(frozen=True)
class StateOf(Generic[W]):
    """The weights after some steps, with the numbers that are kept of them, and their loss."""

    blocks: W
    kept: Mapping[str, float]
    loss: float

    @property
    def ab(self) -> float:
        """The mean product of diagonal entries, where that is kept."""
        return self.kept["ab"]


@dataclass(frozen=True)
class RunOf(Generic[W]):
    """A run so far: its last weights, and what is kept of the start and of each step."""

    blocks: W
    kept: Mapping[str, tuple[float, ...]]
    loss: tuple[float, ...]

    @property
    def ab(self) -> tuple[float, ...]:
        """The mean product of diagonal entries, where that is kept."""
        return self.kept["ab"]

    @property
    def epoch(self) -> int:
        """How many steps were made."""
        return len(self.loss) - 1

    @property
    def named_blocks(self) -> Mapping[str, Any]:
        """The blocks as d x d arrays, by name."""
        return self.blocks.named

    def followed_by(self, states: Iterable[StateOf[W]]) -> "RunOf[W]":
        """Return the run with more steps."""
        more = list(states)
        if not more:
            return self
        kept = {
            name: (*values, *(one.kept[name] for one in more)) for name, values in self.kept.items()
        }
        return RunOf(more[-1].blocks, kept, (*self.loss, *(one.loss for one in more)))


State: TypeAlias = StateOf[Blocks]
Run: TypeAlias = RunOf[Blocks]


def begun(training: TrainingOf[W], objective: LossOf[W]) -> RunOf[W]:
    """Return the run before its first step.

    Raises:
        InvalidInput: when the loss leaves the range of doubles.
    """
    blocks = training.start.blocks
    with np.errstate(over="ignore", invalid="ignore"):
        value, _ = objective(blocks, 0)
        kept = {name: (number,) for name, number in training.kept(blocks).items()}
    if not np.isfinite(value):
        raise InvalidInput("initial weights: their loss leaves the range of doubles; give smaller")
    return RunOf(blocks, kept, (value,))


def states(training: TrainingOf[W], objective: LossOf[W], first: RunOf[W]) -> Iterator[StateOf[W]]:
    """Yield the states after each step from a run on, to the last epoch.

    Raises:
        InvalidInput: when the weights leave the range of doubles.
    """
    blocks, step = first.blocks, float(training.step_size)
    if first.epoch < training.epochs:
        with np.errstate(over="ignore", invalid="ignore"):
            _, slopes = objective(blocks, first.epoch)
    for epoch in range(first.epoch + 1, training.epochs + 1):
        with np.errstate(over="ignore", invalid="ignore"):  # what diverges says so by its loss
            blocks = blocks.descended(slopes, step, training.mask)
            value, slopes = objective(blocks, epoch)
        if not np.isfinite(value):
            raise InvalidInput(
                f"--step-size {training.step_size}: training diverges at epoch {epoch}; give a "
                f"smaller one{training.advice}"
            )
        yield StateOf(blocks, training.kept(blocks), value)


def trained(training: TrainingOf[W]) -> RunOf[W]:
    """Return the whole run."""
    objective = training.objective()
    first = begun(training, objective)
    return first.followed_by(states(training, objective, first))
