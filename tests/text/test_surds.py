import pickle
from copy import deepcopy
from fractions import Fraction
from math import floor

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic_mesa.text.surds import Exact, Surd, coprime_base, root

FRACTIONS = st.fractions(-9, 9, max_denominator=12)
ROOTS = st.builds(lambda c, n: c * root(n), FRACTIONS, st.fractions(0, 60, max_denominator=9))
NUMBERS = st.builds(lambda start, roots: sum(roots, start), FRACTIONS, st.lists(ROOTS, max_size=3))


def near(value: Exact) -> mpmath.mpf:
    """Return a number to 60 digits, by other means than its own."""
    terms = value.terms if isinstance(value, Surd) else {1: value}
    parts = (mpmath.sqrt(n) * c.numerator / c.denominator for n, c in terms.items())
    return mpmath.fsum(parts)


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_arithmetic_is_that_of_reals(x: Exact, y: Exact) -> None:
    with mpmath.workdps(90):
        pairs = [(x + y, near(x) + near(y)), (x - y, near(x) - near(y)), (x * y, near(x) * near(y))]
        if y:
            pairs.append((x / y, near(x) / near(y)))
        for found, expected in pairs:
            assert abs(near(found) - expected) < mpmath.mpf(10) ** -60 * (1 + abs(expected))


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_order_equality_and_hash(x: Exact, y: Exact) -> None:
    with mpmath.workdps(90):
        assert (x < y) == (near(x) < near(y) - mpmath.mpf(10) ** -60)
    again = (x + y) - y
    assert again == x
    assert hash(again) == hash(x)
    assert type(again) is type(x)  # a rational is a fraction, whichever way it came
    assert floor(x) <= x < floor(x) + 1


@settings(deadline=None)
@given(NUMBERS)
def test_copies_are_equal(x: Exact) -> None:
    assert pickle.loads(pickle.dumps(x)) == deepcopy(x) == x  # noqa: S301  # made here


def test_large_squares_are_told_without_factoring() -> None:
    p, q = 2**89 - 1, 2**107 - 1  # primes
    assert root(Fraction(p * q * q)) / root(Fraction(p)) == q
    assert root(Fraction(p)) * root(Fraction(q)) == root(Fraction(p * q))
    assert root(Fraction(p)) - root(Fraction(p + 1)) < 0
    assert coprime_base([p * q, q * q * 6, 4]) == (2, 3, p, q)


def test_signs_of_what_nearly_cancels() -> None:
    tiny = root(2) + root(3) - root(5 + 2 * 10**30) + 0
    assert tiny < 0
    pell = root(Fraction(2)) - Fraction(1855077841, 1311738121)  # 2 q^2 - p^2 = 1
    assert pell > 0
    assert float(pell) == pytest.approx(2.0546e-19, rel=1e-4)


@pytest.mark.parametrize("number", [Fraction(-1), 1 + root(Fraction(2))])
def test_roots_that_there_are_not(number: Exact) -> None:
    with pytest.raises(ValueError, match="square root"):
        root(number)
