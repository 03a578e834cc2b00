"""Sums that the first times of a sequence end early: from which T on a formula holds."""

from fractions import Fraction
from typing import Any

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.stating.files import read_model
from symbolic_mesa.text.errors import InvalidInput
from tests.any_model import stating

HEADS = 'A = "a I"\nB = "b I"'
ONE = 'B = "b I"'
MODELS = {
    "window": (HEADS, "sum(s = t-2 .. t) B[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l] / 3", 7),
    "gap": (HEADS, "sum(s = 1 .. t-2) B[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l] / (t-1)", 5),
    "late": (HEADS, "sum(s = 4 .. t) B[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l] / (t-1)", 5),
    "lag": (ONE, "B[i,j] x[t-2,j]", 4),
}
"""Ansatz, prediction, and the T from which on one formula holds."""


def derived(name: str, length: int | None = None) -> Derived:
    weights, prediction, _ = MODELS[name]
    model = read_model(stating.model(weights, prediction))
    return stating.derived(model, Setting(laws.support({1: "1/2", -1: "1/2"}), 1, length))


def literal(name: str, length: int) -> Fraction:
    """Return the loss at d = 1 for x_1 = ±1 and a = b = 1: terms of one phase, by its power."""
    total = Fraction(0)
    for t in range(2, length):
        powers: dict[int, Fraction] = {t: Fraction(-1)}  # of the target
        if name == "lag":
            terms = [(t - 3, Fraction(1))] if t > 2 else []
        else:
            first, last = {"window": (t - 2, t), "gap": (1, t - 2), "late": (4, t)}[name]
            share = Fraction(1, 3) if name == "window" else Fraction(1, t - 1)
            terms = [(t, share) for s in range(first, last + 1) if s >= 2]
        for power, share in terms:
            powers[power] = powers.get(power, Fraction(0)) + share
        total += sum(share**2 for share in powers.values()) / 2
    return total


@pytest.mark.parametrize("name", MODELS)
def test_a_formula_is_said_of_the_lengths_at_which_it_holds(name: str) -> None:
    one = derived(name)
    least = MODELS[name][2]
    assert one.entry.problem.shortest_length == least
    claim: Any = one.derivation.step("loss").claim
    for length in range(least, least + 4):
        at = dict.fromkeys("ab", Fraction(1)) | {"T": length, "d": 1}
        assert claim.value.at(at) == literal(name, length)


@pytest.mark.parametrize("name", MODELS)
def test_claims_are_verified(name: str) -> None:
    one = derived(name)
    for id in ("loss", "gradient-B-diagonal", "test-error"):
        assert stating.outcomes(one, one.derivation.step(id)) == stating.PASSED, id


def test_a_shorter_length_is_refused_in_one_line() -> None:
    weights, prediction, least = MODELS["window"]
    model = read_model(stating.model(weights, prediction))
    with pytest.raises(
        InvalidInput, match=f"one formula for every T from {least} on; give a whole"
    ):
        derive(laws.gaussian(1), length=least - 1, model=model, results=["loss"], check=False)


def test_what_predicts_nothing_is_refused() -> None:
    model = read_model(stating.model(ONE, "B[i,j] x[t-2,j] - B[i,j] x[t-2,j]"))
    with pytest.raises(InvalidInput, match="predicts 0 at every T"):
        derive(laws.gaussian(1), model=model, results=["loss"], check=False)
