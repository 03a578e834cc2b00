"""Sums over coordinates that are not alike, and the symbols that they are written in."""

from fractions import Fraction

import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.text.errors import CoordinatesDiffer


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
