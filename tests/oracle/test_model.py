"""The oracle's own parts: the model beside its literal forward pass, moments beside integrals."""

from collections.abc import Callable
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from tests.oracle import tokens as own
from tests.oracle.flows import Flow
from tests.oracle.model import BLOCKS, Model, forward
from tests.oracle.tokens import ONE, finite

TOKENS = finite(
    [
        ((Fraction(2), Fraction(-1)), Fraction(1, 3)),
        ((Fraction(-1), Fraction(1, 2)), Fraction(2, 3)),
    ]
)
ROOTS = 13  # roots of unity: more than the largest exponent, 2T + 2 at T = 5


def _random(seed: int) -> dict[str, np.ndarray]:
    generator = np.random.default_rng(seed)
    return {name: generator.normal(size=(2, 2)) for name in BLOCKS}


def _summed(weights: dict[str, np.ndarray], length: int) -> float:
    """Return the loss by running every sequence whose phases are roots of unity."""
    circle = np.exp(2j * np.pi * np.arange(ROOTS) / ROOTS)
    total = 0.0
    for x, share in TOKENS.points or ():
        for first in circle:
            for second in circle:
                phases = np.array([first, second])
                start = np.array([float(v) for v in x])
                sequence = np.array([start * phases**t for t in range(length)])
                for t in range(2, length):
                    error = forward(weights, sequence[:t]) - sequence[t]
                    total += float(share) / ROOTS**2 * float(np.sum(np.abs(error) ** 2)) / 2
    return total


def test_the_quartic_form_is_the_loss_of_the_literal_forward_pass() -> None:
    weights = _random(0)
    model = Model(TOKENS, (2, 3, 4))
    assert float(model.loss(weights)) == pytest.approx(_summed(weights, 5), rel=1e-12)


def test_gradient_and_hessian_are_its_derivatives() -> None:
    model, weights, step = Model(TOKENS, (2, 3)), _random(1), 1e-5
    gradient, hessian = model.gradient(weights), model.hessian(weights)
    for block in BLOCKS:
        for place in np.ndindex(2, 2):
            ends = []
            for sign in (1, -1):
                moved = {name: table.copy() for name, table in weights.items()}
                moved[block][place] += sign * step
                ends.append((model.loss(moved), model.gradient(moved)))
            slope = (ends[0][0] - ends[1][0]) / (2 * step)
            assert gradient[block][place] == pytest.approx(slope, rel=1e-6, abs=1e-6)
            for other in BLOCKS:
                for there in np.ndindex(2, 2):
                    bend = (ends[0][1][other][there] - ends[1][1][other][there]) / (2 * step)
                    row, column = model.entry(block, *place), model.entry(other, *there)
                    assert hessian[row, column] == pytest.approx(bend, rel=1e-6, abs=1e-6)


DENSITIES: dict[str, tuple[own.Univariate, Callable[[mpmath.mpf], mpmath.mpf], mpmath.mpf]] = {
    "gaussian": (own.gaussian(Fraction(2)), lambda x: mpmath.npdf(x, 0, 2), mpmath.inf),
    "laplace": (own.laplace(Fraction(2)), lambda x: mpmath.exp(-abs(x) / 2) / 4, mpmath.inf),
    "uniform": (own.uniform(Fraction(3, 2)), lambda _: mpmath.mpf(1) / 3, mpmath.mpf(3) / 2),
    "student-t": (
        own.student(Fraction(15)),
        lambda x: (
            (1 + x**2 / 15) ** -8 * mpmath.gamma(8) / mpmath.gamma(7.5) / (15 * mpmath.pi) ** 0.5
        ),
        mpmath.inf,
    ),
}


@pytest.mark.parametrize("name", DENSITIES)
def test_moments_are_integrals_of_the_density(name: str) -> None:
    moment, density, end = DENSITIES[name]
    for power in (0, 1, 2, 3, 4, 6):
        integral = mpmath.quad(lambda x: x**power * density(x), [-end, 0, end])  # noqa: B023  # now
        assert float(moment(power) or 0) == pytest.approx(float(integral), rel=1e-7, abs=1e-9)


def test_a_sphere_in_one_dimension_has_two_points_and_in_three_its_squares_add_up() -> None:
    radius = Fraction(3, 2)
    assert own.sphere(1, radius).single(6) == radius**6
    squares = own.sphere(3, radius)
    mixed = sum(squares.at(squares.at_places({0: 4, k: 2}) if k else (6, 0, 0)) for k in range(3))
    assert mixed == radius**2 * squares.single(4)


def test_a_finite_law_knows_its_symmetries() -> None:
    one, two, half = ONE, Fraction(2), Fraction(1, 2)
    assert finite([((one, two), half), ((two, one), half)]).exchangeable
    assert not finite([((one, two), half), ((two, one), half)]).symmetric
    assert not TOKENS.exchangeable


def test_the_integrated_flow_solves_a_case_that_is_known() -> None:
    """From a = b the product solves p' = 2 p C (s − p), the logistic equation."""
    flow = Flow((ONE, ONE), Fraction(1, 2), Fraction(3))
    a, b = flow.at(Fraction(1, 5))
    with mpmath.workdps(30):
        s, rate = mpmath.mpf(1) / 2, mpmath.mpf(3)
        wanted = s / (1 - (1 - s) * mpmath.exp(-rate * mpmath.mpf(1) / 5))
        assert abs(a * b - wanted) < mpmath.mpf(10) ** -25
