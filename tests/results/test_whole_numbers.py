"""A whole number is one, whichever type it has."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from symbolic_mesa import InvalidInput, derive, laws
from symbolic_mesa.checking.simulation import checked
from symbolic_mesa.export import json
from symbolic_mesa.results.step_sizes import step_sizes
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.exact_numbers import whole
from symbolic_mesa.training.settings import Samples, Training, diagonal

FIVES = (
    *(5, 5.0, Fraction(5), Decimal(5), Decimal("5.0")),
    *(np.int64(5), np.uint8(5), np.float64(5), np.float32(5), np.array(5)),
    *(sympy.Integer(5), sympy.Float(5), sympy.Rational(10, 2)),
)
NO_WHOLE_NUMBERS = (
    *(5.5, float("nan"), float("inf"), -float("inf"), Fraction(11, 2), Decimal("5.5")),
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 5 + 0j, 5j),
    *(True, False, np.True_, sympy.true, np.float64("nan"), np.float64(5.5)),
    *(sympy.nan, sympy.oo, sympy.zoo, sympy.I, sympy.Symbol("n"), sympy.Rational(11, 2)),
    *("5", b"5", "five", [5], (5,), {5}, np.array([5, 6]), np.array(5.5)),
)


@pytest.mark.parametrize("five", FIVES, ids=lambda value: type(value).__name__)
def test_of_every_type(five: Any) -> None:
    assert (whole(five, "dim"), type(whole(five, "dim"))) == (5, int)
    setting = Setting(laws.gaussian(1), five, five, None, five)
    assert setting == Setting(laws.gaussian(1), 5, 5, None, 5)
    assert setting.name == "gaussian sigma=1 d=5 T=5 T_test=5"
    assert [type(size) for size in (setting.dim, setting.length)] == [int, int]
    found = derive(laws.gaussian(1), five, five, ["fixed-point"], check=False, test_length=five)
    there = derive(laws.gaussian(1), 5, 5, ["fixed-point"], check=False, test_length=5)
    assert found == there
    assert json.dumps(found) == json.dumps(there)
    assert found["fixed-point"](T=7) == derive(laws.gaussian(1), 5, check=False)["fixed-point"](T=7)


def test_of_every_option_in_python() -> None:
    law, number = laws.gaussian(1), np.int64
    assert step_sizes(law, number(5), number(100), (1, 1)) == step_sizes(law, 5, 100, (1, 1))
    assert Samples(number(64), number(2)) == Samples(64, 2)
    assert type(Samples(number(64), number(2)).seed) is int
    start = diagonal(2, Fraction(1), Fraction(1))
    setting = Setting(law, 2, 4)
    made = [Training(setting, None, start, False, Fraction(1), n) for n in (number(3), 3.0, 3)]
    assert {type(training.epochs) for training in made} == {int}
    assert len({training.words for training in made}) == 1
    ids = ["fixed-point"]
    assert checked(setting, number(64), number(1), ids) == checked(setting, 64, 1, ids)


@pytest.mark.parametrize("value", NO_WHOLE_NUMBERS, ids=repr)
def test_what_is_none(value: Any) -> None:
    for name in ("dim", "length", "test_length"):
        with pytest.raises(InvalidInput, match=f"^{name}=.*: not a whole number; give one that"):
            Setting(laws.gaussian(1), **{name: value})
        with pytest.raises(InvalidInput, match=f"^{name}=.*: not a whole number; give one that"):
            derive(laws.gaussian(1), **{name: value})
    for name in ("count", "seed"):
        with pytest.raises(InvalidInput, match=f"^{name}=.*: not a whole number"):
            Samples(**{"count": 1, name: value})
    start = diagonal(2, Fraction(1), Fraction(1))
    with pytest.raises(InvalidInput, match=r"^epochs=.*: not a whole number"):
        Training(Setting(laws.gaussian(1), 2, 4), None, start, False, Fraction(1), value)


def test_a_length_is_not_left_in_the_message() -> None:
    with pytest.raises(InvalidInput) as caught:
        Setting(laws.gaussian(), dim="5" * 10_000)  # type: ignore[arg-type]  # what is refused
    assert len(str(caught.value)) < 200
