"""Complex tokens: what the engine says of them for every law, held against the literal model."""

from fractions import Fraction
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from derivations import REGISTRY
from derivations.diagonal import engine
from derivations.sharp.invariance import vanishing_conditions
from derivations.sharp.off_diagonal import OFF, TRAINED, gradient
from derivations.stability.sectors import hessian
from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.model.attention import BLOCKS
from numeric_check.model.full_scene import FullScene
from symbolic_mesa import derive, laws
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.unlike.joint import JointLaw
from symbolic_mesa.models.causal_linear_attention import causal_linear_attention
from symbolic_mesa.notation.keys import moment_words
from symbolic_mesa.setting import Setting

LAW = laws.joint([((1, "1+i"), "1/3"), (("2-i", "-2*i"), "1/2"), (("i/2", -1), "1/6")])
OTHERS = {"KQ22", "KQ23", "KQ33", "PV13"}


def turns(pattern: Pattern) -> bool:
    """Whether a moment changes when a coordinate is multiplied by a phase."""
    return any(p != q for p, q in pattern.pairs)


def test_loss_and_flow_at_diagonal_blocks_see_moduli_only() -> None:
    loss, flow = engine()
    for total in (loss, *flow.values()):
        assert total.patterns
        assert not any(map(turns, total.patterns))


def test_diagonal_entries_of_the_gradient_see_moduli_only() -> None:
    for block in TRAINED:
        assert not any(map(turns, gradient(block, ("j", "j")).patterns))


def test_what_must_vanish_for_training_to_stay() -> None:
    """E[x_j^p x_l^q ⋯], p and q odd, becomes Re E[x_j x̄_l |x_j|^{p−1} |x_l|^{q−1} ⋯]."""
    found = vanishing_conditions([gradient(block, OFF) for block in TRAINED])
    assert [moment_words(pattern) for one in found for pattern, _ in one.terms] == [
        "Re E[x_j conj(x_l) |x_l|^2]",
        "Re E[x_j conj(x_l) |x_j|^2 |x_l|^2]",
        "sum over r != j, l of Re E[x_j conj(x_l) |x_l|^2 |x_r|^2]",
        "Re E[x_j conj(x_l) |x_l|^4]",
    ]
    real = vanishing_conditions([gradient(block, OFF).real for block in TRAINED])
    assert len(real) == len(found)


def test_what_turns_in_the_hessian_is_in_the_other_blocks_only() -> None:
    """E[x_j² x̄_k² ⋯] is the only such moment: in KQ22, KQ23, KQ33, PV13."""
    turning = {
        pattern: {first, second}
        for (first, second, _), total in hessian().items()
        for pattern in total.patterns
        if turns(pattern)
    }
    assert turning
    for pattern, blocks in turning.items():
        (j, k), *rest = pattern.pairs[:2], *pattern.pairs[2:]
        assert {j[0] - j[1], k[0] - k[1]} == {2, -2}
        assert all(p == q for p, q in rest)
        assert blocks <= OTHERS


@pytest.mark.parametrize("length", [3, 4])
def test_the_gradient_is_that_of_the_literal_model(length: int) -> None:
    """Every entry of all six blocks, at d = 2, of a law without any symmetry."""
    scene = FullScene(token_nodes(LAW, 2), length)
    theorem = REGISTRY["theorem-4.1-sharp"]
    derivation = theorem.derive(Setting(LAW, length=length))
    for block in TRAINED:
        off = derivation.step(f"gradient-{block}-off").claim.parts
        diagonal = derivation.step(f"gradient-{block}-diagonal").claim.parts
        for key, side in {**off, **diagonal}.items():
            row, column = [k for _, k in key.places] * (1 if len(key.places) == 2 else 2)
            measured = scene.gradient("diagonal", block, row, column)
            stated = float(side.at({**_exact(scene), "T": Fraction(length)}))
            assert abs(stated - measured.value) <= 1e-12 * measured.scale


def _exact(scene: FullScene) -> dict[str, Fraction]:
    return {name: Fraction(scene.scales[name]) for name in "ab"}


