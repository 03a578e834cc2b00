"""Charges of a stated prediction, by counting and from its arguments; a wrong one is caught."""

import pytest

from numeric_check.interpreter.charges import charges, exact_charges
from symbolic_mesa import check, derive, laws
from symbolic_mesa.stating.files import read_model
from tests.stating import stated

CHARGES: dict[str, set[int | None]] = {
    "A[i,j] x[t,j]": {-1},
    "A[i,j] x[t+1,j]": {0},
    "A[i,j] x[t-30,j]": {-31},
    "sum(s = 1 .. t) A[i,j] x[s,j] conj(x[s-1,k]) x[t,k]": {0},
    "A[i,j] x[t,j] + A[i,j] x[t-1,j]": {-1, -2},
}


@pytest.mark.parametrize("text", CHARGES)
def test_both_routes_count_alike(text: str) -> None:
    problem = read_model(stated(text))
    for of in (charges, exact_charges):
        assert of(problem.model, problem.shortest_length, ("A",)) == CHARGES[text]


def test_a_sum_whose_parts_turn_differently_has_none() -> None:
    problem = read_model(stated("sum(s = 1 .. t) A[i,j] x[s,j]"))
    arguments = problem.model, problem.shortest_length, ("A",)
    assert None in charges(*arguments)
    assert len(exact_charges(*arguments)) > 1
    found = derive(laws.gaussian(1), model=problem, results=["charge"], check=False)
    assert check(found)["charge"].status == "verified"
