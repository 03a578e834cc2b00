"""Each model of the gallery is its forward pass, and gives what the page says."""

import shlex
from functools import cache

import pytest

from symbolic_mesa import Results, derive, laws, load_model
from symbolic_mesa.cli.forward import held_against
from tests.cli import Run, command
from tests.exhaustive import first
from tests.gallery import FORWARD, MODELS, PAGE, ROOT

NAMES = sorted(MODELS)
SHORT = ("affine-kernel", "head-without-previous")  # to derive and check
BLOCKS = [
    text.removeprefix("$ mesa-derive ").partition("\n")
    for text in PAGE.read_text(encoding="utf-8").split("```text\n")[1:]
]
NOT_CONSERVED = {"affine-kernel"}


@cache
def results(name: str) -> Results:
    return derive(laws.gaussian(1), model=load_model(MODELS[name]))


def test_there_are_seven_models_and_a_block_for_each() -> None:
    assert len(NAMES) == len(BLOCKS) == 7


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_short(name: str) -> None:
    assert len(MODELS[name].read_text(encoding="utf-8").splitlines()) <= 25


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_is_its_forward_pass(name: str) -> None:
    forward = FORWARD / f"{name.replace('-', '_')}.py"
    holds, line = held_against(load_model(MODELS[name]), MODELS[name], f"{forward}:predict")
    assert holds, line


@pytest.mark.parametrize("name", first(sorted(NAMES, key=lambda name: name not in SHORT)))
def test_what_is_derived_is_verified(name: str) -> None:
    found = {id: result.status for id, result in results(name).items()}
    if name in NOT_CONSERVED:
        assert found.pop("conserved") == "not-applicable"
    assert {id: s for id, s in found.items() if s != "verified"} == {}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: shlex.split(block[0])[1])
def test_the_page_shows_what_a_command_writes(
    block: tuple[str, str, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    outcome = run(*shlex.split(block[0]))
    shown = block[2].partition("```")[0].strip()
    written = "\n".join(line.rstrip() for line in outcome.out.splitlines())
    assert (outcome.code, outcome.err) == (0, "")
    assert shown in written


@pytest.mark.exhaustive
def test_the_file_of_theorem_4_1_gives_its_numbers() -> None:
    known, stated = derive(laws.gaussian(1), check=False), results("linear-attention")
    for ours, theirs in (
        ("flow-a", "flow-a"),
        ("flow-b", "flow-b"),
        ("fixed-point", "fixed-point"),
    ):
        assert str(stated[ours].expr) == str(known[theirs].expr)


@pytest.mark.exhaustive
def test_minima_of_two_heads_have_dimension_two_and_saddles_one() -> None:
    found = results("two-heads")
    least = found["minimum-loss"].step.claim.value.element
    parts = found["fixed-point"].step.claim.parts
    losses = {key: side.element for key, side in parts.items() if key.name == "L"}
    assert [len(key.free) for key, loss in losses.items() if loss == least] == [2, 2]
    assert [len(key.free) for key, loss in losses.items() if loss != least] == [1, 1]


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", NAMES)
def test_nothing_became_another_claim(name: str) -> None:
    lock = FORWARD / f"{name}.lock.json"
    outcome = command("lock", "--check", "--file", str(lock), "--model", str(MODELS[name]))
    assert outcome.code == 0, outcome.out
