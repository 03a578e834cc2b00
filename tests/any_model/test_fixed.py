"""A block that is not trained, ``fixed``: its matrix is given when something is derived."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.fixed import matrices_of, with_matrices
from symbolic_mesa.proofs.statements import statement_data
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Fixed
from symbolic_mesa.text.errors import InvalidInput
from tests.any_model import stating, written_in
from tests.exhaustive import first_rows

HEAD = "sum(s = 1 .. t) B[i,j] x[s,j] conj(x[s-1,k]) F[k,l] A[l,m] x[t,m] / (t-1)"
FIXED = stating.stated('A = "a I"\nB = "b I"\nF = "fixed"', HEAD)
WITHOUT = stating.stated('A = "a I"\nB = "b I"')
ONE = [[1, 0], [0, 1]]
SHEAR = [[1, "1/2"], [0, 1]]
MEASURED = (
    "loss",
    "gradient-A-diagonal",
    "gradient-A-off",
    "gradient-B-off",
    "hessian",
    "hessian-B-diagonal",
    "hessian-A-off",
    "minimum-loss",
    "test-error",
)


def at(matrix: Any, setting: Setting) -> Derived:
    return stating.derived(with_matrices(FIXED, {"F": matrix}, setting.dim), setting)


GAUSSIAN = Setting(laws.gaussian(), dim=2)
SHEARED = at(SHEAR, GAUSSIAN)


@pytest.mark.parametrize("law", [laws.gaussian(), laws.two_point()], ids=str)
def test_the_identity_is_as_if_the_block_were_left_out(law: Any) -> None:
    setting = Setting(law, dim=2)
    found, same = at(ONE, setting), stating.derived(WITHOUT, setting)
    assert found.entry.results == same.entry.results
    assert not any("-F-" in id for id in found.entry.results)
    for id in set(same.entry.results) - {"charge"}:
        one, other = found.derivation.step(id), same.derivation.step(id)
        assert reason(one) == reason(other)
        assert [*map(str, one.claim.parts)] == [*map(str, other.claim.parts)]
        for side, meant in zip(sides(one), sides(other), strict=True):
            assert side == meant, id


def reason(step: Any) -> str:
    return str(step.obstacle.error) if step.obstacle else ""


def sides(step: Any) -> list[Any]:
    every = [*step.claim.parts.values()] or [step.claim.value]
    return [side.expr if isinstance(side, Formula) else side for side in every]


@pytest.mark.parametrize("rows", [SHEAR, [[0, 1], [1, 0]], [[2, -1], ["1/3", 0]]], ids=str)
def test_it_is_the_matrix_written_into_the_forward_pass(rows: Any) -> None:
    setting = Setting(laws.support(written_in.SUPPORT), dim=2, length=4)
    one = at(rows, setting)
    f = [[Fraction(x) for x in row] for row in rows]
    scales = {"A": Fraction(2, 3), "B": Fraction(-3, 5)}
    numbers = {"a": scales["A"], "b": scales["B"], "d": 2, "T": 4}
    a, b = (written_in.multiple(scales[name], 2) for name in "AB")
    assert one.derivation.step("loss").claim.value.at(numbers) == written_in.loss(a, b, f, 4)
    for block in "AB":
        for kind, places in (("diagonal", [(0, 0), (1, 1)]), ("off", [(0, 1), (1, 0)])):
            claim = one.derivation.step(f"gradient-{block}-{kind}").claim
            for place in places:
                side = claim.value
                for key, part in claim.parts.items():
                    if tuple(k for _, k in key.places) == place[: len(key.places)]:
                        side = part
                meant = written_in.slope(block, place, scales, f, 4)
                assert side.at(numbers) == meant, (block, place)


def test_rows_and_columns_are_not_exchanged() -> None:
    setting = Setting(laws.support(written_in.SUPPORT), dim=2, length=4)
    turned = [[1, 0], ["1/2", 1]]
    one, other = (at(rows, setting).derivation.step("gradient-A-off") for rows in (SHEAR, turned))
    assert sides(one) != sides(other)


@pytest.mark.parametrize("id", MEASURED)
def test_claims_are_those_of_the_model(id: str) -> None:
    step = SHEARED.derivation.step(id)
    passed = stating.outcomes(SHEARED, step)
    assert passed == stating.PASSED
    parts = step.claim.parts or {"": step.claim.value}
    key, side = next(iter(parts.items()))
    moved = Formula(side.element + 1, side.algebra)
    if step.claim.parts:
        wrong = stating.with_part(step, key, moved)
    else:
        wrong = stating.with_value(step, moved)
    assert stating.outcomes(SHEARED, wrong) == stating.FAILED


def test_a_claim_for_one_matrix_is_not_one_for_another() -> None:
    other = at([[1, "1/3"], [0, 1]], GAUSSIAN)
    step = other.derivation.step("loss")
    assert stating.outcomes(other, step) == stating.PASSED
    assert stating.outcomes(SHEARED, step) == stating.FAILED
    assert other.name != SHEARED.name
    problems = other.entry.problem, SHEARED.entry.problem
    assert statement_data(problems[0]) != statement_data(problems[1])
    assert statement_data(problems[1])["claim"]["weight F"]["value"] == "fixed 1,1/2;0,1"
    assert "Not trained is F, with rows (1, 1/2), (0, 1)" in problems[1].about


def test_the_flow_of_scales_ends_where_coordinates_are_told_apart() -> None:
    assert SHEARED.derivation.step("stays").claim.value is False
    assert stating.outcomes(SHEARED, SHEARED.derivation.step("stays")) == stating.PASSED
    for id in ("flow-a", "conserved", "fixed-point", "kinds"):
        obstacle = SHEARED.derivation.step(id).obstacle
        assert obstacle is not None
        assert obstacle.status == "coordinates-differ"
    assert len(SHEARED.derivation.step("test-error").claim.parts) == 1


def test_numbers_for_each_coordinate_stand_beside_it() -> None:
    model = stating.stated('A = "diag(a)"\nB = "diag(b)"\nF = "fixed"', HEAD)
    given = with_matrices(model, {"F": [[2, 0], [0, "1/2"]]}, 2)
    one = stating.derived(given, GAUSSIAN)
    for id in ("loss", "stays", "flow-a", "minimum-loss"):
        step = one.derivation.step(id)
        if step.obstacle is None:
            assert stating.outcomes(one, step) == stating.PASSED, id
    assert one.derivation.step("stays").claim.value is True


@pytest.mark.parametrize(("left", "dim"), first_rows([("G", 2), ("F", 3)]))
def test_a_block_may_occur_twice_and_beside_another(left: str, dim: int) -> None:
    head = f"sum(s = 1 .. t) {left}[i,j] B[j,k] x[s,k] conj(x[s-1,l]) F[l,m] A[m,n] x[t,n]"
    blocks = dict.fromkeys([left, "F"])
    model = stating.stated(
        "\n".join(['A = "a I"', 'B = "b I"', *(f'{name} = "fixed"' for name in blocks)]), head
    )
    draw = np.random.default_rng(2)
    matrices = {name: draw.integers(-3, 4, size=(dim, dim)) for name in blocks}
    given = with_matrices(model, matrices, dim)
    one = stating.derived(given, Setting(laws.gaussian(), dim=dim, length=4))
    assert stating.outcomes(one, one.derivation.step("loss")) == stating.PASSED


def test_a_term_without_a_scale_is_part_of_what_is_met() -> None:
    model = stating.stated('A = "a I"\nF = "fixed"', "A[i,j] x[t,j] + F[i,j] x[t+1,j]")
    one = stating.derived(with_matrices(model, {"F": [[0, 0], [1, 0]]}, 2), GAUSSIAN)
    step = one.derivation.step("minimum-loss")
    assert step.obstacle is None
    assert stating.outcomes(one, step) == stating.PASSED


def test_doubles_are_taken_as_they_are_and_decimals_as_they_are_written() -> None:
    tenth = [[0.1, 0], [0, 1]]
    exactly = matrices_of(with_matrices(FIXED, {"F": np.array(tenth)}, 2))["F"]
    assert exactly[0][0] == Fraction(3602879701896397, 36028797018963968)
    assert matrices_of(with_matrices(FIXED, {"F": tenth}, 2))["F"][0][0] == Fraction(1, 10)
    whole = with_matrices(FIXED, {"F": np.array(ONE)}, 2)
    assert whole == with_matrices(FIXED, {"F": ONE}, 2)


def test_a_long_matrix_is_told_apart_by_its_name() -> None:
    draw = np.random.default_rng(1).normal(size=(2, 2, 2))
    ids = {with_matrices(FIXED, {"F": matrix}, 2).id for matrix in draw}
    assert len(ids) == 2
    assert all(len(id) < 60 for id in ids)


REFUSED = {
    "none": ({}, 2, "its matrix is not given; give it, as --fixed 'F=1,0;0,1'"),
    "no d": ({"F": ONE}, None, "d is not given; give it, as --dim 2"),
    "another d": ({"F": ONE}, 3, "not 3 rows of 3 numbers; give a matrix of shape (3, 3)"),
    "a large d": ({"F": ONE}, 5, "has d <= 4"),
    "a short row": ({"F": [[1, 0], [1]]}, 2, "not 2 rows of 2 numbers"),
    "a text": ({"F": "10"}, 2, "not 2 rows of 2 numbers"),
    "rows of text": ({"F": ["10", "01"]}, 2, "not 2 rows of 2 numbers"),
    "a number": ({"F": np.array(1.0)}, 2, "not 2 rows of 2 numbers"),
    "a cube": ({"F": np.ones((2, 2, 2))}, 2, "not 2 rows of 2 numbers"),
    "another block": ({"F": ONE, "G": ONE}, 2, "no fixed block of model; there is F"),
    "a trained block": ({"A": ONE}, 2, "no fixed block of model; there is F"),
    "infinite": ({"F": [[1, float("inf")], [0, 1]]}, 2, "not an exact number"),
    "an infinite double": ({"F": np.array([[1, np.inf], [0, 1]])}, 2, "inf is not finite"),
    "no number": ({"F": np.array([[np.nan, 0], [0, 1]])}, 2, "nan is not finite"),
    "complex": ({"F": np.eye(2) * 1j}, 2, "an array of complex128; give real numbers"),
    "tiny": ({"F": np.eye(2) * 1e-300}, 2, "more than 300 digits"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_matrix_of_a_block_is_refused_in_one_line(case: str) -> None:
    given, dim, said = REFUSED[case]
    with pytest.raises(InvalidInput) as refused:
        derive(laws.gaussian(), dim=dim, model=FIXED, fixed=given, results=["loss"], check=False)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_model_without_a_fixed_block_takes_no_matrix() -> None:
    with pytest.raises(InvalidInput, match="model has no fixed block; leave it out"):
        derive(laws.gaussian(), dim=2, model=WITHOUT, fixed={"F": ONE})
    with pytest.raises(InvalidInput, match="matrices belong to a model"):
        derive(laws.gaussian(), dim=2, fixed={"F": ONE})


def test_a_given_matrix_stays_with_the_model() -> None:
    given = with_matrices(FIXED, {"F": SHEAR}, 2)
    assert given.manifolds["ansatz"].block("F") == Fixed(((1, Fraction(1, 2)), (0, 1)))
    assert derive(laws.gaussian(), dim=2, model=given, results=["loss"], check=False)["loss"]
    with pytest.raises(InvalidInput, match="dim=3: F has 2 rows; give dim=2"):
        derive(laws.gaussian(), dim=3, model=given, results=["loss"])
