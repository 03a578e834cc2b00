"""The vectorised model against the definition of the layer, written out for one sequence."""

import numpy as np
import pytest
from numpy.typing import NDArray

from numeric_check.model.attention import (
    BLOCKS,
    Blocks,
    Terms,
    batch_terms,
    blocks_of,
    diagonal_blocks,
)

Array = NDArray[np.float64]


def textbook_loss(blocks: Blocks, start: Array, phases: Array, length: int) -> float:
    """Form E_t, W^PV and W^KQ in full, with what is not predicted filled with rubbish."""
    d = blocks.dim
    w_kq, w_pv = np.full((3 * d, 3 * d), 7.0 + 0j), np.full((3 * d, 3 * d), -5.0 + 0j)
    w_kq[d:, d:] = blocks.kq
    w_pv[:d, d:] = blocks.pv
    w = np.diag(phases)
    x = [np.zeros(d, dtype=complex), start.astype(complex)]
    while len(x) <= length:
        x.append(w @ x[-1])
    columns = [np.concatenate((np.zeros(d), x[t], x[t - 1])) for t in range(1, length)]
    total = 0.0
    for t in range(2, length):
        stack = np.column_stack(columns[:t])
        e_t = columns[t - 1]
        f_t = e_t + w_pv @ stack @ (stack.conj().T @ w_kq @ e_t) / (t - 1)
        total += float(np.sum(np.abs(f_t[:d] - x[t + 1]) ** 2)) / 2
    return total


def sample(dim: int, size: int, seed: int) -> tuple[Blocks, Array, NDArray[np.complex128], Array]:
    """Return blocks, tokens, phases and weights of which some are negative."""
    rng = np.random.default_rng(seed)
    blocks = Blocks(rng.normal(size=(2 * dim, 2 * dim)), rng.normal(size=(dim, 2 * dim)))
    phases = np.exp(2j * np.pi * rng.uniform(size=(size, dim)))
    return blocks, rng.normal(size=(size, dim)), phases, rng.normal(size=size)


def loss_at(blocks: Blocks, batch: tuple[Array, NDArray[np.complex128], Array], t: int) -> float:
    return batch_terms(blocks, *batch, t).loss[0]


SIZES = [(1, 3), (1, 6), (2, 3), (2, 5), (3, 4)]


@pytest.mark.parametrize(("dim", "length"), SIZES)
def test_the_loss_is_that_of_the_definition(dim: int, length: int) -> None:
    blocks, tokens, phases, weights = sample(dim, 7, seed=dim + 10 * length)
    expected = sum(
        w * textbook_loss(blocks, x, p, length)
        for x, p, w in zip(tokens, phases, weights, strict=True)
    )
    value, scale = batch_terms(blocks, tokens, phases, weights, length).loss
    assert abs(value - expected) <= 1e-14 * scale


@pytest.mark.parametrize(("dim", "length"), SIZES)
@pytest.mark.parametrize("matrix", ["kq", "pv"])
def test_every_gradient_entry_is_the_central_difference(dim: int, length: int, matrix: str) -> None:
    """The loss is quadratic in one entry: a central difference has no error but rounding."""
    blocks, *batch = sample(dim, 5, seed=length)
    found, scale = getattr(batch_terms(blocks, *batch, length), matrix)
    for index in np.ndindex(found.shape):
        step = np.zeros(found.shape)
        step[index] = 1.0
        above, below = (loss_at(moved(blocks, {matrix: s * step}), batch, length) for s in (1, -1))
        size = scale[index] + batch_terms(blocks, *batch, length).loss[1]
        assert abs((above - below) / 2 - found[index]) <= 1e-13 * size


def moved(blocks: Blocks, steps: dict[str, Array]) -> Blocks:
    return Blocks(blocks.kq + steps.get("kq", 0.0), blocks.pv + steps.get("pv", 0.0))


