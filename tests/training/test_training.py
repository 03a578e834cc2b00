"""Training: the paper's own numbers, the theory, resuming bit by bit, and what is refused."""

import json
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import t

from numeric_check.attention import Blocks, batch_terms
from numeric_check.gathering import gathered
from numeric_check.sampling import FAMILIES, drawn_by, sequences
from symbolic_mesa import derive, laws
from symbolic_mesa.assumptions import Setting, TokenLaw
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.training import Training, begun, load, resumed, save, states, trained

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "data" / "paper_program_runs.json").read_text(encoding="utf-8")
)["runs"]
SEED = 20261124
SAMPLES = 8  # of the size of the paper's own, for their spread


def training(law: TokenLaw, dim: int, length: int, **given: Any) -> Training:
    start = Fraction(1, 10), Fraction(1, 10)
    setting = Setting(law, dim, length, given.pop("init", start))
    options: dict[str, Any] = {
        "samples": None,
        "seed": 1,
        "deviation": None,
        "mask": False,
        "step_size": Fraction(1, 1000),
        "epochs": 100,
    }
    return Training(setting, **{**options, **given})


@pytest.mark.parametrize(
    ("law", "dim", "length", "deviation", "epochs", "step"),
    [
        (laws.gaussian(1), 5, 100, None, 400, Fraction(1, 1000)),
        (laws.rademacher(1), 5, 100, None, 3000, Fraction(1, 200)),
        (laws.gaussian(1), 2, 8, 0.1, 8000, Fraction(1, 100)),
        (laws.laplace("1/2"), 2, 8, 0.1, 9000, Fraction(1, 50)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_population_ends_at_the_derived_fixed_point(
    law: TokenLaw, dim: int, length: int, deviation: float | None, epochs: int, step: Fraction
) -> None:
    """From diagonal and from Gaussian initialization, all six blocks free."""
    one = training(law, dim, length, deviation=deviation, epochs=epochs, step_size=step)
    found = derive(law, dim, length, ["fixed-point", "minimum-loss"], check=False)
    state = trained(one)
    assert state.ab[-1] == pytest.approx(found["fixed-point"].value, rel=1e-10)
    assert state.loss[-1] == pytest.approx(found["minimum-loss"].value, rel=1e-10)


def test_the_population_follows_the_derived_trajectory() -> None:
    """Small steps of descent follow the flow: the error falls like the step size."""
    law, start = laws.gaussian(1), (Fraction(1, 2), Fraction(3, 2))
    flow = derive(law, 5, 100, ["trajectory-ab"], check=False, init=start)["trajectory-ab"]
    errors = []
    for epochs in (200, 400):
        step = Fraction(1, 1000 * epochs)
        state = trained(training(law, 5, 100, init=start, step_size=step, epochs=epochs))
        errors.append(abs(state.ab[-1] - flow(tau=step * epochs)))
    assert errors[0] / errors[1] == pytest.approx(2, rel=0.05)


@pytest.mark.parametrize(
    "run",
    [run for run in REFERENCE if run["law"] != "full-one"],
    ids=lambda run: f"{run['law']}-{run['samples']}",
)
def test_the_paper_s_own_program_agrees(run: dict[str, Any]) -> None:
    """ab per epoch, within the spread of samples of the program's size: heavy tails included.

    Other samples of that size are drawn, tokens and phases, and the diagonals of KQ32 and PV12 are
    trained on them, each entry by its own gradient. A further sample lies within a multiple of
    their spread about their mean, by Student's law; the file itself has seven digits.
    """
    law = laws.by_name(run["law"], {"sigma" if run["law"] == "gaussian" else "c": run["scale"]})
    start, step = (float(run["a0"]), float(run["b0"])), float(run["step_size"])
    found, drawn = np.array(run["ab"]), []
    for seed in range(SAMPLES):
        form = diagonal_form(law, run["dim"], run["length"], run["samples"], seed)
        drawn.append(descent(*form, start, step, len(found) - 1))
    spread, mean = np.std(drawn, axis=0, ddof=1), np.mean(drawn, axis=0)
    factor = t.ppf(1 - 1e-6 / len(found), SAMPLES - 1) * sqrt(1 + 1 / SAMPLES)
    assert np.all(np.abs(found - mean) <= factor * spread + 1e-6 * np.abs(found))
    assert np.max(spread / np.abs(mean)) < 0.1  # so that the comparison says something


def diagonal_form(
    law: TokenLaw, dim: int, length: int, count: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return r and M of a sample: on diagonals L is const − Σ b_i r_ik a_k + ½ Σ b_i² a M_i a."""
    chance = np.random.default_rng([SEED, seed])
    tokens = drawn_by(law)(chance, count, dim)
    phases = np.exp(2j * np.pi * chance.random((count, dim)))
    r, m = np.zeros((dim, dim)), np.zeros((dim, dim, dim))
    now, before = tokens.astype(complex), np.zeros_like(tokens, dtype=complex)
    gram = np.zeros((count, dim, dim), dtype=complex)  # sum of x_s x_{s-1}^*
    for step in range(1, length):
        gram += now[:, :, None] * before[:, None, :].conj()
        now_, now, before = now, phases * now, now
        if step > 1:
            w = gram * now_[:, None, :] / (step - 1)
            r += np.real(np.einsum("ni,nik->ik", now.conj(), w)) / count
            rows = np.transpose(w, (1, 2, 0))
            m += np.real(rows.conj() @ np.transpose(rows, (0, 2, 1))) / count
    return r, m


def descent(
    r: np.ndarray, m: np.ndarray, start: tuple[float, float], step: float, epochs: int
) -> list[float]:
    a, b = (np.full(len(r), x) for x in start)
    found = [float(np.mean(a * b))]
    for _ in range(epochs):
        pull = m @ a
        slope_a = np.einsum("i,ik->k", b**2, pull) - b @ r
        slope_b = b * (pull @ a) - r @ a
        a, b = a - step * slope_a, b - step * slope_b
        found.append(float(np.mean(a * b)))
    return found


def test_the_paper_s_full_one_run_is_that_of_the_full_model() -> None:
    """x_1 is not random there: only the phases are, and the six blocks are trained freely.

    The spread is that of small samples, smaller by the root of the sizes' ratio.
    """
    run, small = next(run for run in REFERENCE if run["law"] == "full-one"), 100
    options = {"step_size": Fraction(str(run["step_size"])), "epochs": len(run["ab"]) - 1}
    exact = training(laws.full_one(1), run["dim"], run["length"], **options)
    drawn = [
        trained(
            training(laws.full_one(1), run["dim"], run["length"], samples=small, seed=k, **options)
        ).ab
        for k in range(1, SAMPLES + 1)
    ]
    spread = np.std(drawn, axis=0, ddof=1) * sqrt(small / run["samples"])
    found, mean = np.array(run["ab"]), np.array(trained(exact).ab)
    factor = t.ppf(1 - 1e-6 / len(found), SAMPLES - 1)
    assert np.all(np.abs(found - mean) <= factor * spread + 1e-6 * np.abs(found))
    assert np.max(spread / mean) < 0.1


def test_gathered_samples_are_the_mean_over_them() -> None:
    law, dim, length = laws.laplace(1), 2, 7
    drawn = list(sequences(law, dim, 300, SEED))
    chance = np.random.default_rng(SEED)
    blocks = Blocks(chance.normal(size=(4, 4)), chance.normal(size=(2, 4)))
    loss, slopes = gathered(drawn, dim, length).at(blocks)
    tokens, phases = (np.concatenate(side) for side in zip(*drawn, strict=True))
    exact = batch_terms(blocks, tokens.astype(complex), phases, np.full(300, 1 / 300), length)
    assert abs(loss - exact.loss[0]) <= 1e-12 * exact.loss[1]
    assert np.all(np.abs(slopes.kq - exact.kq[0]) <= 1e-12 * exact.kq[1].max())
    assert np.all(np.abs(slopes.pv - exact.pv[0]) <= 1e-12 * exact.pv[1].max())


@pytest.mark.parametrize("name", FAMILIES)
def test_every_law_is_drawn_with_its_moments(name: str) -> None:
    given = {"nu": 14, "p": "1/3"}
    known = {c: given.get(c, 2) for c in _parameters(name)}
    law = laws.by_name(name, known)
    found = derive(law, 3, 5, ["m2", "kappa-1", "kappa-2"], check=False)
    tokens = drawn_by(law)(np.random.default_rng(SEED), 200_000, 3)
    for id, power in (("m2", 2), ("kappa-1", 4), ("kappa-2", 6)):
        values = np.mean(tokens**power, axis=1)
        error = np.std(values, ddof=1) / np.sqrt(len(values))
        assert abs(np.mean(values) - found[id].value) <= 6 * error + 1e-12 * found[id].value


def _parameters(name: str) -> tuple[str, ...]:
    return tuple(laws.by_name(name, {}).parameters)


@pytest.mark.parametrize("samples", [None, 40])
def test_a_run_that_was_cut_goes_on_with_the_same_bits(samples: int | None, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    whole = training(laws.gaussian(1), 2, 6, samples=samples, deviation=0.2, epochs=30)
    form = whole.loss()
    start = begun(whole, form)
    expected = start.followed_by(states(whole, form, start))
    short = training(laws.gaussian(1), 2, 6, samples=samples, deviation=0.2, epochs=11)
    half = start.followed_by(states(short, form, start))
    save(path, short, half)
    again = resumed(path, whole)
    assert again is not None
    found = again.followed_by(states(whole, whole.loss(), again))
    assert found.ab == expected.ab
    assert found.loss == expected.loss
    assert np.array_equal(found.blocks.kq, expected.blocks.kq)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_of_another_training_or_cut_in_half_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    one = training(laws.gaussian(1), 2, 6, epochs=3)
    save(path, one, trained(one))
    with pytest.raises(InvalidInput, match="another training"):
        resumed(path, training(laws.gaussian(2), 2, 6, epochs=3))
    with pytest.raises(InvalidInput, match="give --epochs 3 or more"):
        resumed(path, training(laws.gaussian(1), 2, 6, epochs=2))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InvalidInput, match="no file of mesa-train"):
        load(path)
    assert resumed(tmp_path / "none.npz", one) is None


def test_a_masked_model_keeps_its_off_diagonal_entries() -> None:
    one = training(laws.full_one(1), 3, 6, mask=True, epochs=20, step_size=Fraction(1, 50))
    masked, free = trained(one), trained(training(laws.full_one(1), 3, 6, epochs=20))
    off = ~np.eye(3, dtype=bool)
    assert not np.any(masked.named_blocks["KQ32"][off])
    assert np.any(free.named_blocks["KQ32"][off])


def test_what_cannot_be_trained_says_why() -> None:
    with pytest.raises(InvalidInput, match="cannot be sampled"):
        training(laws.moments("m2=1,m4=3,m6=15"), 2, 5, samples=10).loss()
    with pytest.raises(InvalidInput, match="diverges"):
        trained(training(laws.gaussian(1), 2, 5, step_size=Fraction(10)))
    with pytest.raises(InvalidInput, match="at least 1"):
        training(laws.gaussian(1), 2, 5, samples=0)
