"""Runs of gradient descent: states after each step, from a start or from a run that was cut."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric_check.model.attention import BLOCKS, Blocks, placed
from numeric_check.model.quartic import descended, mean_product
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.settings import Objective, Training


@dataclass(frozen=True)
class State:
    """The weights after some steps, with their ab (mean product of diagonal entries) and loss."""

    blocks: Blocks
    ab: float
    loss: float


@dataclass(frozen=True)
class Run:
    """A run so far: its last weights, ab and loss before the first step and after each."""

    blocks: Blocks
    ab: tuple[float, ...]
    loss: tuple[float, ...]

    @property
    def epoch(self) -> int:
        """How many steps were made."""
        return len(self.ab) - 1

    @property
    def named_blocks(self) -> Mapping[str, Any]:
        """The six blocks as d x d arrays, by name."""
        found = {}
        for name in BLOCKS:
            matrix, rows, columns = placed(name, self.blocks.dim)
            whole = self.blocks.kq if matrix == "kq" else self.blocks.pv
            found[name] = whole[rows, columns]
        return found

    def followed_by(self, states: Iterable[State]) -> "Run":
        """Return the run with more steps."""
        more = list(states)
        if not more:
            return self
        ab, loss = (one.ab for one in more), (one.loss for one in more)
        return Run(more[-1].blocks, (*self.ab, *ab), (*self.loss, *loss))


def begun(training: Training, objective: Objective) -> Run:
    """Return the run before its first step.

    Raises:
        InvalidInput: when the loss leaves the range of doubles.
    """
    blocks = training.start.blocks
    with np.errstate(over="ignore", invalid="ignore"):
        value, _ = objective(blocks, 0)
        product = mean_product(blocks)
    if not np.isfinite(value):
        raise InvalidInput("initial weights: their loss leaves the range of doubles; give smaller")
    return Run(blocks, (product,), (value,))


def states(training: Training, objective: Objective, first: Run) -> Iterator[State]:
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
            blocks = descended(blocks, slopes, step, training.mask)
            value, slopes = objective(blocks, epoch)
        if not np.isfinite(value):
            raise InvalidInput(
                f"--step-size {training.step_size}: training diverges at epoch {epoch}; give a "
                "smaller one (mesa-derive --step-sizes)"
            )
        yield State(blocks, mean_product(blocks), value)


def trained(training: Training) -> Run:
    """Return the whole run."""
    objective = training.objective()
    first = begun(training, objective)
    return first.followed_by(states(training, objective, first))
