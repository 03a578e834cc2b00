"""Moments as text, as a mapping and as a TOML file."""

import os
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from symbolic_mesa import laws
from tests.laws.refusal import refusal

SAME: list[tuple[str, Mapping[str, object], str]] = [
    ("m2=1,m4=3,m6=15", {"m2": 1, "m4": 3, "m6": 15}, "m2 = 1\nm4 = 3\nm6 = 15"),
    (" m6 = q , m2 = r_1 ", {"m2": "r_1", "m6": "q"}, 'm6 = "q"\nm2 = "r_1"'),
    ("m2=0.1,m4=1/3", {"m2": 0.1, "m4": Fraction(1, 3)}, 'm2 = 0.1\nm4 = "1/3"'),
    ("m8=+2/4", {"m8": " 0.5 "}, "m8 = 5e-1"),
]


def from_toml(folder: Path, text: str) -> laws.MomentLaw:
    (folder / "law.toml").write_text(text, encoding="utf-8")
    return laws.moments_from_file(folder / "law.toml")


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize(("text", "mapping", "toml"), SAME)
def test_text_mapping_and_toml_say_the_same_law(
    text: str, mapping: Mapping[str, object], toml: str, symmetric: bool, tmp_path: Path
) -> None:
    said = (",symmetric", "\nsymmetric = true") if symmetric else ("", "\nsymmetric = false")
    law = laws.moments(mapping, symmetric)
    assert law == laws.moments(text + said[0]) == from_toml(tmp_path, toml + said[1])
    assert law.symmetric == symmetric
    assert set(law.parameters) == set(mapping)


def test_odd_moments_are_read_alike(tmp_path: Path) -> None:
    law = laws.moments("m1=-.5,m2=1e2")
    assert law == laws.moments({"m1": "-1/2", "m2": 100}) == from_toml(tmp_path, "m1=-0.5\nm2=1e2")


def test_numbers_are_read_exactly(tmp_path: Path) -> None:
    law = from_toml(tmp_path, "m2 = 0.1\nm4 = 3e-1\nm6 = 12345678901234567.5\n")
    assert law.parameters == {
        "m2": Fraction(1, 10),
        "m4": Fraction(3, 10),
        "m6": Fraction(24691357802469135, 2),
    }


def test_a_file_may_hold_mixed_moments(tmp_path: Path) -> None:
    text = 'symmetric = true\nm2 = 1\nm4 = 3\nm6 = 15\n"2,4" = 3.5\n"2, 2" = "q"'
    given = {"4,2": "7/2", "m6": 15, "2,2": "q", "m4": 3, "m2": 1}
    assert from_toml(tmp_path, text) == laws.moments(given, symmetric=True)


BROKEN = {
    "not TOML": b"m2 1",
    "a key twice": b"m2 = 1\nm2 = 1",
    "not UTF-8": b"m2 = 1 # \xff",
    "a table": b"[m2]\nvalue = 1",
    "an inline table": b"m2 = {value = 1}",
    "a dotted key": b"m2.value = 1",
    "a list": b"m2 = [1]",
    "a truth value": b"m2 = true",
    "a date": b"m2 = 1979-05-27",
    "a number for symmetric": b"symmetric = 1\nm2 = 1",
    "nested without end": b"m2 = " + b"[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_broken_files_are_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    assert refusal(laws.moments_from_file, path).startswith(f"{path}: ")


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_files_that_cannot_be_read_are_refused_by_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert refusal(laws.moments_from_file, path).startswith(f"{path}: cannot be read")


@pytest.mark.parametrize("content", ["", "symmetric = true", "# nothing"])
def test_a_file_without_moments_is_refused(content: str, tmp_path: Path) -> None:
    assert "none is given" in refusal(from_toml, tmp_path, content)


def test_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "law.toml"
    path.write_bytes(b"\xef\xbb\xbfm2 = 1\r\nm4 = 3\r\nm6 = 15\r\n")
    assert laws.moments_from_file(path) == laws.moments("m2=1,m4=3,m6=15")


def test_a_pipe_and_a_device_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for path in (tmp_path / "pipe.toml", "/dev/null"):
        assert "a pipe or a device" in refusal(laws.moments_from_file, path)
