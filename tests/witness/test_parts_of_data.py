"""Of large data a part is run with the full model; where a claim is not that part's, it says so."""

import pytest

from symbolic_mesa import derive, laws

CYCLE = [[0, 1, 3], [1, 3, 0], [3, 0, 1]]
"""Coordinates that are alike where all three are kept: two of them are not."""

LONG_CYCLE = [[0, 1, 3, 5], [1, 3, 5, 0], [3, 5, 0, 1], [5, 0, 1, 3]]


@pytest.mark.parametrize("length", [4, 20])
def test_few_coordinates_are_all_kept(length: int) -> None:
    found = derive(laws.samples(CYCLE), None, length, ["fixed-point", "minimum-loss", "loss"])
    for result in found.values():
        (check,) = [one for one in result.checks if one.kind == "quadrature"]
        assert check.outcome == "passed"
        assert "(3,3), (3,4)" in check.detail
        assert result.status == "verified"


def test_a_part_without_such_a_claim_is_the_reason() -> None:
    result = derive(laws.samples(LONG_CYCLE), None, 4, ["fixed-point"])["fixed-point"]
    (check,) = [one for one in result.checks if one.kind == "quadrature"]
    assert check.outcome == "not-run"
    assert "of the first tokens and coordinates of the data" in check.detail
    assert "coordinates differ" in check.detail
    assert "too large" not in check.detail
    assert result.status == "consistent"
