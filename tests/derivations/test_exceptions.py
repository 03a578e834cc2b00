"""Verdicts for every d, T and parameter, held against those derived for given numbers."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.exceptional import Exceptional, said_at
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.notation.sides import side_expr
from symbolic_mesa.notation.words import in_words
from symbolic_mesa.record import Step
from symbolic_mesa.results.results import Result, Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from tests.exhaustive import first, first_rows

DIMS, LENGTHS = (1, 2, 3), (3, 4, 5)
VERDICTS = (
    "recoverable",
    "emergence",
    "assumption-4.1",
    "preconditioned-step",
    "gd-equivalence",
    "coordinates-agree",
)
ONE_T = {"m1": 0, "m2": 1, "m3": 0, "m4": 3, "m5": 0, "m6": 15, "1,3": 0, "3,3": 0}
LAWS: dict[str, TokenLaw] = {
    "gaussian": laws.gaussian(),
    "sparse": laws.sparse(),
    "full-one": laws.full_one(),
    "rademacher": laws.rademacher(),
    "uniform": laws.uniform(1),
    "laplace": laws.laplace("1/2"),
    "bernoulli-gaussian": laws.bernoulli_gaussian(),
    "student-t": laws.student_t(),
    "two-point": laws.two_point(),
    "two-point, alike": laws.two_point("1/2", 3),
    "two-point, skewed": laws.two_point("1/3"),
    "sphere": laws.sphere(2),
    "generic": laws.generic(),
    "exchangeable": laws.exchangeable(),
    "support with a mean": laws.support("1:9/11,-2:9/55,3:1/55"),
    "support with 0": laws.support("0:1/2,1:1/4,-1:1/4"),
    "skewed support": laws.support("2:1/3,-1:2/3"),
    "moments": laws.moments("m1=0,m2=1,m3=q,m4=3,m5=0,m6=15"),
    "mixed moments": laws.moments({**ONE_T, "1,5": 0, "1,2,3": 0, "1,1": "1/100"}),
    "one length": laws.moments({**ONE_T, "1,5": "-1/10", "1,2,3": "1/10"}),
    "unlike": laws.samples([(1, 2), (-1, 2), (1, -2), (-1, -2)]),
}
Sizes = tuple[int | None, int | None]
OPEN: tuple[Sizes, ...] = ((None, None), (None, 4), (1, None), (2, None), (3, None))


def result(law: TokenLaw, id: str, dim: int | None = None, length: int | None = None) -> Result:
    return derive(law, dim, length, [id], check=False)[id]


@cache  # each law at each size is derived once
def verdicts(law: TokenLaw, dim: int | None, length: int | None) -> Results:
    return derive(law, dim, length, VERDICTS, check=False)


def at(dim: int, length: int) -> Callable[[Any], Any]:
    """Return what gives a formula its value; symbols have values that no exception names."""

    def value(formula: Any) -> Any:
        known = {name: Fraction(7, 11) for name in formula.symbols}
        return formula.at({**known, "d": dim, "T": length})

    return value


def places(found: Result) -> list[dict[str, Any]]:
    return [{str(side_expr(left)): n for left, n in one.where} for one in found.exceptions]


@pytest.mark.parametrize(
    ("name", "sizes"),
    first_rows(product(LAWS, OPEN), 12),
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_a_verdict_for_every_size_is_that_of_each_size(name: str, sizes: Sizes) -> None:
    law = LAWS[name]
    if law.dim not in (None, sizes[0]):
        return
    for id in VERDICTS:
        general = verdicts(law, *sizes)[id]
        if general.step.obstacle:
            continue
        claim = general.step.claim
        for dim, length in product(DIMS, LENGTHS):
            if sizes[0] in (None, dim) and sizes[1] in (None, length):
                there = verdicts(law, dim, length)[id]
                said = said_at(claim.value, claim.exceptions, at(dim, length))
                if said is not None and not there.step.obstacle:
                    assert said == there.value, (id, dim, length)


@pytest.mark.parametrize(
    "law",
    [laws.gaussian(), laws.rademacher(1), laws.sparse(1), laws.sphere(1), laws.uniform()],
    ids=lambda law: law.name,
)
@pytest.mark.parametrize(
    "sizes", first([(None, 3), (1, None), (2, None), (None, 4), (None, None)], 2)
)
def test_where_the_second_order_vanishes_is_said_of_each_size(law: TokenLaw, sizes: Sizes) -> None:
    claim = result(law, "local-minimum", *sizes).step.claim
    for dim, length in product(DIMS, LENGTHS):
        if sizes[0] in (None, dim) and sizes[1] in (None, length):
            general = Exceptional((), True, claim.reason)
            listed = [replace(one, value=one) for one in claim.exceptions]
            said = said_at(general, listed, at(dim, length))
            assert in_words(said.reason) == result(law, "local-minimum", dim, length).reason


@pytest.mark.exhaustive
def test_one_sector_more_vanishes_at_one_coordinate_or_at_the_shortest_length() -> None:
    found = result(laws.gaussian(), "local-minimum")
    assert "in 1 of 12 sectors" in (found.reason or "")
    words = {tuple(place.items()): in_words(one.reason) for place, one in paired(found)}
    assert "in 2 of 3 sectors" in words[("d", 1),]
    assert "in 3 of 12 sectors" in words[("T", 3),]
    assert "in 2 of 3 sectors" in words[("d", 1), ("T", 3)]
    special = result(laws.generic(), "local-minimum").reason or ""
    assert special.endswith("where moments meet further conditions it can vanish in more")


def paired(found: Result) -> list[tuple[dict[str, Any], Exceptional]]:
    return list(zip(places(found), found.exceptions, strict=True))


@pytest.mark.parametrize(
    ("law", "id", "where", "value"),
    [
        (laws.rademacher(), "recoverable", {"d": 1}, "every-length"),
        (laws.full_one(), "recoverable", {"d": 1}, "every-length"),
        (laws.full_one(), "emergence", {"d": 1}, True),
        (laws.two_point(), "emergence", {"d": 1}, True),
        (laws.two_point(), "emergence", {"p": Fraction(1, 2)}, True),
        (LAWS["moments"], "emergence", {"q": 0}, True),
        (LAWS["mixed moments"], "assumption-4.1", {"d": 1}, True),
        (laws.exchangeable(), "assumption-4.1", {"mu_1": 0}, None),
        (laws.gaussian(), "emergence-conditions", {"d": 1}, "none"),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_exceptions_are_named(law: TokenLaw, id: str, where: dict[str, Any], value: Any) -> None:
    found = {tuple(place.items()): one.value for place, one in paired(result(law, id))}
    assert tuple(where.items()) in found
    assert found[tuple(where.items())] == value


@pytest.mark.parametrize(
    ("law", "id", "dim"),
    [
        (laws.gaussian(), "emergence", None),
        (laws.gaussian(), "recoverable", None),
        (laws.sparse(), "recoverable", None),
        (laws.rademacher(), "recoverable", 2),
        (laws.full_one(), "emergence", 2),
        (laws.two_point("1/3"), "emergence", 3),
        (laws.full_one(), "assumption-4.1", None),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_what_holds_everywhere_has_no_exception(law: TokenLaw, id: str, dim: int | None) -> None:
    assert result(law, id, dim).exceptions == ()


def test_moments_that_cancel_at_one_length_are_an_exception_there() -> None:
    found = result(LAWS["one length"], "emergence", 3)
    assert found.value is False
    assert places(found) == [{"T": 3}]
    assert result(LAWS["one length"], "emergence", 3, 3).value is True
    assert result(LAWS["one length"], "emergence", 3, 4).value is False


def test_conditions_on_symbols_are_equations_that_hold_together() -> None:
    found = result(laws.exchangeable(), "emergence")
    (_, together) = places(found)
    assert {"mu_3_1", "mu_3_3"} < together.keys()
    assert set(together.values()) == {0}
    assert found.reason is not None
    assert found.reason.startswith("E[x_j x_l^3] = mu_3_1 is not 0 in general;")


def test_only_what_can_be_0_is_not_0_in_general() -> None:
    assert (
        result(laws.exchangeable(), "assumption-4.1").reason == "E[x_j] = mu_1 is not 0 in general"
    )
    assert result(laws.full_one(), "assumption-4.1").reason == "E[x_j] = c is not 0"
    assert "is not 0;" in (result(laws.full_one(), "emergence").reason or "")
    assert "is not 0 in general;" in (result(laws.two_point(), "emergence").reason or "")


def test_a_statement_says_where_the_other_blocks_are_at_rest() -> None:
    assert "at KQ32 = aI, PV12 = bI" in result(laws.gaussian(), "other-blocks").statement


def step_of(law: TokenLaw, id: str) -> tuple[Step, Witness]:
    entry = next(entry for entry in REGISTRY.values() if id in entry.results)
    return entry.derive(Setting(law)).step(id), Witness(entry, Setting(law))


@pytest.mark.parametrize(
    ("law", "id"),
    [
        (laws.rademacher(), "recoverable"),
        (laws.full_one(), "recoverable"),
        (laws.full_one(), "emergence"),
        (laws.two_point(), "emergence"),
        (LAWS["mixed moments"], "assumption-4.1"),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_a_missing_exception_fails(law: TokenLaw, id: str) -> None:
    step, witness = step_of(law, id)
    outcomes = {check.outcome for check in witness.checks(step)}
    assert "failed" not in outcomes
    bare = replace(step.claim, exceptions=())
    if "passed" in outcomes:
        assert "failed" in {check.outcome for check in witness.checks(step, bare)}


@pytest.mark.parametrize("id", ["emergence", "recoverable"])
def test_an_exception_too_many_fails(id: str) -> None:
    step, witness = step_of(laws.full_one(), id)
    (one,) = step.claim.exceptions
    ((left, _),) = one.where
    more = replace(one, where=((left, Fraction(2)),))
    wrong = replace(step.claim, exceptions=(one, more))
    assert "failed" in {check.outcome for check in witness.checks(step, wrong)}
