"""Partial fractions, against the quotient at numbers."""

from fractions import Fraction
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from symbolic_mesa.engine.polynomials import evaluate_polynomial, partial_fractions

roots = st.dictionaries(st.integers(-3, 3), st.integers(1, 3), max_size=4)


@given(st.lists(st.fractions(-9, 9, max_denominator=7), max_size=7), roots)
def test_the_parts_add_up_to_the_quotient(values: list[Fraction], roots: dict[int, int]) -> None:
    whole, fractions = partial_fractions(tuple(values), roots)
    for at in (-7, 4, 5, 11):
        parts = sum(value / Fraction(at - c) ** n for (c, n), value in fractions.items())
        quotient = evaluate_polynomial(tuple(values), at) / prod(
            Fraction(at - c) ** m for c, m in roots.items()
        )
        assert evaluate_polynomial(whole, at) + parts == quotient
    assert all(value and 1 <= n <= roots[c] for (c, n), value in fractions.items())
