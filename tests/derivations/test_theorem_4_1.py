"""Theorem 4.1: what comes out, held against the paper and against enumeration in rationals."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
import sympy

from derivations import REGISTRY, theorem_4_1
from numeric_check.model.enumeration import Point, entry_gradient, population_loss, scaled_block
from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.harmonics import harmonic
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from tests import supports

a, b, d, T = sympy.symbols("a b d T")
m2, k1, k2, k3 = sympy.symbols("m_2 kappa_1 kappa_2 kappa_3")
H = harmonic(T - 2)

s = a * b

EXPECTED = {
    "loss": d / 2 * (s**2 * ((T - 2) * k2 + k3 * H) - 2 * s * (T - 2) * k1 + (T - 2) * m2),
    "flow-a": (T - 2) * k1 * b - ((T - 2) * k2 + k3 * H) * a * b**2,
    "flow-b": (T - 2) * k1 * a - ((T - 2) * k2 + k3 * H) * a**2 * b,
    "fixed-point": k1 / (k2 + k3 * H / (T - 2)),
    "minimum-loss": d * (T - 2) / 2 * (m2 - k1**2 / (k2 + k3 * H / (T - 2))),
}  # fmt: skip

SUPPORTS: dict[str, tuple[TokenLaw, Callable[[int], tuple[Point, ...]]]] = {
    "rademacher": (
        laws.rademacher("3/2"),
        lambda dim: supports.rademacher_support(Fraction(3, 2), dim),
    ),
    "skewed": (laws.support("2:1/4,-1:3/4"), supports.skewed_support),
    "sparse": (laws.sparse(2), lambda dim: supports.sparse_support(Fraction(2), dim)),
    "full-one": (
        laws.full_one("1/2"),
        lambda dim: supports.full_one_support(Fraction(1, 2), dim),
    ),
}


@pytest.mark.parametrize("id", EXPECTED)
def test_the_formulas_of_the_paper_come_out(id: str) -> None:
    found = derive(laws.generic(), check=False)[id].formula
    assert found is not None
    assert sympy.together(found.expr - EXPECTED[id]).as_numer_denom()[0].expand() == 0


def test_the_limit_for_gaussian_tokens_is_one_fifth() -> None:
    fixed_point = derive(laws.gaussian(1), dim=5, check=False)["fixed-point"]
    values = [fixed_point(T=10**k) for k in (2, 4, 6, 9)]
    gaps = [0.2 - value for value in values]
    assert all(later < earlier / 30 for earlier, later in pairwise(gaps))


@pytest.mark.parametrize("dim", [1, 2, 3], ids="d={}".format)
@pytest.mark.parametrize("length", [3, 4, 5], ids="T={}".format)
@pytest.mark.parametrize("name", SUPPORTS)
def test_loss_and_flow_are_those_of_enumeration(name: str, dim: int, length: int) -> None:
    law, support = SUPPORTS[name]
    x, y = Fraction(3, 7), Fraction(-2, 5)
    weights = {"KQ32": scaled_block(dim, x), "PV12": scaled_block(dim, y)}
    points = support(dim)
    results = derive(law, check=False)

    def at(id: str) -> Fraction:
        formula = results[id].formula
        assert formula is not None
        value = formula.at({"a": x, "b": y, "d": dim, "T": length})
        assert isinstance(value, Fraction)
        return value

    assert at("loss") == population_loss(weights, points, length)
    if dim < 3:  # a gradient takes two losses, and the loss above holds them all by symmetry
        assert at("flow-a") == -entry_gradient(weights, points, length, "KQ32", 0, 0)
        assert at("flow-b") == -entry_gradient(weights, points, length, "PV12", 0, 0)


def test_a_given_d_and_t_are_the_symbolic_formula_there() -> None:
    symbolic = derive(laws.two_point("1/3"), check=False)
    given = derive(laws.two_point("1/3"), dim=4, length=7, check=False)
    numbers = {"a": Fraction(1, 3), "b": Fraction(2), "scale": Fraction(5, 2)}
    for id in REGISTRY["theorem-4.1"].results:
        here, everywhere = given[id].formula, symbolic[id].formula
        assert here is not None
        assert everywhere is not None
        assert here.at(numbers) == everywhere.at({**numbers, "d": 4, "T": 7})


def _mutated(step: Step, change: Callable[[Any], Any]) -> Step:
    formula: Formula = step.claim.value
    wrong = Formula(change(formula.element), formula.algebra)
    return replace(step, claim=replace(step.claim, value=wrong))


MUTANTS: dict[str, Callable[[Any], Any]] = {
    "one more": lambda element: element + 1,
    "the negative": lambda element: -element,
    "twice": lambda element: 2 * element,
    "κ2 and κ3 exchanged": lambda element: _exchanged(element, "kappa_2", "kappa_3"),
    "κ1 for κ2": lambda element: _exchanged(element, "kappa_1", "kappa_2"),
}


def _exchanged(element: Any, left: str, right: str) -> Any:
    field = element.field
    x, y = (field(sympy.Symbol(name)) for name in (left, right))
    names = [str(symbol) for symbol in field.symbols]
    images = list(field.gens)
    images[names.index(left)], images[names.index(right)] = y, x
    above, below = (
        sum(
            (
                c * sympy.prod([image**p for image, p in zip(images, monomial, strict=True)])
                for monomial, c in part.terms()
            ),
            field.zero,
        )
        for part in (element.numer, element.denom)
    )
    return above / below


@pytest.mark.parametrize("mutant", MUTANTS)
@pytest.mark.parametrize("id", EXPECTED)
def test_the_witness_sees_a_wrong_claim(id: str, mutant: str) -> None:
    setting = Setting(laws.generic())
    step = _mutated(theorem_4_1.derive(setting).step(id), MUTANTS[mutant])
    checks = Witness(REGISTRY["theorem-4.1"], setting).checks(step)
    assert [check.outcome for check in checks] == ["failed"] * len(checks)
    assert all(check.error is None or check.error > 1e-6 for check in checks)
    if step.obligations:
        assert "failed" in [obligation(step.claim).outcome for obligation in step.obligations]


def test_a_claim_that_is_not_the_general_one_fails() -> None:
    setting = Setting(laws.gaussian(1), 5, 100)
    step = _mutated(theorem_4_1.derive(setting).step("loss"), MUTANTS["twice"])
    checks = Witness(REGISTRY["theorem-4.1"], setting).checks(step)
    assert [check.outcome for check in checks] == ["failed", "failed"]


@pytest.mark.exhaustive
def test_the_registry_lists_what_the_derivations_hold() -> None:
    for id, entry in REGISTRY.items():
        derivation = entry.derive(Setting(entry.law or laws.generic()))
        assert (derivation.id, derivation.title) == (id, entry.phrase)
        assert set(entry.results) <= {step.id for step in derivation.steps}
        assert all(isinstance(step.claim, Claim) and step.source for step in derivation.steps)
