"""Samples in groups: what is trained on all of them and on all without one, for the jackknife."""

from collections.abc import Iterator, Sequence

import numpy as np

from numeric_check.model.attention import Blocks
from numeric_check.model.quartic import Dense, Quartic
from numeric_check.sampling.gathering import gathered
from numeric_check.sampling.sampling import sequences
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.training.running import Run, begun, states
from symbolic_mesa.training.settings import Training

Group = tuple[np.ndarray, np.ndarray]


def groups(law: TokenLaw, dim: int, count: int, seed: int, number: int) -> list[Group]:
    """Return x_1 and λ of so many random sequences, in groups of one size."""
    sides = zip(*sequences(law, dim, count, seed), strict=True)
    tokens, phases = (np.split(np.concatenate(side), number) for side in sides)
    return list(zip(tokens, phases, strict=True))


def pooled(parts: np.ndarray) -> np.ndarray:
    """Return the mean of all groups, and then the means without each."""
    total = np.sum(parts, axis=0, keepdims=True)
    return np.concatenate((total / len(parts), (total - parts) / (len(parts) - 1)))


def pooled_forms(drawn: Sequence[Group], dim: int, length: int) -> Iterator[Quartic]:
    """Yield the form of all groups, and then those without each, for six free blocks."""
    forms = [gathered([group], dim, length) for group in drawn]
    dense = [form.form for form in forms if isinstance(form.form, Dense)]
    constant = pooled(np.array([form.constant for form in forms]))
    linear, matrix = sum(one.linear for one in dense), sum(one.matrix for one in dense)
    count = len(forms)
    yield Quartic(constant[0], Dense(linear / count, matrix / count))
    for less, one in zip(constant[1:], dense, strict=True):
        rest = Dense((linear - one.linear) / (count - 1), (matrix - one.matrix) / (count - 1))
        yield Quartic(less, rest)


def trained_on(form: Quartic, training: Training) -> Run:
    """Return the run of a training, with another loss."""

    def objective(blocks: Blocks, epoch: int) -> tuple[float, Blocks]:
        return form.at(blocks)

    first = begun(training, objective)
    return first.followed_by(states(training, objective, first))
