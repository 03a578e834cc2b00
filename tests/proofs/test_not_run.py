"""What is not run at the locked settings and at the README's: a list that may only shrink."""

import json
from pathlib import Path

import pytest

from symbolic_mesa import derive, laws
from tests.exhaustive import first

LOCK = Path(__file__).parents[2] / "proofs.lock.json"
NOT_RUN: dict[str, list[str]] = {
    "theorem-4.1-sharp[gaussian sigma=1 d=1] emergence": ["symbolic-zero"],  # no other entry
}
"""The checks that are not run, by proof and claim: ``{"proof claim": ["quadrature"]}``."""

TOO_LARGE_TO_MEASURE = (
    "time-to",
    "hessian-spectrum",
    "step-size-limit",
    "emergence",
    "symmetric-fixed-point",
    "masked-comparison",
    "coordinate-flow",
)


def test_at_locked_settings() -> None:
    proofs = json.loads(LOCK.read_text(encoding="utf-8"))["proofs"]
    found = {
        f"{name} {id}": [check.split(": ")[0] for check in step["checks"] if "not-run" in check]
        for name, steps in proofs.items()
        for id, step in steps.items()
    }
    assert {where: kinds for where, kinds in found.items() if kinds} == NOT_RUN


@pytest.mark.parametrize("id", first(TOO_LARGE_TO_MEASURE))
def test_at_the_settings_of_the_readme(id: str) -> None:
    result = derive(laws.gaussian(sigma=1), dim=5, length=100, results=[id])[id]
    assert [check.kind for check in result.checks if check.outcome != "passed"] == []
    assert result.status == "verified"
