"""Sums over coordinates that are not alike, and the symbols that they are written in."""

from fractions import Fraction
from itertools import permutations
from math import prod

import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput


@pytest.mark.parametrize(
    ("free", "orders"), [((), []), ((2,), [1]), ((4, 2), [1, 2, 3]), ((6, 0), [1, 2, 3])]
)
def test_traces_are_of_powers_up_to_half_the_degree(
    free: tuple[int, ...], orders: list[int]
) -> None:
    law = laws.gaussian_vector("diag")
    assert law.symbols(Pattern((), free)) == tuple(f"trace_Lambda_{n}" for n in orders)
    assert law.symbols(Pattern((("j", 2),), free)) == ()
    assert law.symbols(Pattern((), (*free, 3))) == ()


def joint(*tokens: tuple[int, ...]) -> TokenLaw:
    return laws.joint([(token, Fraction(1, len(tokens))) for token in tokens])


@pytest.mark.parametrize(
    ("law", "free", "expected"),
    [
        (laws.gaussian_vector("2,1;1,2"), (2,), 2),
        (laws.gaussian_vector("2,1;1,3"), (), 1),
        (laws.gaussian_vector("2,1;1,3"), (2,), None),
        (laws.gaussian_vector("diag(0,1)"), (), None),
        (laws.gaussian_vector("diag(1,2)"), (0,), 1),
        (joint((1, 2), (2, 1)), (2,), Fraction(5, 2)),
        (joint((1, 2), (3, 2)), (), 1),
        (joint((1, 2), (0, 2)), (), None),
        (joint((1, 2), (3, 2)), (2,), None),
    ],
)
def test_what_the_others_are_where_one_is_not_0(
    law: TokenLaw, free: tuple[int, ...], expected: Fraction | None
) -> None:
    if expected is None:
        with pytest.raises(CoordinatesDiffer):
            law.nonzero_sum(free, 2, Rationals())
    else:
        assert law.nonzero_sum(free, 2, Rationals()) == expected


def test_a_diagonal_covariance_may_have_many_coordinates() -> None:
    """The sum over four of 60 coordinates has 11 million terms: only power sums answer it."""
    variances = range(1, 61)
    law = laws.gaussian_vector(f"diag({','.join(map(str, variances))})")
    elementary = [1, 0, 0, 0, 0]
    for value in variances:
        for order in (4, 3, 2, 1):
            elementary[order] += value * elementary[order - 1]
    found = law.coordinate_sum(Pattern((), (2, 2, 2, 2)), 60, Rationals())
    assert found == 24 * elementary[4]  # each choice in each of its orders


def test_a_diagonal_covariance_is_summed_over_like_any_other() -> None:
    law = laws.gaussian_vector("diag(1,2,5)")
    found = law.coordinate_sum(Pattern((("j", 2),), (4, 2)), 3, Rationals(), {"j": 1})
    orders = [one for one in permutations((1, 2, 5)) if one[0] == 2]
    assert found == sum(prod((x, 3 * y**2, z)) for x, y, z in orders)


def test_a_covariance_that_is_not_diagonal_has_too_many_choices() -> None:
    rows = [[2 if i == j else 1 for j in range(60)] for i in range(60)]
    law = laws.gaussian_vector(rows)
    with pytest.raises(InvalidInput, match="more than 200000 choices"):
        law.coordinate_sum(Pattern((), (2, 2, 2, 2)), 60, Rationals())
