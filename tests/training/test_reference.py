"""The paper's own program beside the population and beside samples of ours, of its size.

The program trained six complex blocks on one random sample; its file has ab after every step, to
seven digits. Held against it are

- the population: the engine's plan, descended from the same start with the same step;
- a sample of ours, drawn and summed by `numeric_check` without the engine, as large as the
  program's and trained in the same way. It is in groups: trained on all of them and on all without
  one, it gives standard error and bias of ab after every step at that size, heavy tails
  included, by the jackknife.

For Gaussian tokens training stays on diagonals but for noise, which changes ab at second order:
KQ32 and PV12 are trained there, each entry by its own gradient. With tokens that are all ones it
leaves them, and all six blocks are trained. Sparse tokens have a file of their own.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS, placed
from numeric_check.sampling.jackknife import Jackknifed, jackknife
from symbolic_mesa.training.running import Run, trained
from tests.training.groups import Group, groups, pooled, pooled_forms, trained_on
from tests.training.reference import (
    LIMIT,
    RUNS,
    SEED,
    from_population,
    from_sample,
    law_of,
    name,
    training_of,
)

pytestmark = pytest.mark.xdist_group("reference")  # runs are made once

GAUSSIAN = [run for run in RUNS if run["law"] == "gaussian"]
FULL_ONE = next(run for run in RUNS if run["law"] == "full-one")
GROUPS = {"gaussian": 100, "full-one": 20}


def diagonal_form(group: Group, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Return r and M of a sample: on diagonals L is const − Σ b_i r_ik a_k + ½ Σ b_i² a M_i a."""
    tokens, phases = group
    count, dim = tokens.shape
    r, m = np.zeros((dim, dim)), np.zeros((dim, dim, dim))
    now, before = tokens.astype(complex), np.zeros_like(tokens, dtype=complex)
    gram = np.zeros((count, dim, dim), dtype=complex)  # sum of x_s x_{s-1}^*
    for t in range(1, length):
        gram += now[:, :, None] * before[:, None, :].conj()
        at_t, now, before = now, phases * now, now
        if t > 1:
            w = gram * at_t[:, None, :] / (t - 1)
            r += np.real(np.einsum("ni,nik->ik", now.conj(), w))
            rows = np.concatenate((w.real, w.imag)).transpose(1, 0, 2)
            m += rows.transpose(0, 2, 1) @ rows
    return r / count, m / count


def descent(r: np.ndarray, m: np.ndarray, run: dict[str, Any]) -> np.ndarray:
    """Return ab after each step for forms in a batch, of shape (epochs + 1, batch)."""
    a, b = (np.full(r.shape[:2], run[key]) for key in ("a0", "b0"))
    found = [np.mean(a * b, axis=1)]
    for _ in range(run["epochs"]):
        pull = np.einsum("gikl,gl->gik", m, a) * b[..., None] - r
        slope_a = np.einsum("gi,gik->gk", b, pull)
        slope_b = np.einsum("gik,gk->gi", pull, a)
        a, b = a - run["step_size"] * slope_a, b - run["step_size"] * slope_b
        found.append(np.mean(a * b, axis=1))
    return np.array(found)


@cache
def sample_of(index: int) -> tuple[np.ndarray, list[Jackknifed]]:
    """Return ab of our sample after each step of a Gaussian run, and its jackknife."""
    run = GAUSSIAN[index]
    drawn = groups(law_of(run), run["dim"], run["samples"], SEED, GROUPS["gaussian"])
    forms = zip(*(diagonal_form(group, run["length"]) for group in drawn), strict=True)
    found = descent(*(pooled(np.array(parts)) for parts in forms), run)
    return found[:, 0], [jackknife(float(row[0]), row[1:]) for row in found]


def scores(index: int, factor: str = "1") -> list[float]:
    """Return the scores of the program's ab after each step against the population."""
    run, exact = GAUSSIAN[index], trained(training_of(GAUSSIAN[index], factor)).ab
    rows = zip(run["ab"], exact, *sample_of(index), strict=True)
    return [from_population(*row) for row in list(rows)[1:]]


ALL_GAUSSIAN = pytest.mark.parametrize("index", range(len(GAUSSIAN)), ids=map(name, GAUSSIAN))


@ALL_GAUSSIAN
def test_the_program_s_ab_after_each_step_is_the_population_s(index: int) -> None:
    run = GAUSSIAN[index]
    assert run["ab"][0] == pytest.approx(run["a0"] * run["b0"], rel=1e-12)
    assert max(map(abs, scores(index))) < LIMIT


