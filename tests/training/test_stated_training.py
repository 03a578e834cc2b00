"""Training of stated models: beside the first paper's own trainer, cut and continued, refused."""

from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numeric_check.interpreter.doubles import Population
from numeric_check.interpreter.named_blocks import NamedBlocks
from numeric_check.interpreter.reading import phase_roots
from numeric_check.laws.nodes import token_nodes
from numeric_check.sampling.stated import mean_loss
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.stating.files import load_model, read_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.files import load_as, resumed, save, saved_as
from symbolic_mesa.training.general import StartOf
from symbolic_mesa.training.running import RunOf, states, trained
from symbolic_mesa.training.samples import Samples
from symbolic_mesa.training.settings import gaussian
from symbolic_mesa.training.stated_training import (
    StatedTraining,
    gaussian_blocks,
    on_ansatz,
    trainable,
)
from tests.exhaustive import first
from tests.gallery import MODELS
from tests.training import GAUSSIAN, small, stated_text

TWO_HEADS = load_model(MODELS["two-heads"])
PAPER = load_model(MODELS["linear-attention"])


def stated(problem: Problem = TWO_HEADS, **given: Any) -> StatedTraining:
    """Return a short run at d = 2 and T = 6, from normal weights in every block."""
    options = {
        "setting": Setting(given.pop("law", GAUSSIAN), 2, 6),
        "samples": None,
        "start": gaussian_blocks(problem, 2, Fraction(1, 5), 1),
        "mask": False,
        "step_size": Fraction(1, 100),
        "epochs": 9,
    }
    return StatedTraining(**{**options, **given}, problem=problem)


def same_bits(one: RunOf[NamedBlocks], other: RunOf[NamedBlocks]) -> bool:
    """Whether two runs are the same to the last bit."""
    same = (one.kept, one.loss) == (other.kept, other.loss)
    blocks = one.named_blocks, other.named_blocks
    return same and all(blocks[0][b].tobytes() == blocks[1][b].tobytes() for b in blocks[0])


@pytest.mark.parametrize("samples", first([None, Samples(30), Samples(30, fresh=True)], 2))
@pytest.mark.parametrize("mask", [False, True])
def test_the_papers_model_is_trained_as_by_its_own_trainer(
    samples: Samples | None, mask: bool
) -> None:
    """All six blocks from normal weights, on a law that leaves the diagonal."""
    law = laws.full_one(1) if samples is None else GAUSSIAN
    start = gaussian(2, Fraction(1, 5), 1)
    theirs = trained(small(samples, law=law, start=start, mask=mask, epochs=5))
    blocks = StartOf("the same", NamedBlocks(dict(start.blocks.named)))
    ours = trained(stated(PAPER, law=law, samples=samples, start=blocks, mask=mask, epochs=5))
    assert ours.loss == pytest.approx(theirs.loss, rel=1e-12)
    for name, block in theirs.named_blocks.items():
        assert ours.named_blocks[name] == pytest.approx(block, rel=1e-10, abs=1e-14)


def test_from_the_ansatz_training_comes_to_the_least_loss() -> None:
    start = on_ansatz(
        TWO_HEADS, 2, [Fraction(1, 2), Fraction(1, 3), Fraction(1, 2), Fraction(1, 4)]
    )
    one = stated(start=start, step_size=Fraction(1, 50), epochs=300)
    done = trained(one)
    found = derive(GAUSSIAN, 2, 6, ["minimum-loss", "conserved"], check=False, model=TWO_HEADS)
    assert done.loss[-1] == pytest.approx(found["minimum-loss"].value, rel=1e-12)
    assert one.off_ansatz(done.blocks) < 1e-14
    assert [one.off_ansatz(gaussian_blocks(TWO_HEADS, 2, Fraction(1), 1).blocks) > 0.5] == [True]
    assert list(done.kept) == ["a", "g", "b", "h"]
    assert done.kept["a"][0] == 0.5


def test_each_number_of_a_diagonal_and_no_scale_without_an_entry_is_kept() -> None:
    text = stated_text("V[i,j] x[t,j] + K[i,j] x[t,j]", {"V": "diag(a)", "K": "b I + c (J - I)"})
    numbers = [Fraction(k) for k in (1, 2, 3, 4)]
    start = on_ansatz(problem := read_model(text), 2, numbers)
    assert start.blocks.named["V"].tolist() == [[1, 0], [0, 2]]
    assert start.blocks.named["K"].tolist() == [[3, 4], [4, 3]]
    assert stated(problem, start=start).kept(start.blocks) == {"a_1": 1, "a_2": 2, "b": 3, "c": 4}
    single = on_ansatz(problem, 1, numbers[:3])
    there = Setting(GAUSSIAN, 1, 6)
    assert stated(problem, setting=there, start=single).kept(single.blocks) == {"a_1": 1, "b": 2}


