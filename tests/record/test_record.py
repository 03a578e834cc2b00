from dataclasses import FrozenInstanceError, replace

import pytest

from symbolic_mesa.record import Check, Claim, Derivation, Step, attempted
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput, MissingMoment
from symbolic_mesa.trust import (
    KINDS,
    MEASURED,
    TRUSTS,
    VERIFYING,
    WITHIN,
    Kind,
    Outcome,
    Trust,
    trusted_as,
)

CLAIM = Claim("a claim", "x", "x")


def step(id: str, *premises: str) -> Step:
    return Step(id, CLAIM, why="because", premises=premises)


def checked(*checks: tuple[Kind, Outcome]) -> Step:
    return replace(step("s"), checks=tuple(Check(kind, outcome, "") for kind, outcome in checks))


def test_a_step_without_checks_is_unchecked() -> None:
    assert checked().status == "unchecked"
    assert checked(("quadrature", "not-run")).status == "unchecked"


@pytest.mark.parametrize(
    ("kind", "trust"),
    [
        ("kernel-from-model", "kernel-from-model"),
        ("exact-enumeration", "exact"),
        ("quadrature", "quadrature"),
    ],
)
def test_a_measurement_of_the_model_verifies(kind: Kind, trust: Trust) -> None:
    step = checked((kind, "passed"))
    assert (step.status, step.trust) == ("verified", trust)


@pytest.mark.parametrize("kind", ["symbolic-zero", "substitution", "kernel-from-claims"])
def test_agreement_with_other_claims_is_consistent(kind: Kind) -> None:
    step = checked((kind, "passed"), ("quadrature", "not-run"))
    assert (step.status, step.trust) == ("consistent", "unchecked")
    assert checked((kind, "passed"), ("quadrature", "passed")).status == "verified"
    assert checked((kind, "passed"), ("statistical", "passed")).status == "sampled"


def test_trust_is_that_of_the_best_measurement() -> None:
    both: tuple[Kind, Outcome] = ("exact-enumeration", "passed")
    assert checked(both, ("quadrature", "passed")).trust == "exact"
    assert checked(both, ("kernel-from-claims", "passed")).trust == "kernel-from-claims"
    assert checked(("statistical", "passed"), ("kernel-from-claims", "passed")).trust == "sampled"
    assert checked(("exact-enumeration", "failed"), ("quadrature", "passed")).status == "failed"


def test_every_kind_of_check_either_measures_the_model_or_does_not() -> None:
    assert set(MEASURED) | WITHIN == set(KINDS)
    assert not set(MEASURED) & WITHIN


def test_the_scale_is_ordered() -> None:
    ordered = [trusted_as(trust, "quadrature") for trust in TRUSTS]
    assert ordered == sorted(ordered, reverse=True)
    assert sum(ordered) == len(VERIFYING)


def test_sampled_and_cited_are_never_verified() -> None:
    assert checked(("statistical", "passed")).status == "sampled"
    assert checked(("cited", "passed")).status == "cited"
    assert checked(("cited", "passed"), ("statistical", "passed")).status == "sampled"


def test_one_failure_outweighs_every_pass() -> None:
    assert checked(("quadrature", "passed"), ("statistical", "failed")).status == "failed"


def test_obligations_are_functions_of_the_claim() -> None:
    def is_two(claim: Claim) -> Check:
        return Check("symbolic-zero", "passed" if claim.value == 2 else "failed", "is it 2?")

    right = replace(step("s"), claim=replace(CLAIM, value=2), obligations=(is_two,))
    wrong = replace(right, claim=replace(CLAIM, value=3))
    assert right.checked().status == "consistent"
    assert wrong.checked().status == "failed"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (MissingMoment("E[x_j^6]", "it does not exist"), "missing-moment"),
        (CoordinatesDiffer("1 and 2 differ"), "coordinates-differ"),
    ],
)
def test_an_obstacle_becomes_the_status(error: Exception, status: str) -> None:
    def value() -> object:
        raise error

    found = attempted(step("s"), value)
    assert found.status == status
    assert found.checked().checks == ()
    assert found.obstacle is not None
    assert found.obstacle.error is error


def test_other_errors_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        attempted(step("s"), lambda: 1 // 0)


def test_a_mapping_becomes_parts() -> None:
    assert attempted(step("s"), lambda: {"one": 1}).claim.parts == {"one": 1}
    assert attempted(step("s"), lambda: 1).claim.value == 1


def test_premises_must_come_before() -> None:
    Derivation("d", "t", (step("one"), step("two", "one")))
    with pytest.raises(InvalidInput, match="rests on 'two'"):
        Derivation("d", "t", (step("one", "two"), step("two", "one")))
    with pytest.raises(InvalidInput, match="rests on 'nowhere'"):
        Derivation("d", "t", (step("one", "nowhere"),))
    with pytest.raises(InvalidInput, match="two steps"):
        Derivation("d", "t", (step("one"), step("one")))


def test_steps_are_found_by_id() -> None:
    derivation = Derivation("d", "t", (step("one"),))
    assert derivation.step("one").id == "one"
    with pytest.raises(InvalidInput, match="choose from one"):
        derivation.step("two")


def test_records_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        step("s").id = "t"  # type: ignore[misc]  # that it is refused is the point
