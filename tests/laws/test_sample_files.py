"""Tables in files: every number exactly, and what is no table of tokens."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.text.errors import InvalidInput
from tests.laws.refusal import refusal

LARGE = 2**53 + 1  # no float
ARRAYS = {
    "int8": (np.array([[-128, 127]], dtype=np.int8), Fraction(-128)),
    "uint8": (np.array([[255, 0]], dtype=np.uint8), Fraction(255)),
    "int64": (np.array([[LARGE, 1]], dtype=np.int64), Fraction(LARGE)),
    "uint64": (np.array([[2**64 - 1, 1]], dtype=np.uint64), Fraction(2**64 - 1)),
    "float16": (np.array([[0.1, 1]], dtype=np.float16), Fraction(819, 2**13)),
    "float32": (np.array([[0.1, 1]], dtype=np.float32), Fraction(13421773, 2**27)),
    "float64": (np.array([[0.1, 1]]), Fraction(3602879701896397, 2**55)),
    "big-endian": (np.array([[0.5, 1]], dtype=">f8"), Fraction(1, 2)),
    "smallest": (np.array([[2.0**-1074, 1]]), Fraction(1, 2**1074)),
    "largest": (np.array([[np.finfo(float).max, 1]]), Fraction(2**1024 - 2**971)),
    "column order": (np.asfortranarray([[1.5, 7.0], [1.5, 8.0]]), Fraction(3, 2)),
}


@pytest.mark.parametrize(("array", "first"), ARRAYS.values(), ids=ARRAYS.keys())
def test_every_number_of_a_file_is_kept_exactly(
    array: np.ndarray, first: Fraction, tmp_path: Path
) -> None:
    np.save(tmp_path / "tokens.npy", array)
    law = laws.data(tmp_path / "tokens.npy")
    assert law == laws.samples(array)
    for power in (1, 3, 6):
        pattern = Pattern((("j", power),), ())
        assert law.coordinate_sum(pattern, 2, Rationals(), {"j": 0}) == first**power


def test_symmetrizing_a_file_is_symmetrizing_its_table(tmp_path: Path) -> None:
    table = [[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]]
    np.save(tmp_path / "tokens.npy", np.array(table))
    assert laws.data(tmp_path / "tokens.npy", symmetrize="both") == laws.samples(table, "both")


BAD_ARRAYS = {
    "1-d": np.ones(3),
    "3-d": np.ones((2, 2, 2)),
    "0-d": np.array(1.0),
    "no rows": np.ones((0, 3)),
    "no columns": np.ones((3, 0)),
    "NaN": np.array([[1.0, np.nan]]),
    "infinity": np.array([[1.0, -np.inf]]),
    "truth values": np.array([[True, False]]),
    "text": np.array([["1", "2"]]),
    "bytes": np.array([[b"1"]]),
    "dates": np.array([["2020-01-01"]], dtype="datetime64[D]"),
    "records": np.array([[(1.0,)]], dtype=[("x", float)]),
    "all zero": np.array([[0.0, -0.0]]),
}


@pytest.mark.parametrize("array", BAD_ARRAYS.values(), ids=BAD_ARRAYS.keys())
def test_tables_that_hold_no_tokens_are_refused(array: np.ndarray, tmp_path: Path) -> None:
    np.save(tmp_path / "tokens.npy", array)
    assert refusal(laws.samples, array).startswith("data: ")
    assert refusal(laws.data, tmp_path / "tokens.npy").startswith("data: ")


@pytest.mark.parametrize(
    "table", [[[1, 2], [3]], [], [[]], 5, None, [[Fraction(1, 2)]], [[10**30]]]
)
def test_what_is_no_table_is_refused(table: object) -> None:
    assert "not a table of real numbers" in refusal(laws.samples, table)


def whole_file(folder: Path) -> bytes:
    np.save(folder / "whole.npy", np.arange(20.0).reshape(10, 2))
    return (folder / "whole.npy").read_bytes()


@pytest.mark.parametrize("kept", [0, 3, 8, 60, 128, 150, -1])
def test_a_file_cut_short_is_refused(kept: int, tmp_path: Path) -> None:
    cut = tmp_path / "cut.npy"
    cut.write_bytes(whole_file(tmp_path)[:kept])
    assert refusal(laws.data, cut).startswith(f"{cut}: not a .npy file")


@pytest.mark.parametrize("content", [b"1,2\n3,4\n", b"\x89PNG\r\n", b"\x80\x04N.", b"\0" * 200])
def test_another_kind_of_file_is_refused(content: bytes, tmp_path: Path) -> None:
    other = tmp_path / "other.npy"
    other.write_bytes(content)
    assert refusal(laws.data, other).startswith(f"{other}: not a .npy file")


def test_several_arrays_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "several.npz", tokens=np.ones((2, 2)), more=np.ones((2, 2)))
    with pytest.raises(InvalidInput, match=r"several\.npz: not a .npy file of numbers; [^\n]*$"):
        laws.data(tmp_path / "several.npz")


@pytest.mark.parametrize("name", ["nowhere.npy", "."])
def test_a_file_that_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert refusal(laws.data, path).startswith(f"{path}: cannot be read")


class Trap:
    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (Path("hacked"),))


def test_a_pickle_is_refused_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    np.save("objects.npy", np.array([[Trap()]], dtype=object), allow_pickle=True)
    assert refusal(laws.data, "objects.npy").startswith("objects.npy: not a .npy file of numbers")
    assert not Path("hacked").exists()
    np.load("objects.npy", allow_pickle=True)
    assert Path("hacked").exists()  # so the trap was set
