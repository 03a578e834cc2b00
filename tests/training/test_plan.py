"""The population's plan against quadrature of the full model, at random weights in six blocks."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from numeric_check.laws.nodes import token_nodes
from numeric_check.model.attention import Blocks
from numeric_check.model.quadrature import population, roots_for_any_blocks
from numeric_check.model.quartic import Quartic, from_plan
from numeric_check.sampling.gathering import gathered
from numeric_check.sampling.sampling import sequences
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.population_form import plan

SEED = 7
UNLIKE = laws.samples([[1, 2], [-1, 0.5], [3, 0]])
UNLIKE_3 = laws.samples([[1, 2, -0.5], [-1, 0.5, 2], [3, 0, 1], [0.25, 1, 1]])


def quartic(law: TokenLaw, dim: int, length: int) -> Quartic:
    found = plan(Setting(law, dim, length))
    return from_plan(found.dim, found.constant, found.linear, found.quadratic)


def weights(dim: int, seed: int = SEED) -> Blocks:
    chance = np.random.default_rng(seed)
    return Blocks(chance.normal(size=(2 * dim, 2 * dim)), chance.normal(size=(dim, 2 * dim)))


def complex_weights(dim: int, seed: int = SEED) -> Blocks:
    re, im = weights(dim, seed), weights(dim, seed + 100)
    return Blocks(re.kq + 1j * im.kq, re.pv + 1j * im.pv)


def moved(blocks: Blocks, line: Blocks, h: float) -> Blocks:
    return Blocks(blocks.kq + h * line.kq, blocks.pv + h * line.pv)


def along(slopes: Blocks, line: Blocks) -> float:
    """The derivative along a line, of a gradient ∂L/∂Re + i ∂L/∂Im."""
    return float((np.vdot(slopes.kq, line.kq) + np.vdot(slopes.pv, line.pv)).real)


def slope(loss: Callable[[Blocks], float], blocks: Blocks, line: Blocks) -> float:
    """The derivative along a line: four values are exact where the loss has degree 4."""
    near, far = (loss(moved(blocks, line, h)) - loss(moved(blocks, line, -h)) for h in (0.5, 1))
    return (8 * near - far) / 6


def textbook(blocks: Blocks, law: TokenLaw, dim: int, length: int) -> float:
    """L as it is defined, for complex weights too: a sum over nodes and roots of unity."""
    nodes, roots = token_nodes(law, dim), roots_for_any_blocks(length)
    circle = np.exp(2j * np.pi * np.arange(roots) / roots)
    phases = np.array(list(product(circle, repeat=dim)))[:, None, :, None]
    powers = np.arange(-1, length)  # x_0, which is 0, to x_T
    x = nodes.points[:, :, None] * phases**powers * (powers >= 0)  # phases, nodes, d, times
    e = np.concatenate((x[..., 1:], x[..., :-1]), axis=2)  # e_1 to e_T
    total = 0.0
    for t in range(2, length):
        seen, now = e[..., :t], e[..., t - 1]
        scores = np.einsum("nmas,ab,nmb->nms", seen.conj(), blocks.kq, now)
        predicted = np.einsum("ia,nmas,nms->nmi", blocks.pv, seen, scores) / (t - 1)
        squares = np.sum(np.abs(predicted - x[..., t + 1]) ** 2, axis=2).mean(axis=0)
        total += float(squares @ nodes.weights) / 2
    return total


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
        (laws.samples([[1, 2], [-1, 0.5], [3, 0]], symmetrize="both"), 2, 4),
        (laws.samples([[1], [-0.5], [3]]), 1, 4),
        (UNLIKE, 2, 5),
        (UNLIKE_3, 3, 4),
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


def test_coordinates_exchanged_are_seen() -> None:
    """The negative control for unlike coordinates: their order matters."""
    blocks, exchanged = weights(2), laws.samples([[2, 1], [0.5, -1], [0, 3]])
    right, wrong = (quartic(law, 2, 5).at(blocks)[0] for law in (UNLIKE, exchanged))
    assert abs(right - wrong) > 1e-3 * abs(right)


@pytest.mark.parametrize(
    ("law", "dim", "length"),
    [(laws.gaussian(1), 1, 5), (laws.gaussian(1), 2, 3), (laws.sphere(1), 3, 3), (UNLIKE, 2, 4)],
    ids=["one", "gaussian", "sphere", "unlike"],
)
def test_complex_weights_are_exact(law: TokenLaw, dim: int, length: int) -> None:
    form, blocks = quartic(law, dim, length), complex_weights(dim)
    loss, slopes = form.at(blocks)
    assert loss == pytest.approx(textbook(blocks, law, dim, length), rel=1e-12)
    for seed in (1, 2):
        line = complex_weights(dim, seed)
        exact = slope(lambda at: textbook(at, law, dim, length), blocks, line)
        assert along(slopes, line) == pytest.approx(exact, rel=1e-11)


def test_the_textbook_is_the_model_for_real_weights() -> None:
    exact = population(weights(2), token_nodes(UNLIKE, 2), 4, roots_for_any_blocks(4))
    assert textbook(weights(2), UNLIKE, 2, 4) == pytest.approx(exact.loss.value, rel=1e-12)


def test_a_conjugate_left_out_is_seen() -> None:
    """The negative control for complex weights: neither loss nor gradient is that at W̄."""
    form, blocks = quartic(UNLIKE, 2, 4), complex_weights(2)
    mixed = Blocks(blocks.kq.conj(), blocks.pv)
    right = textbook(blocks, UNLIKE, 2, 4)
    assert abs(form.at(mixed)[0] - right) > 1e-3 * right
    _, slopes = form.at(blocks)
    line, flipped = complex_weights(2, 1), Blocks(slopes.kq.conj(), slopes.pv)
    exact = slope(lambda at: textbook(at, UNLIKE, 2, 4), blocks, line)
    assert abs(along(flipped, line) - exact) > 1e-3 * abs(exact)


def test_real_weights_stay_real() -> None:
    form = quartic(laws.gaussian(1), 2, 5)
    _, slopes = form.at(weights(2))
    assert slopes.kq.dtype == slopes.pv.dtype == np.float64
    for kinds in ((complex, complex), (complex, float), (float, complex)):
        kq, pv = weights(2).kq.astype(kinds[0]), weights(2).pv.astype(kinds[1])
        _, others = form.at(Blocks(kq, pv))
        assert np.allclose(others.kq, slopes.kq, rtol=1e-13)
        assert np.allclose(others.pv, slopes.pv, rtol=1e-13)


@pytest.mark.parametrize("matrix", ["kq", "pv"])
def test_gathered_samples_refuse_complex_weights(matrix: str) -> None:
    form = gathered(sequences(laws.gaussian(1), 2, 8, SEED), 2, 4)
    both, real = complex_weights(2), weights(2)
    blocks = Blocks(both.kq, real.pv) if matrix == "kq" else Blocks(real.kq, both.pv)
    with pytest.raises(InvalidInput, match="complex") as caught:
        form.at(blocks)
    assert "\n" not in str(caught.value)


def test_the_gradient_is_the_slope_of_the_loss_with_the_right_order() -> None:
    """Central differences: the error falls like h², as the loss has degree 4 along a line."""
    form, blocks, line = quartic(laws.gaussian(1), 2, 5), weights(2), weights(2, 8)
    exact = along(form.at(blocks)[1], line)

    def difference(h: float) -> float:
        ahead, behind = (form.at(moved(blocks, line, step))[0] for step in (h, -h))
        return (ahead - behind) / (2 * h)

    errors = [abs(difference(h) - exact) for h in (0.1, 0.05, 0.025)]
    assert [errors[k] / errors[k + 1] for k in (0, 1)] == pytest.approx([4, 4], rel=1e-5)


@pytest.mark.parametrize("dim", [1, 2])
def test_weights_on_few_coordinates_are_exact_at_a_large_dimension(dim: int) -> None:
    """Gaussian tokens at d = 32: the other coordinates are then not predicted."""
    wide, size = 32, np.s_[:dim]
    small = weights(dim)
    kq, pv = np.zeros((2, wide, 2, wide)), np.zeros((wide, 2, wide))
    kq[:, size, :, size] = small.kq.reshape(2, dim, 2, dim)
    pv[size, :, size] = small.pv.reshape(dim, 2, dim)
    form = quartic(laws.gaussian(1), wide, 4)
    loss, slopes = form.at(Blocks(kq.reshape(64, 64), pv.reshape(32, 64)))
    exact = population(small, token_nodes(laws.gaussian(1), dim), 4, roots_for_any_blocks(4))
    unpredicted = (wide - dim) * (4 - 2) / 2  # ½ E x_j² at each of T − 2 steps
    assert loss - unpredicted == pytest.approx(exact.loss.value, rel=1e-12)
    found = slopes.kq.reshape(2, wide, 2, wide)[:, size, :, size].reshape(2 * dim, 2 * dim)
    assert found == pytest.approx(exact.terms.kq[0], rel=1e-10, abs=1e-10)