@pytest.mark.parametrize("length", [3, 4])
def test_second_derivatives_are_those_of_the_literal_model(length: int) -> None:
    scene = FullScene(token_nodes(LAW, 2), length)
    a, b = 0.75, -0.5
    measured = scene.hessian((a, b))
    values = measured.values
    places = [(name, i, j) for name in BLOCKS for i in range(2) for j in range(2)]
    index = {place: n for n, place in enumerate(places)}
    entries = {
        "same": ((0, 0), (0, 0)),
        "apart": ((0, 0), (1, 1)),
        "kept": ((0, 1), (0, 1)),
        "swapped": ((0, 1), (1, 0)),
    }
    for first, second in combinations_with_replacement(causal_linear_attention().blocks, 2):
        for kind, (one, other) in entries.items():  # LAW is not exchangeable: in this order only
            total = hessian()[first, second, kind]
            stated = evaluated(total, LAW, length, a, b)
            at = index[first, *one], index[second, *other]
            assert abs(stated - values[at]) <= 1e-12 * (measured.scales[at] + 1e-300)


def evaluated(total: MomentSum, law: JointLaw, length: int, a: float, b: float) -> float:
    """Return a sum at numbers, with j and k at the first two coordinates."""
    setting = Setting(law, length=length)
    problem = REGISTRY["theorem-4.1"].problem
    field = field_of(problem, setting, ("a", "b"), [total])
    value = field.evaluate(total, setting, {"j": 0, "k": 1}).as_expr()
    return float(value.subs({"a": Fraction(a), "b": Fraction(b)}))


def test_the_phases_of_the_first_token_do_not_count_at_the_diagonal() -> None:
    nodes = token_nodes(LAW, 2)
    phases = np.exp(1j * np.random.default_rng(7).uniform(0, 6, nodes.points.shape))
    turned = TokenNodes(nodes.points * phases, nodes.weights)
    one, other = (FullScene(each, 4) for each in (nodes, turned))
    assert abs(one.loss("diagonal").value - other.loss("diagonal").value) < 1e-12
    for block, j in product(TRAINED, range(2)):
        first, second = (each.gradient("diagonal", block, j, j) for each in (one, other))
        assert abs(first.value - second.value) <= 1e-12 * first.scale
    off = [each.gradient("diagonal", "KQ32", 0, 1).value for each in (one, other)]
    assert abs(off[0] - off[1]) > 1e-3  # elsewhere they do


def both(second: str) -> JointLaw:
    """x_2 = x_1 times a factor, x_1 one of two numbers."""
    return laws.joint([((1, second), "1/2"), ((-2, f"-2*({second})"), "1/2")])


@pytest.mark.parametrize(("factor", "stays"), [("i", True), ("1", False), ("-i", True)])
def test_a_quarter_turn_between_coordinates_stays(factor: str, stays: bool) -> None:
    """x_2 = i x_1 stays on the diagonal, x_2 = x_1 does not."""
    found = derive(both(factor), results=["emergence"])["emergence"]
    assert (found.value, found.status) == (stays, "verified")
    assert {check.kind for check in found.checks} == {
        "symbolic-zero",
        "exact-enumeration",
        "quadrature",
    }


CIRCULAR = laws.complex_gaussian(2, 0)
MODULI = laws.moments("1|1=2,2|2=8,3|3=48")


@pytest.mark.parametrize("id", ["kappa-1", "kappa-2", "kappa-3", "m2", "loss", "fixed-point"])
def test_laws_with_the_same_moduli_have_the_same_results(id: str) -> None:
    one, other = (derive(law, results=[id], check=False)[id] for law in (CIRCULAR, MODULI))
    assert one.expr == other.expr


@pytest.mark.parametrize("law", [CIRCULAR, laws.phases(2), laws.complex_gaussian(1, "1/2"), LAW])
def test_a_real_law_of_these_moduli_has_the_same_loss(law: TokenLaw) -> None:
    """The moduli of coordinates as a real law, by hand: |x_j| with a random sign."""
    found = derive(law, dim=2, results=["loss"], check=False)["loss"]
    nodes = token_nodes(law, 2)
    real = FullScene(TokenNodes(np.abs(nodes.points), nodes.weights), 4)
    stated = float(found.step.claim.value.at({**_exact(real), "T": Fraction(4)}))
    assert abs(stated - real.loss("diagonal").value) <= 1e-12 * real.loss("diagonal").scale
