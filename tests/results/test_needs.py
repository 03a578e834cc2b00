"""What a result needs is enough for it, and nothing less is."""

import pytest

from symbolic_mesa import derive, laws, needs
from symbolic_mesa.checking.theory import Theory
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.moment_texts import Powers, key_of
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from tests.exhaustive import first, first_rows

EVEN = ("kappa-3", "m2", "loss", "flow-a", "fixed-point", "minimum-loss", "unexplained-fraction")
ODD = ("symmetric-loss", "emergence-conditions", "gradient-KQ32-off", "other-blocks")


def knowing(powers: tuple[Powers, ...]) -> MomentLaw:
    """Return the law of which just these moments are given, each a symbol."""
    table = tuple((p, "k_" + "_".join(map(str, p))) for p in powers)
    return MomentLaw(table, symmetric=False, independent=False)


def status(id: str, powers: tuple[Powers, ...]) -> str:
    try:
        return derive(knowing(powers), results=[id], check=False)[id].status
    except MissingMoment:  # of what is indispensable
        return "missing-moment"


SLOW = {"unexplained-fraction", "symmetric-loss"}


@pytest.mark.parametrize(
    "id", first(sorted([*EVEN, *ODD], key=SLOW.__contains__), len({*EVEN, *ODD} - SLOW))
)
def test_it_is_enough_and_minimal(id: str) -> None:
    powers = needs(id).moments
    assert status(id, powers) != "missing-moment"
    for one in powers:
        fewer = tuple(other for other in powers if other != one)
        assert status(id, fewer) == "missing-moment", key_of(one)


@pytest.mark.parametrize(
    ("id", "order", "moment"),
    first_rows(
        [
            ("loss", 6, (6,)),
            ("symmetric-loss", 6, (2, 2, 1, 1)),
            ("hessian-spectrum", 6, (2, 2, 2)),
        ],
        2,
    ),
)
def test_orders_and_mixed_moments(id: str, order: int, moment: Powers) -> None:
    found = needs(id)
    assert found.order == order
    assert moment in found.moments


def test_what_must_vanish_is_what_makes_training_leave() -> None:
    """The conditions of emergence, read off the standing of an assumption."""
    vanishing = needs("fixed-point").vanishing
    assert set(vanishing) == set(needs("emergence-conditions").moments)
    assert needs("loss").vanishing == ()


@pytest.mark.exhaustive
def test_whether_a_coordinate_is_0_is_asked_by_the_ratio_alone() -> None:
    assert needs("prediction-ratio").share
    assert not needs("unexplained-fraction").share


def test_a_given_dimension_needs_less() -> None:
    assert needs("loss", dim=1).moments == ((2,), (4,), (6,))


def test_what_is_no_result_is_refused() -> None:
    with pytest.raises(InvalidInput, match="kappa-9"):
        needs("kappa-9")


@pytest.mark.parametrize(("nu", "finite"), [("12", False), ("25/2", True)])
def test_standard_errors_need_twice_the_order(nu: str, finite: bool) -> None:
    """A simulation has them where the law has moments of that order, and nowhere else."""
    assert needs("loss").order_of_errors == 12
    theory = Theory(Setting(laws.student_t(nu), 2, 4))
    assert (theory.moment_errors(100) is not None) == finite
