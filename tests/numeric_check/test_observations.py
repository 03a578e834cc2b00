"""What is observed of sequences, held against exact scenes where they are all of a law's."""

import tracemalloc
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from numeric_check.laws.finite import TokenNodes
from numeric_check.model.attention import BLOCKS, Blocks, batch_terms, blocks_of, placed
from numeric_check.model.prediction_ratio import ratio_moments
from numeric_check.model.scale_flow import ScaleFlow
from numeric_check.model.scene import Scene
from numeric_check.model.second_order import hessian
from numeric_check.sampling.observations import RATIO_TIMES, Sight, observed
from numeric_check.sampling.sampled_scene import SampledFullScene, SampledScene
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.simulation import Sequences
from symbolic_mesa import laws

LENGTH, ROOTS = 5, 14  # roots enough for ratios up to time 6
POINTS = np.array(list(product([-1.0, 2.0], [-1.0, 2.0])))  # alike, as likely as each other
UNITS = ScaleFlow(1.0, 2.0, 2)


def every_sequence() -> list[Sequences]:
    """Return each point with each pair of roots of unity: the mean over them is exact."""
    circle = np.exp(2j * np.pi * np.arange(ROOTS) / ROOTS)
    phases = np.array(list(product(circle, repeat=2)))
    return [(np.repeat(POINTS, len(phases), axis=0), np.tile(phases, (len(POINTS), 1)))]


def scenes() -> tuple[Scene, SampledScene]:
    nodes = TokenNodes(POINTS, np.full(len(POINTS), 1 / len(POINTS)))
    exact = Scene(nodes, LENGTH)
    a, b = exact.probe
    blocks = blocks_of(2, {"KQ32": a * np.eye(2), "PV12": b * np.eye(2)})
    groups, _ = observed(every_sequence(), 10_000, Sight(LENGTH, {"diagonal": blocks}))
    (whole,) = groups
    return exact, SampledScene(2, LENGTH, whole.means, exact.scales, UNITS)


def test_a_sample_of_every_sequence_is_the_population() -> None:
    exact, sample = scenes()
    for name, j in product(("m_2", "kappa_1", "kappa_2", "kappa_3"), (0, 1)):
        assert sample.moment(name, j).value == pytest.approx(exact.moment(name, j).value, rel=1e-12)
    assert sample.loss.value == pytest.approx(exact.loss.value, rel=1e-12)
    assert sample.energy.value == pytest.approx(exact.energy.value, rel=1e-12)
    assert sample.loss.scale == sample.energy.scale == sample.energy.value
    assert sample.stationary_loss.scale == 2 * sample.energy.value
    assert sample.flow.growth == pytest.approx(exact.flow.growth, rel=1e-11)
    assert sample.flow.saturation == pytest.approx(exact.flow.saturation, rel=1e-11)
    assert sample.stationary_loss.value == pytest.approx(exact.stationary_loss.value, rel=1e-11)
    for block in ("KQ32", "PV12"):
        found = sample.velocity(block).value
        assert found == pytest.approx(exact.velocity(block).value, rel=1e-11)
    product_ = 0.3
    for length in (3, 4, 7):
        one, other = (
            scene.at_length(length).loss_at_product(product_) for scene in (exact, sample)
        )
        assert other.value == pytest.approx(one.value, rel=1e-12)


@pytest.mark.parametrize("time", RATIO_TIMES)
def test_ratios_of_prediction_to_truth_are_those_of_the_population(time: int) -> None:
    exact, sample = scenes()
    expected = ratio_moments(exact.nodes, 0.3, time)
    found = sample.ratio_moments(0.3, time)
    assert [one.value for one in found] == pytest.approx([e.value for e in expected], rel=1e-12)


