"""What the page says of two heads with different lags: who grows first, and where it ends."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from sympy import diff, harmonic, lambdify, simplify, symbols

from symbolic_mesa import Results, derive, laws, load_model
from tests.gallery import MODELS

SCALES = symbols("a b g h")
DIM, LENGTH = 2, 6


def derived(**sizes: int) -> Results:
    model = load_model(MODELS["two-lags"])
    return derive(laws.gaussian(1), model=model, check=False, **sizes)


@pytest.fixture(scope="module")
def found() -> Results:
    return derived(dim=DIM, length=LENGTH)


@pytest.mark.exhaustive
def test_the_first_head_grows_faster_at_0() -> None:
    flow, length = derived(), symbols("T", integer=True, positive=True)
    at_zero = dict.fromkeys(SCALES, 0)
    first, second = (
        diff(flow[f"flow-{scale}"].expr, symbols(other)).subs(at_zero)
        for scale, other in (("a", "b"), ("g", "h"))
    )
    faster = 3 * (harmonic(length - 2) - 1 / (length - 2))  # E x_j^4 = 3
    for at in range(4, 9):
        sizes = dict.fromkeys((first - second).free_symbols, at)
        assert simplify((first - second).subs(sizes) - faster.subs(length, at)) == 0


@pytest.mark.parametrize("start", [(1e-6, 2e-6, 1e-6, 3e-6), (0.4, -0.1, -0.3, 0.2)])
def test_every_start_ends_with_the_same_products(
    found: Results, start: tuple[float, float, float, float]
) -> None:
    flow = [lambdify(SCALES, found[f"flow-{scale}"].expr) for scale in SCALES]
    solution = solve_ivp(
        lambda _, y: [speed(*y) for speed in flow],
        (0, 300),
        start,
        method="LSODA",
        rtol=1e-10,
        atol=1e-14,
    )
    a, b, g, h = solution.y
    assert (a[-1] * b[-1], g[-1] * h[-1]) == pytest.approx((121 / 1924, 3 / 37), rel=1e-6)
    if max(start) < 1e-3:  # near the set with g = h = 0 on the way
        assert np.min(np.hypot(a * b - 29 / 260, g * h)) < 1e-3
