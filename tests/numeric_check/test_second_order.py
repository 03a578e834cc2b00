"""The Hessian against differences of gradients: exact, as the loss is quadratic in a weight."""

from collections.abc import Mapping

import numpy as np
import pytest

from numeric_check.laws.nodes import token_nodes
from numeric_check.model.attention import BLOCKS, Blocks, Real
from numeric_check.model.quadrature import population, roots_for_any_blocks
from numeric_check.model.second_order import hessian, moved
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw

LAWS: Mapping[str, TokenLaw] = {
    "gaussian": laws.gaussian("1/2"),
    "two-point": laws.two_point("1/3", 2),
    "negative weights": laws.moments({"m2": 1, "m4": 2, "m6": 5, "2,2": 1, "4,2": 2}),
}


def by_differences(law: TokenLaw, blocks: Blocks, length: int) -> tuple[Real, Real]:
    """Return central differences of the gradient, and the scales of what they differ by."""
    nodes, roots = token_nodes(law, blocks.dim), roots_for_any_blocks(length)
    values, scales = [], []
    for direction in np.eye(len(BLOCKS) * blocks.dim**2):
        above, below = (
            population(moved(blocks, sign * direction), nodes, length, roots) for sign in (1, -1)
        )
        ends = [[one.block(name) for name in BLOCKS] for one in (above, below)]
        high, low = (np.concatenate([part[0].ravel() for part in end]) for end in ends)
        size = sum(np.concatenate([part[1].ravel() for part in end]) for end in ends)
        values.append((high - low) / 2)
        scales.append(size)
    return np.array(values), np.array(scales)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("dim", "length"), [(1, 4), (2, 3), (2, 5)])
def test_it_is_the_difference_of_gradients(law: str, dim: int, length: int) -> None:
    chance = np.random.default_rng(7)
    blocks = Blocks(chance.normal(size=(2 * dim, 2 * dim)), chance.normal(size=(dim, 2 * dim)))
    found = hessian(blocks, token_nodes(LAWS[law], dim), length, roots_for_any_blocks(length))
    wanted, scales = by_differences(LAWS[law], blocks, length)
    assert np.all(np.abs(found.values - wanted) <= 1e-12 * scales)
    assert np.allclose(found.values, found.values.T, rtol=0, atol=1e-14 * np.max(found.scales))
    assert np.all(np.abs(found.values) <= found.scales * (1 + 1e-12))
    assert np.all(found.scales <= 4 * scales)
