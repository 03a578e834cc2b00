"""What one layer on white tokens is least at, and what changes with its conventions and laws."""

from fractions import Fraction

import numpy as np
import pytest

from derivations.regression.keys import Component, Convention, Task
from symbolic_mesa import Results, derive

NUMBERS = {"N": Fraction(7), "d": Fraction(3), "sigma": Fraction(1, 2)}


@pytest.fixture(scope="module")
def found() -> Results:
    return derive(theorem="mahankali", check=False)


def test_the_step_in_each_convention(found: Results) -> None:
    parts = found["step-sizes"].step.claim.parts
    bottom = 7 + 1 + 3 + Fraction(1, 4)
    assert {key: side.at(NUMBERS) for key, side in parts.items()} == {
        Convention(divided, column): (7 if divided else 1) / bottom
        for divided in (True, False)
        for column in (True, False)
    }


def test_there_is_a_second_family_at_one_dimension_alone(found: Results) -> None:
    first, second = found["all-minimisers"].step.claim.parts
    assert first == Component(("v", "r"), "u", "U")
    assert second == Component(("u", "U"), "v", "r", dim=1)
    for dim, count in ((1, 2), (2, 1)):
        there = derive(theorem="mahankali", dim=dim, results=["all-minimisers"], check=False)
        assert len(there["all-minimisers"].step.claim.parts) == count


def test_of_the_law_of_tokens_the_fourth_moment_alone_is_seen(found: Results) -> None:
    step = found["step-size-of-law"]
    assert step.step.claim.value.at({**NUMBERS, "kappa": Fraction(3)}) == 7 / Fraction(45, 4)
    signs = step(N=7, d=3, sigma=0, kappa=1)
    x = np.array(np.meshgrid(*[[-1, 1]] * 3)).reshape(3, -1)  # one sample: E (x x')^2 = d I
    assert np.allclose((x * (x**2).sum(0)) @ x.T / 8, 3 * np.eye(3))
    assert signs == pytest.approx(7 / (7 - 1 + 3))  # E[(XX'/N)^2] = (1 + (d - 1)/N) I


def test_other_covariances_have_a_preconditioner(found: Results) -> None:
    rng = np.random.default_rng(1)
    of_x, of_w = (m @ m.T + np.eye(3) for m in rng.normal(size=(2, 3, 3)))
    letters = {"Lambda": of_x, "S": of_w}
    parts = found["preconditioner"].step.claim.parts
    gamma = sum(
        float(factor) * np.linalg.multi_dot([np.eye(3), np.eye(3), *map(letters.__getitem__, word)])
        for word, factor in parts[Task("S")].at(
            {"N": Fraction(7), "sigma": 0, "trace_Lambda_S": Fraction(float(np.trace(of_x @ of_w)))}
        )
    )
    best = np.linalg.inv(gamma) @ of_w
    trace = np.trace(of_w @ of_x)

    def slope(a: np.ndarray) -> np.ndarray:
        """Return the gradient of ½ E (w'X X'A q/N − w'q)^2 in A, by hand."""
        second = (8 / 7) * of_x @ of_w @ of_x + trace / 7 * of_x  # E X X'w w'X X'/N^2
        return second @ a @ of_x - of_x @ of_w @ of_x

    assert np.allclose(slope(best), 0)