@ALL_GAUSSIAN
def test_the_program_s_ab_after_each_step_is_that_of_a_sample_of_ours(index: int) -> None:
    rows = list(zip(GAUSSIAN[index]["ab"], *sample_of(index), strict=True))[1:]
    assert max(abs(from_sample(*row)) for row in rows) < LIMIT


@ALL_GAUSSIAN
def test_a_relative_discrepancy_of_a_tenth_is_visible_at_ten_thousand_samples(index: int) -> None:
    """At the last step; with fewer samples, less is seen, by the root of their number."""
    run, (_, parts) = GAUSSIAN[index], sample_of(index)
    visible = LIMIT * parts[-1].error / run["ab"][-1]
    assert visible < 0.1 * (10_000 / run["samples"]) ** 0.5


def test_tokens_that_are_a_tenth_larger_are_seen_to_be_others() -> None:
    """The negative control, at m = 10 000; smaller ones too."""
    assert GAUSSIAN[0]["samples"] == 10_000
    for factor in ("11/10", "9/10"):
        assert max(map(abs, scores(0, factor))) > LIMIT


def test_the_diagonal_form_is_that_of_the_full_model() -> None:
    """One step from the same sample: the slopes of KQ32 and PV12 are those of six blocks."""
    run = {**GAUSSIAN[0], "epochs": 1}
    (group,) = groups(law_of(run), run["dim"], 30, SEED, 1)
    form = next(pooled_forms([group, group], run["dim"], run["length"]))
    parts = (part[None] for part in diagonal_form(group, run["length"]))
    expected = trained_on(form, training_of(run)).ab
    assert descent(*parts, run)[:, 0] == pytest.approx(expected, rel=1e-12)


@cache
def full_one_runs() -> list[Run]:
    """Return our sample's runs of six blocks: on all groups, and on all without one."""
    run, count = FULL_ONE, GROUPS["full-one"]
    drawn = groups(law_of(run), run["dim"], run["samples"], SEED, count)
    forms = pooled_forms(drawn, run["dim"], run["length"])
    return [trained_on(form, training_of(run)) for form in forms]


def full_one_parts(values: list[float]) -> tuple[float, Jackknifed]:
    return values[0], jackknife(values[0], np.array(values[1:]))


EVERY = 10  # epochs between two that are compared


@pytest.mark.exhaustive
def test_the_full_one_run_is_that_of_the_full_model_on_the_population_and_on_samples() -> None:
    """x_1 is not random there, only phases are."""
    exact, wrong = (trained(training_of(FULL_ONE, factor)).ab for factor in ("1", "51/50"))
    control = []
    for k in range(EVERY, FULL_ONE["epochs"] + 1, EVERY):
        found = FULL_ONE["ab"][k]
        whole, part = full_one_parts([run.ab[k] for run in full_one_runs()])
        assert abs(from_population(found, exact[k], whole, part)) < LIMIT
        assert abs(from_sample(found, whole, part)) < LIMIT
        assert LIMIT * part.error / found < 0.1
        control.append(abs(from_population(found, wrong[k], whole, part)))
    assert max(control) > LIMIT  # c is 2 % larger


def block_means(blocks: dict[str, np.ndarray]) -> dict[str, float]:
    """Return the means over the diagonal of each block and over all off it."""
    found = {}
    for key, block in blocks.items():
        off = ~np.eye(len(block), dtype=bool)
        found[f"{key} diagonal"] = float(np.mean(np.diag(block)))
        found[f"{key} off"] = float(np.mean(block[off]))
    return found


@pytest.mark.exhaustive
def test_the_full_one_run_ends_with_the_population_s_blocks() -> None:
    """Diagonal and off-diagonal means of all six; off the diagonal they are not 0."""
    whole = {"kq": np.array(FULL_ONE["KQ_real"]), "pv": np.array(FULL_ONE["PV_real"])}
    places = {key: placed(key, FULL_ONE["dim"]) for key in BLOCKS}
    blocks = {key: whole[matrix][row, column] for key, (matrix, row, column) in places.items()}
    exact = block_means(dict(trained(training_of(FULL_ONE)).named_blocks))
    ours = [block_means(dict(run.named_blocks)) for run in full_one_runs()]
    from_zero = {}
    for key, found in block_means(blocks).items():
        mean, part = full_one_parts([one[key] for one in ours])
        assert abs(from_population(found, exact[key], mean, part)) < LIMIT
        assert abs(from_sample(found, mean, part)) < LIMIT
        from_zero[key] = abs(from_population(found, 0.0, mean, part))
    assert min(from_zero["KQ32 off"], from_zero["PV12 off"]) > LIMIT  # the negative control
