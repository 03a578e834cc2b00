"""Inputs that were once answered with a traceback, or accepted."""

import gc
import struct
from pathlib import Path

import numpy as np
import pytest

from symbolic_mesa import laws
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from tests.laws.refusal import refusal


def npy(header: str, data: bytes = bytes(15) + b"\x3f") -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


WHOLE = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }\n"
HEADERS = {
    "an open bracket": npy("{'descr': '<f8'"),
    "nested without end": npy("(" * 5000),
    "a list as a key": npy("{[]: 1}"),
    "a shape beyond int64": npy(WHOLE.replace("2, 1", f"{2**70}, 1")),
    "a shape beyond memory": npy(WHOLE.replace("2, 1", f"{2**45}, 1")),
    "a truth value in the shape": npy(WHOLE.replace("2, 1", "True, 1")),
    "a header of 20 000 bytes": npy(WHOLE + " " * 20_000),
    "a zip file cut short": b"PK\x03\x04garbage",
}


@pytest.mark.parametrize("content", HEADERS.values(), ids=HEADERS.keys())
def test_broken_headers_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.npy"
    path.write_bytes(content)
    assert refusal(laws.data, path).startswith(f"{path}: ")


def test_several_arrays_are_refused_and_closed(tmp_path: Path) -> None:
    np.savez(tmp_path / "several.npz", tokens=np.ones((2, 2)), more=np.ones((2, 2)))
    refusal(laws.data, tmp_path / "several.npz")
    gc.collect()


@pytest.mark.parametrize("digits", ["1" * 5000, "0x" + "1" * 5000])
def test_long_integers_in_a_file_are_refused(digits: str, tmp_path: Path) -> None:
    (tmp_path / "law.toml").write_text(f"m2 = {digits}")
    refusal(laws.moments_from_file, tmp_path / "law.toml")


def test_long_integers_are_refused() -> None:
    refusal(laws.gaussian, -(10**5000))


def test_a_huge_number_is_cut_in_the_message() -> None:
    assert len(refusal(laws.gaussian, "-1e999")) < 200


def test_mixed_symbols_alone_make_a_law() -> None:
    law = laws.moments({"m2": "r", "2,4": "q"}, symmetric=True)
    assert law.parameters == {"m2": "r", "4,2": "q"}


def test_a_mixed_moment_is_written_in_its_own_symbol_alone() -> None:
    law = laws.moments({"m2": "r", "m4": "w", "m6": 15, "2,4": "q"}, symmetric=True)
    assert law.symbols(MOMENTS["kappa_3"]) == ("q",)


@pytest.mark.parametrize("tiny", [1e-18, 1e-300])
def test_a_tiny_coordinate_leaves_the_standard_errors_finite(tiny: float) -> None:
    law = laws.samples([[1.0, tiny], [2.0, 1.0], [3.0, 0.5]], symmetrize="both")
    near = laws.samples([[1.0, 0.0], [2.0, 1.0], [3.0, 0.5]], symmetrize="both")
    for pattern in MOMENTS.values():
        expected = near.standard_error(pattern)
        assert law.standard_error(pattern) == pytest.approx(expected, rel=1e-12)


def test_a_standard_error_below_the_smallest_unit_of_a_moment_is_no_zero() -> None:
    law = laws.samples([[1e-50], [2e-50]], symmetrize="both")
    assert law.standard_error(MOMENTS["kappa_2"]) > 0


@pytest.mark.parametrize("mode", [None, "signs"])
def test_a_table_of_unlike_coordinates_has_no_such_standard_error(mode: str | None) -> None:
    refusal(laws.samples([[1.0, 2.0], [2.0, 0.0]], mode).standard_error, MOMENTS["m_2"])


@pytest.mark.parametrize("text", ["m2=0,m4=q", "m6=0,m4=q", "m2=0"])
def test_kappa_1_that_must_be_0_is_refused(text: str) -> None:
    refusal(laws.moments, text)


def test_a_third_moment_beyond_the_fourth_is_refused() -> None:
    refusal(laws.moments, "m3=10,m4=1")  # |E x^3|^4 <= (E x^4)^3


def test_a_long_double_is_kept_or_refused() -> None:
    value = np.longdouble(1) + np.longdouble(2) ** -60
    try:
        row = laws.samples(np.array([[value]])).rows[0]
    except ValueError:
        return
    assert row == (2**60 + 1,)


def test_a_masked_entry_is_refused() -> None:
    refusal(laws.samples, np.ma.masked_array([[1.0, 2.0]], mask=[[True, False]]))


def test_two_lines_in_a_support_are_quoted() -> None:
    refusal(laws.support, "1\n:x")


@pytest.mark.parametrize("make", [laws.data, laws.moments_from_file])
@pytest.mark.parametrize("name", ["no\nwhere", "no\0where"])
def test_odd_file_names_are_refused_in_one_line(make: object, name: str) -> None:
    refusal(make, name)
