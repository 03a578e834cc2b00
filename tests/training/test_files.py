"""Files of runs: cut and continued bit by bit, and what is refused."""

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.files import load, resumed, save, saved
from symbolic_mesa.training.running import states, trained
from symbolic_mesa.training.settings import Samples, Start, gaussian
from tests.exhaustive import first_rows
from tests.training import complex_start, same_bits, small

KINDS = {
    "population": None,
    "samples": Samples(40),
    "fresh": Samples(40, fresh=True),
    "gather": Samples(40, gather=True),
    "single": Samples(40, single=True),
    "fresh single": Samples(40, fresh=True, single=True),
}


REAL = gaussian(2, Fraction(1, 5), 1)
CUT = {f"{name}, real": (one, REAL) for name, one in KINDS.items()} | {
    f"{name}, complex": (one, complex_start(REAL, 0.1))
    for name, one in KINDS.items()
    if name != "gather"
}


@pytest.mark.parametrize(("samples", "start"), first_rows(CUT.values(), 5), ids=CUT)
def test_a_run_that_was_cut_goes_on_with_the_same_bits(
    samples: Samples | None, start: Start, tmp_path: Path
) -> None:
    """Cut after every epoch, before the first and after the last too."""
    path, whole = tmp_path / "run.npz", small(samples, start=start)
    expected = trained(whole)
    for cut in range(whole.epochs + 1):
        save(path, whole, trained(small(samples, epochs=cut, start=whole.start)))
        half = resumed(path, whole)
        assert half is not None
        assert half.epoch == cut
        assert same_bits(half.followed_by(states(whole, whole.objective(), half)), expected)
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_loaded_is_what_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    one = small(mask=True)
    done = trained(one)
    save(path, one, done)
    words, again = load(path)
    assert words == one.words
    assert same_bits(again, done)
    assert np.array_equal(saved(path).blocks.pv, done.blocks.pv)


OTHERS = {
    "law": {"law": laws.gaussian(2)},
    "start": {"start": gaussian(2, Fraction(1, 5), 2)},
    "mask": {"mask": True},
    "step size": {"step_size": Fraction(1, 99)},
    "samples": {"samples": Samples(40)},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_file_of_another_training_is_not_resumed(
    other: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "run.npz"
    save(path, small(), trained(small()))
    with pytest.raises(InvalidInput, match="another training"):
        resumed(path, small(**other))


DATA = [[1.0, 2.0], [3.0, 4.0], [-2.0, 0.5]]


@pytest.mark.parametrize(
    "other",
    [
        laws.samples(DATA, symmetrize="both"),
        laws.samples([[x / 2 for x in row] for row in DATA]),
        laws.samples(DATA[:2]),
    ],
    ids=["symmetrized", "scaled", "shorter"],
)
def test_other_data_are_another_training(other: TokenLaw, tmp_path: Path) -> None:
    path, one = tmp_path / "run.npz", small(law=laws.samples(DATA), epochs=2)
    save(path, one, trained(one))
    assert resumed(path, one) is not None
    with pytest.raises(InvalidInput, match="another training"):
        resumed(path, small(law=other, epochs=2))


@pytest.mark.parametrize("option", ["seed", "count", "fresh", "single", "gather"])
def test_other_sequences_are_another_training(option: str, tmp_path: Path) -> None:
    path, one = tmp_path / "run.npz", small(Samples(40))
    save(path, one, trained(one))
    value = 41 if option in ("seed", "count") else True
    with pytest.raises(InvalidInput, match="another training"):
        resumed(path, small(Samples(**{"count": 40, option: value})))


def test_only_longer_runs_go_on_and_no_file_is_a_start(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    save(path, small(), trained(small()))
    with pytest.raises(InvalidInput, match="give --epochs 12 or more"):
        resumed(path, small(epochs=11))
    assert resumed(path, small(epochs=99)) is not None
    assert resumed(tmp_path / "none.npz", small()) is None


def written(path: Path, change: Callable[[dict[str, np.ndarray]], object]) -> Path:
    """Write a run whose arrays were changed."""
    save(path, small(), trained(small()))
    with np.load(path) as found:
        arrays = dict(found)
    change(arrays)
    np.savez_compressed(path, **arrays)
    return path


CHANGES: dict[str, Callable[[dict[str, np.ndarray]], object]] = {
    "a missing block": lambda arrays: arrays.pop("PV13"),
    "a block of another size": lambda arrays: arrays.update(KQ22=np.eye(3)),
    "a vector": lambda arrays: arrays.update(KQ22=np.ones(4)),
    "a number": lambda arrays: arrays.update({name: np.array(1.0) for name in BLOCKS}),
    "no coordinate": lambda arrays: arrays.update({name: np.ones((0, 0)) for name in BLOCKS}),
    "text": lambda arrays: arrays.update(KQ22=np.array([["a", "b"], ["c", "d"]])),
    "objects": lambda arrays: arrays.update(KQ22=np.array([[{}, {}], [{}, {}]])),
    "nan": lambda arrays: arrays.update(KQ22=np.full((2, 2), np.nan)),
    "inf": lambda arrays: arrays.update(PV12=np.full((2, 2), np.inf * 1j)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_weights_that_cannot_be_meant_are_refused(
    change: Callable[[dict[str, np.ndarray]], object], tmp_path: Path
) -> None:
    path = written(tmp_path / "run.npz", change)
    for read in (load, saved):
        with pytest.raises(InvalidInput, match=r"no file of mesa-train|a weight is not finite"):
            read(path)


@pytest.mark.parametrize("name", ["ab", "loss"])
@pytest.mark.parametrize("values", [[], [1.0], [np.nan] * 13, ["a"] * 13, None])
def test_a_history_that_cannot_be_meant_is_not_resumed(
    name: str, values: list[object] | None, tmp_path: Path
) -> None:
    def change(arrays: dict[str, np.ndarray]) -> None:
        arrays.update({name: np.array(values)}) if values is not None else arrays.pop(name)

    path = written(tmp_path / "run.npz", change)
    with pytest.raises(InvalidInput, match="no file of mesa-train"):
        load(path)
    assert saved(path).blocks.dim == 2  # initial weights need no history


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_with_broken_bytes_is_itself_or_refused(packed: bool, tmp_path: Path) -> None:
    """400 files, each with some bytes changed or its end cut off: no other error, no other run."""
    path, chance = tmp_path / "run.npz", np.random.default_rng(8)
    expected = trained(small())
    save(path, small(), expected)
    if packed:
        written(path, lambda arrays: None)
    whole, refused = path.read_bytes(), 0
    for _ in range(400):
        broken = np.frombuffer(whole, np.uint8).copy()
        places = chance.integers(len(broken), size=chance.integers(1, 4))
        broken[places] = chance.integers(256, size=len(places))
        end = chance.integers(len(broken)) if chance.random() < 0.2 else len(broken)
        path.write_bytes(broken[:end].tobytes())
        try:
            assert same_bits(load(path)[1], expected)
        except InvalidInput:
            refused += 1
    assert 200 < refused < 400


def test_a_run_is_written_through_a_link_and_never_in_the_place_of_a_device(
    tmp_path: Path,
) -> None:
    kept, link, pipe = (tmp_path / name for name in ("kept.npz", "link.npz", "pipe"))
    link.symlink_to(kept)
    save(link, small(), trained(small()))
    assert link.is_symlink()
    assert load(kept)[0] == small().words
    os.mkfifo(pipe)
    with pytest.raises(InvalidInput, match="no ordinary file"):
        save(pipe, small(), trained(small()))
    assert pipe.is_fifo()
