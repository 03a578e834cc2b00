"""The closed forms of the flow of (a, b): against Taylor series at 40 digits, in every case."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from random import Random
from typing import Any

import mpmath
import pytest
from scipy.integrate import solve_ivp

from derivations import REGISTRY
from derivations.dynamics import theorem as theorem_4_1_dynamics
from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.results.results import Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.witness.comparison import Witness
from tests.exhaustive import first

SEED = 20261123
Start = tuple[Fraction, Fraction]


def flow(law: TokenLaw, dim: int, length: int) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return B and C, from the fixed point and the loss."""
    found = derive(law, dim, length, ["flow-a"], check=False)["flow-a"].formula
    assert found is not None
    growth = found.at({"a": Fraction(0), "b": Fraction(1)})
    saturation = growth - found.at({"a": Fraction(1), "b": Fraction(1)})
    return ratio(growth), ratio(saturation)


def ratio(number: Fraction) -> mpmath.mpf:
    """Return a fraction at the working precision."""
    return mpmath.mpf(number.numerator) / number.denominator


def followed(
    b: mpmath.mpf, c: mpmath.mpf, start: Start, time: Fraction
) -> tuple[mpmath.mpf, mpmath.mpf]:
    def velocity(_: Any, point: list[Any]) -> list[Any]:
        force = b - c * point[0] * point[1]
        return [point[1] * force, point[0] * force]

    found = mpmath.odefun(velocity, 0, [ratio(x) for x in start])(ratio(time))
    return found[0], found[1]


def cases() -> list[tuple[TokenLaw, int, int, Start, Fraction]]:
    chance = Random(SEED)  # noqa: S311  # no secret
    found = []
    pool = (laws.gaussian(1), laws.sparse("1/2"), laws.two_point("1/3", 2), laws.sphere(2))
    for k, law in enumerate(pool * 2):
        dim, length = chance.randint(1, 4), chance.randint(3, 12)
        a, b = (Fraction(chance.randint(-20, 20), chance.randint(5, 20)) for _ in "ab")
        if k % 4 == 3:
            b = -a if k % 8 == 3 else a
        found.append((law, dim, length, (a or Fraction(1), b or Fraction(1, 3)), Fraction(1, 50)))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case[0].name}-{case[3]}")
def test_trajectories_are_those_of_a_taylor_integrator(case: Any) -> None:
    law, dim, length, start, time = case
    ids = ["trajectory-a", "trajectory-b", "trajectory-ab"]
    found = derive(law, dim, length, ids, check=False, init=start)
    with mpmath.workdps(40):
        a, b = followed(*flow(law, dim, length), start, time)
        for id, expected in zip(ids, (a, b, a * b), strict=True):
            form = found[id].step.claim.value
            error = abs(form.at({"tau": time}) - expected)
            assert error <= mpmath.mpf(10) ** -25 * (abs(a) + abs(b)) ** 2, (SEED, id)


@pytest.mark.parametrize(
    "start", [(Fraction(1), Fraction(-1) + Fraction(1, 10**9)), (Fraction(2), Fraction(2))]
)
def test_closed_forms_are_accurate_near_the_saddle_and_on_the_diagonal(start: Start) -> None:
    found = derive(laws.rademacher(1), 1, 3, ["trajectory-a", "limit-a"], check=False, init=start)
    late = found["trajectory-a"].step.claim.value.at({"tau": Fraction(200)})
    limit = found["limit-a"].step.claim.value.at({})
    assert abs(late - limit) <= mpmath.mpf(10) ** -25
    assert abs(limit - 1) < mpmath.mpf("0.3")


def results(init: tuple[str, str], law: TokenLaw | None = None) -> Results:
    return derive(law or laws.gaussian(1), 2, 5, check=False, init=init)


def test_limits_have_the_product_and_the_hyperbola() -> None:
    for init in (("3", "1"), ("1", "-2"), ("-3/4", "1/2"), ("1/2", "1/2")):
        found = results(init)
        a, b = found["limit-a"].value, found["limit-b"].value
        first, second = map(Fraction, init)
        assert a * b == pytest.approx(found["fixed-point"].value, rel=1e-14)
        assert a**2 - b**2 == pytest.approx(float(first**2 - second**2), abs=1e-13)
        assert (a + b > 0) == (first + second > 0)
        assert found["basin"].value == "minimum"


def test_the_line_of_the_saddle_ends_there() -> None:
    found = results(("3/4", "-3/4"))
    assert (found["limit-a"].value, found["limit-b"].value) == (0, 0)
    assert found["basin"].value == "saddle"
    assert found["pl-constant"]() == 0


def test_the_time_to_come_near_is_when_the_product_is_near() -> None:
    found = results(("1/10", "1/10"))
    time = found["time-to"](epsilon="1/100")
    near = found["trajectory-ab"](tau=Fraction(time))
    assert near == pytest.approx(0.99 * found["fixed-point"].value, rel=1e-12)


