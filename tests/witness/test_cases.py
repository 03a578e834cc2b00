"""Numbers at which claims about symbols are measured: in the law, different, for every symbol."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from derivations import REGISTRY
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.measures.every import MEASURES
from symbolic_mesa.witness.measures.symmetric import _balance
from symbolic_mesa.witness.points import SIGNED, points
from symbolic_mesa.witness.routes import QUADRATURE

SYMBOLS: dict[str, tuple[TokenLaw, set[str]]] = {
    "one": (laws.gaussian(), {"sigma"}),
    "two": (laws.two_point(), {"p", "scale"}),
    "a bounded one": (laws.student_t(), {"nu"}),
    "moments": (laws.moments("m2=1,m4=q,m6=r"), {"q", "r"}),
    "a mixed moment": (laws.moments({"m2": 1, "m4": 3, "m6": 15, "2,4": "q"}), {"q"}),
}


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_law_with_symbols_is_measured_at_two_points(name: str) -> None:
    law, symbols = SYMBOLS[name]
    found = cases(law, PROBLEM)
    assert len(found) == 2
    for case in found:
        assert case.values is not None
        assert case.values.keys() == symbols
        assert all(isinstance(value, Fraction) for value in case.law.parameters.values())
        assert all(f"{name} = {value}" in case.words for name, value in case.values.items())
    assert all(found[0].values[name] != found[1].values[name] for name in symbols)


def test_points_are_negative_only_where_scales_are() -> None:
    names = ["a", "b", "tau", "epsilon", "d", "T", "T_test", "sigma"]
    every = list(points(names, laws.gaussian(), PROBLEM))
    assert every == list(points(reversed(names), laws.gaussian(), PROBLEM))
    for name in names:
        negative = sum(point[name] < 0 for point in every)
        assert (len(every) / 8 < negative < len(every) / 2) if name in SIGNED else not negative
        assert len({point[name] for point in every}) > 2
    assert all(point["T"] >= 3 <= point["T_test"] + 1 for point in every)
    assert any(1 < point["epsilon"] < 2 for point in every)


def test_a_constant_of_the_whole_way_is_held_against_all_of_it() -> None:
    """Twice the constant is above the ratio somewhere on every way, so that this alone fails."""
    proof = Derived(REGISTRY["theorem-4.1-dynamics"], Setting(laws.gaussian(1)))
    step = proof.derivation.step("pl-constant")
    measure = MEASURES[type(step.observable)]
    trials, _ = proof.witness.trials(QUADRATURE)
    pairs = list(measure.pairs(trials[0], step.claim, step.observable))
    assert len(pairs) > 4
    assert all(stated == measured.value == 1 for stated, measured in pairs[::2])

    class Twice(SimpleNamespace):
        def at(self, side: object, more: object) -> object:
            return 2 * trials[0].at(side, more)

    twice = Twice(scene=trials[0].scene, case=trials[0].case, point=trials[0].point)
    wrong = list(measure.pairs(twice, step.claim, step.observable))
    there = [number for number, _ in pairs[1::2]]
    assert any(there)
    for (holds, _), number in zip(wrong[::2], there, strict=True):
        assert holds == (not number)  # of no constant, at the fixed point, twice is none either


def test_the_size_of_a_balance_is_that_of_its_terms() -> None:
    numbers = {"a": 3.0, "alpha": 1.0, "b": 2.0, "beta": 0.5}
    found = _balance(SimpleNamespace(scales=numbers, dim=4))
    assert (found.value, found.scale) == (9 - 4 + 3 * (1 - 0.25), 9 + 4 + 3 * (1 + 0.25))
    exact = {name: Fraction(number) for name, number in numbers.items()}
    assert _balance(SimpleNamespace(scales=exact, dim=4)) == Fraction(29, 4)
