"""Ways of computing an epoch, loss and gradients of all six blocks, and how long they take."""

import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import TypeAlias, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from numeric_check.model.attention import Blocks
from numeric_check.model.quartic import Quartic, from_plan
from numeric_check.sampling.gathering import gathered
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.simulation import simulated
from symbolic_mesa import laws
from symbolic_mesa.setting import Setting

Epoch: TypeAlias = Callable[[], object]
Key = TypeVar("Key")

LAW, SEED = laws.gaussian(1), 1
LEAST = 0.05  # seconds: a shorter epoch is repeated


def weights(dim: int) -> Blocks:
    """Return random weights in all six blocks."""
    chance = np.random.default_rng(SEED)
    return Blocks(chance.normal(size=(2 * dim, 2 * dim)), chance.normal(size=(dim, 2 * dim)))


def recursion(samples: int, dim: int, length: int) -> Epoch:
    """Return an epoch by a first recursion over t: single precision, one core, all at once."""
    sides = zip(*sequences(LAW, dim, samples, SEED), strict=True)
    tokens, phases = (np.concatenate(side).astype(np.complex64) for side in sides)
    kq, pv = (one.astype(np.complex64) for one in (weights(dim).kq, weights(dim).pv))

    def epoch() -> object:
        now, before = tokens, np.zeros_like(tokens)
        gram = np.zeros((samples, 2 * dim, 2 * dim), dtype=np.complex64)
        loss, d_kq, d_pv = 0.0, np.zeros_like(kq), np.zeros_like(pv)
        for t in range(1, length):
            e = np.concatenate((now, before), axis=1)
            gram += e[:, :, None] * e[:, None, :].conj()
            now, before = phases * now, now
            if t > 1:
                v = (gram @ (e @ kq.T)[:, :, None])[:, :, 0] / (t - 1)
                residual = v @ pv.T - now
                u = (gram @ (residual @ pv)[:, :, None])[:, :, 0] / (t - 1)
                loss += float(np.sum(np.abs(residual) ** 2)) / 2
                d_kq += u.conj().T @ e
                d_pv += residual.conj().T @ v
        return loss / samples, d_kq / samples, d_pv / samples

    return on_one_core(epoch)


def on_one_core(epoch: Epoch) -> Epoch:
    """Return the epoch without threads in matrix products."""

    def limited() -> object:
        with threadpool_limits(1, "blas"):
            return epoch()

    return limited


def simulation(samples: int, dim: int, length: int, single: bool = True) -> Epoch:
    """Return an epoch on sequences that are drawn anew each time, as training does."""
    blocks, epochs = weights(dim), count()

    def epoch() -> object:
        drawn = sequences(LAW, dim, samples, (SEED, next(epochs)))
        return simulated(blocks, drawn, length, single)

    return epoch


def gathering(samples: int, dim: int, length: int) -> Quartic:
    """Return the quartic form of sequences."""
    return gathered(sequences(LAW, dim, samples, SEED), dim, length)


def population(dim: int, length: int) -> Epoch:
    """Return an epoch on the population."""
    from symbolic_mesa.training.population_form import (
        plan,  # loads SymPy, which the memory of others does not count
    )

    found, blocks = plan(Setting(LAW, dim, length)), weights(dim)
    form = from_plan(found.dim, found.constant, found.linear, found.quadratic)
    return partial(form.at, blocks)


def seconds(epoch: Epoch) -> float:
    """Return how long an epoch takes, in the mean over a moment."""
    start, done, taken = time.perf_counter(), 0, 0.0
    while taken < LEAST:
        epoch()
        done, taken = done + 1, time.perf_counter() - start
    return taken / done


def medians(epochs: Mapping[Key, Epoch], rounds: int) -> dict[Key, float]:
    """Return median seconds; each once a round, so that a slow moment meets them all."""
    for epoch in epochs.values():
        epoch()  # not counted: memory is fresh
    times = [{key: seconds(epoch) for key, epoch in epochs.items()} for _ in range(rounds)]
    return {key: statistics.median(one[key] for one in times) for key in epochs}