def test_gradients_elsewhere_are_means_over_the_sequences() -> None:
    chance = np.random.default_rng(3)
    blocks = Blocks(chance.normal(size=(4, 4)), chance.normal(size=(2, 4)))
    drawn = list(sequences(laws.gaussian(1), 2, 300, 5))
    groups, own = observed(drawn, 100, Sight(LENGTH, {"here": blocks}))
    assert [one.count for one in groups] == [100, 100, 100]
    assert own.shape == (300, 3)
    tokens, phases = (np.concatenate(side) for side in zip(*drawn, strict=True))
    total = groups[0] + groups[1] + groups[2]

    def energy(part: slice) -> float:
        """The loss of the prediction 0: |x_{t+1}|² = |x_1|² at each of T − 2 times."""
        return float(np.sum(tokens[part] ** 2)) * (LENGTH - 2) / 2

    for one, part in ((total, slice(0, 300)), (groups[1], slice(100, 200))):
        terms = batch_terms(
            blocks, tokens[part].astype(complex), phases[part], np.ones(len(tokens[part])), LENGTH
        )
        full = SampledFullScene(2, LENGTH, one.sums, {})
        assert full.loss("here").value == pytest.approx(terms.loss[0], rel=1e-12)
        assert full.loss("here").scale == pytest.approx(energy(part), rel=1e-12)
        found = full.means["kq here"]
        assert np.all(np.abs(found - terms.kq[0]) <= 1e-12 * terms.kq[1].max())
        entry = full.means["pv here"][1, 2]
        assert entry == pytest.approx(terms.pv[0][1, 2], rel=1e-10)
    rest = (total - groups[1]).sums["kq here"]
    assert np.allclose(rest, (groups[0] + groups[2]).sums["kq here"], rtol=1e-12)


def test_second_derivatives_are_those_of_the_exact_hessian() -> None:
    """In random directions of all six blocks at random weights; sums over every sequence."""
    chance = np.random.default_rng(4)

    def weights() -> Blocks:
        return Blocks(chance.normal(size=(4, 4)), chance.normal(size=(2, 4)))

    nodes = TokenNodes(POINTS, np.full(len(POINTS), 1 / len(POINTS)))
    blocks, directions = weights(), [weights() for _ in range(3)]
    exact = hessian(blocks, nodes, LENGTH, ROOTS).values
    flat = np.array([vector(one) for one in directions])
    sight = Sight(LENGTH, {}, blocks, directions)
    (whole,), _ = observed(every_sequence(), 10_000, sight)
    expected = flat @ exact @ flat.T
    assert np.allclose(whole.means["curvature"], expected, rtol=0, atol=1e-11 * np.max(expected))
    other = observed(every_sequence(), 10_000, replace(sight, curved=weights()))[0][0]
    assert not np.allclose(other.means["curvature"], expected, rtol=1e-3)


def vector(blocks: Blocks) -> np.ndarray:
    """Return the entries in the order of the Hessian."""
    parts = []
    for name in BLOCKS:
        matrix, rows, columns = placed(name, blocks.dim)
        parts.append((blocks.kq if matrix == "kq" else blocks.pv)[rows, columns].ravel())
    return np.concatenate(parts)


def test_zeros_at_the_start_have_no_ratio() -> None:
    tokens = np.array([[1.0, 0.0], [0.0, 0.0], [2.0, -1.0]])
    phases = np.exp(1j * np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]))
    (whole,), _ = observed([(tokens, phases)], 3, Sight(LENGTH, {}))
    assert np.all(whole.sums["ratios"][0] == 3)
    assert np.all(np.isfinite(whole.sums["ratios"]))


@pytest.mark.exhaustive
def test_memory_does_not_grow_with_the_number_of_sequences() -> None:
    blocks = blocks_of(3, {"KQ32": np.eye(3), "PV12": np.eye(3)})

    def peak(count: int) -> int:
        tracemalloc.start()
        observed(
            sequences(laws.gaussian(1), 3, count, 1), count // 20, Sight(10, {"diagonal": blocks})
        )
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    few, many = peak(70_000), peak(140_000)  # beyond what is kept one by one
    assert many < 1.1 * few
