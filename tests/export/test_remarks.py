"""What is said once of several results: what they assume, and why there is no formula."""

from symbolic_mesa import derive, laws
from symbolic_mesa.export import text
from symbolic_mesa.export.remarks import assumed, obstacles
from tests.cli import Run
from tests.gallery import MODELS

UNLIKE = ("--distribution", "gaussian", "--covariance", "diag(1,2,3)", "--no-check")
NEXT = "next: the same law with --theorem coordinate-flow\n"


def test_what_claims_assume_stands_before_them() -> None:
    found = text.dumps(derive(laws.gaussian(), theorem="theorem-4.1", check=False), columns=100)
    before, _, _ = found.partition("\nkappa-1 ")
    assert "assumed            KQ32 = a I, PV12 = b I, all other blocks 0" in before
    assert "for all but kappa-1, kappa-2, kappa-3, m2" in " ".join(before.split())
    assert "training stays on that manifold" in before
    assert "\nT                  any from 3 on, a symbol\n" in before


def test_what_does_not_hold_is_said_beside_the_claim_alone() -> None:
    found = derive(laws.two_point(), results=["flow-a"], check=False)
    assert [line for line in assumed(found) if "training stays" in line] == []
    assert "training stays" in text.dumps(found)


def test_an_assumption_of_every_claim_names_none() -> None:
    found = derive(laws.gaussian(), results=["loss", "minimum-loss"], check=False)
    assert list(assumed(found)) == ["KQ32 = a I, PV12 = b I, all other blocks 0 (Assumption 3.1)"]


def test_a_reason_is_said_once(run: Run) -> None:
    shown = run(*UNLIKE).out
    assert shown.count("coordinates differ: sum over r != j of E[x_j^4 x_r^2] is 15") == 1
    assert shown.count("for the reason of flow-a") == 2
    found = derive(laws.gaussian_vector("diag"), theorem="theorem-4.1", check=False)
    assert list(obstacles(found).values()).count("for the reason of kappa-1") > 1


def test_where_coordinates_differ_the_theorem_about_them_is_named(run: Run) -> None:
    assert run(*UNLIKE).out.endswith(f"\n{NEXT}      the flow where coordinates are not alike\n")
    assert NEXT not in run(*UNLIKE, "--format", "json").out
    assert NEXT not in run(*UNLIKE, "--results", "loss").out
    followed = run(*UNLIKE, "--theorem", "coordinate-flow")
    assert (followed.code, "next:" in followed.out) == (0, False)
    any_dim = run("--distribution", "gaussian", "--covariance", "diag", "--no-check")
    assert "with --dim 3 --theorem coordinate-flow\n" in any_dim.out


def test_that_theorem_is_about_the_first_paper_and_no_other_model(run: Run) -> None:
    stated = run("--model", str(MODELS["linear-attention"]), "--results", "flow-a", *UNLIKE)
    assert "coordinates-differ" in stated.out
    assert "next:" not in stated.out
