"""How products of blocks turn with the data: both routes, against the time indices."""

from collections.abc import Callable, Sequence
from itertools import product

import pytest

from numeric_check.model.charges import charge, visible_charge

Route = Callable[[Sequence[str]], int | None]

BEFORE = {"2": 0, "3": 1}  # block 2 of a token is x_t, block 3 is x_{t-1}
PRODUCTS = {f"PV1{v} KQ{k}{q}": (v, k, q) for v, k, q in product(BEFORE, repeat=3)}


@pytest.mark.parametrize("route", [charge, visible_charge])
@pytest.mark.parametrize("name", PRODUCTS)
def test_a_charge_counts_the_steps_back(route: Route, name: str) -> None:
    """x_{s-v} conj(x_{s-k}) x_{t-q} turns with t - 1 - v + k - q, the target with t."""
    v, k, q = (BEFORE[block] for block in PRODUCTS[name])
    assert route(name.split()) == k - v - q - 1


@pytest.mark.parametrize("route", [charge, visible_charge])
def test_one_product_alone_turns_with_the_target(route: Route) -> None:
    assert [name for name in PRODUCTS if route(name.split()) == 0] == ["PV12 KQ32"]


@pytest.mark.parametrize("route", [charge, visible_charge])
@pytest.mark.parametrize("name", ["PV12 PV13 KQ32", "PV12 KQ32 KQ33", "PV12 KQ22 KQ23"])
def test_a_sum_of_products_that_turn_unlike_has_no_charge(route: Route, name: str) -> None:
    assert route(name.split()) is None


@pytest.mark.parametrize("route", [charge, visible_charge])
def test_a_sum_of_products_that_turn_alike_has_their_charge(route: Route) -> None:
    alone = [charge(("PV12", block)) for block in ("KQ22", "KQ33")]
    assert [route(("PV12", "KQ22", "KQ33")), *alone] == [-1] * 3


def test_a_prediction_of_zero_has_no_charge() -> None:
    assert charge(("PV12",)) is None
    assert charge(("KQ32",)) is None