@pytest.mark.parametrize("name", first(["two-lags", "affine-kernel", "undivided-attention"]))
def test_on_every_node_sequences_have_the_populations_loss(name: str) -> None:
    """Signs for x_1, roots of unity for phases, each once: sampling makes no other sum."""
    problem, dim, length = load_model(MODELS[name]), 2, 5
    roots = np.exp(2j * np.pi * np.arange(count := phase_roots(problem.model, length)) / count)
    pairs = list(product(product([1.0, -1.0], repeat=dim), product(roots, repeat=dim)))
    sequences = [tuple(map(np.array, zip(*pairs[k::3], strict=True))) for k in range(3)]
    nodes = token_nodes(laws.rademacher(1), dim, 3)
    blocks = gaussian_blocks(problem, dim, Fraction(1), 1).blocks.named
    expected = Population(problem.model, nodes, length, count)
    loss, slopes = mean_loss(problem.model, blocks, sequences, length)  # type: ignore[arg-type]  # tuples of two
    assert loss == pytest.approx(expected.derivative(blocks).value, rel=1e-12)
    for block, (slope, scale) in expected.gradient(blocks).items():
        assert np.max(np.abs(slopes[block] - slope)) <= 1e-12 * np.max(scale)


@pytest.mark.parametrize("samples", [None, Samples(30), Samples(30, fresh=True)])
def test_a_run_that_was_cut_goes_on_with_the_same_bits(
    samples: Samples | None, tmp_path: Path
) -> None:
    path, whole = tmp_path / "run.npz", stated(samples=samples)
    expected = trained(whole)
    for cut in (0, 4, 9):
        save(path, whole, trained(stated(samples=samples, epochs=cut)))
        half = resumed(path, whole)
        assert half is not None
        assert half.epoch == cut
        assert same_bits(half.followed_by(states(whole, whole.objective(), half)), expected)
    assert same_bits(load_as(path, whole.layout)[1], expected)
    start = saved_as(path, whole.layout).blocks
    assert np.array_equal(start.named["B1"], expected.named_blocks["B1"])


def test_a_run_of_another_model_is_not_resumed(tmp_path: Path) -> None:
    path, one = tmp_path / "run.npz", stated()
    save(path, one, trained(one))
    text = MODELS["two-heads"].read_text().replace("conj(x[s,k])", "conj(x[s-1,k])")
    with pytest.raises(InvalidInput, match="another training"):
        resumed(path, stated(read_model(text)))
    with pytest.raises(InvalidInput, match="no file of mesa-train; give one that it wrote, or"):
        resumed(path, stated(load_model(MODELS["increments"])))


def test_seeds_decide_what_is_random() -> None:
    one, same, other = (trained(stated(samples=Samples(20, seed))) for seed in (1, 1, 2))
    assert same_bits(one, same)
    assert not same_bits(one, other)


def odd(prediction: str, **weights: str) -> Problem:
    return read_model(stated_text(prediction, weights))


DEEP = "sum(s = 1 .. t) sum(r = 1 .. s) V[i,j] x[s,j] conj(x[r,k]) x[r,k]"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: on_ansatz(TWO_HEADS, 2, [Fraction(1)]), "1 numbers; give one each for a_0, g_0"),
        (lambda: gaussian_blocks(TWO_HEADS, 2, Fraction(-1), 1), "a standard deviation"),
        (lambda: trainable(TWO_HEADS, 10**9), "numbers would be held at a time"),
        (lambda: trainable(odd("loss[i,j] x[t,j]", loss="a I"), 2), "loss: the file of a run"),
        (lambda: trainable(odd("V[i,j] x[t,j]", V="file I"), 2), "file: the file of a run"),
        (lambda: stated(samples=Samples(9, single=True)), "--single: a stated model"),
        (lambda: stated(samples=Samples(9, gather=True)), "--gather: a stated model"),
        (
            lambda: stated(
                odd(DEEP, V="a I"), samples=Samples(9), setting=Setting(GAUSSIAN, 2, 10**4)
            ),
            "products of tokens would be run",
        ),
    ],
)
def test_what_cannot_be_trained_says_why(make: Any, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        make()


def test_training_that_diverges_says_so() -> None:
    for samples in (None, Samples(9)):
        with pytest.raises(InvalidInput, match=r"training diverges at epoch \d+"):
            trained(stated(samples=samples, step_size=Fraction(10), epochs=50))


def test_complex_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    np.savez(path, **{name: np.eye(2) * 1j for name in TWO_HEADS.model.blocks})
    with pytest.raises(InvalidInput, match="B1: complex, where a stated model is real"):
        saved_as(path, stated().layout)


def test_laws_that_have_no_population_are_trained_on_samples() -> None:
    law: TokenLaw = laws.samples([[1.0, 2.0], [3.0, 4.0], [-2.0, 0.5]])
    with pytest.raises(InvalidInput, match="train on --samples"):
        trained(stated(law=law))
    done = trained(stated(law=law, samples=Samples(50), step_size=Fraction(1, 1000)))
    assert done.loss[-1] < done.loss[0]
