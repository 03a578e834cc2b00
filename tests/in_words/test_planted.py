"""Claims about a model that is slightly another one are caught, by each route."""

import pytest

from derivations.lookup import of_model
from symbolic_mesa.notation.sides import side_latex
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.stating.files import read_model
from tests.in_words import PREDICTION, stated

PLANTED = {
    "a transpose": stated("y X' A' q / N"),
    "N for N + 1": stated("y X' A q / (N + 1)"),
    "I for Lambda": stated(q="d x 1"),
    "Lambda for I": stated(w="d x 1, columns Lambda"),
    "no noise": stated(y="w' X"),
    "twice": stated(f"2 {PREDICTION}"),
}


def derived(text: str) -> Derived:
    (entry,) = of_model(read_model(text)).values()
    return Derived(entry, entry.settings[0])


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("id", ["loss", "gradient-A", "normal-matrix"])
def test_a_planted_error_is_caught(planted: str, id: str) -> None:
    right, wrong = derived(stated()), derived(PLANTED[planted])
    claim = wrong.derivation.step(id).claim
    if side_latex(right.derivation.step(id).claim.value) == side_latex(claim.value):
        assert id == "normal-matrix"  # which A' has too, and any query
        return
    checks = right.witness.checks(right.derivation.step(id), claim)
    assert [check.outcome for check in checks] == ["failed", "failed"]
