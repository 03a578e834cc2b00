"""Theorems about prompts at matrices: numbers and arrays beside those of NumPy, by other ways."""

from typing import Any

import numpy as np
import pytest

from derivations import REGISTRY
from derivations.regression.wider import WIDER
from symbolic_mesa import InvalidInput, Results, derive
from symbolic_mesa.text.letters import INVERTED

LAMBDA = np.array([[2.0, 0.5, 0], [0.5, 1, 0.25], [0, 0.25, 0.5]])
SIGMA, N = 0.5, 5
GIVEN: dict[str, Any] = {"Lambda": LAMBDA, "N": N, "sigma": SIGMA}
GAMMA = (1 + 1 / N) * LAMBDA + (np.trace(LAMBDA) + SIGMA**2) / N * np.eye(3)
A = np.array([[1.0, 2, 0], [0, 1, -1], [0.5, 0, 1]])
ABOUT = [id for id, entry in REGISTRY.items() if entry.problem.matrices]


@pytest.fixture(scope="module")
def layer() -> Results:
    return derive(theorem="zhang-frei-bartlett", check=False)


@pytest.fixture(scope="module")
def heads() -> Results:
    return derive(theorem="zhang-singh-merged", check=False)


def slopes(of: Any, at: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """Return the gradient of a number in a matrix, by central differences."""
    found = np.zeros(at.shape)
    for place in np.ndindex(*at.shape):
        change = np.zeros(at.shape)
        change[place] = step
        found[place] = (of(at + change) - of(at - change)) / (2 * step)
    return found


def test_the_layer_at_matrices(layer: Results) -> None:
    loss, least = layer["loss"], layer["minimum-loss"]
    np.testing.assert_allclose(layer["gamma"](**GIVEN), GAMMA, rtol=1e-14)
    best = np.linalg.inv(GAMMA)
    assert least(**GIVEN) == pytest.approx(loss(A=best, **GIVEN), rel=1e-12)
    np.testing.assert_allclose(
        layer["gradient-A"](A=A, **GIVEN), slopes(lambda a: loss(A=a, **GIVEN), A), rtol=1e-6
    )
    excess = loss(A=A, **GIVEN) - least(**GIVEN)
    assert layer["excess"](B=A - best, **GIVEN) == pytest.approx(excess, rel=1e-12)
    flow = layer["flow-U"](U=A, u=2, **GIVEN)
    np.testing.assert_allclose(flow, -2 * layer["gradient-A"](A=2 * A, **GIVEN), rtol=1e-12)


def test_a_loss_by_hand_at_matrices(layer: Results) -> None:
    """E over X of the quadratic form: ½ tr((A'Λ E S S A − 2 A'Λ…)) with S = XX'/N by moments."""
    second = (1 + 1 / N) * LAMBDA @ LAMBDA + np.trace(LAMBDA) / N * LAMBDA
    squares = second + SIGMA**2 / N * LAMBDA
    by_hand = np.trace(A.T @ squares @ A @ LAMBDA) - 2 * np.trace(LAMBDA @ A @ LAMBDA)
    assert layer["loss"](A=A, **GIVEN) == pytest.approx((by_hand + np.trace(LAMBDA)) / 2)


def test_what_has_gamma_in_traces_alone(layer: Results) -> None:
    test, least = layer["test-loss"], layer["minimum-loss"]
    assert test(M=N, **GIVEN) == pytest.approx(least(**GIVEN), rel=1e-12)
    assert test(M=10**9, **GIVEN) < least(**GIVEN)
    limit = layer["shift-limits"](Lambda=LAMBDA, Omega=LAMBDA)
    assert limit["covariate"] == pytest.approx(0, abs=1e-14)


def test_a_prompt_is_predicted(layer: Results) -> None:
    chance = np.random.default_rng(1)
    shapes = {"X": (3, N), "q": (3, 1), "w": (3, 1), "eps": (1, N), "U": (3, 3), "v": (3, 1)}
    given = {name: chance.normal(size=shape) for name, shape in {**shapes, "r": (3, 1)}.items()}
    y = given["w"].T @ given["X"] + SIGMA * given["eps"]
    embedding = np.block([[given["X"], given["q"]], [y, np.zeros((1, 1))]])
    value = np.block([[np.zeros((3, 4))], [given["v"].T, np.full((1, 1), 2.0)]])
    keys = np.block([[given["U"], np.zeros((3, 1))], [given["r"].T, np.zeros((1, 1))]])
    whole = value @ embedding @ embedding.T @ keys @ embedding / N
    found = layer["full-prediction"](u=2, N=N, sigma=SIGMA, **given)
    assert found[0, 0] == pytest.approx(whole[-1, -1], rel=1e-12)


def test_heads_at_matrices(heads: Results, layer: Results) -> None:
    given = {"U1": A, "U2": LAMBDA - A, **GIVEN}

    def loss(u: float) -> float:
        whole = u * given["U1"] + 3 * given["U2"]
        return float(layer["loss"](A=whole, **GIVEN))

    speed = (loss(2 - 1e-6) - loss(2 + 1e-6)) / 2e-6
    assert heads["flow-u"](u_1=2, u_2=3, **given) == pytest.approx(speed, rel=1e-6)
    np.testing.assert_allclose(heads["stationary-minima"](**GIVEN), np.linalg.inv(GAMMA))
    assert heads["time-course"](a_0="0.1", d=3, m_2=1, sigma=1, tau=1, N=5) > 0


@pytest.mark.parametrize("id", ABOUT)
def test_shapes_are_those_of_the_letters(id: str) -> None:
    letters = {one.name: one for one in WIDER.alphabet.letters}
    for one in REGISTRY[id].problem.matrices:
        letter = letters[one.name]
        assert (one.rows, one.columns) == (letter.rows, letter.columns)
        assert letter.symmetric == (one.kind != "any")
        assert (one.name + INVERTED in letters) == (one.kind == "positive")


def test_a_symbol_that_is_a_number_there_is_one() -> None:
    found = derive(theorem="mahankali", check=False)
    parts = found["all-minimisers"](N=5, sigma=1, u=2, v=4, d=3)
    np.testing.assert_allclose(parts["U at v = 0, r = 0"], 5 / (5 + 1 + 3 + 1) / 2 * np.eye(3))
    assert parts["r at u = 0, U = 0, d = 1"] == pytest.approx(5 / (5 + 3) / 4)
    assert found["loss"](A=np.eye(3), N=5, sigma=1) == found["loss"](
        trace_A=3, trace_A_A_T=3, d=3, N=5, sigma=1
    )
    assert found["step-size"](N=[5, 10], d=3, sigma=1).tolist() == [5 / 10, 10 / 15]
    white = derive(theorem="ahn-layers", results=["white-gradients-1"], check=False)
    np.testing.assert_allclose(white["white-gradients-1"](d=2, g_1=3)["A_1"], 1.5 * np.eye(2))


REFUSED = {
    "a name": ("gamma", {"Lamda": LAMBDA}, "did you mean Lambda"),
    "a shape": ("loss", {"A": np.eye(2)}, "an array with 3 where d = 2 is meant"),
    "a missing matrix": ("loss", {}, "A has no value; give a matrix"),
    "a missing number": ("gamma", {"N": None}, "N has no value"),
    "no matrix": ("gamma", {"Lambda": 2}, "no matrix of finite numbers"),
    "not symmetric": ("gamma", {"Lambda": A}, "Lambda: not symmetric"),
    "not positive": ("gamma", {"Lambda": np.diag([1.0, 0, 1])}, "an eigenvalue is not positive"),
    "no size": ("stationary-minima", {"Lambda": None}, "d has no value; give it a number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_point_is_refused(name: str, layer: Results) -> None:
    id, changes, reason = REFUSED[name]
    given = {key: value for key, value in {**GIVEN, **changes}.items() if value is not None}
    with pytest.raises(InvalidInput, match=reason) as seen:
        layer[id](**given)
    assert "\n" not in str(seen.value)


def test_traces_by_their_names_are_still_numbers(layer: Results) -> None:
    words = {"trace_Lambda": 3.5, "trace_Lambda_2_Gamma_inv": 2}
    assert layer["minimum-loss"](**words) == pytest.approx((3.5 - 2) / 2)
    with pytest.raises(InvalidInput, match="give arrays for its matrices"):
        layer["minimum-loss"](trace_Lambda=3.5)
