"""A comparison that compared nothing is not run: neither passed nor failed."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from derivations import REGISTRY
from derivations.dynamics.steps import passed
from derivations.exact_checks import symbolic_zero
from derivations.sharp.observables import Charge, Conditions, Response
from derivations.stability.minimum import _judged
from symbolic_mesa import laws
from symbolic_mesa.checking.simulation import Checked, Row
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness import verdicts
from symbolic_mesa.witness.at_its_size import at_its_size
from symbolic_mesa.witness.comparison import Witness
from symbolic_mesa.witness.full_routes import FULL_QUADRATURE
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.linking import linked
from symbolic_mesa.witness.measure import Compared, WithoutLaw, compared
from symbolic_mesa.witness.measures.sharp import MEASURES
from symbolic_mesa.witness.routes import QUADRATURE
from symbolic_mesa.witness.verdicts import literal

GAUSSIAN = Setting(laws.gaussian(1), 2, 4)
WITNESS = Witness(REGISTRY["theorem-4.1-sharp"], GAUSSIAN)
EMPTY = Claim("nothing", "", "")


def test_of_obligations() -> None:
    assert symbolic_zero("no difference").outcome == "not-run"
    assert passed([], "no gap").outcome == "not-run"
    assert _judged(replace(EMPTY, value=True), iter(()), "no gap").outcome == "not-run"


def test_of_judging_an_error() -> None:
    assert judged(QUADRATURE, None, "the model", "").outcome == "not-run"
    assert judged(QUADRATURE, 0.0, "the model", "").outcome == "passed"
    assert judged(QUADRATURE, 1.0, "the model", "").outcome == "failed"


@pytest.mark.parametrize("stated", [Charge, Response])
def test_of_parts(stated: type) -> None:
    measure = MEASURES[stated]
    assert isinstance(measure, WithoutLaw)
    assert measure.exact is not None
    assert measure.exact(EMPTY) is None
    assert measure.numerical(EMPTY) is None


def test_of_a_claim_without_numbers_by_every_route() -> None:
    stated = Conditions(4)  # one comparison for each part: none
    step = Step("emergence-conditions", EMPTY, "no parts", observable=stated)
    measure = MEASURES[Conditions]
    assert isinstance(measure, Compared)
    checks = [
        compared(measure.pairs, route, EMPTY, stated, WITNESS.trials(route), "the model")
        for route in measure.routes
    ]
    assert len(checks) == 2
    assert {check.outcome for check in checks} == {"not-run"}
    assert replace(step, checks=tuple(checks)).status == "unchecked"


def test_of_a_law_for_which_no_number_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "cases_in", lambda dim, law, problem: [])
    found = literal(FULL_QUADRATURE, replace(EMPTY, value=True), WITNESS)
    assert found.outcome == "not-run"


def test_of_numbers_at_one_size() -> None:
    found = at_its_size(lambda *_: iter(()), FULL_QUADRATURE, None, EMPTY, WITNESS)
    assert found.outcome == "not-run"


def agrees(*_: object) -> Iterator[tuple[float, float, str]]:
    """Yield a comparison that passes."""
    yield 0.0, 1.0, "something"


def test_of_sequences_that_are_too_long() -> None:
    """At d = 1 there are few sequences, but each has T tokens."""
    outcomes = [
        at_its_size(
            agrees,
            FULL_QUADRATURE,
            None,
            EMPTY,
            Witness(WITNESS.entry, Setting(laws.gaussian(1), 1, length)),
        ).outcome
        for length in (10, 1000)
    ]
    assert outcomes == ["passed", "not-run"]


def test_of_more_coordinates_than_three() -> None:
    found = [
        at_its_size(
            agrees,
            FULL_QUADRATURE,
            None,
            EMPTY,
            Witness(WITNESS.entry, Setting(laws.rademacher(1), dim, 3)),
        )
        for dim in (3, 4)
    ]
    assert [check.outcome for check in found] == ["passed", "not-run"]
    assert found[1].detail.endswith("d = 4, T = 3 is too large for it")


def test_of_formulas_that_are_nowhere_real() -> None:
    field = algebra(PROBLEM, Setting(laws.gaussian(1), 2), ("x", "y"), (), ())
    x = field.symbol("x")
    below = Definition("y", "sqrt", Formula(-1 - x**2, field))
    claim = replace(EMPTY, value=Closed(Formula(field.symbol("y"), field), (below,)))
    measured = Check("quadrature", "passed", "elsewhere")
    placed = (claim, GAUSSIAN), (claim, Setting(laws.gaussian(1)))
    assert linked(measured, QUADRATURE, *placed).outcome == "not-run"
    real = replace(claim, value=Closed(Formula(x, field), ()))
    other = replace(claim, value=Closed(Formula(x + 1, field), ()))
    pairs = [(real, "passed"), (other, "failed")]
    for special, outcome in pairs:
        placed = (special, GAUSSIAN), (real, Setting(laws.gaussian(1)))
        assert linked(measured, QUADRATURE, *placed).outcome == outcome


def test_of_claims_beside_a_simulation() -> None:
    bare = Row(Step("s", EMPTY, "nothing"), ())
    assert bare.agrees is None
    assert Checked((bare,), (), None).agrees is None
    wrong = Row(replace(bare.step, checks=(Check("quadrature", "failed", ""),)), ())
    assert Checked((bare, wrong), (), None).agrees is False


def test_where_times_exist_they_are_compared() -> None:
    law, start = laws.gaussian(1), (Fraction(1, 10), Fraction(1, 10))
    for setting in (Setting(law, 5, 100), Setting(law, 5, 100, start), Setting(law, 200, 3)):
        entry = REGISTRY["theorem-4.1-dynamics"]
        step = entry.derive(setting).step("time-to")
        checks = Witness(entry, setting).checks(step)
        assert [check.outcome for check in checks] == ["passed"]


def test_what_could_not_be_derived_stands_for_nothing() -> None:
    few = Witness(REGISTRY["theorem-4.1"], Setting(laws.moments("m2=1,m4=3"), 2, 4))
    assert few.stands_for(QUADRATURE, "fixed-point", EMPTY) is None
    assert few.stands_for(QUADRATURE, "kappa-1", EMPTY) is not None
