"""Laws of complex tokens: their moments by brute force, how they are written, what is refused."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_moments import pair_moments
from numeric_check.sampling.sampling import drawn_by
from symbolic_mesa import derive, laws, moment
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.text.complex_numbers import ComplexNumber, complex_number
from symbolic_mesa.text.errors import MissingMoment
from tests.laws.refusal import HOSTILE, refusal

DEGREE, DRAWS, SEED = 6, 20_000, 20261128
ROWS = [((1, "1+i"), "1/3"), (("1/sqrt(2)", "-2*i"), "1/2"), (("i/2", -1), "1/6")]
TABLE = {"1|1": 1, "2|2": 2, "3|3": 6, "1|0": 0, "2|0": "1/2", "2|1": "1/5", "3|1": "-1/3"}
EACH: tuple[TokenLaw, ...] = (
    laws.complex_gaussian(2, "1/2"),
    laws.complex_gaussian(1, 0),
    laws.complex_gaussian("sqrt(2)", "-1"),
    laws.complex_gaussian(1, 1),
    laws.phases("3/2"),
    laws.joint(ROWS),
)
each_law = pytest.mark.parametrize("law", EACH, ids=lambda law: law.name)

Pairs = tuple[tuple[int, int], ...]


def pairs(dim: int) -> list[Pairs]:
    one = [(p, q) for p in range(DEGREE + 1) for q in range(DEGREE + 1 - p)]
    return [x for x in product(one, repeat=dim) if sum(map(sum, x)) <= DEGREE]


def here(law: TokenLaw, powers: Pairs) -> Any:
    held = tuple((f"k{k}", p + q) for k, (p, q) in enumerate(powers))
    pattern = Pattern(held, (), tuple(q for _, q in powers))
    return law.coordinate_sum(
        pattern, len(powers), Rationals(), {name: k for k, (name, _) in enumerate(held)}
    )


@each_law
@pytest.mark.parametrize("dim", [1, 2])
def test_both_sides_have_the_same_moments(law: TokenLaw, dim: int) -> None:
    if law.dim in (None, dim):
        there = pair_moments(law, dim)
        assert [x for x in pairs(dim) if there(x) != here(law, x)] == []


@each_law
def test_nodes_have_these_moments(law: TokenLaw) -> None:
    nodes, exact = token_nodes(law, 2), pair_moments(law, 2)
    for powers in pairs(2):
        factors = [
            nodes.points[:, k] ** p * np.conj(nodes.points[:, k]) ** q
            for k, (p, q) in enumerate(powers)
        ]
        terms = nodes.weights * np.real(prod(factors))
        assert abs(np.sum(terms) - float(exact(powers))) <= 1e-11 * max(1, np.sum(np.abs(terms)))


@each_law
def test_draws_have_these_moments(law: TokenLaw) -> None:
    """No |z| above 5.5."""
    drawn, exact = drawn_by(law)(np.random.default_rng(SEED), DRAWS, 2), pair_moments(law, 2)
    for powers in (x for x in pairs(2) if sum(map(sum, x)) == 2):
        values = np.real(
            prod(drawn[:, k] ** p * np.conj(drawn[:, k]) ** q for k, (p, q) in enumerate(powers))
        )
        error = np.std(values, ddof=1) / np.sqrt(DRAWS)
        assert abs(np.mean(values) - float(exact(powers))) <= 5.5 * error + 1e-12


@pytest.mark.parametrize("dim", [1, 2])
def test_grid_points_have_the_moments_of_a_table(dim: int) -> None:
    law = laws.moments(TABLE)
    nodes, exact = token_nodes(law, dim), pair_moments(law, dim)
    for powers in pairs(dim):
        factors = [
            nodes.points[:, k] ** p * np.conj(nodes.points[:, k]) ** q
            for k, (p, q) in enumerate(powers)
        ]
        terms = nodes.weights * np.real(prod(factors))
        assert abs(np.sum(terms) - float(exact(powers))) <= 1e-9 * max(1, np.sum(np.abs(terms)))


def test_a_real_law_is_a_complex_one_that_is_real() -> None:
    """E x_j² = E|x_j|²: the imaginary part is 0, and every moment is that of N(0, 1)."""
    law, real = laws.complex_gaussian(1, 1), laws.gaussian(1)
    for powers in pairs(2):
        one = tuple((f"k{k}", p + q) for k, (p, q) in enumerate(powers))
        assert here(law, powers) == real.coordinate_sum(Pattern(one, ()), 2, Rationals())


def test_sums_over_distinct_coordinates_are_those_over_each_choice() -> None:
    law = laws.joint([(("1", "i", "2-i"), "1/3"), (("-1", "1+i", "i/3"), "2/3")])
    patterns = [
        Pattern((("j", 2),), (4,), (1, 2)),
        Pattern((("j", 1),), (3,), (0, 2)),
        Pattern((), (3, 2, 1), (1, 0, 1)),
    ]
    for pattern in patterns:
        for j in range(3 if pattern.pinned else 1):
            held = {j: pattern.pairs[0]} if pattern.pinned else {}
            free = pattern.pairs[len(held) :]
            total = Fraction(0)
            for chosen in permutations([k for k in range(3) if k not in held], len(free)):
                every = {**held, **dict(zip(chosen, free, strict=True))}
                total += here(law, tuple(every.get(k, (0, 0)) for k in range(3)))
            assert law.coordinate_sum(pattern, 3, Rationals(), {"j": j}) == total


def test_complex_data_are_a_joint_law(tmp_path: Path) -> None:
    tokens = np.array([[1, 1j], [0.5 - 2j, -1]])
    np.save(tmp_path / "tokens.npy", tokens)
    law = laws.joint([((1, "i"), "1/2"), (("1/2 - 2*i", -1), "1/2")])
    assert laws.data(tokens) == laws.data(tmp_path / "tokens.npy") == law


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: laws.data(np.array([[1j]]), "signs"), "symmetrize: it is for real tokens"),
        (lambda: laws.data(np.array([[1j, 1]]), None, 1), "weights column: it is for real"),
        (lambda: laws.data(np.array([[1j, np.nan]])), "NaN"),
        (lambda: laws.data(np.array([1j])), "shape (1,)"),
        (lambda: laws.data(np.array([[0j]])), "every token is 0"),
        (lambda: laws.complex_gaussian(1, 2), "pseudo <= variance"),
        (lambda: laws.complex_gaussian(1, -2), "pseudo >= -variance"),
        (lambda: laws.complex_gaussian(0), "variance"),
        (lambda: laws.phases(0), "c=0"),
        (lambda: laws.moments("1|1=0"), "a mean of squares"),
        (lambda: laws.moments("1|1=1,m2=1"), "only such"),
        (lambda: laws.moments("1|1=1,symmetric"), "real tokens"),
        (lambda: laws.moments({"1|1": 1, "0|0": 1}), "no moment of complex"),
        (lambda: laws.moments({"1|": 1}), "no moment of complex"),
        (lambda: laws.moments({"1|2,2|1": 1, "2|1,1|2": 1}), "given twice"),
        (lambda: laws.moments({"7|7": 1}), "total power 12"),
        (lambda: laws.joint([((1, "j"), 1)]), "i is the imaginary unit"),
        (lambda: laws.joint([((1, "sqrt(i)"), 1)]), "not real"),
        (lambda: laws.joint([((1, 2), "i")]), "not real"),
        (lambda: laws.joint([((1, HOSTILE), 1)]), "token 1"),
        (lambda: moment(laws.phases(1), "|x_j|^3"), "no power of a coordinate"),
        (lambda: moment(laws.phases(1), "conj(x_j"), "no power of a coordinate"),
    ],
)
def test_what_is_refused(make: Callable[[], object], words: str) -> None:
    assert words in refusal(make)


def test_moments_are_asked_for() -> None:
    law = laws.complex_gaussian("v", "p")
    assert str(moment(law, "x_j conj(x_j)")) == str(moment(law, "|x_j|^2")) == "v"
    assert str(moment(law, "x_j^2")) == str(moment(law, "conj(x_j)^2")) == "p"
    assert str(moment(law, "|x_j|^4")) == "p**2 + 2*v**2"
    assert moment(laws.gaussian(1), "x_j conj(x_j) |x_l|^4") == 3


def test_a_missing_moment_says_how_to_give_it() -> None:
    found = derive(laws.moments("1|1=1,2|2=2,3|3=6"), results=["kappa-1", "emergence"])
    assert found["kappa-1"].value == 2
    with pytest.raises(MissingMoment, match=r'E\[x_i1\^3 .* give it, as in "3\|3=1"'):
        derive(laws.moments("1|1=1,2|2=2"), check=False, results=["loss"])
    assert found["emergence"].status == "missing-moment"


def test_complex_numbers() -> None:
    unit = ComplexNumber(Fraction(0), Fraction(1))
    one = complex_number("1 + 2*i", "x")
    assert unit * unit == -1
    assert (one + unit, one - 1, 1 - one) == (
        complex_number("1+3*i", "x"),
        complex_number("2*i", "x"),
        complex_number("-2*i", "x"),
    )
    assert one * one.conjugate() == 5
    assert one / one == 1 / one * one == one**0 == 1
    assert one**-2 * one**2 == 1
    assert complex(one) == 1 + 2j
    assert complex_number("(1+i)/(1-i)", "x") == unit == complex_number(1j, "x")
    assert complex_number(str(one), "x") == one
