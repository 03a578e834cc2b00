"""The paper's own program on sparse tokens, whose ab differs from the population's by 1/m only.

x_1 has one entry that is not 0, and entries of different coordinates never meet: a model of d
coordinates is d models of one, each on its own sequences. That more of them fall on one coordinate
than on another cancels in the mean over coordinates, at first order. What is left is of second
order, like 1/m: squares of the noise in those numbers, and in the other blocks and the imaginary
parts, which the program trains as well. So all of these are trained here, complex, on many samples
of the program's size. A sum of squares is skewed; its cube root is nearly normal (Wilson & Hilferty
1931), and the program's is held against the spread of ours, with Student's limit.

The loss of a sequence depends on its phase by powers λ^−3 .. λ^3, so that a sample enters by its
sums of powers of phases at each coordinate, and by nothing else.
"""

from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import pytest

from numeric_check.model.quartic import Dense
from numeric_check.sampling.gathering import gathered
from numeric_check.sampling.jackknife import normal_from_student
from symbolic_mesa.training.running import trained
from tests.training.reference import DIGITS, LIMIT, RUNS, SEED, name, training_of

SPARSE = [run for run in RUNS if run["law"] == "sparse"]
POWERS = 8  # −3 .. 4, taken modulo 8
SAMPLES = 200
NEAR = 0.01  # of the optimum 1/c²: once ab is so near, what is left is no sum of squares any more


