"""A step of a mesa-layer taken back: just where it can be, and errors that grow as is said."""

from fractions import Fraction

import numpy as np
import pytest

from derivations import REGISTRY
from derivations.von_oswald.keys import Forgetting
from numeric_check.words.rational_matrices import (
    added,
    inverse,
    multiplied,
    scaled,
    transposed,
    unit,
)
from symbolic_mesa import Results, derive
from symbolic_mesa.mesa_layer.inputs import inputs
from symbolic_mesa.mesa_layer.recursion import start, step, step_back
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE
from symbolic_mesa.proofs.mutation import targets, verdicts
from symbolic_mesa.results.derived import at_their_settings

ENTRY = REGISTRY["von-oswald-step-back"]
EPS = 2.0**-52


@pytest.fixture(scope="module")
def results() -> Results:
    return derive(ANY_SEQUENCE, theorem=ENTRY.id)


def test_every_step_is_verified_exactly(results: Results) -> None:
    assert {(one.status, one.trust) for one in results.values()} == {("verified", "exact")}


@pytest.mark.exhaustive
def test_every_wrong_claim_is_refused_by_either_kind_of_check() -> None:
    found = list(verdicts(targets(at_their_settings([ENTRY]))))
    assert len(found) == 162
    assert [f"{one.where}: {one.words}" for one in found if not one.killed] == []


def test_there_is_no_step_back_where_the_form_is_one() -> None:
    """R^-1 = I and k of length 1: no step with gamma that is not 0 has led there."""
    one, k = unit(2), ((Fraction(1),), (Fraction(0),))
    with pytest.raises(ArithmeticError):
        inverse(added(one, scaled(multiplied(k, transposed(k)), Fraction(-1))))


def _error(gamma: float, steps: int) -> tuple[float, float]:
    """Return the error of R_0^-1 after steps there and back, and the size of R_T^-1."""
    source = np.random.default_rng(3)
    keys = source.normal(size=(steps, 3))
    given = inputs(keys, keys, keys, gamma, 1.0)
    state = start(given)
    for row in range(steps):
        state = step(state, given, row)
    size = float(np.linalg.norm(state.normal))
    for row in reversed(range(steps)):
        state = state._replace(normal=step_back(state, given, row).normal)
    return float(np.linalg.norm(state.normal - np.eye(3))), size


@pytest.mark.parametrize(("gamma", "kept"), [(0.9, 200), (0.99, 2000)])
def test_doubles_lose_the_start_after_so_many_steps(
    results: Results, gamma: float, kept: int
) -> None:
    error, size = _error(gamma, kept)
    assert EPS * gamma**-kept / 10 < error < 100 * EPS * gamma**-kept * size
    assert error < 1e-2
    lost = results["steps-until-lost"].step.claim.parts[Forgetting(Fraction(str(gamma)))]
    assert _error(gamma, lost)[0] > 1
