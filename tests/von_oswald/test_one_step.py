"""One linear head takes one gradient step, with one family of weights."""

from fractions import Fraction
from random import Random

import pytest

from numeric_check.words import linear_heads as heads
from numeric_check.words.elimination import rank
from numeric_check.words.rational_matrices import Matrix, drawn, scaled, unit
from symbolic_mesa import Results, derive
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE

ETA = Fraction(1, 7)
PHI: Matrix = ((Fraction(1), Fraction(2)), (Fraction(-1, 3), Fraction(0)))


@pytest.fixture(scope="module")
def results() -> Results:
    return derive(ANY_SEQUENCE, theorem="von-oswald-one-step")


@pytest.mark.exhaustive
def test_every_step_is_verified_exactly(results: Results) -> None:
    assert {(one.status, one.trust) for one in results.values()} == {("verified", "exact")}


@pytest.mark.exhaustive
def test_the_other_blocks_vanish_at_two_dimensions_and_not_at_one(results: Results) -> None:
    assert set(results["vanishing-blocks"].step.claim.parts.values()) == {0}
    assert results["one-step-only"].value is True
    assert results["one-step-only-of-numbers"].value is False


def test_a_head_with_these_weights_takes_the_step_on_a_long_sequence() -> None:
    tokens = [(Fraction(t % 3 - 1), Fraction(t % 5, 2)) for t in range(1, 12)]
    nothing = scaled(unit(2), Fraction(0))
    values = tuple((*row, *(-x for x in other)) for row, other in zip(unit(2), PHI, strict=True))
    upper = [(*row, *row) for row in nothing]
    lower = [(*row, *zeros) for row, zeros in zip(scaled(unit(2), ETA), nothing, strict=True)]
    added = heads.head(values, (*upper, *lower), heads.pairs(tokens))
    assert added == heads.step(PHI, ETA, tokens)


def test_scores_are_unique_only_where_there_are_enough_sequences() -> None:
    values = tuple((*row, *(-x for x in other)) for row, other in zip(unit(2), PHI, strict=True))
    found = heads.scores_of(values, PHI, ETA)
    assert found is not None
    assert found[1] == 0
    assert heads.scores_of(scaled(values, Fraction(0)), PHI, ETA) is None
    assert heads.scores_of(values, PHI, Fraction(0)) == (scaled(unit(4), Fraction(0)), 0)


@pytest.mark.parametrize("dim", [1, 2, 3])
def test_near_these_weights_there_are_only_their_multiples(dim: int) -> None:
    """Of all changes (dV, dM) that change no output, in first order, the dimension is 1."""
    draw = Random(dim)  # noqa: S311  # nothing here is secret
    phi = drawn(dim, dim, draw)
    values = tuple((*row, *(-x for x in other)) for row, other in zip(unit(dim), phi, strict=True))
    found = heads.scores_of(values, phi, ETA)
    assert found is not None
    rows: list[list[Fraction]] = []
    for _ in range(8 * dim):
        sequence = [tuple(Fraction(draw.randint(-4, 4)) for _ in range(dim)) for _ in range(3)]
        tokens = heads.pairs(sequence)
        sums = heads.head(unit(2 * dim), found[0], tokens)
        for place, row in enumerate(values):
            by_values = [x if place == k else Fraction(0) for k in range(dim) for x in sums]
            held = [heads.dot(row, token) for token in tokens]
            keys = [heads.dot(tuple(held), column) for column in zip(*tokens, strict=True)]
            rows.append([*by_values, *(x * y for x in keys for y in tokens[-1])])
    assert len(rows[0]) - rank(rows) == 1
