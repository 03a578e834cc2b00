"""Claims about the model alone, each by both routes: the claim passes, every mutant of it fails."""

import pytest

from derivations import REGISTRY
from symbolic_mesa import laws
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.measure import WithoutLaw
from symbolic_mesa.witness.measures.every import MEASURES

THEOREMS = ("theorem-4.1", "theorem-4.1-sharp", "theorem-4.2", "symmetric-manifold")
STEPS: dict[str, Step] = {
    step.id: step
    for id in THEOREMS
    for step in Derived(REGISTRY[id], Setting(laws.exchangeable())).derivation.steps
    if isinstance(MEASURES.get(type(step.observable)), WithoutLaw)
}


def test_these_claims_are_about_the_model_alone() -> None:
    assert {"prediction", "charge", "literal-conditions", "missing-conditions"} <= STEPS.keys()
    assert {"gd-equivalence", "ols-step-size", "preconditioned-step"} <= STEPS.keys()


@pytest.mark.parametrize("id", STEPS)
def test_every_wrong_claim_about_the_model_is_seen(id: str) -> None:
    step = STEPS[id]
    measure = MEASURES[type(step.observable)]
    assert isinstance(measure, WithoutLaw)
    wrong = list(mutants(step.claim))
    assert wrong
    for route in measure.routes:
        gap = measure.exact if route.exact and measure.exact else measure.numerical
        right = gap(step.claim)
        assert right is not None
        assert right <= route.tolerance
        for mutant in wrong:
            found = gap(mutant.claim)
            assert found is not None
            assert found > route.tolerance, mutant.words
