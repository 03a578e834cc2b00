"""Signs of polynomials in numbers that are not negative, coefficients that have roots included."""

import random
from fractions import Fraction
from itertools import product

import pytest
from sympy import QQ, ring

from symbolic_mesa.formulas.one_sign import has_one_sign

R, V, X, Y, Z = ring("v,x,y,z", QQ)
OPEN = {1, 2, 3}


def test_a_coefficient_of_both_signs_may_have_one() -> None:
    bump = X**2 - X + 1  # has no root
    assert has_one_sign(bump * Y + bump, OPEN, [1])
    assert has_one_sign(-bump * Y - 2, OPEN, [1])
    assert not has_one_sign(bump * Y + bump, OPEN, [])
    assert not has_one_sign(R.zero, OPEN, [1])


def test_a_coefficient_with_a_root_has_none() -> None:
    assert not has_one_sign((X**2 - 3 * X + 1) * Y + 1, OPEN, [1])
    assert not has_one_sign((X**2 - X + 1) * Y - 1, OPEN, [1])


def test_a_double_root_is_no_change_of_sign_but_a_zero() -> None:
    touching = (X - 1) ** 2
    assert has_one_sign(touching * Y + 1, OPEN, [1])
    assert not has_one_sign(touching * (Y + 1), OPEN, [1])


def test_what_vanishes_at_the_closed_end_is_not_sure() -> None:
    assert has_one_sign(X * Y, OPEN, [1])
    assert not has_one_sign(X * Y, {2, 3}, [1])


def test_v_may_be_infinite() -> None:
    assert not has_one_sign(V * Z + 1, {1, 2}, [1])
    assert has_one_sign(V * Y + 1, {1, 2}, [1])


@pytest.mark.parametrize("seed", range(60))
def test_what_has_one_sign_has_it_at_points(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # seeded draws of a test
    total = sum(
        (
            chance.randint(-2, 6)
            * X ** chance.randrange(4)
            * Y ** chance.randrange(2)
            * Z ** chance.randrange(2)
            for _ in range(6)
        ),
        R.zero,
    )
    if total and has_one_sign(total, OPEN, [1]):
        sizes = [Fraction(k, 5) for k in (1, 3, 5, 8, 40)]
        signs = {total(0, x, y, z) > 0 for x, y, z in product(sizes, repeat=3)}
        assert len(signs) == 1
