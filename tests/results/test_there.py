"""What claims about prompts say at a covariance and at numbers, beside their values at arrays."""

import json
import pickle
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from symbolic_mesa import InvalidInput, derive
from symbolic_mesa.export import json as as_json
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import Entries, MatrixSum
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.notation.sides import sides
from symbolic_mesa.stating.files import load_model, read_model
from tests.cli import ROOT, Run
from tests.in_words import FILE, stated

PROMPTS = ("zhang-frei-bartlett", "zhang-singh-merged", "mahankali", "ahn-layers")
ROWS = [["2", "1/2"], ["1/2", "1"]]
LAMBDA = np.array([[2, 0.5], [0.5, 1]])
PLACES: dict[str, tuple[dict[str, Any], np.ndarray]] = {
    "isotropic": ({"covariance": "isotropic"}, np.eye(2)),
    "a matrix": ({"covariance": ROWS}, LAMBDA),
    "all numbers": ({"covariance": LAMBDA, "samples": 5}, LAMBDA),
    "samples": ({"samples": 5}, LAMBDA),
}


def given(theorem: str) -> dict[str, Any]:
    """Return a matrix for each letter, and a number for each scalar, of theorems about prompts."""
    chance = np.random.default_rng(3)
    shapes = dict.fromkeys(("A", "B", "U", "V", "K", "U1", "U2"), (2, 2))
    shapes |= dict.fromkeys(("v", "r", "f", "q", "w"), (2, 1)) | {"X": (2, 5), "eps": (1, 5)}
    found: dict[str, Any] = {n: chance.integers(-5, 6, s) * 1.0 for n, s in shapes.items()}
    found |= {n: np.array([[2.0, 1], [1, 3]]) * k for k, n in enumerate(("S", "Q", "Omega"), 1)}
    found["M^-1"], found["G^-1"] = np.array([[2.0, 1], [1, 3]]), np.diag([1.0, 2, 3, 4, 5])
    found["y"] = found["eps"]
    return found


class Scalars(dict[str, Fraction]):
    """Numbers of symbols: those that are given and, of any other, one by its letters."""

    def __missing__(self, name: str) -> Fraction:
        return Fraction(3 + sum(map(ord, name)) % 7, 4)


def value(side: Any, matrices: dict[str, Any], numbers: Scalars) -> Any:
    """Return a side at matrices and numbers, by way of its traces."""
    if isinstance(side, Entries):
        return np.array(side.value)
    if isinstance(side, Closed):
        return float(side.at({name: numbers[name] for name in side.symbols}))
    if isinstance(side, Formula):
        known = {name: numbers[name] for name in side.symbols}
        return float(formula_at(side, matrices, known))
    if not isinstance(side, MatrixSum):
        return side
    known = {name: numbers[name] for form in side.formulas for name in form.symbols}
    return np.asarray(sum_at(side, matrices, known, np.eye(2, dtype=object)), dtype=float)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("theorem", PROMPTS)
def test_what_is_said_there_is_what_the_claim_says(theorem: str, place: str) -> None:
    options, covariance = PLACES[place]
    found = derive(theorem=theorem, check=False, **options)
    numbers = Scalars(d=Fraction(2), N=Fraction(5))
    sigma = float(numbers["sigma"])
    gamma = 1.2 * covariance + (np.trace(covariance) + sigma**2) / 5 * np.eye(2)
    matrices = {**given(theorem), "Lambda": covariance, "Lambda^-1": np.linalg.inv(covariance)}
    matrices["Gamma^-1"] = np.linalg.inv(gamma)
    if place == "isotropic":
        of_gamma = Fraction(6, 5) + (2 + numbers["sigma"] ** 2) / 5
        numbers |= {"lambda_min": Fraction(1), "mu": Fraction(1), "gamma_min": of_gamma}
    compared = 0
    for result in found.values():
        there = result.there
        if there is None:
            continue
        before, after = sides(result.step.claim), sides(there)
        for part, side in after.items():
            np.testing.assert_allclose(
                np.array(value(side, matrices, numbers), dtype=float),
                np.array(value(before[part], matrices, numbers), dtype=float),
                rtol=1e-9,
                atol=1e-9,
                err_msg=f"{result.id} {part}",
            )
            compared += 1
    assert compared


def test_another_matrix_is_told_apart() -> None:
    found = derive(theorem="zhang-frei-bartlett", results=["gamma"], covariance=ROWS, check=False)
    claim, numbers = found["gamma"].there, Scalars(d=Fraction(2), N=Fraction(5))
    assert claim is not None
    here = value(claim.value, {"Lambda": LAMBDA}, numbers)
    there = value(found["gamma"].step.claim.value, {"Lambda": LAMBDA + np.eye(2)}, numbers)
    assert np.max(np.abs(here - there)) > 1


def words(claim: Any) -> dict[str, str]:
    return {" ".join(word): str(form.expr) for word, form in claim.value}


