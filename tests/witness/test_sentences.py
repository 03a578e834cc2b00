"""Sentences are for people: with every one of them rewritten, each check ends as it did."""

import re
import sys
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from derivations import REGISTRY
from derivations.any_model.keys import OnSet
from derivations.coordinates import Coordinates
from derivations.dynamics.cases import Case, Expanded
from derivations.entry import Entry
from derivations.regression.keys import HeadPair
from derivations.stability.keys import Entries
from derivations.von_oswald.keys import Where
from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.record import Assumption, Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from tests.architecture.test_imports import actual
from tests.cli import ROOT
from tests.exhaustive import first

SETTING = {"theorem-4.1": 0, "theorem-4.1-dynamics": 0, "theorem-4.1-stability": 1}
"""Which setting of a theorem is taken, where it is not the last: one that takes little time."""


MODULES = ("any_model", "regression", "sharp", "stability", "von_oswald")  # each with keys
KEYS = (
    *(Case, Coordinates, Expanded),
    *(
        one
        for name in MODULES
        for one in vars(import_module(f"derivations.{name}.keys")).values()
        if isinstance(one, type) and one.__module__ == f"derivations.{name}.keys"
    ),
)
NAME = re.compile(r"[\w'-]*")


def mute(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple("x" if isinstance(part, str) else part for part in parts)


def muted(step: Step) -> Step:
    """Return a step with every sentence rewritten to "x"."""
    claim = replace(
        step.claim,
        statement="x",
        name="x",
        latex="x",
        reason=mute(step.claim.reason),
        exceptions=tuple(map(muted_exception, step.claim.exceptions)),
    )
    assumptions = tuple(map(muted_assumption, step.assumptions))
    return replace(step, claim=claim, why="x", assumptions=assumptions, source="x")


def muted_exception(one: Exceptional) -> Exceptional:
    return replace(one, reason=mute(one.reason))


def muted_assumption(one: Assumption) -> Assumption:
    return replace(one, statement="x", instead="x" if one.instead else "")


def without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every key of a part written as "x"."""
    for key in KEYS:
        monkeypatch.setattr(key, "__str__", lambda _: "x")


def silent(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> Entry:
    """Return the theorem with every sentence rewritten, in whatever setting it is derived."""

    def derive(setting: Setting) -> Derivation:
        found = entry.derive(setting)
        return replace(found, title="x", steps=tuple(map(muted, found.steps)))

    module = ModuleType("silent_theorem")
    monkeypatch.setattr(module, "derive", derive, raising=False)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return replace(entry, module=module.__name__)


def outcomes(entry: Entry, setting: Setting) -> dict[str, list[tuple[str, str]]]:
    """Return the kind and the outcome of every check of every step."""
    witness = Witness(entry, setting)
    steps = (step.checked(witness.checks(step)) for step in entry.derive(setting).steps)
    return {step.id: [(check.kind, check.outcome) for check in step.checks] for step in steps}


@pytest.mark.parametrize("id", first(REGISTRY))
def test_checks_read_no_sentence(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = REGISTRY[id]
    setting = entry.settings[SETTING.get(id, -1)]
    said = outcomes(entry, setting)
    assert any(checks for checks in said.values())
    without_words(monkeypatch)
    assert outcomes(silent(entry, monkeypatch), setting) == said


@pytest.mark.parametrize("id", first(REGISTRY, 2))
def test_a_key_of_a_part_is_data_or_a_name(id: str) -> None:
    entry = REGISTRY[id]
    claims = [step.claim for setting in entry.settings for step in entry.derive(setting).steps]
    numbers = [
        key for one in claims if isinstance(one.value, Decimals) for key, _ in one.value.texts
    ]
    for key in (*numbers, *(key for one in claims for key in one.parts)):
        assert not isinstance(key, str) or NAME.fullmatch(key), key


def test_every_module_of_keys_is_among_them() -> None:
    found = (ROOT / "derivations").glob("*/keys.py")
    assert sorted(path.parent.name for path in found) == sorted(MODULES)
    assert {Entries, HeadPair, OnSet, Where} <= {*KEYS}


def test_the_witness_makes_no_words() -> None:
    assert "notation" not in actual()["witness"]
