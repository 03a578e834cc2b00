"""The population's plan against quadrature of the full model, at random weights in six blocks."""

import numpy as np
import pytest

from numeric_check.attention import Blocks
from numeric_check.nodes import token_nodes
from numeric_check.quadrature import population, roots_for_any_blocks
from numeric_check.quartic import Quartic, from_plan
from symbolic_mesa import laws
from symbolic_mesa.assumptions import Setting, TokenLaw
from symbolic_mesa.errors import InvalidInput, MissingMoment
from symbolic_mesa.plan import patterns, plan

SEED = 7


def quartic(law: TokenLaw, dim: int, length: int) -> Quartic:
    found = plan(Setting(law, dim, length))
    return from_plan(found.dim, found.constant, found.linear, found.quadratic)


def weights(dim: int, seed: int = SEED) -> Blocks:
    chance = np.random.default_rng(seed)
    return Blocks(chance.normal(size=(2 * dim, 2 * dim)), chance.normal(size=(dim, 2 * dim)))


@pytest.mark.parametrize(
    ("law", "dim", "length"),
    [
        (laws.gaussian(1), 1, 3),
        (laws.gaussian("1/2"), 2, 3),
        (laws.gaussian(1), 2, 4),
        (laws.gaussian(1), 3, 3),
        (laws.sparse(2), 2, 7),
        (laws.full_one(1), 2, 5),
        (laws.full_one(1), 3, 4),
        (laws.two_point("1/3", 2), 2, 4),
        (laws.sphere(2), 3, 3),
        (laws.support("1:1/3,-2:1/3,0:1/3"), 2, 4),
        (laws.samples([[1, 2], [-1, 0.5], [3, 0]], symmetrize=True), 2, 4),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_loss_and_gradient_are_exact(law: TokenLaw, dim: int, length: int) -> None:
    blocks = weights(dim)
    loss, slopes = quartic(law, dim, length).at(blocks)
    exact = population(blocks, token_nodes(law, dim), length, roots_for_any_blocks(length))
    assert abs(loss - exact.loss.value) <= 1e-12 * exact.loss.scale
    for found, (value, scale) in ((slopes.kq, exact.terms.kq), (slopes.pv, exact.terms.pv)):
        assert np.all(np.abs(found - value) <= 1e-12 * scale.max())


def test_a_moment_exchanged_is_seen() -> None:
    """The negative control: the plan of another law is not this one's."""
    blocks = weights(2)
    exact = population(blocks, token_nodes(laws.gaussian(1), 2), 4, roots_for_any_blocks(4))
    loss, _ = quartic(laws.rademacher(1), 2, 4).at(blocks)
    assert abs(loss - exact.loss.value) > 1e-3 * exact.loss.scale


def test_the_gradient_is_the_slope_of_the_loss_with_the_right_order() -> None:
    """Central differences: the error falls like h², as the loss has degree 4 along a line."""
    form, blocks, line = quartic(laws.gaussian(1), 2, 5), weights(2), weights(2, 8)
    _, slopes = form.at(blocks)
    slope = float(np.sum(slopes.kq * line.kq) + np.sum(slopes.pv * line.pv))

    def moved(h: float) -> float:
        return form.at(Blocks(blocks.kq + h * line.kq, blocks.pv + h * line.pv))[0]

    errors = [abs((moved(h) - moved(-h)) / (2 * h) - slope) for h in (0.1, 0.05, 0.025)]
    assert [errors[k] / errors[k + 1] for k in (0, 1)] == pytest.approx([4, 4], rel=1e-5)


def test_the_plan_is_readable_data() -> None:
    linear, quadratic = patterns()
    assert set(linear) == {((0, 0), (0, 0), (1, n), (0, 0)) for n in (0, 1)}  # PV12 and KQ32
    assert len(quadratic) == 1704


@pytest.mark.parametrize(
    "setting", [Setting(laws.gaussian(1), 2), Setting(laws.gaussian(1), None, 5)]
)
def test_numbers_are_needed(setting: Setting) -> None:
    with pytest.raises(InvalidInput, match="not given"):
        plan(setting)


def test_what_has_no_plan_says_why() -> None:
    with pytest.raises(InvalidInput, match="not alike"):
        plan(Setting(laws.samples([[1, 2], [3, 5]]), None, 5))
    with pytest.raises(InvalidInput, match="no value"):
        plan(Setting(laws.gaussian(), 2, 5))
    with pytest.raises(MissingMoment):
        plan(Setting(laws.student_t(5), 2, 5))
