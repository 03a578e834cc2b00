"""Tables of tokens in .npz and .csv files, rows with weights, and what is refused of each."""

import os
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from symbolic_mesa import laws
from symbolic_mesa.laws import array_files, tables
from symbolic_mesa.laws.array_files import table
from tests.laws.refusal import refusal

TOKENS = [[1.0, -2.0], [0.5, 3.0], [0.1, 0.25]]
WHOLE = laws.samples([[1, 2], [3, 4]])


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "tokens.csv").write_bytes(text.encode(encoding))
    return folder / "tokens.csv"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_one_array_of_an_archive(save: Any, tmp_path: Path) -> None:
    save(tmp_path / "tokens.npz", tokens=np.array(TOKENS))
    assert laws.data(tmp_path / "tokens.npz") == laws.samples(TOKENS)
    assert laws.data(str(tmp_path / "tokens.npz"), "both") == laws.samples(TOKENS, "both")


def test_an_array_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    np.save(tmp_path / "tokens.npy", np.array(TOKENS))
    (tmp_path / "tokens.npy").rename(tmp_path / "tokens.dat")
    assert laws.data(tmp_path / "tokens.dat") == laws.samples(TOKENS)


TEXTS = {
    "bare": "1,2\n3,4\n",
    "no last end": "1,2\n3,4",
    "named": "x,y\n1,2\n3,4\n",
    "spaces": " 1 , 2\n\n3,4 \n",
    "of Windows": "1,2\r\n3,4\r\n",
    "quoted": '"x, first","y"\n"1","2"\n"3","4"\n',
    "commented": "# x, y\n1,2\n3,4\n",
    "points": "1.0,2.\n3e0,+4\n",
    "marked": "\ufeff1,2\n3,4\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_numbers_with_commas(text: str, tmp_path: Path) -> None:
    assert laws.data(csv(tmp_path, text)) == WHOLE


def test_what_numpy_saves_as_text(tmp_path: Path) -> None:
    np.savetxt(tmp_path / "tokens.csv", TOKENS, delimiter=",", header="x,y")
    assert laws.data(tmp_path / "tokens.csv") == laws.samples(TOKENS)


NO_CSV = {
    "a gap": ("1,2\n3,\n", "row 2: ''"),
    "NaN": ("1,nan\n", "row 1: 'nan'"),
    "a word": ("x,y\n1,2\nthree,4\n", "row 2: 'three'"),
    "a short row": ("1,2\n3\n", "row 2: 1 cells, not 2"),
    "a long row": ("x,y\n1,2,3\n", "row 1: 3 cells, not 2"),
    "semicolons": ("x;y\n1;2\n", "row 1: '1;2'"),
    "underscores": ("1_0,2\n1,2\n", "row 1: '1_0'"),
    "other digits": ("1,2\n٣,2\n", "row 2: '٣'"),
    "an open quote": ('1,"2\n', "not a .csv file"),
    "nothing": ("", "shape (0, 0)"),
    "names only": ("x,y\n", "shape (0, 2)"),
    "too far": ("1e999,2\n", "NaN or infinity"),
    "a pickle": ("cos\nsystem\n(S'x'\ntR.\n", "row 1: "),
}


@pytest.mark.parametrize(("text", "words"), NO_CSV.values(), ids=NO_CSV)
def test_what_is_no_table_of_numbers(text: str, words: str, tmp_path: Path) -> None:
    line = refusal(laws.data, csv(tmp_path, text))
    assert words in line
    assert line.isprintable()


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    assert "UTF-8" in refusal(laws.data, csv(tmp_path, "1,2\n", "utf-16"))


def test_a_refusal_names_the_type_and_the_shape(tmp_path: Path) -> None:
    for array, words in (
        (np.ones((3, 2, 1), complex), "dtype complex128 and shape (3, 2, 1)"),
        (np.ones(5), "dtype float64 and shape (5,)"),
        (np.ones((2, 3, 4), np.float32), "dtype float32 and shape (2, 3, 4)"),
        (np.array([["1", "2"]]), "dtype <U1 and shape (1, 2)"),
        (np.ones((2, 2), np.longdouble), f"dtype {np.dtype(np.longdouble)} and shape (2, 2)"),
        (np.ones((0, 2)), "dtype float64 and shape (0, 2)"),
    ):
        np.save(tmp_path / "tokens.npy", array)
        np.savez(tmp_path / "tokens.npz", array)
        for given in (array, tmp_path / "tokens.npy", tmp_path / "tokens.npz"):
            assert words in refusal(laws.data, given)
    masked = np.ma.masked_array(np.ones((1, 2)), [[True, False]])
    assert "masked, dtype float64 and shape (1, 2)" in refusal(laws.samples, masked)
    assert "several lengths" in refusal(laws.samples, [[1, 2], [3]])


def test_an_archive_of_several_arrays_names_them(tmp_path: Path) -> None:
    np.savez(tmp_path / "several.npz", left=np.ones((2, 2)), right=np.ones((2, 2)))
    assert "'left', 'right'" in refusal(laws.data, tmp_path / "several.npz")
    np.savez(tmp_path / "none.npz")
    assert "holds none" in refusal(laws.data, tmp_path / "none.npz")


class Trap:
    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (Path("hacked"),))


