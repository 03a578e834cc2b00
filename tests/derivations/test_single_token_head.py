"""The second model, end to end: no room knows it, and each claim is verified by two routes."""

from fractions import Fraction

import pytest

from derivations import REGISTRY, stated
from numeric_check.model.enumeration import Head, population_loss, scaled_block
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.proofs.mutation import targets, verdicts
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from tests import supports
from tests.exhaustive import first

ENTRY = REGISTRY["single-token-head"]
LAWS: dict[str, TokenLaw] = {
    "gaussian": laws.gaussian(),
    "generic": laws.generic(),
    "two-point": laws.two_point("1/3"),
    "sphere": laws.sphere(),
}


@pytest.mark.parametrize("name", first(LAWS))
def test_every_result_is_verified_by_enumeration_and_by_quadrature(name: str) -> None:
    results = derive(LAWS[name], theorem=ENTRY.id)
    assert tuple(results) == ENTRY.results
    for result in results.values():
        assert result.status == "verified"
        measured = {c.kind: c.outcome for c in result.checks if c.kind != "symbolic-zero"}
        assert measured == {"exact-enumeration": "passed", "quadrature": "passed"}


@pytest.mark.parametrize(("dim", "T"), [(1, 2), (2, 3), (3, 3)])
def test_its_loss_is_that_of_the_forward_pass(dim: int, T: int) -> None:
    """A second enumeration, of whole matrices, at a law whose every moment counts."""
    a, b = Fraction(2, 3), Fraction(-7, 4)
    points = supports.skewed_support(dim)
    blocks = {"KQ22": scaled_block(dim, a), "PV12": scaled_block(dim, b)}
    support = laws.support({x[0]: w for x, w in supports.skewed_support(1)})
    derived = derive(support, dim, T, ["loss"], check=False, theorem=ENTRY.id)["loss"]
    assert derived.formula is not None
    loss = population_loss(blocks, points, T, Head((0,), 0, 1))
    assert derived.formula.at({"a": a, "b": b}) == loss


def test_its_results_are_asked_for_by_its_name_or_by_ids_of_its_own() -> None:
    law = laws.gaussian(1)
    assert derive(law, results=["charge"], check=False)["charge"].entry is ENTRY
    assert derive(law, results=["loss"], check=False)["loss"].entry is REGISTRY["theorem-4.1"]
    assert "charge" not in derive(law, check=False)


def test_what_it_states_can_be_stated_of_any_model() -> None:
    assert ENTRY.witness is None
    steps = Derived(ENTRY, Setting(laws.generic())).derivation.steps
    assert all(type(step.observable).__module__ == stated.__name__ for step in steps)


@pytest.mark.exhaustive
def test_every_mutant_of_it_is_killed_by_rationals_and_by_doubles() -> None:
    proofs = [
        Derived(ENTRY, Setting(laws.gaussian(1), dim=2)),
        Derived(ENTRY, Setting(laws.sphere())),
    ]
    found = list(verdicts(targets(proofs)))
    assert len(found) > 50
    assert [one for one in found if not one.killed] == []


@pytest.mark.parametrize(("sigma", "outcome"), [("1e-30", "passed"), ("1e-100", "not-run")])
def test_nothing_is_compared_beyond_the_range_of_doubles(sigma: str, outcome: str) -> None:
    """At 1e-100 every moment of a prediction is 0 in doubles, and any formula would agree."""
    result = derive(laws.gaussian(sigma), 2, 4, ["flow-a"], theorem=ENTRY.id)["flow-a"]
    measured = {check.kind: check.outcome for check in result.checks}
    assert measured["quadrature"] == outcome
    assert result.status == "verified"
