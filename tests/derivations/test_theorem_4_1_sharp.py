"""When training stays on the diagonal: verdicts on the assumption and on emergence, and why."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import numpy as np
import pytest

from derivations import REGISTRY
from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.nodes import table
from numeric_check.laws.rational_laws import signed_points
from numeric_check.model.enumeration import entry_gradient, scaled_block
from numeric_check.model.full_scene import FullScene
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.notation.sides import sides
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.witness.comparison import Witness
from tests import supports
from tests.derivations.sharp import (
    BLOCKS,
    CANCELLING,
    LAWS,
    MIXED,
    SKEWED,
    WITH_MEAN,
    claimed,
    common_scale,
    derived,
    missing,
    reason,
    unequal_columns,
    with_signs,
)


@pytest.mark.parametrize("name", LAWS)
def test_the_verdicts(name: str) -> None:
    law, dim, length, expected = LAWS[name]
    assert claimed(law, dim, length) == expected


def test_a_skewed_law_meets_the_assumption_and_leaves_the_diagonal() -> None:
    because = reason("emergence", SKEWED, 2, 5)
    assert because.startswith("E[x_j^3 x_l^3] = 4 is not 0; ")
    assert "dL/dPV12[j,l]" in because
    assert because.endswith("Assumption 4.1 as written holds")
    entry = derived(SKEWED, 2, 5).step("gradient-PV12-off").claim.value
    for a, b in product((Fraction(7, 10), Fraction(-3)), (Fraction(2, 5), Fraction(5, 3))):
        assert entry.at({"a": a, "b": b}) == Fraction(22, 3) * a**2 * b


def test_the_entry_of_the_skewed_law_is_that_of_enumeration() -> None:
    third = Fraction(1, 3)
    points = supports.joint_support_iid(((Fraction(2), third), (Fraction(-1), 2 * third)), 2)
    a, b = Fraction(7, 10), Fraction(2, 5)
    weights = {"KQ32": scaled_block(2, a), "PV12": scaled_block(2, b)}
    for block in weights:
        entry = derived(SKEWED, 2, 5).step(f"gradient-{block}-off").claim.value
        assert entry.at({"a": a, "b": b}) == entry_gradient(weights, points, 5, block, 0, 1)


def test_the_entry_that_a_reason_names_is_the_gradient_s() -> None:
    *_, entry, _ = derived(SKEWED, 2, 5).step("emergence").claim.reason
    named = derived(SKEWED, 2, 5).step("gradient-PV12-off").claim.value
    assert isinstance(entry, Formula)
    assert entry.element == named.element


def test_a_common_random_scale_keeps_the_third_moments_apart() -> None:
    for dim in (2, 3):
        assert reason("emergence", common_scale(dim)).startswith("E[x_j^3 x_l^3] = 130")
        assert "each coordinate has mean 0" in reason("assumption-4.1", common_scale(dim))
        nodes = table(common_scale(dim))
        assert FullScene(nodes, 3).stays("diagonal") is False


def test_a_mean_breaks_the_assumption_and_not_the_diagonal() -> None:
    assert [WITH_MEAN.moment(k) for k in (1, 3, 5)] == [Fraction(6, 11), 0, 0]
    assert reason("assumption-4.1", WITH_MEAN) == "E[x_j] = 6/11 is not 0"
    assert "Assumption 4.1 as written does not hold" in reason("emergence", WITH_MEAN)
    for dim, length in ((2, 3), (2, 4), (3, 3)):
        points = supports.joint_support_iid(WITH_MEAN.atoms, dim)
        nodes = TokenNodes(*(np.array(part, dtype=float) for part in zip(*points, strict=True)))
        assert FullScene(nodes, length).stays("diagonal") is True


def test_columns_that_differ_are_seen_though_the_assumption_does_not_name_them() -> None:
    law = unequal_columns()

    def mean(own: int, power: int, other: int = 0) -> list[int]:
        return [
            sum(
                row[j] ** own * (sum(row[r] ** power for r in range(3) if r != j) if power else 1)
                for row in law.rows
            )
            for j in range(3)
        ]

    for own, power in ((4, 0), (6, 0), (2, 4)):
        assert len(set(mean(own, power))) == 1
    assert len(set(mean(4, 2))) == 3
    because = reason("emergence", law)
    assert because.startswith("sum over r != j of E[x_j^4 x_r^2], less that of j=1 at j=2 = -20/9 ")
    assert "dL/dKQ32[j,j]" in because
    assert FullScene(table(law), 3).stays("diagonal") is False
    parts = sides(derived(law).step("gradient-KQ32-diagonal").claim)
    assert list(parts) == ["j=1", "j=2", "j=3"]
    assert isinstance(derived(law).step("gradient-PV12-diagonal").claim.value, Formula)


def test_columns_made_alike_stay() -> None:
    """The control: the same tokens with coordinates in every order."""
    orders = list(permutations(range(3)))
    rows = unequal_columns().rows
    law = laws.samples([[row[k] for k in order] for row in rows for order in orders])
    assert claimed(law) == (True, True)
    assert FullScene(table(law), 3).stays("diagonal") is True


@pytest.mark.parametrize(
    ("law", "words"),
    [
        (laws.full_one("1/2"), "E[x_j] = 1/2 is not 0"),
        (laws.student_t(9), "moments of high order do not exist, and it names every order"),
        (laws.gaussian(1), "a coordinate may change its sign: every odd power has mean 0"),
        (SKEWED, "coordinates are independent with mean 0, so that E[x_j] factors"),
        (laws.samples([[0, 1], [1, -1]]), "E[x_j^4] is not the same at j=1 and j=2"),
        (
            with_signs([(1, 2), (2, 0), (0, 1)]),
            "sum over r != j of E[x_j^2 x_r^4] is not the same at j=1 and j=2",
        ),
        (
            laws.samples([row for row in product((1, -1), repeat=3) if np.prod(row) > 0]),
            "x_1 has not mean 0 for every value of the other coordinates",
        ),
    ],
)
def test_why_the_assumption_holds_or_does_not(law: TokenLaw, words: str) -> None:
    assert reason("assumption-4.1", law) == words


def test_the_assumption_asks_for_more_than_four_signs_do() -> None:
    """Of signs with product 1 in d = 3 the product of all has mean 1, in d = 5 no four tell."""
    rows = [row for row in product((1, -1), repeat=5) if np.prod(row) > 0]
    assert claimed(laws.samples(rows)) == (True, True)
    rows = [row for row in product((1, -1), repeat=3) if np.prod(row) > 0]
    assert claimed(laws.samples(rows)) == (False, True)
    assert FullScene(table(laws.samples(rows)), 4).stays("diagonal") is True


def test_moments_that_are_not_given_are_named() -> None:
    few = laws.moments("m2=1,m4=3,m6=15")
    assert missing("emergence", few) == "E[x_j^3] and E[x_j^5]"
    assert missing("assumption-4.1", few) == "E[x_j]"
    assert missing("gradient-PV12-off", few) == "E[x_j^3]"
    centred = laws.moments("m1=0,m2=1,m4=3,m6=15")
    assert claimed(centred)[0] is True
    assert missing("emergence", centred) == "E[x_j^3]"


def test_mixed_moments_that_are_not_given_are_named() -> None:
    words = missing("emergence", laws.moments(MIXED), 2)
    assert words == "E[x_j^3 x_r] and E[x_j^3 x_r^3] and E[x_j^5 x_r]"
    words = missing("emergence", laws.moments(MIXED), 3)
    assert words.split(" and ")[2] == "E[x_i1^3 x_i2^2 x_i3]"


def test_moments_that_are_given_decide_where_they_can() -> None:
    """One condition that fails is enough; that all are met takes all moments."""
    broken = laws.moments({**MIXED, "3,3": "1/10"})
    assert derived(broken).step("emergence").claim.value is False
    assert reason("emergence", broken).startswith("E[x_j^3 x_l^3] = 1/10 is not 0")
    met = laws.moments({**MIXED, "3,1": 0, "3,3": 0, "5,1": 0})
    assert derived(met, 2).step("emergence").claim.value is True
    assert missing("emergence", met, 3) == "E[x_i1^3 x_i2^2 x_i3]"


def test_a_missing_sixth_moment_is_no_verdict() -> None:
    for id in ("emergence", "gradient-PV12-diagonal"):
        obstacle = derived(laws.student_t(5)).step(id).obstacle
        assert obstacle is not None
        assert obstacle.status == "missing-moment"


@pytest.mark.parametrize("length", [None, 3, 20], ids=str)
@pytest.mark.parametrize("law", [laws.gaussian(1), SKEWED, laws.samples([[2], [-1]])])
def test_one_coordinate_stays_on_the_diagonal(law: TokenLaw, length: int | None) -> None:
    derivation = derived(law, 1, length)
    assert derivation.step("emergence").claim.value is True
    assert reason("emergence", law, 1, length).startswith("d = 1: there is no off-diagonal entry")
    for id in ("gradient-KQ32-off", "gradient-PV12-off"):
        obstacle = derivation.step(id).obstacle
        assert obstacle is not None
        assert obstacle.status == "not-applicable"
        assert isinstance(obstacle.error, NotApplicable)
        assert derivation.step(id.replace("off", "diagonal")).obstacle is None


def test_one_coordinate_must_have_mean_zero_and_no_more() -> None:
    given = {**MIXED, "m3": 1, "m5": 2}
    assert claimed(laws.moments({**given, "m1": 0}), 1) == (True, True)
    assert claimed(laws.moments({**given, "m1": "1/10"}), 1) == (False, True)
    assert claimed(laws.samples([[2], [-1], [-1]])) == (True, True)


def test_many_unlike_coordinates_have_a_verdict_and_no_list() -> None:
    pairs = product((1, -1), (1, -1), range(6))  # of neighbours on a circle, with every sign
    derivation = derived(laws.samples([np.roll([s, t, 0, 0, 0, 0], k) for s, t, k in pairs]))
    obstacle = derivation.step("gradient-PV12-off").obstacle
    assert obstacle is not None
    assert obstacle.status == "not-applicable"
    assert derivation.step("emergence").claim.value is True


def test_at_one_length_two_moments_can_cancel_each_other() -> None:
    def stays(dim: int, length: int | None) -> Any:
        return derived(CANCELLING, dim, length).step("emergence").claim.value

    assert [stays(3, length) for length in (3, 4, 5, None)] == [True, False, False, False]
    assert [stays(2, 3), stays(4, 3)] == [False, False]
    starts, weights = zip(*signed_points(CANCELLING, 3), strict=True)
    nodes = TokenNodes(np.array(starts, dtype=float), np.array(weights, dtype=float))
    assert [FullScene(nodes, length).stays("diagonal") for length in (3, 4)] == [True, False]


def test_one_block_may_leave_where_the_other_stays() -> None:
    """E[x_j x_l⁵] = −E[x_j³ x_l³]: the gradient in KQ32 is diagonal, that in PV12 is not."""
    law = laws.moments({**MIXED, "3,1": 0, "3,3": "1/10", "5,1": "-1/10"})
    derivation = derived(law, 2, 4)
    off = {block: derivation.step(f"gradient-{block}-off").claim.value for block in BLOCKS}
    assert {block: bool(entry.element) for block, entry in off.items()} == {
        "KQ32": False,
        "PV12": True,
    }
    step = derivation.step("emergence")
    assert step.claim.value is False
    assert "dL/dPV12[j,l]" in reason("emergence", law, 2, 4)
    for verdict, outcome in ((False, "passed"), (True, "failed")):
        claim = replace(step.claim, value=verdict)
        own = [obligation(claim).outcome for obligation in step.obligations]
        measured = Witness(REGISTRY["theorem-4.1-sharp"], Setting(law, 2, 4)).checks(step, claim)
        assert [*own, *(check.outcome for check in measured)] == [outcome] * 3


def test_the_conditions_are_those_of_the_statement() -> None:
    assert list(sides(derived(laws.gaussian()).step("emergence-conditions").claim)) == [
        "E[x_j x_l^3]",
        "E[x_j^3 x_l^3]",
        "sum over r != j, l of E[x_j x_l^3 x_r^2]",
        "E[x_j x_l^5]",
    ]
    *_, joint = sides(derived(laws.gaussian(), 4, 20).step("emergence-conditions").claim)
    assert joint == "H_2 sum over r != j, l of E[x_j x_l^3 x_r^2] + H E[x_j x_l^5]"
    data = sides(derived(unequal_columns()).step("emergence-conditions").claim)
    assert list(data)[4:] == [
        "E[x_j^4] less that of j=1",
        "sum over r != j of E[x_j^2 x_r^4] less that of j=1",
        "sum over r != j of E[x_j^4 x_r^2] less that of j=1 at j=2",
        "E[x_j^6] less that of j=1",
    ]
    assert [bool(side.element) for side in data.values()] == [False] * 6 + [True, False]


def test_what_matters_of_the_literal_conditions_and_what_they_leave_out() -> None:
    derivation = derived(laws.gaussian())
    parts = sides(derivation.step("literal-conditions").claim)
    assert [name for name, needed in parts.items() if needed] == [
        "E[x_j x_l^3]",
        "E[x_j x_l^5]",
        "E[x_j x_l^3 x_r^2]",
    ]
    assert all(name.removesuffix("]").split()[0] == "E[x_j" for name in parts)  # its power is 1
    assert sides(derivation.step("missing-conditions").claim) == {"E[x_j^3 x_l^3]": True}


def test_one_product_of_blocks_turns_with_the_target() -> None:
    parts = sides(derived(laws.gaussian()).step("charge").claim)
    assert [name for name, charge in parts.items() if charge == 0] == ["PV12 KQ32"]
    assert len(parts) == 8
