"""What the witness looks at where training ends, and of a step size: each part of it is needed."""

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.measures.every import MEASURES
from symbolic_mesa.witness.routes import QUADRATURE

ON_THE_LINE, FOLLOWED = "its velocity on the line a + b = 0", "its flow, followed in doubles"


@pytest.mark.parametrize(
    ("init", "seen", "other"),
    [((1, -1), ON_THE_LINE, FOLLOWED), ((1, "1/2"), FOLLOWED, ON_THE_LINE)],
)
def test_an_end_is_followed_unless_doubles_would_leave_the_way(
    init: tuple[int | str, int | str], seen: str, other: str
) -> None:
    found = derive(laws.gaussian(1), 2, 4, ["symmetric-fixed-point"], init=init)
    (check,) = (one for one in found["symmetric-fixed-point"].checks if one.kind == "quadrature")
    assert check.outcome == "passed"
    assert seen in check.detail
    assert other not in check.detail


def test_a_safe_step_has_the_product_of_the_model() -> None:
    """Its square alone is in the step: with −s for s the same step is monotone."""
    proof = Derived(REGISTRY["theorem-4.1-stability"], Setting(laws.gaussian(1)))
    step = proof.derivation.step("step-size-safe")
    measure = MEASURES[type(step.observable)]
    trial = proof.witness.trials(QUADRATURE)[0][0]
    pairs = list(measure.pairs(trial, step.claim, step.observable))
    products = pairs[::3]
    assert products
    for stated, measured in pairs:
        assert float(stated) == pytest.approx(float(getattr(measured, "value", measured)), rel=1e-9)
    assert {stated for stated, _ in products} == {products[0][0]}
    wrong = [one for one in mutants(step.claim) if one.words.partition(": ")[2].startswith("s: ")]
    assert wrong
    for mutant in wrong:
        (check,) = proof.witness.checks(step, mutant.claim, (QUADRATURE,))
        assert check.outcome == "failed", mutant.words
