"""What is measured at a claim's own d and T fails by what differs more than is allowed."""

import pytest

from derivations import REGISTRY
from symbolic_mesa import laws
from symbolic_mesa.record import Claim
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.at_its_size import at_its_size
from symbolic_mesa.witness.comparison import Witness
from symbolic_mesa.witness.full_routes import FULL_QUADRATURE

WITNESS = Witness(REGISTRY["theorem-4.1-sharp"], Setting(laws.gaussian(1), 2, 4))
CLAIM = Claim("two ends", "", "")


@pytest.mark.parametrize(("gap", "outcome"), [(1.0, "passed"), (1.5, "failed")])
def test_a_gap_may_be_what_is_allowed_and_no_more(gap: float, outcome: str) -> None:
    gaps = iter([(0.0, 1.0, "one end"), (gap, 1.0, "the other")])
    found = at_its_size(lambda *_: gaps, FULL_QUADRATURE, None, CLAIM, WITNESS)
    assert found.outcome == outcome
    ends = {"passed": "at (d,T) = (2,4): one end; the other", "failed": ": not so: the other"}
    assert found.detail.endswith(ends[outcome])
