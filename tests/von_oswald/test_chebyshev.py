"""Accelerated layers have the least bound, and need the root of the layers."""

from fractions import Fraction
from itertools import islice

import pytest

from numeric_check.words import accelerated as layers
from numeric_check.words.layers import along, direction, with_spectrum
from symbolic_mesa import Results, derive
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE

ENDS = Fraction(1), Fraction(9)


@pytest.fixture(scope="module")
def results() -> Results:
    return derive(ANY_SEQUENCE, theorem="von-oswald-chebyshev")


def test_every_step_is_verified_exactly(results: Results) -> None:
    assert {(one.status, one.trust) for one in results.values()} == {("verified", "exact")}


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_a_matrix_has_the_error_of_its_eigenvalues(results: Results, count: int) -> None:
    spectrum = (Fraction(1), Fraction(7, 2), Fraction(9))
    for place, x in enumerate(spectrum):
        found = layers.errors(with_spectrum(spectrum), direction(place), ENDS)
        errors = [along(one, place) for one in islice(found, count + 1)]
        y, sigma = (10 - 2 * x) / 8, Fraction(10, 8)
        stated = results["chebyshev-polynomial"].step.claim.parts[count]
        assert errors[count] / errors[0] == stated.at({"y": y, "sigma": sigma})


@pytest.mark.parametrize("points", [(1, 5, 9), (2, 4, 9), (1, 3, 8)])
def test_no_two_layers_are_better_at_three_points_than_those_at_all(
    results: Results, points: tuple[int, ...]
) -> None:
    bound = results["chebyshev-bound"].step.claim.parts[2].at({"kappa": Fraction(9)})
    least = layers.leveled([Fraction(point) for point in points])
    assert least <= bound
    assert (least == bound) is (points == (1, 5, 9))


def test_layers_that_are_needed_grow_as_the_root(results: Results) -> None:
    needed = results["layers-needed"].step.claim.parts
    for way, power in (("best step", 1), ("accelerated", 0.5)):
        growth = needed["kappa=1000", way] / needed["kappa=10", way]
        assert growth == pytest.approx(100**power, rel=0.02)