def test_a_pickle_in_an_archive_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    np.savez("objects.npz", np.array([[Trap()]], dtype=object), allow_pickle=True)
    assert "not a .npy file" in refusal(laws.data, "objects.npz")
    assert not Path("hacked").exists()


@pytest.mark.parametrize("suffix", ["npy", "npz", "csv"])
def test_a_file_is_read_up_to_a_size(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, array = tmp_path / f"tokens.{suffix}", np.ones((5000, 4))
    match suffix:
        case "npy":
            np.save(path, array)
        case "npz":
            np.savez_compressed(path, array)
            assert path.stat().st_size < 5000 < array.nbytes
        case "csv":
            np.savetxt(path, array, delimiter=",", fmt="%.1f")
    monkeypatch.setattr(tables, "LARGEST_FILE", 10_000)
    line = refusal(laws.data, path)
    assert "longer than 10000 bytes" in line
    assert line.endswith("give a file of an (n, d) array of tokens, not too large")
    monkeypatch.setattr(tables, "LARGEST_FILE", 200_000)
    assert laws.data(path) == laws.samples(array)


def test_an_archive_that_lies_about_its_size_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tokens.npy", b"\0" * 10**6)
    content = path.read_bytes().replace((10**6).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    path.write_bytes(content)
    assert "not a .npy file" in refusal(laws.data, path)


def test_an_array_that_says_to_be_larger_than_its_file_is_no_table(tmp_path: Path) -> None:
    np.save(tmp_path / "tokens.npy", np.ones((10, 10)))
    content = (tmp_path / "tokens.npy").read_bytes()
    (tmp_path / "tokens.npy").write_bytes(content.replace(b"(10, 10), }    ", b"(10, 10000), } "))
    assert "not a .npy file" in refusal(laws.data, tmp_path / "tokens.npy")


@pytest.mark.parametrize("suffix", ["npy", "npz", "csv", ""])
def test_a_pipe_and_a_device_are_not_read(suffix: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"pipe.{suffix}")
    assert "a pipe or a device" in refusal(laws.data, tmp_path / f"pipe.{suffix}")
    assert "a pipe or a device" in refusal(laws.data, "/dev/zero")


WEIGHTED = laws.samples([[1, 2], [1, 2], [3, 4]])


def test_rows_with_weights() -> None:
    rows = [[1, 2], [3, 4]]
    half = (Fraction(2, 3), Fraction(1, 3))
    for weights in ([2, 1], [2.0, 1.0], np.array([2, 1]), ["1/2", "1/4"], [0.2, 0.1], half):
        assert laws.samples(rows, weights=weights) == WEIGHTED
    assert laws.samples([*rows, [5, 6]], weights=[2, 1, 0]) == WEIGHTED
    assert len(laws.samples(rows, weights=[20, 10]).rows) == 30  # tokens that were counted
    assert laws.samples(rows, "both", [2, 1]) == laws.samples([rows[0], *rows], "both")


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1], "1 for 2 tokens"),
        ([1, -1], "row 2 is -1"),
        ([0, 0], "every one is 0"),
        ([1, float("nan")], "weight of row 2"),
        ([1, "x"], "weight of row 2"),
        ([1, True], "weight of row 2"),
        ([1, 1e-9], "round them"),
        ([1, 10**7], "round them"),
    ],
)
def test_what_are_no_weights(weights: list[Any], words: str) -> None:
    assert words in refusal(lambda rows: laws.samples(rows, weights=weights), [[1, 2], [3, 4]])


def test_weights_in_a_column(tmp_path: Path) -> None:
    path = csv(tmp_path, "x,weight,y\n1,0.2,2\n3,0.1,4\n")
    for column in ("weight", " weight ", "2", 2):
        assert laws.data(path, weights_column=column) == WEIGHTED
    array = np.array([[2, 1, 2], [1, 3, 4]])
    np.save(tmp_path / "tokens.npy", array)
    for given in (array, tmp_path / "tokens.npy"):
        assert laws.data(given, weights_column=1) == WEIGHTED
        for wrong in ("0", "4", "-1", "weight", "", "1" * 5000):
            line = refusal(lambda one, wrong=wrong: laws.data(one, None, wrong), given)
            assert line.endswith("choose from 1 to 3")
    line = refusal(lambda one: laws.data(one, None, "wieght"), path)
    assert line == "weights column 'wieght': choose from 'x', 'weight', 'y', or 1 to 3"
    twice = csv(tmp_path, "w,w,y\n1,2,3\n")
    assert "choose from" in refusal(lambda one: laws.data(one, None, "w"), twice)


def test_a_column_of_weights_alone_leaves_no_tokens(tmp_path: Path) -> None:
    line = refusal(lambda one: laws.data(one, None, 1), csv(tmp_path, "w\n1\n"))
    assert "shape (1, 0)" in line


def test_whole_numbers_of_a_file_stay_whole(tmp_path: Path) -> None:
    large = 2**53 + 1
    assert laws.data(csv(tmp_path, f"{large},1\n")) == laws.samples([[large, 1]])
    assert table(tmp_path / "tokens.csv", 100, "").array.dtype == np.int64
    assert array_files.Table([[1]]).names == ()
