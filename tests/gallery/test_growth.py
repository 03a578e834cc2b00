"""The constant of the affine kernel's growth is that of its flow, integrated."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from sympy import lambdify, symbols

from symbolic_mesa import Results, derive, laws, load_model
from symbolic_mesa.stating.files import read_model
from tests.exhaustive import first
from tests.gallery import MODELS

LATE = np.array([1e6, 4e6])


@pytest.fixture(scope="module")
def found() -> Results:
    model = load_model(MODELS["affine-kernel"])
    return derive(laws.gaussian(1), dim=2, length=6, model=model)


def fourth_powers(found: Results, start: tuple[float, float]) -> np.ndarray:
    """Return a^4 / tau at late times."""
    names = symbols("a b")
    flow = [lambdify(names, found[f"flow-{name}"].expr) for name in names]
    solution = solve_ivp(
        lambda _, y: [speed(*y) for speed in flow],
        (0, LATE[-1]),
        start,
        method="BDF",
        t_eval=LATE,
        rtol=1e-10,
        atol=1e-12,
    )
    assert solution.success
    ratios: np.ndarray = solution.y[0] ** 4 / LATE
    return ratios


@pytest.mark.parametrize("start", first([(-0.5, -0.1), (0.3, 0.3), (0.01, 0.2)]))
def test_a_grows_like_the_fourth_root_of_time(found: Results, start: tuple[float, float]) -> None:
    claimed = float(found["growth-a"].expr)
    gaps = np.abs(fourth_powers(found, start) / claimed - 1)
    assert gaps[-1] < 5e-3
    assert gaps[0] / gaps[1] == pytest.approx(2, rel=0.2)  # what is left falls like tau^(-1/2)


ONE_PLUS = """
title = "one"
[data]
process = "diagonal-phases"
[model]
steps = "t = 2 .. T-1"
prediction = "sum(s = 1 .. t) V[i,j] x[s,j] (1 + conj(x[{key},k]) K[k,l] x[t,l]) / (t-1)"
target = "x[t+1,i]"
[weights]
K = "{first} I"
V = "{second} I"
"""


@pytest.mark.exhaustive
def test_the_scale_that_grows_is_the_one_that_does_not_stand_alone() -> None:
    model = read_model(ONE_PLUS.format(key="s-1", first="z", second="b"))
    found = derive(laws.gaussian(1), dim=2, length=6, model=model)
    assert found["growth-z"].trust == "exact"


def test_nothing_grows_where_the_target_does_not_pull() -> None:
    model = read_model(ONE_PLUS.format(key="s", first="a", second="b"))
    found = derive(laws.gaussian(1), dim=2, length=6, model=model)
    assert found["growth-a"].status == "not-applicable"
