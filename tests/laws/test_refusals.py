"""Families and supports that cannot exist, or cannot be meant."""

import pytest

from symbolic_mesa import laws
from tests.laws.refusal import HOSTILE, refusal

pytestmark = pytest.mark.usefixtures("nothing_is_run")

NO_NUMBERS = ["nan", "NaN", "inf", "-Infinity", "1/0", "0x10", "1_0", "1e9999", "2 two", "", "1\n2"]
FAMILY: dict[str, tuple[str, dict[str, object], str]] = {
    "sigma = 0": ("gaussian", {"sigma": 0}, "sigma=0: "),
    "sigma < 0": ("gaussian", {"sigma": "-1/2"}, "sigma=-1/2: "),
    "full-one c = 0": ("full-one", {"c": "0.0"}, "c=0: "),
    "sparse c = 0": ("sparse", {"c": "-0"}, "c=0: "),
    "rademacher c = 0": ("rademacher", {"c": 0}, "c=0: "),
    "uniform c < 0": ("uniform", {"c": -1}, "c=-1: "),
    "laplace scale = 0": ("laplace", {"scale": 0}, "scale=0: "),
    "p = 0": ("bernoulli-gaussian", {"p": 0}, "p=0: "),
    "p > 1": ("bernoulli-gaussian", {"p": "1.01"}, "p=101/100: "),
    "bernoulli-gaussian sigma": ("bernoulli-gaussian", {"p": 1, "sigma": -2}, "sigma=-2: "),
    "two-point p = 1": ("two-point", {"p": 1}, "p=1: "),
    "two-point p < 0": ("two-point", {"p": "-1/2", "scale": 1}, "p=-1/2: "),
    "two-point scale = 0": ("two-point", {"scale": 0}, "scale=0: "),
    "nu = 0": ("student-t", {"nu": 0}, "nu=0: "),
    "radius = 0": ("sphere", {"radius": 0}, "radius=0: "),
    "unknown family": ("cauchy", {}, "'cauchy' is not in the catalogue"),
    "family in capitals": ("Gaussian", {}, "'Gaussian' is not in the catalogue"),
    "unknown parameter": ("gaussian", {"tau": 1}, "gaussian has no parameter 'tau'"),
    "parameter called name": ("gaussian", {"name": 1}, "gaussian has no parameter 'name'"),
    "generic with a parameter": ("generic", {"q": 1}, "generic has no parameters"),
    "truth value": ("gaussian", {"sigma": True}, "sigma='True'"),
    "float nan": ("gaussian", {"sigma": float("nan")}, "sigma='nan'"),
    "code as a value": ("gaussian", {"sigma": HOSTILE}, f'sigma="{HOSTILE}"'),
    "code as a parameter": ("gaussian", {HOSTILE: 1}, f'no parameter "{HOSTILE}"'),
    "code as a family": (HOSTILE, {}, f'distribution "{HOSTILE}"'),
    "two lines": ("a\nb", {}, r"distribution 'a\nb'"),
}


@pytest.mark.parametrize(("name", "parameters", "fragment"), FAMILY.values(), ids=FAMILY.keys())
def test_families_refuse(name: str, parameters: dict[str, object], fragment: str) -> None:
    assert fragment in refusal(laws.by_name, name, parameters)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_refused_everywhere(text: str) -> None:
    assert f"sigma={text!r}" in refusal(laws.gaussian, text)
    assert f"support value={text!r}" in refusal(laws.support, [(text, 1)])
    assert f"probability of 1={text!r}" in refusal(laws.support, [(1, text)])
    if text != "two":  # a new symbol
        assert f"m2={text!r}" in refusal(laws.moments, {"m2": text})


def test_a_long_input_is_cut_in_the_message() -> None:
    assert len(refusal(laws.gaussian, "x" * 10_000)) < 200
    assert len(refusal(laws.by_name, "x" * 10_000, {})) < 300


SUPPORTS = {
    "1:1/2": "sum to 1/2",
    "1:2/3,2:2/3": "sum to 4/3",
    "1:-1,2:2": "the probability of 1 is -1",
    "1:1/2,1:1/2": "a value occurs twice",
    "1:1/2,1.0:1/2": "a value occurs twice",
    "0:1": "every token is 0",
    "0:1,1:0": "every token is 0",
    "": "support ''",
    "1": "support '1'",
    "1:1,": "support ''",
    "1:1:0": "probability of 1='1:0'",
    ":": "support value=''",
    f"{HOSTILE}:1": f'support value="{HOSTILE}"',
    f"1:{HOSTILE}": f'probability of 1="{HOSTILE}"',
}


@pytest.mark.parametrize(("text", "fragment"), SUPPORTS.items())
def test_supports_refuse(text: str, fragment: str) -> None:
    assert fragment in refusal(laws.support, text)


def test_a_support_without_atoms_is_refused() -> None:
    assert "sum to 0" in refusal(laws.support, [])