def test_white_tokens_for_every_dimension() -> None:
    found = derive(theorem="zhang-frei-bartlett", covariance="isotropic", check=False)
    assert words(found["gamma"].there) == {"": "(N + d + sigma**2 + 1)/N"}
    assert words(found["gradient-A"].there) == {"A": "(N + d + sigma**2 + 1)/N", "": "-1"}
    of_white = derive(theorem="mahankali", results=["minimum-loss"], check=False)["minimum-loss"]
    there = found["minimum-loss"].there
    assert there is not None
    assert there.value.expr.equals(of_white.expr)
    assert found["conserved"].there is None
    assert found["gamma"].where == "Lambda = I"


def test_eigenvalues_at_the_identity_are_known() -> None:
    ids = ["pl-constant", "pl-attained", "entry-flow"]
    found = derive(theorem="zhang-frei-bartlett", results=ids, covariance="isotropic", check=False)
    constant, attained, flow = (one.there for one in found.values())
    assert constant is not None
    point = {name: Fraction(k) for k, name in enumerate(("N", "d", "sigma", "u"), start=2)}
    assert constant.value.at(point) == Fraction(2 * 5**2 * (2 + 1 + 3 + 4**2), 2)
    assert attained is not None
    assert words(attained) == {
        "f f'": "-N/(N + d + sigma**2 + 1)",
        "": "N/(N + d + sigma**2 + 1)",
    }
    assert flow is not None
    assert "mu" not in flow.value.symbols


def test_a_whole_point_is_numbers() -> None:
    found = derive(
        theorem="zhang-frei-bartlett",
        results=["gamma", "minimum-loss", "test-loss", "stationary-minima"],
        covariance=ROWS,
        samples=5,
        test_samples=40,
        numbers={"sigma": "1/2"},
        check=False,
    )
    every = [one.there for one in found.values()]
    gamma, least, test, best = (claim for claim in every if claim is not None)
    by_hand = 1.2 * LAMBDA + (3 + 0.25) / 5 * np.eye(2)
    assert gamma.value.rows[0][1] == Fraction(3, 5)
    np.testing.assert_allclose(gamma.value.value, by_hand, rtol=1e-15)
    np.testing.assert_allclose(best.value.value, np.linalg.inv(by_hand), rtol=1e-14)
    arrays = {"Lambda": LAMBDA, "sigma": 0.5, "N": 5}
    assert least.value.value == pytest.approx(found["minimum-loss"](**arrays), rel=1e-13)
    assert test.value.value == pytest.approx(found["test-loss"](M=40, **arrays), rel=1e-13)
    assert found["gamma"].where == "this Lambda, sigma = 1/2, N = 5"
    assert found.setting.dim == 2


def test_claims_stay_what_they_are() -> None:
    plain = derive(theorem="zhang-frei-bartlett", results=["gamma"], check=False)
    found = derive(theorem="zhang-frei-bartlett", results=["gamma"], samples=5, check=False)
    assert found["gamma"].step.claim == plain["gamma"].step.claim
    assert plain["gamma"].there is None
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own
    assert words(again["gamma"].there) == words(found["gamma"].there)


def test_a_matrix_is_too_large_for_exact_inverses() -> None:
    given = {"samples": 5, "numbers": {"sigma": 1}, "covariance": np.diag(np.arange(1.0, 14))}
    found = derive(theorem="zhang-frei-bartlett", results=["gamma", "stationary-minima"], **given)
    gamma = found["gamma"].there
    assert gamma is not None
    assert gamma.value.rows[1][1] == Fraction(12, 5) + Fraction(91 + 1, 5)
    assert found["stationary-minima"].there is None


@pytest.mark.parametrize("covariance", ["isotropic", ROWS])
def test_models_in_words(covariance: Any) -> None:
    found = derive(
        model=load_model(ROOT / "docs" / "regression.toml"),
        samples=5,
        covariance=covariance,
        numbers={"sigma": "1/2"},
        check=False,
    )
    matrix = np.eye(2) if covariance == "isotropic" else LAMBDA
    there = found["minimiser"].there
    assert there is not None
    arrays = {"Lambda": matrix, "sigma": 0.5}
    by_arrays = found["minimiser"](**arrays)
    if isinstance(there.value, Entries):
        np.testing.assert_allclose(there.value.value, by_arrays, rtol=1e-14)
    else:
        ((word, form),) = there.value
        assert (word, float(form.at({"d": 2}))) == ((), pytest.approx(by_arrays[0, 0]))


def test_columns_of_ones_are_counted_at_the_identity() -> None:
    model = read_model(stated("y X' A (I - ones / d) q"))
    found = derive(model=model, covariance="isotropic", check=False)["loss"].there
    assert found is not None
    assert "form_onesd_T_onesd" not in found.value.symbols
    assert "form_onesd_T_A_T_A_onesd" in found.value.symbols


