"""Claims about tokens whose coordinates differ are held against the full model, by both routes."""

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.export import text
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.record import Claim
from symbolic_mesa.results.results import Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.comparison import Witness
from tests.exhaustive import first

ROUTES = {"exact-enumeration", "quadrature"}
EACH = [
    laws.gaussian_vector("diag"),
    laws.joint([((1, 0, 2), "1/3"), (("1/sqrt(2)", 0, -1), "1/6"), ((0, 1, -1), "1/2")]),
    laws.gaussian_vector("2,rho_1;rho_1,3"),
    laws.gaussian_vector("diag(1,2)"),
    laws.gaussian_vector("2,1;1,2"),
    laws.gaussian_vector("diag(0,1,1)"),
    laws.gaussian_vector("diag(5)"),
    laws.gaussian_vector("diag(p,q)"),
    laws.gaussian_vector("1/2,0,0,1/3;0,1,0,0;0,0,1/sqrt(2),0;1/3,0,0,1"),
    laws.joint([((1, 0), "1/2"), ((0, 1), "1/2")]),
    laws.joint([((2,), "1/3"), ((-1,), "2/3")]),
    laws.joint([((1, 0, 0, 0, 2), "1/2"), ((-1, 0, 0, 3, 0), "1/2")]),
]


def unproved(results: Results) -> list[tuple[str, str]]:
    """Return the claims that are not verified, but for those that are not made."""
    fine = ("verified", "coordinates-differ", "not-applicable")
    return [(id, one.status) for id, one in results.items() if one.status not in fine]


@pytest.mark.parametrize("law", first(EACH, 2))
def test_every_claim_is_verified(law: TokenLaw) -> None:
    found = derive(law)
    assert unproved(found) == []
    assert {check.kind for check in found["loss"].checks} >= ROUTES


def test_what_needs_one_a_and_b_says_which_coordinates_differ() -> None:
    found = derive(laws.gaussian_vector("diag(p,q)"), results=["fixed-point"], check=False)
    words = str(found["fixed-point"].step.obstacle)
    assert "E[x_j^4] is 3*p^2 at j = 1 and 3*q^2 at j = 2" in words


def test_smallest_and_largest_are_so() -> None:
    law = laws.joint([((10, 0), "1/2"), ((0, "1/2"), "1/2")])
    words = str(derive(law, results=["flow-a"], check=False)["flow-a"].step.obstacle)
    assert "E[x_j^4] is 0.03125 at j = 2 and 5000 at j = 1 (smallest and largest)" in words


def test_beyond_three_coordinates_a_marginal_law_is_measured_and_said() -> None:
    law = laws.gaussian_vector("diag(1,2,3,4,5)")
    found = derive(law, results=["loss", "emergence"])
    assert {one.step.instead for one in found.values()} == {"the marginal law of three coordinates"}
    assert "verified (exact; for the marginal law of three coordinates)" in " ".join(
        text.dumps(found).split()
    )
    assert not derive(laws.gaussian_vector("diag(1,2)"), results=["loss"])["loss"].step.instead
    for check in found["loss"].checks:
        if check.kind in ROUTES:
            assert check.outcome == "passed"
            assert check.detail.endswith("for the marginal law of three coordinates")


@pytest.mark.parametrize(
    ("law", "wrong"),
    [
        ("diag(1,2)", "diag(1,3)"),
        ("diag(1,2,3)", "diag(1,3,2)"),
        ("2,1;1,2", "2,-1;-1,2"),
        ("diag(p,q)", "diag(q,p)"),
    ],
)
def test_another_covariance_is_found_out(law: str, wrong: str) -> None:
    """A claim derived for another covariance fails by each route that sees it."""
    flow = REGISTRY["coordinate-flow"]
    there = flow.derive(Setting(laws.gaussian_vector(wrong))).step("coordinate-flow").claim
    witness = Witness(flow, Setting(laws.gaussian_vector(law)))
    step = flow.derive(witness.setting).step("coordinate-flow")
    outcomes = {one.outcome for one in witness.checks(step, step.claim)}
    assert outcomes == {"passed"}
    same = there.parts == step.claim.parts
    failed = {one.outcome for one in witness.checks(step, there)}
    assert failed == ({"passed"} if same else {"failed"})
    assert same is (law == "2,1;1,2")  # signs of covariances do not count on the diagonal


def test_symbols_of_unlike_coordinates_have_unlike_numbers() -> None:
    law = laws.gaussian_vector("diag(p,q,r)")
    found = cases(law, REGISTRY["theorem-4.1"].problem)
    assert len(found) == 2
    for case in found:
        assert len({*(case.values or {}).values()}) == 3


def test_a_wrong_trace_is_found_out() -> None:
    found = derive(laws.gaussian_vector("diag"), results=["loss"], check=False)["loss"]
    theorem = REGISTRY["theorem-4.1"]
    witness = Witness(theorem, found.setting)
    formula = found.step.claim.value
    swapped = formula.algebra.field.from_expr(
        formula.expr.subs({"trace_Lambda_3": "trace_Lambda_2"}, simultaneous=True)
    )
    wrong = type(formula)(swapped, formula.algebra)
    claim = Claim(found.step.claim.statement, "L", "L", wrong)
    assert {one.outcome for one in witness.checks(found.step, claim)} == {"failed"}
