"""Runs of training for figures, by the one trainer: on the population, and on samples."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import islice

from symbolic_mesa.figures.paper import law_of, step_at
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.running import Run, State, begun, states
from symbolic_mesa.training.settings import Objective, Samples, Start, Training, diagonal

WITHIN = 1e-3  # of its limit: where a run ends
FEWEST, MOST = 20, 2000  # epochs
Ended = Callable[[State], bool]


def trainings(
    law: str, dim: int, length: int, starts: Sequence[Start], samples: Samples | None = None
) -> list[Training]:
    """Return trainings of a law with the paper's step size, one for each start."""
    setting, step = Setting(law_of(law), dim, length), step_at(law, length)
    return [Training(setting, samples, start, False, step, MOST) for start in starts]


def from_diagonal(dim: int, a: str, b: str) -> Start:
    """Return aI and bI."""
    return diagonal(dim, Fraction(a), Fraction(b))


def until(training: Training, objective: Objective, ended: Ended) -> Run:
    """Return a run up to the first state, from the fewest epochs on, that has ended."""
    first, kept = begun(training, objective), []
    for epoch, state in enumerate(states(training, objective, first), 1):
        kept.append(state)
        if epoch >= FEWEST and ended(state):
            break
    return first.followed_by(kept)


def for_epochs(training: Training, objective: Objective, epochs: int) -> Run:
    """Return a run of so many epochs, or up to where it leaves the range of doubles."""
    first, kept = begun(training, objective), []
    try:
        for state in islice(states(training, objective, first), epochs):
            kept.append(state)
    except InvalidInput:  # it diverges; what there is of it is what the figure shows
        pass
    return first.followed_by(kept)


def near(limit: float) -> Ended:
    """Return whether ab is within 0.1 % of a limit."""
    return lambda state: abs(state.ab - limit) <= WITHIN * abs(limit)