def test_two_positive_matrices_are_refused() -> None:
    text = FILE.replace("[random]", 'S = "positive d x d"\n[random]').replace(
        'w = "d x 1"', 'w = "d x 1, columns S"'
    )
    with pytest.raises(InvalidInput, match="not about one positive d x d matrix; leave it out"):
        derive(model=read_model(text), covariance="isotropic")


def test_json_says_what_is_said_there() -> None:
    options = {"covariance": ROWS, "samples": 5, "numbers": {"sigma": "1/2"}}
    found = derive(theorem="zhang-frei-bartlett", check=False, **options)  # type: ignore[arg-type]
    loaded = json.loads(as_json.dumps(found))
    jsonschema.validate(loaded, as_json.schema())
    assert loaded["setting"]["covariance"] == ROWS
    assert loaded["setting"]["numbers"] == {"sigma": "1/2", "N": "5"}
    assert loaded["results"]["gamma"]["there"]["value"][0] == [3.05, 0.6]
    assert loaded["results"]["conserved"]["there"] is None


REFUSED = {
    "--results gamma --test-samples 4": "test_samples: 'M' is in none of the results; ask for "
    "test-loss, test-loss-by-N, task-shift, query-shift, or leave it out",
    "--results conserved --covariance isotropic": "covariance: it is in none of conserved",
    "--covariance nosuch.npy": "nosuch.npy: cannot be read",
    "--covariance 1,2;2,1": "not positive semidefinite",
    "--covariance 1,1;1,1": "not positive definite: pivot 2 of the elimination is 0",
    "--covariance 1,2;3,4": "the entries 2,1 and 1,2 differ",
    "--covariance 2,r;r,2": "symbols or roots in it; give rational numbers",
    "--covariance 2,1;1,2 --dim 3": "dim=3: the covariance has 2 rows",
    "--results gamma --samples 0": "samples=0: no number of samples",
    "--results gamma --param sigmaa=1": "did you mean sigma?; leave it out",
    "--results gamma --param N=3 --samples 4": "N: given twice; leave samples out",
    "--results gamma --samples 4 --format latex": "--format latex: what claims say",
    "--results gamma --samples 4 --explain": "--explain: what claims say",
    "--distribution gaussian --covariance isotropic": "--covariance isotropic is that of prompts",
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_is_no_place_is_refused_in_a_line(arguments: str, run: Run) -> None:
    outcome = run("--theorem", "zhang-frei-bartlett", "--no-check", *arguments.split())
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert REFUSED[arguments] in outcome.err


ELSEWHERE = {
    "--theorem wishart --covariance isotropic": "not about one positive d x d matrix",
    "--theorem theorem-4.1 --samples 5": "samples: 'N' is in none of the results; leave it out",
    "--test-samples 5": "test_samples: 'M' is in none of the results",
    "--covariance isotropic": "--covariance is",
    "--theorem mahankali --test-samples 3": "test_samples: 'M' is in none of the results; leave",
    "--model symbolic_mesa/models/two-lags.toml --samples 3": "the model is not in words",
}


@pytest.mark.parametrize("arguments", ELSEWHERE)
def test_elsewhere_it_is_refused_too(arguments: str, run: Run) -> None:
    text = arguments.replace("symbolic_mesa/models", str(ROOT / "symbolic_mesa" / "models"))
    outcome = run("--no-check", *text.split())
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert ELSEWHERE[arguments] in outcome.err


def test_files_are_read_and_never_unpickled(tmp_path: Path, run: Run) -> None:
    good, bad, holes = (tmp_path / f"{name}.npy" for name in ("good", "bad", "holes"))
    np.save(good, np.array([[2, 0.1], [0.1, 1]]))
    np.save(bad, np.array([[{}]], dtype=object), allow_pickle=True)
    np.save(holes, np.array([[np.nan]]))
    options = ("--theorem", "zhang-frei-bartlett", "--results", "gamma", "--no-check")
    numbers = ("--samples", "5", "--param", "sigma=1/2")
    shown = run(*options, "--covariance", str(good), *numbers)
    assert (shown.code, shown.err) == (0, "")
    assert "[[61/20, 3/25], [3/25, 37/20]]" in shown.out
    assert "[[2, 1/10], [1/10, 1]]" in shown.out
    for file in (bad, holes):
        outcome = run(*options, "--covariance", str(file))
        assert (outcome.code, outcome.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("size", ["0", "-3", "1/2"])
def test_what_is_no_number_of_samples_is_refused(size: str, run: Run) -> None:
    outcome = run(
        "--theorem", "mahankali", "--results", "loss", "--no-check", "--param", f"N={size}"
    )
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert f"N={size}: no number of samples; give a whole number >= 1" in outcome.err
    at = {"d": 2, "sigma": 0, "N": Fraction(size)}
    with pytest.raises(InvalidInput, match="no number of samples"):
        derive(theorem="zhang-frei-bartlett", check=False)["gamma"](Lambda=np.eye(2), **at)
