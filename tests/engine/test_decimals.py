"""Numbers known to some digits: as they are written, and as doubles."""

from math import inf

import mpmath
import pytest

from symbolic_mesa.formulas.decimals import Decimals, decimals


def test_every_digit_is_written_zeros_too() -> None:
    found = decimals({"a": mpmath.mpf("0.5"), "b": mpmath.mpf(-1) / 3, "": mpmath.mpf(7)}, 4, {})
    assert found.texts == (("a", "0.5000"), ("b", "-0.3333"), ("", "7.000"))


@pytest.mark.parametrize(("size", "text"), [("1e-30", "0"), ("2e-30", "0"), ("3e-30", "3.0e-30")])
def test_what_is_at_most_its_rounding_is_0(size: str, text: str) -> None:
    rounding = {"a": mpmath.mpf("2e-30")}
    for sign, written in ((1, text), (-1, text if text == "0" else f"-{text}")):
        values = {"a": sign * mpmath.mpf(size), "b": sign * mpmath.mpf(size)}
        assert decimals(values, 2, rounding).texts[0] == ("a", written)
        assert decimals(values, 2, rounding).texts[1][1] != "0"  # b may not be 0


def test_what_is_beyond_doubles_is_none_and_0_is_0() -> None:
    beyond = Decimals((("a", "1e400"), ("b", "1e-400"), ("c", "0"), ("d", "0.0e5"), ("e", "2.5")))
    assert beyond.value == {"a": None, "b": None, "c": 0, "d": 0, "e": 2.5}
    assert beyond.floats == {"a": inf, "b": 0, "c": 0, "d": 0, "e": 2.5}
    assert Decimals((("", "-2.5"),)).value == -2.5
    assert Decimals((("", "1e-400"),)).value is None
