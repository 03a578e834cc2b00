"""mesa-check: green where the theorem holds, red for each negative control."""

import json
from pathlib import Path

import numpy as np
import pytest

from numeric_check.statistics import Comparison, compared, exponent, largest_z
from symbolic_mesa import laws
from symbolic_mesa.assumptions import Setting, TokenLaw
from symbolic_mesa.checking import CLAIMS, checked, predictions, weights
from symbolic_mesa.cli import check
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.training import Training, save, trained

GREEN = (
    laws.gaussian(1),
    laws.sparse(2),
    laws.rademacher(1),
    laws.uniform(2),
    laws.laplace("1/2"),
    laws.bernoulli_gaussian("1/2", 1),
    laws.sphere(2),
    laws.support("1:1/3,-1:1/3,0:1/3"),
)


@pytest.mark.parametrize("law", GREEN, ids=lambda law: law.name)
def test_a_law_whose_theorem_holds_is_green(law: TokenLaw) -> None:
    found = checked(Setting(law, 3, 12), 4000, 1)
    assert found.agrees, [one for one in found.comparisons if not one.agrees]


@pytest.mark.parametrize("law", [laws.full_one(1), laws.two_point("1/5", 3)])
def test_a_law_that_leaves_the_diagonal_is_red(law: TokenLaw) -> None:
    found = checked(Setting(law, 3, 12), 4000, 1)
    wrong = {one.claim for one in found.comparisons if not one.agrees}
    assert wrong & {"KQ32 off", "PV12 off"}
    assert not found.agrees


@pytest.mark.parametrize("claim", ["loss", "flow-a", "test-error", "kappa-1"])
def test_a_discrepancy_that_is_said_to_be_visible_is_caught(claim: str) -> None:
    found = checked(Setting(laws.uniform(1), 3, 12), 4000, 2, [claim])
    (one,) = found.comparisons
    assert one.agrees
    assert 0 < one.visible < 0.5
    off = 1 + 2 * one.visible * (1 if one.z < 0 else -1)
    wrong = Comparison(claim, one.prediction * off, one.estimate, one.error, one.limit, one.count)
    assert not wrong.agrees
    assert one.size_for_one_percent == pytest.approx(one.count * (one.visible / 0.01) ** 2)


def test_another_seed_gives_another_estimate_and_the_same_seed_the_same() -> None:
    one, same, other = (
        checked(Setting(laws.gaussian(1), 2, 6), 300, seed, ["loss"]).comparisons[0].estimate
        for seed in (1, 1, 2)
    )
    assert one == same != other


def test_the_exponent_of_independent_values_is_a_half() -> None:
    chance = np.random.default_rng(3)
    for _ in range(5):
        value, error = exponent(chance.normal(size=4096))
        assert abs(value + 0.5) <= 5 * error
        assert error < 0.05


def test_values_that_are_not_independent_have_another_exponent() -> None:
    """The negative control: sums of steps fall more slowly."""
    walk = np.cumsum(np.random.default_rng(4).normal(size=4096))
    value, error = exponent(walk)
    assert abs(value + 0.5) > 5 * error


def test_the_limit_splits_one_rate_of_false_alarms() -> None:
    assert largest_z(1) == pytest.approx(4.8916, abs=1e-3)
    assert largest_z(100) > largest_z(10) > largest_z(1)
    values = {"x": np.random.default_rng(5).normal(size=1000)}
    (one,) = compared({"x": 0.0}, values)
    assert one.agrees
    assert compared({"x": 1.0}, values)[0].agrees is False


def test_every_claim_has_a_prediction() -> None:
    found, scale = predictions(Setting(laws.gaussian(1), 2, 6), CLAIMS)
    assert scale > 0
    assert {"loss", "KQ32 off", "PV13 diagonal", "test-error"} <= set(found)


def test_weights_beside_the_theory(tmp_path: Path) -> None:
    setting = Setting(laws.gaussian(1), 2, 8)
    from fractions import Fraction

    one = Training(setting, None, 1, None, False, Fraction(1, 20), 500)
    path = tmp_path / "run.npz"
    save(path, one, trained(one))
    found = weights(setting, path)
    assert found.product == pytest.approx(found.fixed_point, rel=1e-10)
    assert found.excess == pytest.approx(0, abs=1e-10)
    assert found.off_diagonal == 0
    with pytest.raises(InvalidInput, match="give --dim 2"):
        weights(Setting(laws.gaussian(1), 3, 8), path)


def test_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["mesa-check", "--dim", "2", "--length", "6", "--samples", "500"]
    for law, code in ((["--distribution", "rademacher", "--param", "c=1"], 0), ([], 2)):
        monkeypatch.setattr("sys.argv", [*base, *law, "--format", "json"])
        with pytest.raises(SystemExit) as exit_:
            check.main()
        assert exit_.value.code == code
        out = capsys.readouterr()
        if code == 0:
            assert json.loads(out.out)["agrees"] is True
        else:
            assert out.err.count("\n") == 1
    monkeypatch.setattr("sys.argv", [*base, "--distribution", "full-one", "--param", "c=1"])
    with pytest.raises(SystemExit) as exit_:
        check.main()
    assert exit_.value.code == 1
    assert "DIFFERS" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("law", "samples", "claims", "words"),
    [
        (laws.gaussian(), 100, CLAIMS, "symbol"),
        (laws.gaussian(1), 3, CLAIMS, "too few"),
        (laws.gaussian(1), 100, ["nonsense"], "choose from"),
        (laws.moments("m2=1,m4=3,m6=15"), 100, CLAIMS, "cannot be sampled"),
    ],
)
def test_what_cannot_be_checked_says_why(
    law: TokenLaw, samples: int, claims: list[str], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        checked(Setting(law, 2, 6), samples, 1, claims)
