"""Negative controls: claims of numbers, closed forms and places that sequences show to be wrong."""

from dataclasses import replace
from functools import cache
from itertools import islice
from types import SimpleNamespace

import pytest

from numeric_check.model.attention import TRAINED
from numeric_check.sampling.observations import Observed, observed
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.statistics import Comparison, largest_z
from symbolic_mesa import laws
from symbolic_mesa.checking.theory import Theory
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.sampled import END, MASKED_END, Scenes, comparison, estimates
from tests.exhaustive import first

pytestmark = pytest.mark.xdist_group("controls")  # what is simulated once serves every test

SETTING, COUNT, GROUP = Setting(laws.uniform(1), 2, 6), 4000, 20
NUMBERS = ("hessian-spectrum", "masked-comparison", "symmetric-fixed-point")
CLOSED = ("trajectory-a", "trajectory-ab", "limit-a", "rate", "time-to")


@cache
def theory() -> tuple[Theory, dict[str, Step]]:
    found = Theory(SETTING)
    results = found.results((*NUMBERS, *CLOSED))
    return found, {id: results[id].step for id in results}


@cache
def seen(moved: bool) -> tuple[Observed, ...]:
    """Return what is observed; moved, training is looked at elsewhere than where it ends."""
    found, _ = theory()
    sight = found.sight(found.results(NUMBERS))
    if moved:
        elsewhere = sight.places["diagonal"]
        sight = replace(sight, places={**sight.places, END: elsewhere, MASKED_END: elsewhere})
    return tuple(observed(sequences(SETTING.law, 2, COUNT, 3), GROUP, sight)[0])


def compared(step: Step, claim: Claim, moved: bool = False) -> list[Comparison]:
    found, _ = theory()
    groups = seen(moved)
    total = groups[0]
    for one in groups[1:]:
        total += one
    whole: Scenes = found.scenes(total)
    rest = [found.scenes(total - one) for one in groups]
    limit = largest_z(100)
    return [
        Comparison(*one, limit, COUNT) for one in estimates(replace(step, claim=claim), whole, rest)
    ]


@pytest.mark.exhaustive
@pytest.mark.parametrize("id", first(["masked-comparison", "hessian-spectrum"]))
def test_a_wrong_number_is_caught(id: str) -> None:
    _, steps = theory()
    step = steps[id]
    assert all(one.agrees for one in compared(step, step.claim))
    texts, caught = step.claim.value.texts, 0
    for name, _ in texts:
        if id == "masked-comparison" and name not in ("loss", "masked-loss"):
            continue  # the others say where it is looked
        wrong = Decimals(tuple((n, str(2 * float(t)) if n == name else t) for n, t in texts))
        numbers = compared(step, replace(step.claim, value=wrong))
        caught += not all(one.agrees for one in numbers)
    assert caught >= (2 if id == "masked-comparison" else 8)  # each loss; each large eigenvalue


@pytest.mark.exhaustive
@pytest.mark.parametrize("id", ["symmetric-fixed-point", "masked-comparison"])
def test_where_training_does_not_end_something_moves(id: str) -> None:
    _, steps = theory()
    assert all(one.agrees for one in compared(steps[id], steps[id].claim))
    assert not all(one.agrees for one in compared(steps[id], steps[id].claim, moved=True))


def gap(one: Comparison) -> float:
    return one.predicted - one.found.value


@pytest.mark.exhaustive
@pytest.mark.parametrize("id", first(CLOSED))
def test_a_wrong_closed_form_is_caught_when_it_is_off_by_what_is_visible(id: str) -> None:
    _, steps = theory()
    right, caught = compared(steps[id], steps[id].claim), 0
    assert all(one.agrees for one in right)
    for mutant in islice(mutants(steps[id].claim), 12):
        try:
            wrong = compared(steps[id], mutant.claim)
        except (ArithmeticError, ValueError, TypeError):
            continue  # not defined where the model is
        off = [
            abs(gap(one) - gap(other)) > 2 * other.visible * abs(other.predicted)
            for one, other in zip(wrong, right, strict=True)
        ]
        if any(off):
            assert not all(one.agrees for one in wrong), mutant.words
            caught += 1
    assert caught


def test_a_comparison_looks_at_both_ends_and_at_diagonal_entries() -> None:
    scene = SimpleNamespace(dim=3, gradient=lambda *place: place, loss=lambda place: place)
    _, steps = theory()
    claim = steps["masked-comparison"].claim
    found = [place for _, place in comparison(SimpleNamespace(scene=scene), claim, None)]
    assert found == [
        *((END, block, 0, column) for block in TRAINED for column in (0, 1)),
        *(END, MASKED_END),
        *((MASKED_END, block, 0, 0) for block in TRAINED),
    ]
