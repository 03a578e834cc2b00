"""A prediction written out is told from one that differs, however little of it that is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from symbolic_mesa.engine.reduction import ScaledTerm, on_manifold
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.statement.contractions import Contraction, TimeIndex, Token, fixed_time
from symbolic_mesa.witness.written_out import exact_gap, largest_gap

(RIGHT,) = on_manifold(PROBLEM.model.prediction, PROBLEM.manifolds["diagonal"])
ROUNDING = 1e-12


def changed(position: int, coordinate: str, time: TimeIndex, conjugate: bool) -> ScaledTerm:
    tokens = list(RIGHT.term.tokens)
    tokens[position] = Token(coordinate, time, conjugate)
    return replace(RIGHT, term=replace(RIGHT.term, tokens=tuple(tokens)))


def test_the_prediction_is_the_models() -> None:
    assert exact_gap([RIGHT]) == 0
    assert largest_gap([RIGHT]) <= ROUNDING


@pytest.mark.parametrize("position", range(len(RIGHT.term.tokens)))
def test_a_wrong_token_is_seen(position: int) -> None:
    token = RIGHT.term.tokens[position]
    for coordinate, time, conjugate in (
        ("i" if token.coordinate == "k" else "k", token.time, token.conjugate),
        (token.coordinate, token.time + 1, token.conjugate),
        (token.coordinate, token.time - 1, token.conjugate),
        (token.coordinate, token.time, not token.conjugate),
    ):
        wrong = [changed(position, coordinate, time, conjugate)]
        assert exact_gap(wrong) == 1
        assert largest_gap(wrong) > ROUNDING


def test_a_wrong_factor_and_nothing_at_all_are_seen() -> None:
    twice = replace(RIGHT, term=replace(RIGHT.term, coefficient=Fraction(2)))
    for wrong in ([twice], [RIGHT, RIGHT], [], [replace(RIGHT, scales=("a",))]):
        assert exact_gap(wrong) == 1
        assert largest_gap(wrong) > ROUNDING


def squares(*groups: int) -> tuple[Token, ...]:
    """Return the product over k of Σ_j |x_1[j]|^(2k)."""
    pairs = [f"g{place}" for place, power in enumerate(groups) for _ in range(power)]
    start = fixed_time(1)
    return tuple(Token(name, start, conjugate) for name in pairs for conjugate in (False, True))


def test_what_only_three_coordinates_show_is_seen_though_it_is_below_doubles() -> None:
    """x_1[i] Σ |x_1[j]|² |x_1[k]|² |x_1[l]|² over j, k, l that differ, without any phase."""
    sums = {(1, 1, 1): 1, (1, 2): -3, (3,): 2}
    more = [
        ScaledTerm((), Contraction((Token("i", fixed_time(1)), *squares(*groups)), (), (), ()))
        for groups in sums
    ]
    more = [
        replace(one, term=replace(one.term, coefficient=Fraction(factor)))
        for one, factor in zip(more, sums.values(), strict=True)
    ]
    assert largest_gap([RIGHT, *more]) <= ROUNDING  # it has two coordinates
    assert exact_gap([RIGHT, *more]) == 1
