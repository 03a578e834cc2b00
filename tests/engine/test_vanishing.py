"""Places that hold every zero of a formula, against the formula's values."""

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from sympy.polys.fields import FracElement

from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.formulas.harmonics import harmonic_number
from symbolic_mesa.formulas.signs import keeps_sign
from symbolic_mesa.formulas.vanishing import Zeros
from symbolic_mesa.formulas.zero_places import Place, Range, at_place
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting


def whole(least: int) -> Range:
    return Range(lambda value: value >= least and value.denominator == 1, Fraction(least))


RANGES = {
    "d": whole(1),
    "T": whole(3),
    "p": Range(lambda p: 0 < p <= 1, Fraction(0), Fraction(1)),
    "q": Range(lambda q: 0 < q < 1, Fraction(0), Fraction(1)),
    "c": Range(lambda c: c != 0),
    "s": Range(lambda s: s > 0, Fraction(0)),
}
DIMS, LENGTHS = range(1, 7), range(3, 13)


def field(length: int | None = None) -> Algebra:
    names = (*(name for name in RANGES if name not in "dT"), "x")
    return algebra(PROBLEM, Setting(laws.generic(), None, length), names, (), (1, 2))


FIELD = field()


def element(text: str, of: Algebra = FIELD) -> FracElement:
    """Return a formula of these tests as an element; H and G are H_{T-2} and H_{T-2,2}."""
    known: dict[str, Any] = {str(generator): x for generator, x in of.generators.items()}
    known |= {"T": of.length, "H": of.harmonics[1], "G": of.harmonics[2]}
    return of.field(eval(text, {}, known))  # noqa: S307  # the texts are below


def zeros(text: str) -> list[dict[str, Any]]:
    found = Zeros(FIELD, RANGES).of(element(text))
    return [{str(left): number for left, number in place} for place in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T - 2 - H", [{"T": 3}]),
        ("H - G", [{"T": 3}]),
        ("(T - 2)*G - H**2", [{"T": 3}]),
        ("T - 2 + H", []),
        ("H - 4", []),  # between T = 32 and 33
        ("T - 5", [{"T": 5}]),
        ("2*T - 7", []),
        ("d - 1", [{"d": 1}]),
        ("d**2 - 2", []),
        ("d*(d + 3)", []),
        ("(d - 1)*(T - 2 - H)", [{"d": 1}, {"T": 3}]),
        ("2*H - 3", [{"T": 4}]),
        ("(d - 2)*G + (d + 1)*H - 3*H", [{"d": 2}]),
        ("2*p - 1", [{"p": Fraction(1, 2)}]),
        ("p - 1", [{"p": 1}]),
        ("q - 1", []),
        ("p - 2", []),
        ("s*c*H", []),
        ("5*(T - 2) - p*H", []),
        ("T - 2 - p*H", [{"T": 3, "p": 1}]),
        ("T - 2 - q*H", []),
        ("s*(T - 2) + H", []),
        ("c**2*(T - 2) + H", []),
        ("x - 3", [{"x": 3}]),
        ("2*q**2 - 1", [{"2*q**2 - 1": 0}]),
        ("c**3*(T - 2) + H", [{"c**3*T - 2*c**3 + (harmonic(T - 2))": 0}]),
        ("s*(T - 2) - H", [{"s*T - 2*s - (harmonic(T - 2))": 0}]),
        ("x*(T - 2) + H", [{"x*T - 2*x + (harmonic(T - 2))": 0}]),
    ],
)
def test_zeros(text: str, expected: list[dict[str, Any]]) -> None:
    found = zeros(text)
    assert sorted(map(str, found)) == sorted(
        str({k: Fraction(n) for k, n in place.items()}) for place in expected
    )


@pytest.mark.parametrize("seed", range(60))
def test_every_zero_of_a_random_formula_lies_at_a_place(seed: int) -> None:
    random = Random(seed)  # noqa: S311  # nothing secret is drawn
    products = ("1", "d", "T", "H", "G", "d*H", "d*T", "d*G", "H*H", "T*G", "d*d*G")
    terms = random.sample(products, random.choice((2, 3, 4)))
    text = " + ".join(f"{random.choice((-3, -2, -1, 1, 2, 3))}*{term}" for term in terms)
    value = element(f"({text})*(d - {random.randint(1, 3)} + T - {random.randint(3, 5)})")
    places = Zeros(FIELD, RANGES).of(value)
    for dim, length in product(DIMS, LENGTHS):
        where = ((FIELD.symbol("d"), Fraction(dim)), (FIELD.symbol("T"), Fraction(length)))
        if not at_place(value, where, FIELD):
            assert any(holds(place, where) for place in places), (text, dim, length)


def holds(place: Place, where: Place) -> bool:
    return all(at_place(left, where, FIELD) == FIELD.number(number) for left, number in place)


@pytest.mark.parametrize("seed", range(40))
def test_a_sign_that_is_kept_is_kept(seed: int) -> None:
    """Where the certificate speaks, values far beyond its start have one sign."""
    random = Random(seed)  # noqa: S311  # nothing secret is drawn
    terms = random.sample(("1", "d", "T", "H", "G", "d*H", "H*H", "T*G", "p*H", "p*p*G", "q*d"), 4)
    text = " + ".join(f"{random.choice((-2, -1, 1, 2, 5))}*{term}" for term in terms)
    formula = Formula(element(text), FIELD)
    dim, length = random.choice((1, 2)), random.choice((2, 3, 6))
    if not keeps_sign(formula, dim, length, RANGES):
        return
    signs = {
        formula.at({"d": d, "T": t, "p": p, "q": q}) > 0
        for d, t in product((dim, dim + 1, 50), (length + 1, length + 2, 100))
        for p, q in product((Fraction(1, 1000), Fraction(1, 2), Fraction(1)), repeat=2)
    }
    assert len(signs) == 1, text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("(4 - 6*p + 3*p*p)*H", True),  # with p = v/(1 + v), 4 + 2 v + v^2 over (1 + v)^2
        ("(4 - 6*p + 2*p*p)*H", False),  # 0 at p = 1
        ("(4 - 6*q + 2*q*q)*H", True),  # q < 1
        ("(4 - 9*p + 3*p*p)*H", False),
    ],
)
def test_a_square_of_a_number_between_bounds_keeps_its_sign(text: str, kept: bool) -> None:
    assert keeps_sign(Formula(element(text), FIELD), 1, 5, RANGES) is kept


@pytest.mark.parametrize("length", [20, 100, 3000])
def test_harmonic_numbers_at_a_given_length_are_numbers(length: int) -> None:
    own = field(length)
    known = Zeros(own, RANGES)
    assert known.of(element("d*H - 4*G", own)) == ()
    assert known.of(element("(d - 3)*H + (d - 3)*G", own)) == (((own.symbol("d"), Fraction(3)),),)
    assert float(harmonic_number(length - 2, 1)) > 3


def test_common_zeros_hold_for_every_formula() -> None:
    known = Zeros(FIELD, RANGES)
    first = element("(d - 1)*(T - 2 - H)")
    assert known.common([first, element("d - 1")]) == (((FIELD.symbol("d"), Fraction(1)),),)
    assert known.common([first, element("d + 1")]) == ()
    both = known.common([element("d - 2"), element("(2*p - 1)*H")])
    assert [len(place) for place in both] == [2]
    together = known.common([element("x*(T - 2) + H"), element("(x*(T - 2) + H)*d")])
    assert [len(place) for place in together] == [1]
