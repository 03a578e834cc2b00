"""A place may keep its form by chance: that the diagonal stays is asked at two of them."""

from dataclasses import dataclass

import pytest

from derivations.sharp import observables as of
from numeric_check.checks import exact_zeros
from numeric_check.model.exact_full_scene import ExactFullScene
from symbolic_mesa import laws
from symbolic_mesa.witness.measures.every import MEASURES
from symbolic_mesa.witness.verdicts import Judged

PLACES = ("diagonal", "another diagonal")


@dataclass(frozen=True)
class Staying:
    """A scene in which some places keep their form."""

    places: tuple[str, ...]

    def stays(self, place: str) -> bool:
        return place in self.places


@pytest.mark.parametrize("kept", [(), PLACES[:1], PLACES[1:], PLACES])
def test_a_diagonal_stays_where_both_do(
    monkeypatch: pytest.MonkeyPatch, kept: tuple[str, ...]
) -> None:
    measure = MEASURES[of.StaysDiagonal]
    assert isinstance(measure, Judged)
    assert measure.holds(Staying(kept)) is (kept == PLACES)
    monkeypatch.setattr(ExactFullScene, "stays", lambda _, place: place in kept)
    skewed = laws.two_point("1/4", 1)
    assert exact_zeros.stays_diagonal(skewed, 2) is (kept == PLACES)


def test_what_stays_without_being_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExactFullScene, "stays", lambda *_: False)
    assert exact_zeros.stays_diagonal(laws.two_point("1/4", 1), 1)
    assert exact_zeros.stays_diagonal(laws.gaussian(1), 2)
    assert not exact_zeros.stays_diagonal(laws.two_point("1/4", 1), 2)
