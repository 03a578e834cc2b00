"""Results at numbers that are given afterwards: single ones, arrays, where training starts."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from symbolic_mesa import InvalidInput, Results, derive, laws


@pytest.fixture(scope="module")
def gaussian() -> Results:
    return derive(laws.gaussian(1), 5, 100, check=False)


@pytest.fixture(scope="module")
def symbolic() -> Results:
    return derive(laws.gaussian(), check=False)


def fixed_point(dim: int, length: int) -> float:
    """Return 3/(15 + 3 (d − 1) H/(T − 2)), in fractions and rounded once."""
    partial = sum((Fraction(1, k) for k in range(1, length - 1)), Fraction(0))
    return float(3 / (15 + 3 * (dim - 1) * partial / (length - 2)))


def test_an_array_of_lengths_is_exact_to_the_last_digit(gaussian: Results) -> None:
    lengths = np.array([*range(3, 150), 500, 999])
    found = gaussian["fixed-point"](T=lengths)
    assert (found.dtype, found.shape) == (np.dtype(float), lengths.shape)
    assert found.tolist() == [fixed_point(5, int(length)) for length in lengths]


def test_arrays_are_broadcast(symbolic: Results) -> None:
    lengths, dims = np.array([3, 4, 50]), np.array([[1], [2], [30]])
    found = symbolic["fixed-point"](T=lengths, d=dims, sigma=1)
    assert found.tolist() == [[fixed_point(d, t) for t in (3, 4, 50)] for d in (1, 2, 30)]
    loss = symbolic["loss"](T=lengths, d=3, sigma=np.float64(0.5), a=np.array([[0.1], [2]]), b=1)
    one_by_one = [
        [symbolic["loss"](T=t, d=3, sigma="1/2", a=a, b=1) for t in (3, 4, 50)] for a in ("0.1", 2)
    ]
    assert loss.tolist() == one_by_one


@pytest.mark.parametrize("id", ["loss", "flow-a", "minimum-loss", "unexplained-fraction"])
def test_each_length_has_the_value_that_is_derived_at_it(gaussian: Results, id: str) -> None:
    values = dict.fromkeys(gaussian[id].formula.symbols, 2)
    lengths = [*range(3, 16), 40]
    found = gaussian[id](T=np.array(lengths), **values)
    assert found.tolist() == [
        derive(laws.gaussian(1), 5, length, [id], check=False)[id](**values) for length in lengths
    ]


@pytest.mark.parametrize("T", [[3, 4], (3, 4), range(3, 5), np.array(["3", "4"]), np.int8([3, 4])])
def test_whatever_holds_numbers_is_an_array(gaussian: Results, T: Any) -> None:
    assert gaussian["fixed-point"](T=T).tolist() == [fixed_point(5, 3), fixed_point(5, 4)]


def test_one_number_is_no_array_whichever_type_it_has(gaussian: Results) -> None:
    for number in (50, 50.0, "50", np.int64(50), np.array(50), Fraction(50)):
        found = gaussian["fixed-point"](T=number)
        assert (type(found), found) == (float, fixed_point(5, 50))
    assert gaussian["fixed-point"](T=[]).shape == (0,)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"T": np.array([3.5])}, "T='7/2': not a whole number"),
        ({"T": np.array([50, 2])}, "length=2: training sums over"),
        ({"T": np.array([np.nan])}, "T='nan': not an exact number"),
        ({"T": np.arange(3, 6), "d": np.arange(1, 3)}, r"shapes of T \(3,\), d \(2,\) do not fit"),
    ],
)
def test_arrays_that_cannot_be_meant(gaussian: Results, numbers: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        gaussian["fixed-point"](**numbers)


def test_cases_of_where_training_starts_are_decided_by_its_numbers(gaussian: Results) -> None:
    time = gaussian["time-to"]
    for a, b in (("1/10", "1/5"), (2, 3), ("-1/2", 1), (1, 1)):
        whole = derive(laws.gaussian(1), 5, 100, ["time-to"], check=False, init=(a, b))["time-to"]
        assert time(epsilon="1/100", a_0=a, b_0=b) == whole(epsilon="1/100")
    assert time(epsilon=[0.01, 0.001], a_0=1, b_0=2).shape == (2,)
    grid = time(epsilon=0.01, a_0=np.array([[0.1], [2]]), b_0=[0.2, 1])  # from below and above s
    assert grid[1, 1] == time(epsilon="1/100", a_0=2, b_0=1)
    assert time(epsilon="1/100", a_0=1, b_0=2, T=50) != time(epsilon="1/100", a_0=1, b_0=2)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("id", "numbers"),
    [
        ("rate", {}),
        ("limit-a", {}),
        ("trajectory-a", {"tau": "1/10"}),
        ("pl-constant", {}),
        ("step-size-safe", {}),
        ("step-size-limit", {}),
        ("symmetric-fixed-point", {}),
        ("conserved", {}),
        ("hessian-spectrum", {}),
    ],
)
def test_what_depends_on_the_start_is_what_is_derived_from_it(
    gaussian: Results, id: str, numbers: dict[str, str]
) -> None:
    from_start = derive(laws.gaussian(1), 5, 100, [id], check=False, init=(1, 2))[id]
    expected = from_start(**numbers)
    assert gaussian[id](a_0=1, b_0=2, **numbers) == expected
    assert from_start.value in (expected, None)


def test_parts_are_numbers_by_part(gaussian: Results) -> None:
    found = gaussian["coordinate-flow"](d=2, **dict.fromkeys(("a_1", "a_2", "b_1", "b_2"), 1))
    assert set(found) == {"a_1'", "a_2'", "b_1'", "b_2'"}
    arrays = gaussian["emergence-conditions"](T=[50, 60])
    assert {array.shape for array in arrays.values()} == {(2,)}


@pytest.mark.parametrize(
    ("id", "numbers", "said"),
    [
        ("time-to", {"eps": 1}, "'eps' is no symbol of time-to; it has T, a_0, b_0, d, epsilon; "
         "did you mean epsilon?"),
        ("time-to", {"a0": 1}, "did you mean a_0?"),
        ("fixed-point", {"t": 50}, "did you mean T?"),
        ("loss", {"q_17": 1}, "'q_17' is no symbol of loss; it has T, a, b, d"),
        ("time-to", {"epsilon": "1/100", "a_0": 1}, "time-to depends on b_0; give it a number"),
        ("emergence", {"T": 50}, "emergence is no single formula"),
    ],
)  # fmt: skip
def test_what_a_result_takes_is_said(
    gaussian: Results, id: str, numbers: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        gaussian[id](**numbers)
    assert said in str(refused.value)


def test_an_unknown_result_gets_the_nearest(gaussian: Results) -> None:
    with pytest.raises(KeyError, match=r"did you mean fixed-point\?"):
        _ = gaussian["fixed_point"]
    with pytest.raises(InvalidInput, match=r"did you mean fixed-point\?"):
        derive(laws.gaussian(1), results=["fixedpoint"])
    with pytest.raises(InvalidInput, match=r"did you mean sigma\?"):
        laws.by_name("gaussian", {"sgima": 1})
    with pytest.raises(InvalidInput, match=r"did you mean gaussian\?"):
        laws.by_name("gausian", {})