def forms(scale: float, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Return M_p and r_p: a sequence of one coordinate has M = Σ M_p λ^p and r = Σ r_p λ^p.

    Its loss is const − Re r·W̄ + ½ W̄·MW with W = PV ⊗ KQ; λ goes through the roots of unity.
    """
    phases = np.exp(2j * np.pi * np.arange(POWERS) / POWERS)
    m, r = np.zeros((POWERS, 8, 8), complex), np.zeros((POWERS, 8), complex)
    now, before = np.full(POWERS, scale, complex), np.zeros(POWERS, complex)
    gram = np.zeros((POWERS, 2, 2), complex)
    for t in range(1, length):
        e = np.stack((now, before), axis=1)
        gram += e[:, :, None] * e[:, None, :].conj()
        now, before = phases * now, now
        if t > 1:
            z = (gram[..., None] * e[:, None, None, :] / (t - 1)).reshape(POWERS, 8)
            m += z.conj()[:, :, None] * z[:, None, :]
            r += z.conj() * now[:, None]
    return np.fft.fft(m, axis=0) / POWERS, np.fft.fft(r, axis=0) / POWERS


def sums_of_powers(count: int, dim: int) -> np.ndarray:
    """Return Σ λ^p/m over the sequences at each coordinate, of shape (SAMPLES, d, POWERS)."""
    chance = np.random.default_rng([SEED, count])
    places = chance.integers(dim, size=(SAMPLES, count)) + dim * np.arange(SAMPLES)[:, None]
    angles = 2 * np.pi * chance.random(SAMPLES * count)
    found = np.empty((SAMPLES * dim, POWERS), complex)
    for power in range(POWERS // 2 + 1):
        parts = (
            np.bincount(places.ravel(), wave(power * angles), SAMPLES * dim)
            for wave in (np.cos, np.sin)
        )
        real, imaginary = (part / count for part in parts)
        found[:, power] = real + 1j * imaginary
        found[:, -power] = real - 1j * imaginary
    found[:, POWERS // 2] = real + 1j * imaginary
    return found.reshape(SAMPLES, dim, POWERS)


@cache
def sampled(index: int) -> np.ndarray:
    """Return ab after each step on each of our samples, of shape (epochs + 1, SAMPLES)."""
    run = SPARSE[index]
    powers = sums_of_powers(run["samples"], run["dim"])
    m, r = (
        np.tensordot(powers, part, axes=1) for part in forms(float(run["scale"]), run["length"])
    )
    kq, pv = (np.zeros((*powers.shape[:2], size), complex) for size in (4, 2))
    kq[..., 2], pv[..., 0] = run["a0"], run["b0"]
    found = []
    for _ in range(run["epochs"] + 1):
        found.append(np.mean((kq[..., 2] * pv[..., 0]).real, axis=1))
        outer = (pv[..., :, None] * kq[..., None, :]).reshape(*powers.shape[:2], 8)
        slopes = (np.einsum("sdij,sdj->sdi", m, outer) - r).reshape(*powers.shape[:2], 2, 4)
        slope_pv = np.einsum("sdjm,sdm->sdj", slopes, kq.conj())
        slope_kq = np.einsum("sdjm,sdj->sdm", slopes, pv.conj())
        kq, pv = kq - run["step_size"] * slope_kq, pv - run["step_size"] * slope_pv
    return np.array(found)


def epochs_of(run: dict[str, Any]) -> list[int]:
    """Return the steps after which ab is not yet near the optimum on the population."""
    optimum, exact = 1 / run["scale"] ** 2, trained(training_of(run)).ab
    return [k for k in range(1, len(exact)) if abs(exact[k] / optimum - 1) > NEAR]


def scores(index: int, factor: str = "1") -> list[float]:
    """Return the scores of the program's ab: the cube root of its gap among those of samples."""
    run, found = SPARSE[index], []
    exact = np.array(trained(training_of(run, factor)).ab)
    ours = np.array(trained(training_of(run)).ab)
    for k in epochs_of(run):
        roots = np.cbrt(sampled(index)[k] - ours[k])
        mean, deviation = float(np.mean(roots)), float(np.std(roots, ddof=1))
        ends = (run["ab"][k] - exact[k] + sign * DIGITS * run["ab"][k] for sign in (-1, 1))
        low, high = np.cbrt(list(ends))
        gap = min(max(mean, low), high) - mean
        student = gap / (deviation * sqrt(1 + 1 / SAMPLES))
        found.append(normal_from_student(float(student), SAMPLES - 1))
    return found


ALL = pytest.mark.parametrize("index", range(len(SPARSE)), ids=map(name, SPARSE))


@ALL
def test_the_program_s_ab_is_the_population_s_but_for_the_squares_of_noise(index: int) -> None:
    assert len(epochs_of(SPARSE[index])) > 10
    assert max(map(abs, scores(index))) < LIMIT


@ALL
def test_tokens_a_hundredth_larger_or_smaller_are_seen_to_be_others(index: int) -> None:
    for factor in ("101/100", "99/100"):
        assert max(map(abs, scores(index, factor))) > LIMIT


@ALL
def test_the_gap_to_the_population_falls_like_one_over_m(index: int) -> None:
    """It has one sign and a size of 1/m: on all samples, m gap/ab is of order one."""
    run, exact = SPARSE[index], np.array(trained(training_of(SPARSE[index])).ab)
    gaps = (sampled(index)[epochs_of(run)[1:]].T / exact[epochs_of(run)[1:]] - 1) * run["samples"]
    assert len(np.unique(np.sign(gaps))) == 1
    assert 0.1 < np.max(np.mean(np.abs(gaps), axis=0)) < 10


def test_the_models_of_one_coordinate_are_the_model_on_its_sequences() -> None:
    """A form of sums of powers against gathering, at d = 1."""
    phases = np.exp(2j * np.pi * np.random.default_rng(SEED).random(50))
    powers = np.mean(phases[:, None] ** [0, 1, 2, 3, 4, -3, -2, -1], axis=0)
    m, r = (np.tensordot(powers, part, axes=1).real for part in forms(2.0, 100))
    expected = gathered([(np.full((50, 1), 2.0), phases[:, None])], 1, 100).form
    assert isinstance(expected, Dense)
    assert m == pytest.approx(expected.matrix, rel=1e-12, abs=1e-12 * np.max(m))
    assert r == pytest.approx(expected.linear[0], rel=1e-12, abs=1e-12 * np.max(np.abs(r)))


@ALL
def test_the_program_ends_at_the_optimum(index: int) -> None:
    """Every coordinate nears 1/c² exponentially: logarithms of what is left are compared."""
    run = SPARSE[index]
    end, *ours = np.abs(np.array([run["ab"][-1], *sampled(index)[-1]]) * run["scale"] ** 2 - 1)
    logs = np.log(ours)
    student = (np.log(end) - np.mean(logs)) / (np.std(logs, ddof=1) * sqrt(1 + 1 / SAMPLES))
    assert abs(normal_from_student(float(student), SAMPLES - 1)) < LIMIT
    assert end < NEAR
