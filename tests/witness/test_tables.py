"""Moments of a table of tokens, against their means over all of it: exactly, and in doubles."""

from fractions import Fraction

import pytest

from derivations import REGISTRY
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.routes import ON_DIAGONAL

ROWS = [[1.0, 2.0], [3.0, -0.5], [0.25, 1.0]]
TABLES: dict[str, TokenLaw] = {
    "as it is": laws.samples(ROWS),
    "in every order": laws.samples(ROWS, symmetrize="permutations"),
}
MOMENTS = {"m2": (2, 0), "kappa-1": (4, 0), "kappa-2": (6, 0), "kappa-3": (2, 4)}


def mean(id: str, coordinate: int) -> Fraction:
    own, other = MOMENTS[id]
    rows = [[Fraction(x) for x in row] for row in ROWS]
    terms = (row[coordinate] ** own * row[1 - coordinate] ** other for row in rows)
    return sum(terms, Fraction(0)) / len(rows)


@pytest.mark.parametrize("id", MOMENTS)
@pytest.mark.parametrize("name", TABLES)
def test_a_moment_of_a_table_is_its_mean_and_another_is_not(name: str, id: str) -> None:
    proof = Derived(REGISTRY["theorem-4.1"], Setting(TABLES[name]))
    step = proof.derivation.step(id)
    each = [mean(id, 0), mean(id, 1)]
    whole = sum(each, Fraction(0)) / 2
    stated = [side.at({}) for side in step.claim.parts.values()] or [step.claim.value.at({})]
    assert stated == (each if name == "as it is" else [whole])
    right = proof.witness.checks(step, step.claim, ON_DIAGONAL)
    assert [check.outcome for check in right] == ["passed", "passed"]
    for mutant in mutants(step.claim):
        wrong = proof.witness.checks(step, mutant.claim, ON_DIAGONAL)
        assert [check.outcome for check in wrong] == ["failed", "failed"], mutant.words
