"""Finite supports: what is read, exactly, and moments by enumeration."""

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from tests.laws.sums import Powers, monomial, patterns, summed

Atoms = tuple[tuple[Fraction, Fraction], ...]

THIRDS: Atoms = ((Fraction(-1), Fraction(2, 3)), (Fraction(2), Fraction(1, 3)))
READ: dict[str, Atoms] = {
    "2:1/3,-1:2/3": THIRDS,
    "-1:2/3,2:1/3": THIRDS,
    " 2 : 1/3 , -1 : 2/3 ": THIRDS,
    "+2:2/6,-1.0:4/6": THIRDS,
    "2e0:1/3,-10e-1:2/3": THIRDS,
    "-3:1": ((Fraction(-3), Fraction(1)),),
    "-1/3:.5,1/3:0.5": ((Fraction(-1, 3), Fraction(1, 2)), (Fraction(1, 3), Fraction(1, 2))),
    "0.1:0.3,0.2:0.7": (
        (Fraction(1, 10), Fraction(3, 10)),
        (Fraction(1, 5), Fraction(7, 10)),
    ),
    "0:0.999,1:0.001": ((Fraction(0), Fraction(999, 1000)), (Fraction(1), Fraction(1, 1000))),
    "1:1,5:0": ((Fraction(1), Fraction(1)),),
}
MIXTURE: Atoms = (
    (Fraction(-7, 3), Fraction(1, 5)),
    (Fraction(0), Fraction(1, 2)),
    (Fraction(1, 4), Fraction(1, 10)),
    (Fraction(3), Fraction(1, 5)),
)


@pytest.mark.parametrize(("text", "atoms"), READ.items())
def test_text_is_read_exactly(text: str, atoms: Atoms) -> None:
    assert laws.support(text).atoms == atoms


@pytest.mark.parametrize(
    "pairs",
    [
        [(2, "1/3"), (-1, "2/3")],
        [("-1", Fraction(2, 3)), (Fraction(2), Fraction(1, 3))],
        [(2.0, Fraction(1, 3)), (Decimal("-1.0"), "4/6")],
        ((2, "1/3"), (-1, "2/3"), (9, 0)),
    ],
)
def test_pairs_say_what_text_says(pairs: list[tuple[object, object]]) -> None:
    assert laws.support(pairs) == laws.support("2:1/3,-1:2/3")


def test_floats_are_the_decimals_that_they_show() -> None:
    assert laws.support([(0.1, 0.3), (0.2, 0.7)]) == laws.support("1/10:3/10,1/5:7/10")


@pytest.mark.parametrize("atoms", [THIRDS, MIXTURE, ((Fraction(-3), Fraction(1)),)])
@pytest.mark.parametrize("dim", [1, 2, 3])
def test_moments_are_sums_over_every_token(atoms: Atoms, dim: int) -> None:
    points = [
        (tuple(value for value, _ in row), prod(share for _, share in row))
        for row in product(atoms, repeat=dim)
    ]

    def moment(powers: Powers) -> Fraction:
        return sum(share * monomial(token, powers) for token, share in points)

    law = laws.support(atoms)
    for pattern in patterns(dim):
        found = law.coordinate_sum(pattern, dim, Rationals())
        assert found == summed(pattern, dim, moment)


def test_odd_moments_of_a_skewed_support_do_not_vanish() -> None:
    law = laws.support("2:1/3,-1:2/3")
    assert [law.moment(k) for k in range(7)] == [1, 0, 2, 2, 6, 10, 22]
    assert law.coordinate_sum(Pattern((("j", 3),), (5,)), 4, Rationals()) == 3 * 2 * 10


def test_a_support_has_no_symbols() -> None:
    law = laws.support("2:1/3,-1:2/3")
    assert law.symbols(MOMENTS["kappa_1"]) == ()
    assert law.at({"q": Fraction(1)}) == law
    assert law.conditions == ()
    assert (law.name, law.dim, law.exchangeable) == ("support", None, True)
    assert law.parameters == {"P(2)": Fraction(1, 3), "P(-1)": Fraction(2, 3)}


def test_a_long_support_is_named_in_short() -> None:
    law = laws.support([(value, "1/7") for value in range(7)])
    assert law.phrase == "i.i.d. coordinates on 7 points"
    assert len(law.parameters) == 7
