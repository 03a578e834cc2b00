"""Moments that are asked for are those of finite laws, added up point by point."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod

import pytest

from symbolic_mesa import laws, moment
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.errors import InvalidInput, MissingMoment

Function = Callable[[list[Fraction]], Fraction]
ATOMS = tuple((Fraction(v), Fraction(p)) for v, p in (("2", "1/3"), ("-1", "1/2"), ("1/2", "1/6")))
LAW = laws.support(ATOMS)
MATRIX = [[1, 2, 0], ["1/2", -1, 3], [0, 1, "2/3"]]


def mean(of: Function, dim: int) -> Fraction:
    """Return the mean of a function of the token, over all of its values."""
    total = Fraction(0)
    for token in product(ATOMS, repeat=dim):
        values = [value for value, _ in token]
        total += prod((share for _, share in token), start=Fraction(1)) * of(values)
    return total


def rational(found: object) -> Fraction:
    return Fraction(str(found))


@pytest.mark.parametrize(
    ("of", "function"),
    [
        ("x_j^2 x_l^4", lambda x: x[0] ** 2 * x[1] ** 4),
        ("x_j^3*x_l*x_m^2", lambda x: x[0] ** 3 * x[1] * x[2] ** 2),
        ("x_j x_j^2", lambda x: x[0] ** 3),
        ("x_3^2 x_j", lambda x: x[2] ** 2 * x[0]),
        ("|x|^2", lambda x: sum(v * v for v in x)),
        ("|x|^6", lambda x: sum(v * v for v in x) ** 3),
    ],
)
def test_moments(of: str, function: Function) -> None:
    assert rational(moment(LAW, of, dim=3)) == mean(function, 3)


@pytest.mark.parametrize("power", [1, 2, 3])
def test_powers_of_a_quadratic_form(power: int) -> None:
    rows = [[Fraction(entry) for entry in row] for row in MATRIX]

    def form(x: list[Fraction]) -> Fraction:
        pairs = product(range(3), repeat=2)
        return sum((rows[i][j] * x[i] * x[j] for i, j in pairs), Fraction(0)) ** power

    assert rational(moment(LAW, f"(x'Ax)^{power}", matrix=MATRIX)) == mean(form, 3)


def test_a_norm_in_every_dimension() -> None:
    found = moment(LAW, "|x|^4")
    for dim in (1, 2, 3):
        assert rational(found.subs("d", dim)) == mean(lambda x: sum(v * v for v in x) ** 2, dim)


@pytest.mark.parametrize(
    ("law", "of", "error"),
    [
        (LAW, "x", InvalidInput),
        (LAW, "|x|^3", InvalidInput),
        (LAW, "x_j^99", InvalidInput),
        (LAW, "(x'Ax)^2", InvalidInput),
        (LAW, "", InvalidInput),
        (LAW, "__import__('os')", InvalidInput),
        (laws.moments("m2=1"), "x_j^4", MissingMoment),
        (laws.student_t(5), "|x|^6", MissingMoment),
    ],
)
def test_what_there_is_not(law: TokenLaw, of: str, error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        moment(law, of)
    assert "\n" not in str(refused.value)