@pytest.mark.parametrize(("dim", "length"), [(1, 4), (2, 5), (3, 3)])
def test_central_differences_along_a_direction_converge_in_second_order(
    dim: int, length: int
) -> None:
    """With both matrices moving the loss is quartic in the step h: the error is c h² exactly."""
    blocks, *batch = sample(dim, 6, seed=3)
    direction, _, _, _ = sample(dim, 1, seed=4)
    terms = batch_terms(blocks, *batch, length)
    slope = float(np.sum(terms.kq[0] * direction.kq) + np.sum(terms.pv[0] * direction.pv))
    steps = 2.0 ** -np.arange(2, 9)
    errors = []
    for h in steps:
        above, below = (
            loss_at(moved(blocks, {"kq": s * direction.kq, "pv": s * direction.pv}), batch, length)
            for s in (h, -h)
        )
        errors.append(abs((above - below) / (2 * h) - slope))
    order, _ = np.polyfit(np.log(steps), np.log(errors), 1)
    assert order == pytest.approx(2, abs=0.001)
    assert np.all(np.diff(errors) < 0)


@pytest.mark.parametrize(("dim", "length"), SIZES)
def test_scales_bound_values_and_never_use_the_sign_of_a_weight(dim: int, length: int) -> None:
    blocks, tokens, phases, weights = sample(dim, 6, seed=1)
    signed = batch_terms(blocks, tokens, phases, weights, length)
    sizes = batch_terms(blocks, tokens, phases, np.abs(weights), length)
    for name in ("loss", "kq", "pv"):
        (value, scale), (_, same) = getattr(signed, name), getattr(sizes, name)
        assert np.all(np.abs(value) <= scale)
        np.testing.assert_array_equal(scale, same)


def test_the_scale_survives_where_the_terms_cancel() -> None:
    """Opposite weights sum to 0, and the scale says how large the terms were."""
    blocks, tokens, phases, _ = sample(2, 1, seed=5)
    twice = [np.repeat(rows, 2, axis=0) for rows in (tokens, phases)]
    terms = batch_terms(blocks, *twice, np.array([1.0, -1.0]), 4)
    assert terms.loss[0] == pytest.approx(0, abs=1e-12)
    alone = batch_terms(blocks, tokens, phases, np.ones(1), 4)
    assert terms.loss[1] == pytest.approx(2 * alone.loss[1])


def test_a_batch_is_the_sum_over_its_parts() -> None:
    blocks, tokens, phases, weights = sample(2, 8, seed=6)
    whole = batch_terms(blocks, tokens, phases, weights, 5)
    parts: list[Terms] = [
        batch_terms(blocks, tokens[part], phases[part], weights[part], 5)
        for part in (slice(0, 3), slice(3, 8))
    ]
    for name in ("loss", "kq", "pv"):
        for k in (0, 1):
            summed = sum(np.asarray(getattr(part, name)[k]) for part in parts)
            np.testing.assert_allclose(getattr(whole, name)[k], summed, rtol=1e-12, atol=1e-12)


def test_blocks_sit_where_their_names_say() -> None:
    for number, name in enumerate(BLOCKS, start=1):
        blocks = blocks_of(2, {name: np.full((2, 2), float(number))})
        matrix = blocks.kq if name.startswith("KQ") else blocks.pv
        row, column = int(name[2]) - 2, int(name[3]) - 2
        top = 0 if name.startswith("PV") else 2 * row
        assert np.all(matrix[top : top + 2, 2 * column : 2 * column + 2] == number)
        assert np.sum(blocks.kq) + np.sum(blocks.pv) == 4 * number


def test_an_unknown_block_is_refused() -> None:
    with pytest.raises(KeyError, match="PV13"):
        blocks_of(1, {"PV11": np.eye(1)})


def test_the_diagonal_manifold_multiplies_x_before_with_x_now() -> None:
    """At d = 1: ŷ_t = (ab/ρ_t) Σ_{s=2}^t x_s conj(x_{s-1}) x_t = ab |x|² λ x_t."""
    a, b, x = 0.7, 0.4, 1.3
    phase = np.exp(0.9j)
    terms = batch_terms(
        diagonal_blocks(1, a, b), np.array([[x]]), np.array([[phase]]), np.ones(1), 6
    )
    assert terms.loss[0] == pytest.approx(4 * (x - a * b * x**3) ** 2 / 2, rel=1e-14)
