"""The dynamics from special starts: minima, the saddle and its line, axes, near and far."""

from fractions import Fraction
from typing import Any

import mpmath
import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.formula import real
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.results import Results
from symbolic_mesa.text.errors import InvalidInput, NotApplicable
from tests.exhaustive import first_rows

IDS = (*REGISTRY["theorem-4.1-dynamics"].results, "step-size-safe")
UNIT = laws.rademacher(1)  # d = 1: s = 1, C = T - 2 in the flow's own units
Init = tuple[str, str]


def found_at(init: Init, law: TokenLaw = UNIT, dim: int = 1, length: int = 3) -> Results:
    return derive(law, dim, length, list(IDS), True, init)


def rates(found: Results) -> tuple[Any, Any]:
    """Return B and C."""
    flow = derive(found.setting.law, found.setting.dim, found.setting.length, ["flow-a"], False)
    form = flow["flow-a"].formula
    assert form is not None
    growth = form.at({"a": Fraction(0), "b": Fraction(1)})
    return real(growth), real(growth - form.at({"a": Fraction(1), "b": Fraction(1)}))


def path(found: Results, init: Init, sense: int = 1) -> Any:
    """Return the flow at 30 digits, by another integrator; the way it came for the sense -1."""
    growth, saturation = rates(found)

    def velocity(_: Any, point: list[Any]) -> list[Any]:
        force = sense * (growth - saturation * point[0] * point[1])
        return [point[1] * force, point[0] * force]

    return mpmath.odefun(velocity, 0, [real(Fraction(x)) for x in init])


@pytest.mark.parametrize(
    ("law", "dim", "length", "init"),
    [
        (laws.sparse("1/2"), 5, 100, ("2", "2")),
        (laws.sparse("1/2"), 5, 100, ("-4", "-1")),
        (UNIT, 1, 3, ("1", "1")),
        (UNIT, 1, 50, ("-1/3", "-3")),
        (laws.rademacher(1), 2, 4, ("4/7", "1")),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_in_a_minimum_every_constant_will_do(
    law: TokenLaw, dim: int, length: int, init: Init
) -> None:
    found = found_at(init, law, dim, length)
    for id in ("pl-constant", "time-to"):
        assert found[id].status == "not-applicable", id
        with pytest.raises(NotApplicable, match="the start is a minimum"):
            _ = found[id].formula
    assert {found[id].status for id in found} <= {"verified", "consistent", "not-applicable"}
    first, second = map(Fraction, init)
    assert found["limit-a"].value == pytest.approx(float(first))
    assert found["trajectory-b"](tau="7/3") == pytest.approx(float(second))


def test_in_the_saddle_nothing_moves() -> None:
    for law, dim in ((laws.rademacher(2), 1), (laws.gaussian(1), 3)):
        found = found_at(("0", "0"), law, dim, 3)
        values = {id: found[id].value for id in ("limit-a", "limit-b", "basin", "pl-constant")}
        assert values == {"limit-a": 0, "limit-b": 0, "basin": "saddle", "pl-constant": 0}
        assert found["trajectory-a"].value == 0
        with pytest.raises(NotApplicable, match="is the saddle"):
            _ = found["time-to"].formula
        assert {found[id].status for id in found} <= {"verified", "not-applicable"}


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "init", [("2", "-2"), ("-1/3", "1/3"), ("1e-3", "-1e-3"), ("100", "-100")], ids=str
)
def test_on_the_line_of_the_saddle_crossings_are_timed(init: Init) -> None:
    found = found_at(init)
    assert found["time-to"].status == "verified"
    first = Fraction(init[0]) ** 2  # |a_0 b_0|, where s = 1
    for part in (Fraction(1, 100), Fraction(1, 2), Fraction(99, 100)):
        epsilon = 1 + first * part
        with mpmath.workdps(30):
            time = found["time-to"].step.claim.value.at({"epsilon": epsilon})
            a, b = path(found, init)(time)
            assert abs(abs(a * b - 1) - real(epsilon)) < mpmath.mpf(10) ** -12 * (1 + first)
    assert found["time-to"](epsilon=1 + first) == 0
    assert found["time-to"](epsilon=1 + 2 * first) < 0
    for never in ("1/2", "99/100"):
        with pytest.raises(InvalidInput, match="not real"):
            found["time-to"](epsilon=never)


def test_the_example_on_the_line() -> None:
    """From ab = -4 through -1 to 0: s (1 + e) at e = 2, and Q = 4 · 2/(5 · 1)."""
    found = found_at(("2", "-2"))
    _, saturation = rates(found)
    expected = mpmath.log(mpmath.mpf(8) / 5) / (2 * saturation)
    assert found["time-to"](epsilon=2) == pytest.approx(float(expected), rel=1e-14)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("init", "epsilon"),
    [
        (("2", "-1"), "5/2"),  # below 0, off the line, beyond epsilon = 1
        (("2", "-1"), "1/10"),
        (("-3", "29/10"), "4"),
        (("5", "4"), "7"),
        (("-5", "-4"), "1/100"),
        (("3", "0"), "1/2"),
        (("0", "-1/2"), "1/3"),
    ],
    ids=str,
)
def test_times_off_the_line(init: Init, epsilon: str) -> None:
    found = found_at(init)
    assert found["time-to"].status == "verified"
    with mpmath.workdps(30):
        time = found["time-to"].step.claim.value.at({"epsilon": Fraction(epsilon)})
        a, b = path(found, init)(time)
        assert time > 0
        assert abs(abs(a * b - 1) - real(Fraction(epsilon))) < mpmath.mpf(10) ** -15


