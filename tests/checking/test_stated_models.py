"""Claims about stated models beside their training, right ones and planted wrong ones."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import islice
from types import SimpleNamespace

import pytest

from symbolic_mesa import derive, laws, load_model
from symbolic_mesa.checking import stated_models
from symbolic_mesa.checking.courses import ModelTraining
from symbolic_mesa.checking.simulation import Checked
from symbolic_mesa.checking.stated_models import checked_model
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.samples import Samples
from tests.cli import ROOT
from tests.exhaustive import first

pytestmark = pytest.mark.xdist_group("stated-models")  # what is trained once serves every test

TRAINED = ("loss", "stays", "flow-a", "conserved", "fixed-point", "minimum-loss")
PLANTED = ("flow-a", "fixed-point", "conserved", "loss")
SETTING = Setting(laws.rademacher(1), 2, 4)


def stated(name: str) -> Problem:
    return load_model(ROOT / "symbolic_mesa" / "models" / f"{name}.toml")


def training(done: Checked) -> ModelTraining:
    assert isinstance(done.simulation, ModelTraining)
    return done.simulation


@cache
def two_heads() -> Checked:
    return checked_model(stated("two-heads"), SETTING, None, TRAINED)


@pytest.mark.exhaustive
def test_every_entry_is_trained_to_where_it_is_derived_to_end() -> None:
    done = two_heads()
    assert done.agrees is True
    assert [row.step.id for row in done.rows] == list(TRAINED)
    assert all(row.numbers and row.agrees for row in done.rows)
    found = training(done)
    assert (found.exact, found.at_rest, found.stays, found.elsewhere) == (True, True, True, None)
    assert found.end["h"] == pytest.approx(0, abs=1e-9)
    rest = next(row for row in done.rows if row.step.id == "minimum-loss")
    assert rest.numbers[0].predicted == pytest.approx(found.loss, rel=1e-12)


@pytest.mark.exhaustive
@pytest.mark.parametrize("id", PLANTED)
def test_a_planted_claim_differs(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wrong claim is held against what was trained once."""
    step = next(row.step for row in two_heads().rows if row.step.id == id)
    wrong = [replace(step, claim=one.claim, checks=()) for one in islice(mutants(step.claim), 6)]
    assert wrong
    steps = {str(k): SimpleNamespace(step=one) for k, one in enumerate(wrong)}
    stays = derive(SETTING.law, 2, 4, ["stays"], False, model=stated("two-heads"))
    monkeypatch.setattr(
        stated_models, "derive", lambda *given, **more: steps if len(given) == 4 else stays
    )
    done = checked_model(stated("two-heads"), SETTING, None, ())
    assert [row.agrees for row in done.rows] == [False] * len(wrong)
    assert done.agrees is False


@pytest.mark.exhaustive
def test_a_bound_that_is_too_high_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    step = next(row.step for row in two_heads().rows if row.step.id == "minimum-loss")
    high = 2 * step.claim.value.element
    wrong = replace(step.claim, value=replace(step.claim.value, element=high))
    steps = {"high": SimpleNamespace(step=replace(step, claim=wrong, checks=()))}
    stays = derive(SETTING.law, 2, 4, ["stays"], False, model=stated("two-heads"))
    monkeypatch.setattr(
        stated_models, "derive", lambda *given, **more: steps if len(given) == 4 else stays
    )
    assert checked_model(stated("two-heads"), SETTING, None, ()).agrees is False


@pytest.mark.exhaustive
def test_random_sequences_have_standard_errors_and_agree() -> None:
    done = checked_model(stated("two-heads"), SETTING, Samples(320, 1), TRAINED)
    assert done.agrees is True
    found = training(done)
    assert (found.exact, found.count) == (False, 320)
    pulls = next(row for row in done.rows if row.step.id == "stays").numbers
    assert any(one.found.error > 0 for one in pulls)


@pytest.mark.exhaustive
def test_an_ansatz_that_is_unstable_is_said_to_be() -> None:
    """Every entry of two lags goes below what is least on the ansatz, once rounding has grown."""
    setting = Setting(laws.gaussian(1), 2, 6)
    done = checked_model(stated("two-lags"), setting, None, TRAINED)
    found = training(done)
    assert done.agrees is True
    assert found.elsewhere is not None
    assert found.elsewhere < 0.95 * found.loss
    assert found.loss == pytest.approx(5227 / 3848, rel=1e-10)


@pytest.mark.exhaustive
def test_what_is_never_at_rest_is_compared_with_no_fixed_point() -> None:
    done = checked_model(stated("affine-kernel"), SETTING, None, ("fixed-point", "minimum-loss"))
    assert training(done).at_rest is False
    assert done.agrees is True
    assert (
        training(done).loss
        > derive(SETTING.law, 2, 4, ["minimum-loss"], check=False, model=stated("affine-kernel"))[
            "minimum-loss"
        ].value
    )


REFUSED = first(
    [
        (Setting(laws.rademacher(1), 2, 4), None, [Fraction(1)], "1 numbers; give one each"),
        (Setting(laws.rademacher(1), 2, 4), None, [Fraction(0)] * 4, "nothing moves there"),
        (Setting(laws.rademacher(1), 2, 4), Samples(20, 1), None, "too few for a standard error"),
        (Setting(laws.rademacher(1), 2), None, None, "give --dim and --length"),
        (Setting(laws.gaussian(1), 4, 9), None, None, "give --samples M"),
        (Setting(laws.phases(), 2, 4), Samples(100, 1), None, "leave out --samples"),
    ],
    always=3,
)


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_trained_is_refused(
    case: tuple[Setting, Samples | None, list[Fraction] | None, str],
) -> None:
    setting, samples, init, words = case
    with pytest.raises(InvalidInput, match=words):
        checked_model(stated("two-heads"), setting, samples, ["charge"], init)
