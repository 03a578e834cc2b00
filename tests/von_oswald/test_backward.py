"""The backward pass of a mesa-layer: derived, measured by two routes, and computed by the layer."""

from fractions import Fraction

import numpy as np
import pytest

from derivations import REGISTRY
from numeric_check.words import mesa_layer_steps, mesa_layers
from numeric_check.words.dual_matrices import Dual
from numeric_check.words.mesa_runs import run_drawn
from numeric_check.words.rational_matrices import multiplied, scaled, unit
from symbolic_mesa import Results, derive, mesa_layer
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE
from symbolic_mesa.proofs.mutation import targets, verdicts
from symbolic_mesa.results.derived import at_their_settings
from symbolic_mesa.witness.measures.backward import by_entries

ENTRY = REGISTRY["von-oswald-backward"]
RUN = run_drawn((2, 3), (Fraction(1, 2), Fraction(3, 4), Fraction(1)), Fraction(3), 7)


@pytest.fixture(scope="module")
def results() -> Results:
    return derive(ANY_SEQUENCE, theorem=ENTRY.id)


@pytest.mark.exhaustive
def test_every_step_is_verified_exactly(results: Results) -> None:
    assert {(one.status, one.trust) for one in results.values()} == {("verified", "exact")}


@pytest.mark.exhaustive
def test_every_wrong_claim_is_refused_by_either_kind_of_check() -> None:
    found = list(verdicts(targets(at_their_settings([ENTRY]))))
    assert len(found) == 163
    assert [f"{one.where}: {one.words}" for one in found if not one.killed] == []


def test_a_dual_inverse_is_one() -> None:
    matrix = ((Fraction(2), Fraction(1)), (Fraction(1), Fraction(3)))
    moving = Dual(matrix, ((Fraction(1), Fraction(-2)), (Fraction(0), Fraction(5))))
    product = moving @ moving.inverse()
    assert product.value == unit(2)
    assert product.change == scaled(unit(2), Fraction(0))
    assert multiplied(matrix, moving.inverse().value) == unit(2)


@pytest.mark.parametrize("name", ["keys", "values", "queries", "gammas"])
def test_both_routes_and_the_layer_in_numpy_have_the_same_gradients(name: str) -> None:
    """Three programs: dual numbers, a complex step, and the derived recursion."""
    places = range(3)
    exact = [by_entries(RUN, mesa_layers.slope, name, t) for t in places]
    doubles = [by_entries(RUN, mesa_layer_steps.slope, name, t) for t in places]
    assert np.allclose(np.array(exact, dtype=float), np.array(doubles, dtype=float), rtol=1e-12)
    rows = [
        np.array(piece, dtype=float)[..., 0]
        for piece in (RUN.keys, RUN.values, RUN.queries, RUN.goals)
    ]
    gamma = np.array(RUN.gammas, dtype=float)[:, 0, 0]
    missed = mesa_layer.forward(*rows[:3], gamma, 3.0) - rows[3]
    found = mesa_layer.backward(*rows[:3], gamma, 3.0, missed)._asdict()
    layer = found["gamma" if name == "gammas" else name]
    assert np.allclose(np.array(exact, dtype=float).reshape(layer.shape), layer, rtol=1e-10)


def test_a_layer_that_weighs_the_pair_too_has_other_gradients() -> None:
    """The other place of gamma is another layer: the measure tells them apart."""
    later = run_drawn((2, 3), (Fraction(1), Fraction(1, 2), Fraction(3, 4)), Fraction(3), 7)
    sides = [by_entries(run, mesa_layers.slope, "keys", 1) for run in (RUN, later)]
    assert sides[0] != sides[1]
