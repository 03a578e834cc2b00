"""Weights in symbols: which exponents they may have."""

import pytest

from symbolic_mesa.laws.weights import refuse_sum
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.written import written


def rest_of(power: int) -> list[Quantity]:
    w = written("w")
    return [(w**power).quantity, (1 - w**power).quantity]


@pytest.mark.parametrize("power", [1, 2, 4, -1, -4])
def test_weights_may_have_exponents_up_to_four(power: int) -> None:
    refuse_sum("parts", "weights", rest_of(power))


@pytest.mark.parametrize("power", [5, -5])
def test_larger_exponents_are_not_decided(power: int) -> None:
    with pytest.raises(InvalidInput, match="exponents above 4 only"):
        refuse_sum("parts", "weights", rest_of(power))


def test_weights_with_exponents_that_do_not_sum_to_1_are_refused() -> None:
    w = written("w")
    with pytest.raises(InvalidInput, match="must sum to 1"):
        refuse_sum("parts", "weights", [(w**2).quantity, (1 - w**3).quantity])
    refuse_sum("parts", "weights", [(w / (w + 1)).quantity, ((w + 1) ** -1).quantity])
