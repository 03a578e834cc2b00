import re

import pytest

from symbolic_mesa.trust import TRUSTS
from tests.cli import Run

KAPPA = ("--distribution", "gaussian", "--param", "sigma=1", "--results", "kappa-1,fixed-point")


def test_a_status_is_shown_with_its_trust(run: Run) -> None:
    outcome = run(*KAPPA)
    assert "verified (exact)" in outcome.out
    assert "verified (quadrature)" in outcome.out


@pytest.mark.parametrize("level", TRUSTS)
def test_less_trust_than_required_fails(run: Run, level: str) -> None:
    outcome = run(*KAPPA, "--require", level)
    enough = TRUSTS.index(level) >= TRUSTS.index("quadrature")
    assert outcome.code == (0 if enough else 1)
    needed = f"fixed-point has the trust quadrature; {level} is required"
    assert (needed in outcome.err) is not enough


def test_what_was_not_checked_has_no_trust(run: Run) -> None:
    outcome = run(*KAPPA, "--no-check", "--require", "cited")
    assert outcome.code == 1
    assert "kappa-1 has the trust unchecked; cited is required" in outcome.err


def test_what_is_not_claimed_needs_none(run: Run) -> None:
    outcome = run("--results", "coordinate-flow", "--require", "exact")
    assert outcome.code == 0


def test_help_says_that_what_is_not_claimed_passes(run: Run) -> None:
    said = " ".join(re.sub(r"[^\w,.()-]+", " ", run("--help").out).split())
    assert "results that are not claimed (not-applicable" in said


def test_another_word_is_refused(run: Run) -> None:
    outcome = run(*KAPPA, "--require", "proved")
    assert outcome.code == 2
    assert "choose from kernel-from-model" in outcome.err
