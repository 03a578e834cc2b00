"""A theorem and a law that are nowhere in the package go through all that it does."""

import json

import pytest

from derivations.lookup import registered
from numeric_check.sampling.sampling import sequences
from symbolic_mesa import derive
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.proofs import lockfile
from symbolic_mesa.proofs.mutation import targets, verdicts
from symbolic_mesa.results.derived import at_their_settings
from tests.cli import Run
from tests.registry.conftest import Module

NUMERIC = """
from fractions import Fraction
import numpy as np
from numeric_check.laws.finite import product_nodes
from numeric_check.laws.law import Law
from numeric_check.laws.mixed_moments import independent, of_atoms

THIRD = Fraction(1, 3)

def nodes(values, dim, order):
    c = float(values["c"])
    return product_nodes((np.array([c, 0.0, -c]), np.full(3, 1 / 3)), dim)

def moments(values, dim):
    return independent(of_atoms(((values["c"], THIRD), (0, THIRD), (-values["c"], THIRD))))

def draw(chance, n, dim, values):
    return values["c"] * chance.integers(-1, 2, (n, dim))

LAWS = {"three-point": Law(nodes, moments, draw, nodes_at_zero=True)}
"""

LAW = """
from fractions import Fraction
from symbolic_mesa import laws
from symbolic_mesa.laws.catalogue import Condition, Family

def moment(powers, dim, values):
    total = Fraction(1)
    for power in powers:
        total = total * (0 if power % 2 else SHARE * values["c"] ** power if power else 1)
    return total

SHARE = Fraction(2, 3)
PHRASE = "i.i.d. coordinates c, 0, -c with probability 1/3 each"
CONDITION = Condition("c", "c != 0", lambda value: value != 0)
FAMILY = Family("three-point", PHRASE, (CONDITION,), moment, numeric="toy_numeric")
THREE_POINT = laws.in_family(FAMILY)
AT_TWO = laws.in_family(FAMILY, c=2)
"""

THEOREM = """
from derivations import Entry
from derivations.coordinates import every_coordinate
from derivations.stated import GradientEntry, PopulationLoss, ScaleVelocity, SecondDerivative
from symbolic_mesa.engine.loss import population_loss
from symbolic_mesa.engine.velocity_field import diagonal_flow
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.problem import Problem, Symbol
from symbolic_mesa.record import Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.contractions import (
    Contraction, Model, TimeRange, Token, Weight, fixed_time, time_index
)
from symbolic_mesa.statement.manifolds import Block, Manifold
from toy_law import AT_TWO, THREE_POINT

t, length = time_index("t"), time_index("T")
step_before = Contraction(
    weights=(Weight("V", "i", "j"), Weight("U", "j", "k")), tokens=(Token("k", t),)
)
target = Contraction(tokens=(Token("i", t),))
MODEL = Model((step_before,), (target,), "i", TimeRange("t", fixed_time(1), length))
MANIFOLD = Manifold((("U", Block("u")), ("V", Block("v"))))
GLOSSARY = {"u": Symbol("scale of the block U"), "v": Symbol("scale of the block V")}
TWO_LAYERS = Problem("two layers", MODEL, {"diagonal": MANIFOLD}, {}, GLOSSARY)
LOSS, FLOW = population_loss(MODEL, MANIFOLD), diagonal_flow(MODEL, MANIFOLD)

def derive(setting):
    field = field_of(TWO_LAYERS, setting, MANIFOLD.scales, (LOSS, *FLOW.values()))
    loss = field.evaluate(LOSS, setting)
    velocity = every_coordinate(FLOW["u"], setting, field)

    def step(id, words, value, observable):
        claim = Claim(words, id, id)
        named = Step(id, claim, "the engine", source="here", observable=observable)
        return attempted(named, lambda: Formula(value, field))

    v = field.symbol("v")
    energy = field.at_scales(loss, (field.field.zero, v)) * 2 / field.dim
    return Derivation("two-layers", "two linear layers", (
        step("two-layer-loss", "population loss", loss, PopulationLoss()),
        step("u-speed", "velocity of u", velocity, ScaleVelocity("u")),
        step("slope", "an entry of the gradient", -velocity, GradientEntry("U", 0, 0)),
        step("bend", "a second derivative", v**2 * energy,
             SecondDerivative(("U", 0, 0), ("U", 0, 0))),
    ))

SETTINGS = (Setting(AT_TWO, 2, 4), Setting(THREE_POINT))
RESULTS = ("two-layer-loss", "u-speed", "slope", "bend")
ENTRIES = (
    Entry("two-layers", "two linear layers", __name__, TWO_LAYERS, RESULTS, SETTINGS),
)
"""
"""Two linear layers that are to give back what they are given: ŷ_t = V U x_t, t = 1..T."""


@pytest.fixture
def outside(module: Module) -> str:
    module(NUMERIC, "toy_numeric")
    module(LAW, "toy_law")
    return module(THEOREM, "toy_theorem")


def law(name: str) -> FamilyLaw:
    found: FamilyLaw = getattr(__import__("toy_law"), name)
    return found


def test_every_claim_is_verified_by_both_routes(outside: str) -> None:
    results = derive(law("THREE_POINT"), theorem="two-layers", modules=(outside,))
    for result in results.values():
        measured = {check.kind: check.outcome for check in result.checks}
        assert measured == {"exact-enumeration": "passed", "quadrature": "passed"}
        assert result.status == "verified"
    loss = results["two-layer-loss"]
    assert loss(c=2, d=3, T=5, u=3, v=5) == 5 * 3 * (8 / 3) * (1 - 15) ** 2 / 2


def test_a_wrong_second_statement_of_the_law_fails_it(outside: str, module: Module) -> None:
    module(NUMERIC.replace("(0, THIRD)", "(1, THIRD)"), "toy_numeric")
    results = derive(law("AT_TWO"), theorem="two-layers", modules=(outside,))
    assert {result.status for result in results.values()} == {"failed"}


def test_it_is_written_in_every_format(run: Run, outside: str) -> None:
    mine = ("--module", outside, "--theorem", "two-layers", "--distribution", "rademacher")
    shown = {}
    for format in ("text", "json", "latex"):
        outcome = run(*mine, "--format", format)
        assert (outcome.code, outcome.err) == (0, "")
        shown[format] = outcome.out
    assert [one["status"] for one in json.loads(shown["json"])["results"].values()] == [
        "verified"
    ] * 4
    assert r"\begin{equation}" in shown["latex"]


def test_it_is_locked_with_a_law_of_its_own(outside: str) -> None:
    proofs = at_their_settings([registered([outside])["two-layers"]])
    locked = lockfile.locked(proofs)
    assert list(locked) == ["two-layers[three-point c=2 d=2 T=4]", "two-layers[three-point]"]


def test_all_its_mutants_are_killed(outside: str) -> None:
    proofs = at_their_settings([registered([outside])["two-layers"]])
    found = list(verdicts(targets(proofs)))
    assert len(found) > 100
    assert [one for one in found if not one.killed] == []


def test_the_law_is_drawn_from(outside: str) -> None:
    (tokens, _), *_ = sequences(law("AT_TWO"), 2, 50, 1)
    assert set(tokens.ravel()) == {-2.0, 0.0, 2.0}
