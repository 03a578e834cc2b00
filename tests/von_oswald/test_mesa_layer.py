"""The mesa-layer's theorem: a claim made wrong is refused by either kind of check."""

from derivations import REGISTRY
from symbolic_mesa import derive
from symbolic_mesa.proofs.mutation import targets, verdicts
from symbolic_mesa.results.derived import at_their_settings

ENTRY = REGISTRY["von-oswald-mesa-layer"]


def test_every_claim_is_verified() -> None:
    assert {result.status for result in derive(theorem=ENTRY.id).values()} == {"verified"}


def test_every_wrong_claim_is_refused_by_either_kind_of_check() -> None:
    found = list(verdicts(targets(at_their_settings([ENTRY]))))
    assert len(found) == 80
    assert [f"{one.where}: {one.words}" for one in found if not one.killed] == []