def test_the_decay_of_the_loss_is_at_least_the_constant_says() -> None:
    for init in (("3", "1"), ("1/10", "1/10"), ("2", "-1")):
        found = results(init)
        mu = found["pl-constant"].value
        scale = found["fixed-point"].value
        gaps = [(found["trajectory-ab"](tau=Fraction(k, 100)) - scale) ** 2 for k in range(3)]
        for before, after in pairwise(gaps):
            assert after <= before * float(mpmath.exp(-2 * mu / 100)) * (1 + 1e-12)


def test_without_a_start_there_is_a_part_for_each_case() -> None:
    found = derive(laws.generic(), results=["trajectory-a", "limit-b", "basin"], check=False)
    assert list(found["trajectory-a"].parts or ()) == ["Delta > 0", "Delta < 0", "Delta = 0"]
    assert list(found["limit-b"].parts or ())[2] == "a_0 + b_0 = 0"
    assert found["basin"].parts == {"a_0 + b_0 != 0": "minimum", "a_0 + b_0 = 0": "saddle"}
    part = (found["trajectory-a"].parts or {})["Delta > 0"]
    assert isinstance(part, Closed)
    assert part.symbols == ("T", "a_0", "b_0", "kappa_1", "kappa_2", "kappa_3", "tau")


@pytest.mark.parametrize("id", ["trajectory-b", "limit-a", "rate", "basin", "conserved"])
def test_wrong_closed_forms_are_caught_by_both_routes(id: str) -> None:
    setting = Setting(laws.gaussian(1), 2, None, (Fraction(-3, 4), Fraction(1, 2)))
    step = theorem_4_1_dynamics.derive(setting).step(id)
    witness = Witness(REGISTRY["theorem-4.1-dynamics"], setting)
    wrong = [mutant.claim for mutant in mutants(step.claim)][:6]
    assert wrong
    for claim in wrong:
        assert any(check.outcome == "failed" for check in witness.checks(step, claim))
        own = [obligation(claim) for obligation in step.obligations]
        if step.obligations:
            assert any(check.outcome == "failed" for check in own)


@pytest.mark.parametrize(
    "setting",
    first([*REGISTRY["theorem-4.1-dynamics"].settings][::-1], 3),
    ids=attrgetter("name"),
)
def test_every_step_is_verified(setting: Setting) -> None:
    derivation = theorem_4_1_dynamics.derive(setting)
    witness = Witness(REGISTRY["theorem-4.1-dynamics"], setting)
    for step in derivation.steps:
        status = step.checked(witness.checks(step)).status
        assert status in ("verified", "not-applicable"), step.id


def test_coordinates_that_differ_have_no_flow_of_two_scales() -> None:
    found = derive(laws.samples([[1, 2], [3, 1]]), results=["trajectory-a", "conserved"])
    assert {found[id].status for id in found} == {"coordinates-differ"}


def test_an_initial_point_is_two_exact_numbers() -> None:
    with pytest.raises(InvalidInput, match="init: number 1='x'"):
        derive(laws.gaussian(), init=("x", "1"))
    with pytest.raises(InvalidInput, match="give one each for a_0, b_0"):
        derive(laws.gaussian(), init=("1", "1", "2"))
    assert replace(Setting(laws.gaussian()), init=(Fraction(1), Fraction(2))).init is not None


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case[0].name}-{case[3]}")
def test_trajectories_and_limits_are_those_of_an_ode_solver(case: Any) -> None:
    law, dim, length, start, time = case
    growth, saturation = map(float, flow(law, dim, length))

    def velocity(_: float, point: Any) -> list[float]:
        force = growth - saturation * point[0] * point[1]
        return [point[1] * force, point[0] * force]

    first = [float(x) for x in start]
    ends = [
        solve_ivp(velocity, (0, end), first, "DOP853", rtol=3e-14, atol=1e-16).y[:, -1]
        for end in (float(time), 60 / growth)
    ]
    ids = ["trajectory-a", "trajectory-b", "limit-a", "limit-b"]
    found = derive(law, dim, length, ids, check=False, init=start)
    size = max(abs(x) for x in first)
    for k, id in enumerate(ids[:2]):
        assert found[id](tau=time) == pytest.approx(ends[0][k], abs=1e-10 * size), SEED
    if sum(start):  # the saddle is left by rounding errors
        for k, id in enumerate(ids[2:]):
            assert found[id].value == pytest.approx(ends[1][k], abs=1e-10 * size), SEED


@pytest.mark.parametrize("start", ["1,1", "3,2", "-1,2"])
def test_long_sequences_of_a_given_length(start: str) -> None:
    """H is a real number beyond some length, not a fraction."""
    found = derive(laws.gaussian(1), 5, 10**5, check=False, init=tuple(start.split(",")))  # type: ignore[arg-type]  # two of them
    for id in ("time-to", "pl-constant", "step-size-safe", "step-size-limit", "rate"):
        assert found[id].step.obstacle is None, id


def test_a_start_that_doubles_cannot_follow_is_not_called_wrong() -> None:
    found = derive(laws.gaussian("1/2"), 2, 3, ["time-to"], init=("1e-9", "1e9"))["time-to"]
    assert found.status == "consistent"  # by its own algebra
    assert [check.outcome for check in found.checks] == ["passed", "not-run"]
    assert found(epsilon="1/100") == pytest.approx(1.3909415e-17, rel=1e-6)
