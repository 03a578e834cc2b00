"""A claim in a terminal: each name means one thing in it, and is written in one way."""

import re

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.notation.sides import equations
from symbolic_mesa.record import Claim

WIDTH = 80 - 26  # beside the ids of results


def claim(id: str) -> Claim:
    return derive(laws.gaussian(), results=[id], check=False)[id].step.claim


@pytest.mark.parametrize("id", ["trajectory-a", "trajectory-ab", "time-to", "symmetric-flow"])
def test_no_sum_of_a_claim_has_the_name_of_another(id: str) -> None:
    text = "\n".join(equations(claim(id), WIDTH, unicode=True))
    said = re.findall(r"(P[₀-₉]+) = ", text)
    assert len(said) == len(set(said)) >= 2
    for name in said:
        assert len(re.findall(f"{name}(?![₀-₉])", text)) >= 2, name


def test_names_are_written_as_in_formulas() -> None:
    expansion = "\n".join(equations(claim("asymptotic-fixed-point"), WIDTH, unicode=True))
    assert "γ = 0.57721..." in expansion
    assert "R₁^2 = " in expansion
    assert "gamma" not in expansion
    assert "gamma = 0.57721..." in "\n".join(
        equations(claim("asymptotic-fixed-point"), WIDTH, unicode=False)
    )


def test_the_loss_and_the_transition_lend_their_letters_to_nothing() -> None:
    for id in ("time-to", "trajectory-a", "asymptotic-fixed-point"):
        text = "\n".join(equations(claim(id), WIDTH, unicode=True))
        assert not re.search(r"\bL\b|\bW\b", text)


def test_what_a_sign_decides_is_given_once_for_both_scales() -> None:
    shown = "\n".join(equations(claim("asymptotic-fixed-point"), WIDTH, unicode=True))
    assert len(re.findall(r"^ *a₁ = ", shown, re.MULTILINE)) == 2  # a sign each
    assert "a (a_0 + b_0 > 0) = " in shown
