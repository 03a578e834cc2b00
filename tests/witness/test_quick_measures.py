"""Claims about prompts and layers, each by the routes that take no second: right ones pass, and
wrong ones drawn by chance fail.

Every mutant of every claim, by all its checks, is the business of `mesa-mutate`.
"""

from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.record import Check, Claim
from symbolic_mesa.results.derived import Derived

RATIONALS, DOUBLES = "exact-enumeration", "quadrature"
THEOREMS = {
    "von-oswald-mesa-layer": (RATIONALS, DOUBLES),
    "von-oswald-backward": (RATIONALS, DOUBLES),
    "von-oswald-step-back": (RATIONALS, DOUBLES),
    "von-oswald-one-step": (RATIONALS, DOUBLES),
    "von-oswald-copy": (RATIONALS, DOUBLES),
    "von-oswald-few-shot": (DOUBLES,),
    "compare-models": (DOUBLES,),
    "zhang-frei-bartlett": (DOUBLES,),
    "zhang-singh-merged": (RATIONALS, DOUBLES),
    "mahankali": (DOUBLES,),
    "ahn-layers": (RATIONALS, DOUBLES),
}
SECONDS = {
    ("inverse-differential", RATIONALS),
    ("start-gradient", RATIONALS),
    ("steps-until-lost", RATIONALS),
    ("first-blocks", RATIONALS),
    ("copy-dimension", RATIONALS),
    ("copy-dimension", DOUBLES),
    ("time-course", DOUBLES),
    ("test-loss", DOUBLES),
    ("spread", RATIONALS),
    ("full-loss", DOUBLES),
    ("convergence-rate", DOUBLES),
    ("query-gradient", RATIONALS),
    ("lambda-gradient", RATIONALS),
    ("preconditioner", DOUBLES),
    ("all-minimisers", DOUBLES),
    ("polynomial-3", RATIONALS),
    ("minimum-loss-3", RATIONALS),
    ("polynomial-3", DOUBLES),
    ("common-step-3", DOUBLES),
    ("common-loss-3", DOUBLES),
    ("minimum-loss-3", DOUBLES),
    ("step-sizes", DOUBLES),
    ("step-size-of-law", DOUBLES),
    ("gradients-3", DOUBLES),
    ("white-gradients-3", DOUBLES),
    ("leaving", DOUBLES),
    ("other-rest", RATIONALS),
}
"""Those of them that take longer."""
LEFT_OUT = {
    ("two-step-error", DOUBLES),  # minutes, as the next four
    ("three-step-error", DOUBLES),
    ("loss-3", RATIONALS),
    ("loss-3", DOUBLES),
    ("one-step-only", RATIONALS),
    ("scalar-flow", RATIONALS),  # at d = 1 alone, where powers of the root of d are not seen
}
WRONG = 3  # claims that are drawn for each


def rows() -> list[Any]:
    return [
        pytest.param(
            theorem, id, kind, marks=[pytest.mark.exhaustive] if (id, kind) in SECONDS else []
        )
        for theorem, kinds in THEOREMS.items()
        for kind in kinds
        for id in REGISTRY[theorem].results
        if (id, kind) not in LEFT_OUT
    ]


pytestmark = pytest.mark.xdist_group("quick measures")  # what is derived once serves every test


@cache
def derived(theorem: str) -> Derived:
    (found,) = derive(theorem=theorem, check=False).derived
    return found


@pytest.mark.parametrize(("theorem", "id", "kind"), rows())
def test_a_claim_passes_and_wrong_ones_fail(theorem: str, id: str, kind: str) -> None:
    step = derived(theorem).derivation.step(id)
    witness = derived(theorem).witness
    routes = [route for route in witness.routes(step) if route.kind == kind]

    def check(claim: Claim) -> Check:
        (found,) = witness.checks(step, claim, routes)
        return found

    assert check(step.claim).outcome == "passed"
    every = list(mutants(step.claim))
    assert every
    for wrong in Random(id).sample(every, min(WRONG, len(every))):  # noqa: S311  # no secret
        assert check(wrong.claim).outcome == "failed", wrong.words


def test_a_matrix_of_zeros_attains_nothing() -> None:
    """Both sides of the inequality are 0 there: it is no case of equality that says anything."""
    step = derived("zhang-frei-bartlett").derivation.step("pl-attained")
    nothing = replace(step.claim, value=MatrixSum(()))
    checks = derived("zhang-frei-bartlett").witness.checks(step, nothing)
    assert [check.outcome for check in checks] == ["failed", "failed"]


def test_short_sequences_need_one_dimension_less_than_their_length() -> None:
    """But for T = 2: doubles fit scores that copy, and rationals look at ranks."""
    step = derived("von-oswald-copy").derivation.step("copy-dimension")

    def outcomes(length: int, size: int) -> list[str]:
        claim = replace(step.claim, parts={length: size})
        return [check.outcome for check in derived("von-oswald-copy").witness.checks(step, claim)]

    assert [step.claim.parts[length] for length in (2, 3)] == [2, 2]
    for length in (2, 3):
        assert outcomes(length, 2) == ["passed", "passed"]
        assert outcomes(length, 1) == outcomes(length, 3) == ["failed", "failed"]