def test_a_nearer_start_was_there_so_long_ago() -> None:
    near, far = found_at(("1", "9/10")), found_at(("2", "-1"))
    ago = near["time-to"](epsilon="1/2")
    assert ago < 0
    start = ("1", "9/10")
    with mpmath.workdps(30):
        a, b = (float(x) for x in path(near, start, -1)(mpmath.mpf(-ago)))
    assert abs(a * b - 1) == pytest.approx(0.5, rel=1e-12)
    assert far["time-to"](epsilon=4) < 0 < far["time-to"](epsilon=2)


@pytest.mark.parametrize(
    ("law", "init"),
    first_rows(
        [
            (laws.gaussian(1), ("1/10", "-999999/10000000")),
            (laws.gaussian(1), ("1", "-1.00000000000000000001")),
            (laws.gaussian(1), ("1e-200", "3e-200")),
            (laws.gaussian(1), ("-5", "4.999999")),
            (laws.gaussian(1), ("0", "1e-30")),
            (laws.gaussian(1), ("-1/2", "-3/5")),
            (laws.sparse("1/2"), ("2.000000001", "2")),
            (laws.sparse("1/2"), ("1e-299", "-1")),
        ],
        2,
    ),
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_ill_conditioned_starts_are_verified(law: TokenLaw, init: Init) -> None:
    found = found_at(init, law, 2, 5)
    assert {id: found[id].status for id in found} == dict.fromkeys(IDS, "verified")
    outcomes = {
        check.outcome for id in ("pl-constant", "trajectory-a") for check in found[id].checks
    }
    assert outcomes == {"passed"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("init", [("1e20", "1"), ("1e290", "-1"), ("1e-9", "1e9")], ids=str)
def test_far_starts_are_never_called_wrong(init: Init) -> None:
    found = found_at(init, laws.gaussian(1), 2, 5)
    assert {found[id].status for id in found} <= {"verified", "consistent"}


def test_the_constant_near_the_line_is_that_of_the_crossing() -> None:
    init = "1/10", "-999999/10000000"
    found = found_at(init, laws.gaussian(1), 2, 5)
    _, saturation = rates(found)
    first, second = map(Fraction, init)
    expected = saturation * real(abs(first**2 - second**2))
    assert found["pl-constant"].value == pytest.approx(float(expected), rel=1e-14)


@pytest.mark.exhaustive
def test_a_step_that_takes_millions_is_judged() -> None:
    law = laws.support("1000:1/1000001,-1/1000:1000000/1000001")
    found = derive(law, 2, 3, ["step-size-safe"], True, ("1", "1"))["step-size-safe"]
    assert found.status == "verified"
