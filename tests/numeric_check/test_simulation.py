"""The fast simulator against the definition; differences of the right order; its limits."""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

from numeric_check.model.attention import Blocks, batch_terms
from numeric_check.sampling import simulation
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.simulation import Sequences, simulated
from symbolic_mesa import laws
from tests.numeric_check.test_attention import textbook_loss

SIZES = [(1, 3), (1, 9), (2, 3), (2, 5), (3, 4), (4, 12)]
KINDS = ["real", "complex"]


def weights(dim: int, kind: str, seed: int = 3) -> Blocks:
    chance = np.random.default_rng(seed)

    def matrix(rows: int) -> np.ndarray:
        real, imaginary = chance.normal(size=(2, rows, 2 * dim))
        return real + 1j * imaginary if kind == "complex" else real

    return Blocks(matrix(2 * dim), matrix(dim))


def drawn(dim: int, count: int, seed: int = 5) -> Sequences:
    chance = np.random.default_rng(seed)
    return chance.normal(size=(count, dim)), np.exp(2j * np.pi * chance.random((count, dim)))


@pytest.mark.parametrize(("dim", "length"), SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_that_of_the_definition(dim: int, length: int, kind: str) -> None:
    """The textbook forms E_t for every t, sequence by sequence."""
    blocks, batch = weights(dim, kind), drawn(dim, 7)
    expected = sum(textbook_loss(blocks, x, p, length) for x, p in zip(*batch, strict=True))
    found = simulated(blocks, [batch], length)
    assert found.count == 7
    assert found.loss == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize(("dim", "length"), SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_is_the_slope_with_the_right_order(dim: int, length: int, kind: str) -> None:
    """Central differences along a line: the error is quartered as h is halved."""
    blocks, line, batch = weights(dim, kind), weights(dim, kind, 4), drawn(dim, 7)
    slopes = simulated(blocks, [batch], length).slopes
    slope = np.vdot(slopes.kq, line.kq).real + np.vdot(slopes.pv, line.pv).real

    def moved(h: float) -> float:
        there = Blocks(blocks.kq + h * line.kq, blocks.pv + h * line.pv)
        return simulated(there, [batch], length).loss

    differences = [(moved(h) - moved(-h)) / (2 * h) for h in (0.1, 0.05, 0.025)]
    errors = [abs(one - slope) for one in differences]
    assert [errors[k] / errors[k + 1] for k in (0, 1)] == pytest.approx([4, 4], rel=1e-3)
    extrapolated = (4 * differences[1] - differences[0]) / 3  # exact, as L has degree 4 on the line
    assert extrapolated == pytest.approx(slope, rel=1e-9)
    assert extrapolated != pytest.approx(1.0001 * slope, rel=1e-9)  # a negative control


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_of_the_gradient_is_a_difference(kind: str) -> None:
    """The loss is of degree 2 in one entry: central differences are exact."""
    blocks, batch, length = weights(2, kind), drawn(2, 5), 6
    slopes = simulated(blocks, [batch], length).slopes
    for name in ("kq", "pv"):
        for place in np.ndindex(getattr(blocks, name).shape):
            for unit, part in ((1, np.real), (1j, np.imag))[: 2 if kind == "complex" else 1]:
                sides = []
                for sign in (1, -1):
                    both = {"kq": blocks.kq.copy(), "pv": blocks.pv.copy()}
                    both[name][place] += sign * unit
                    sides.append(simulated(Blocks(**both), [batch], length).loss)
                found = part(getattr(slopes, name)[place])
                assert (sides[0] - sides[1]) / 2 == pytest.approx(found, rel=1e-9)


def test_the_case_of_the_paper_agrees_with_the_recursion() -> None:
    """d = 5, T = 100, by another code that follows G_t."""
    blocks, (tokens, phases) = weights(5, "real"), drawn(5, 40)
    exact = batch_terms(blocks, tokens.astype(complex), phases, np.ones(40), 100)
    found = simulated(blocks, [(tokens, phases)], 100)
    assert abs(found.loss - exact.loss[0]) <= 1e-13 * exact.loss[1]
    assert np.all(np.abs(found.slopes.kq - exact.kq[0]) <= 1e-13 * exact.kq[1].max())
    assert np.all(np.abs(found.slopes.pv - exact.pv[0]) <= 1e-13 * exact.pv[1].max())


def test_single_precision_costs_what_the_docs_say() -> None:
    """Some 1e-7 of the loss and of the largest gradient entry, at d = 5 and T = 100."""
    blocks, batch = weights(5, "real"), drawn(5, 300)
    exact, single = (simulated(blocks, [batch], 100, single=one) for one in (False, True))
    assert 1e-10 < abs(single.loss / exact.loss - 1) < 1e-6
    for name in ("kq", "pv"):
        sides = (getattr(one.slopes, name) for one in (exact, single))
        right, found = sides
        assert 1e-9 < np.max(np.abs(found - right)) / np.max(np.abs(right)) < 1e-6


def test_the_same_sequences_give_the_same_bits() -> None:
    blocks, law = weights(3, "real"), laws.gaussian(1)
    one, same, other = (
        simulated(blocks, sequences(law, 3, 700, seed), 30).mean for seed in (1, 1, 2)
    )
    assert one[0] == same[0] != other[0]
    assert np.array_equal(one[1].kq, same[1].kq)


def test_sequences_are_never_all_held() -> None:
    """The peak does not grow with their number."""
    blocks, law = weights(5, "real"), laws.gaussian(1)

    def peak(count: int) -> int:
        tracemalloc.start()
        simulated(blocks, sequences(law, 5, count, 1), 20, single=True)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    few, many = peak(10_000), peak(40_000)
    assert many < 1.1 * few < 100 * 2**20


def test_sequences_are_taken_as_they_come() -> None:
    """A generator is not run ahead by more than the pieces in work."""
    taken = 0

    def slow() -> Iterator[Sequences]:
        nonlocal taken
        for k in range(100):
            taken = k
            yield drawn(2, 4000, k)

    pieces = simulation.pieces(slow(), 100)
    for _ in range(20):
        next(pieces)
    assert taken < 20


def test_a_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="give one at least"):
        simulated(weights(2, "real"), [], 5)
