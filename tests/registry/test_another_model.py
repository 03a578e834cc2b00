"""A theorem about another model: its entry names its own problem, and nothing else is told."""

import json
from dataclasses import replace

import pytest

from derivations.lookup import registered
from symbolic_mesa import InvalidInput, derive, laws
from symbolic_mesa.proofs import lockfile
from symbolic_mesa.results.derived import at_their_settings
from tests.cli import Run
from tests.registry.conftest import Module

HEAD = """
from derivations import Entry
from symbolic_mesa import laws
from symbolic_mesa.statement.contractions import (
    Contraction, Model, TimeRange, Token, Weight, fixed_time, time_index
)
from symbolic_mesa.statement.manifolds import Block, Manifold
from symbolic_mesa.engine.loss import population_loss
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.problem import Problem, Symbol
from symbolic_mesa.record import Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

t, s, length = time_index("t"), time_index("s"), time_index("T")
prediction = Contraction(
    weights=(Weight("PV", "i", "j"), Weight("KQ", "k", "l")),
    tokens=(Token("j", s), Token("k", s, conjugate=True), Token("l", t)),
    sums=(TimeRange("s", fixed_time(1), t),),
    divisors=(t,),
)
target = Contraction(tokens=(Token("i", t + 1),))
model = Model((prediction,), (target,), "i", TimeRange("t", fixed_time(1), length - 1))
manifold = Manifold((("KQ", Block("a")), ("PV", Block("u"))))
glossary = {"a": Symbol("scale of the block KQ"), "u": Symbol("scale of the block PV")}
HEAD = Problem("a head", model, {"diagonal": manifold}, {}, glossary)
LOSS = population_loss(model, manifold)

def derive(setting):
    field = field_of(HEAD, setting, manifold.scales, [LOSS])
    step = Step("loss", Claim("population loss of the head", "L", "L"), why="the engine")
    step = attempted(step, lambda: Formula(field.evaluate(LOSS, setting), field))
    return Derivation("head", "a head", (step,))

SETTINGS = (Setting(laws.gaussian(1), 2, 4), Setting(laws.generic()))
ENTRIES = (Entry("head", "loss of a head", __name__, HEAD, ("loss",), SETTINGS),)
"""
"""The loss of a head without x_{t-1} in its tokens, whose second scale is called u."""

GLOSSARY = {"a": "scale of the block KQ", "u": "scale of the block PV"}


@pytest.fixture
def head(module: Module) -> str:
    return module(HEAD, "head_lemmas")


def test_its_loss_is_derived(head: str) -> None:
    """At d = 1, T = 2 and x = ±1 it predicts x_2 by u a x_1, and x_2 has any phase."""
    result = derive(laws.rademacher(1), 1, 2, theorem="head", modules=(head,))["loss"]
    assert result.status == "unchecked"
    assert result(a=3, u=5) == (1 + 15**2) / 2


def test_no_moment_has_a_name_of_another_paper(head: str) -> None:
    results = derive(laws.generic(), theorem="head", modules=(head,))
    assert set(results["loss"].formula.symbols) == {*"adTu", "mu_2", "mu_6", "mu_4_2", "mu_2_2_2"}


def test_a_start_has_a_number_for_each_of_its_scales(head: str) -> None:
    with pytest.raises(InvalidInput, match="give one each for a_0, u_0"):
        derive(laws.rademacher(1), 1, 2, init=(1,), theorem="head", modules=(head,))


def test_it_is_shown_in_every_format(run: Run, head: str) -> None:
    mine = ("--module", head, "--theorem", "head", "--distribution", "rademacher", "--dim", "1")
    for more in ((), ("--explain",), ("--format", "latex")):
        outcome = run(*mine, *more)
        assert (outcome.code, outcome.err) == (0, "")
    symbols = json.loads(run(*mine, "--length", "3", "--format", "json").out)["symbols"]
    assert {name: symbols[name] for name in GLOSSARY} == GLOSSARY


def test_it_is_locked(head: str) -> None:
    entry = registered([head])["head"]
    (proof,) = at_their_settings([replace(entry, settings=entry.settings[:1])])
    assert list(lockfile.locked([proof])) == ["head[gaussian sigma=1 d=2 T=4]"]
