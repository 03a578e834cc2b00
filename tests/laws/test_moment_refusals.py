"""Moments that cannot be meant, and moments that no law has."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from operator import add
from pathlib import Path

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from tests.laws.refusal import HOSTILE, refusal

pytestmark = pytest.mark.usefixtures("nothing_is_run")

TAKEN = [
    *["T", "H", "harmonic", "mu_4", "mu_2_2"],  # sizes, sums over time, other moments
    *["lambda", "None", "True", "nan", "Infinity"],
]
OF_THE_PAPER = [
    *["a", "b", "s", "tau", "alpha", "beta", "a_0", "b_0", "T_test", "a_1", "Delta", "epsilon"],
    *["kappa_1", "kappa_2", "kappa_3", "x", "eta"],
]
TEXTS = {
    "m2=1,m2=1": "'m2=1'",
    "m2": "'m2'",
    "": "moments ''",
    "symmetric": "none is given",
    "symmetric=true": "'symmetric' is no moment",
    "m0=1": "'m0' is no moment",
    "m100=1": "'m100' is no moment",
    "k4=3": "'k4' is no moment",
    "m2==1": "m2='=1'",
    "m4=0": "E x_j^4 = 0",
    "m4=0,m6=q": "E x_j^4 = 0",
    "m2=1,m3=1,symmetric": "m3=1: an odd moment",
    "m5=q,symmetric": "m5=q: an odd moment",
    f"m2={HOSTILE}": f'm2="{HOSTILE}"',
    f"{HOSTILE}=1": f'"{HOSTILE}" is no moment',
}


@pytest.mark.parametrize(("text", "fragment"), TEXTS.items())
def test_texts_of_moments_refuse(text: str, fragment: str) -> None:
    assert fragment in refusal(laws.moments, text)


@pytest.mark.parametrize("name", OF_THE_PAPER)
def test_names_of_the_paper_are_refused_where_it_is_derived(name: str) -> None:
    law = laws.moments({"m2": name, "m4": 3, "m6": 15})
    assert f"m2={name!r}" in refusal(derive, law)


@pytest.mark.parametrize("name", TAKEN)
def test_names_with_a_meaning_are_no_new_symbols(name: str) -> None:
    assert f"m2={name!r}" in refusal(laws.moments, {"m2": name})


IMPOSSIBLE: list[Mapping[str, object]] = [
    {"m2": -1},
    {"m6": "-1/2"},
    {"m2": 2, "m4": "3.9"},  # (E x²)² <= E x⁴
    {"m1": 2, "m2": 3},
    {"m2": 1, "m4": 1, "m6": 15},  # x² = 1 almost surely
    {"m2": 1, "m4": 3, "m6": 8},  # (E x⁴)² <= E x² E x⁶
    {"m2": 1, "m6": "0.99"},
    {"m2": 0, "m4": 1},
    {"m1": 0, "m2": 1, "m3": 1, "m4": "1.99"},  # E x⁴ >= 1 + (E x³)² with mean 0, variance 1
    {"m4": 1, "2,2": 2},  # E x² y² <= E x⁴
    {"m2": 1, "1,1": "-1.01"},
    {"m6": 15, "2,4": 16},
    {"2,4": -1},
    {"m4": 3, "2,2": 2, "1,3": 3},  # (E x y·y²)² <= E x² y² E y⁴
    {"m2": 1, "m4": 1, "2,2": "1/2"},
]


@pytest.mark.parametrize("given", IMPOSSIBLE, ids=str)
def test_moments_that_no_law_has_are_refused(given: Mapping[str, object]) -> None:
    assert "no law has them" in refusal(laws.moments, given)


def test_the_polynomial_that_shows_it_is_named() -> None:
    assert "E[(x - 2)^2] would be -1;" in refusal(laws.moments, "m1=2,m2=3")
    assert "x^2 - 1 = 0 almost surely" in refusal(laws.moments, "m2=1,m4=1,m6=15")
    assert "(E x^2)^6 <= (E x^0)^4 (E x^6)^2 fails" in refusal(laws.moments, "m2=1,m6=1/2")


@pytest.mark.parametrize(
    "given",
    [
        {"m2": 2, "m4": 4, "m6": 8},
        {"m2": 1, "m4": 3, "m6": 9},
        {"m1": 0, "m2": 1, "m3": 1, "m4": 2},
        {"m4": 1, "2,2": 1},
        {"m2": 1, "1,1": -1},
        {"m6": 15, "2,4": 15},
        {"m4": Fraction(1, 10**30), "m6": 10**30},
    ],
    ids=str,
)
def test_moments_on_the_border_are_those_of_a_law(given: Mapping[str, object]) -> None:
    assert len(laws.moments(given).parameters) == len(given)


MIXED = {
    "2,2,2,2,2": "at most 4 coordinates",
    "6,7": "total power 12",
    "2,": "is no moment",
    "0,2": "is no moment",
    "2;4": "is no moment",
    "": "is no moment",
    f"2,{HOSTILE}": "is no moment",
}


@pytest.mark.parametrize(("key", "fragment"), MIXED.items())
def test_mixed_keys_refuse(key: str, fragment: str) -> None:
    message = refusal(laws.moments, {"m2": 1, key: 1})
    assert fragment in message
    assert repr(key) in message


def test_a_mixed_moment_is_given_once() -> None:
    assert "'4,2' is given twice" in refusal(laws.moments, {"m2": 1, "2,4": 3, "4,2": 3})


def test_an_odd_mixed_moment_of_a_symmetric_law_is_refused() -> None:
    assert "3,1=1" in refusal(laws.moments, {"m2": 1, "1,3": 1}, symmetric=True)


def test_the_symbol_of_a_sum_is_no_moment() -> None:
    law = laws.moments({"m2": 1, "2,4": "kappa_3", "m4": 3, "m6": 15})
    assert "4,2='kappa_3'" in refusal(derive, law)


@pytest.mark.parametrize(
    ("line", "fragment"),
    [
        (f'm2 = "{HOSTILE}"', f'm2="{HOSTILE}"'),
        (f'"{HOSTILE}" = 1', f'"{HOSTILE}" is no moment'),
        (f'symmetric = "{HOSTILE}"', "law.toml: symmetric="),
        (f"m2 = {HOSTILE}", "law.toml: not a TOML file"),
        ("m2 = nan", "m2='nan'"),
        ("m2 = -inf", "m2='-inf'"),
        ("m4 = 0", "E x_j^4 = 0"),
        ("m2 = 1\nm4 = 0.5", "no law has them"),
        ('m2 = 1\n"2,4" = 1\n"4,2" = 1', "'4,2' is given twice"),
    ],
)
def test_files_of_moments_refuse(line: str, fragment: str) -> None:
    Path("law.toml").write_text(line, encoding="utf-8")
    assert fragment in refusal(laws.moments_from_file, "law.toml")


@pytest.mark.parametrize(
    ("text", "odd", "even"), [("m3=5,m4=3", 3, 4), ("m5=-20,m6=15", 5, 6), ("m1=2,m4=3", 1, 4)]
)
def test_an_odd_moment_above_the_even_ones_is_refused_by_name(
    text: str, odd: int, even: int
) -> None:
    with pytest.raises(InvalidInput) as refused:
        laws.moments(text)
    said = f"since |E x^{odd}|^{even} <= (E x^{even})^{odd} fails; give moments of a law"
    assert str(refused.value) == f"moments: no law has them, {said}"
    assert laws.moments(f"m{odd}=1,m{even}=1").table  # of x = 1, always


FEW = [0.1, 0.7, -0.2]  # added up with rounding; sum() has none from Python 3.12 on
ROUNDED = {
    "means of powers": {f"m{k}": reduce(add, (x**k for x in FEW)) / 3 for k in range(1, 7)},
    "of two signs": {f"m{k}": 1.1**k for k in (2, 4, 6)},
    "as text": {"m2": "0.30000000000000004", "m4": "0.09", "m6": "0.027"},
    "together": {"m1": 0, "m2": 1 / 3, "1,1": -1 / 7, "2,2": 1e-9},
}


@pytest.mark.parametrize("given", ROUNDED.values(), ids=ROUNDED)
def test_rounded_moments_are_refused_with_few_digits_and_what_helps(
    given: dict[str, float | str],
) -> None:
    line = refusal(laws.moments, given)
    assert line.endswith("round them, or pass a fraction")
    assert len(max(re.findall(r"\d+", line), key=len)) <= 8
    assert len(line) < 300


def test_moments_of_short_numbers_are_told_nothing_of_rounding() -> None:
    for given in ({"m2": 1, "m4": "1/2"}, {"m2": 0.5, "m4": 0.125}):
        assert "round" not in refusal(laws.moments, given)


def test_a_dimension_is_refused_with_few_digits_too() -> None:
    law = laws.moments({"m1": 0, "m2": 1 / 3, "1,1": -1 / 30})
    line = refusal(Setting, law, 1000)
    assert line.endswith("round them, or pass a fraction")
    assert "--dim at most" in line
