"""Laws whose coordinates differ: their moments by brute force, what they are invariant under."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.laws.unlike.covariance import matrix_of
from symbolic_mesa.laws.unlike.diagonal import DiagonalGaussian
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput
from symbolic_mesa.text.surds import root
from tests.laws.refusal import refusal

FULL = "2,1,0;1,3,-1/2;0,-1/2,1"
ROWS = [((1, 0, 2), "1/3"), (("1/sqrt(2)", 0, -1), "1/6"), ((0, 1, -1), "1/2")]
PATTERNS = [
    Pattern((("j", 4),), ()),
    Pattern((("j", 2),), (4,)),
    Pattern((("j", 1), ("l", 3)), ()),
    Pattern((("j", 1), ("l", 1)), (2,)),
    Pattern((), (2, 2, 2)),
    Pattern((), (3, 1)),
    Pattern((("j", 2),), (0, 2)),
    Pattern((("j", 2), ("l", 0)), (3, 1)),
]


def pairings(covariance: Any, letters: tuple[int, ...]) -> Any:
    """Sum over pairings (Isserlis)."""
    if not letters:
        return Fraction(1)
    first, *others = letters
    return sum(
        (
            covariance[first][k] * pairings(covariance, (*others[:n], *others[n + 1 :]))
            for n, k in enumerate(others)
        ),
        Fraction(0),
    )


def gaussian(covariance: Any) -> Callable[[tuple[int, ...]], Any]:
    return lambda powers: pairings(
        covariance, tuple(i for i, k in enumerate(powers) for _ in range(k))
    )


def mean_over(rows: list[tuple[tuple[Any, ...], Any]]) -> Callable[[tuple[int, ...]], Any]:
    return lambda powers: sum(
        (p * prod((x**k for x, k in zip(t, powers, strict=True)), start=1) for t, p in rows),
        Fraction(0),
    )


def literally(moment: Any, pattern: Pattern, pins: dict[str, int], dim: int) -> Any:
    """The sum over distinct free coordinates, one choice after the other."""
    others = [k for k in range(dim) if k not in pins.values()]
    total: Any = Fraction(0)
    for chosen in permutations(others, len(pattern.free)):
        powers = [0] * dim
        for index, power in pattern.pinned:
            powers[pins[index]] += power
        for k, power in zip(chosen, pattern.free, strict=True):
            powers[k] += power
        total += moment(tuple(powers))
    return total


COVARIANCES = ["diag(1,2,3)", FULL, "diag(0,1,sqrt(2))", "1,1,1;1,1,1;1,1,1"]
EXACT = [((Fraction(1), Fraction(0), Fraction(2)), Fraction(1, 3)),
         ((root(Fraction(1, 2)), Fraction(0), Fraction(-1)), Fraction(1, 6)),
         ((Fraction(0), Fraction(1), Fraction(-1)), Fraction(1, 2))]  # fmt: skip
BOTH: list[tuple[TokenLaw, Any]] = [
    *((laws.gaussian_vector(text), gaussian(matrix_of(text))) for text in COVARIANCES),
    (laws.joint(ROWS), mean_over(EXACT)),
]


@pytest.mark.parametrize(("law", "moment"), BOTH)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_sums_are_those_over_each_choice(law: TokenLaw, moment: Any, pattern: Pattern) -> None:
    names = [index for index, _ in pattern.pinned]
    for chosen in permutations(range(3), len(names)):
        pins = dict(zip(names, chosen, strict=True))
        found = law.coordinate_sum(pattern, 3, Rationals(), pins)
        assert found == literally(moment, pattern, pins, 3)


def test_in_any_dimension_sums_are_traces() -> None:
    """Σ over distinct i, k of E x_i² x_k⁴ is 3 (tr Λ tr Λ² − tr Λ³), whatever d."""

    class Traces(Rationals):
        def symbol(self, name: str) -> Any:
            return sum(x ** int(name.rsplit("_", 1)[1]) for x in (1, 2, 5))

    law = laws.gaussian_vector("diag")
    fixed = laws.gaussian_vector("diag(1,2,5)")
    for free in ((4, 2), (2,), (6,), (2, 2, 2), (3, 3), (2, 0)):
        pattern = Pattern((), free)
        there = fixed.coordinate_sum(pattern, 3, Rationals())
        assert law.coordinate_sum(pattern, 3, Traces()) == there


@pytest.mark.parametrize(
    ("law", "alike", "symmetric", "independent"),
    [
        (laws.gaussian_vector("diag(1,2)"), False, True, True),
        (laws.gaussian_vector("diag(2,2)"), True, True, True),
        (laws.gaussian_vector("diag"), False, True, True),
        (laws.gaussian_vector("2,1;1,2"), True, False, False),
        (laws.gaussian_vector("2,1;1,3"), False, False, False),
        (laws.joint([((1, 0), "1/2"), ((0, 1), "1/2")]), True, False, False),
        (laws.joint([(x, "1/4") for x in product((1, -1), (2, -2))]), False, True, True),
        (laws.joint([(x, "1/4") for x in product((1, -1), repeat=2)]), True, True, True),
        (laws.joint([((1, 0), "1/4"), ((-1, 0), "1/4"), ((0, 2), "1/2")]), False, False, False),
    ],
)
def test_invariances(law: TokenLaw, alike: bool, symmetric: bool, independent: bool) -> None:
    assert (law.exchangeable, law.symmetric, law.independent) == (alike, symmetric, independent)


def test_words_say_where_coordinates_are_independent() -> None:
    for text, kind in (("diag(1,2)", "a diagonal covariance"), ("2,1;1,2", "a covariance")):
        said = f"Gaussian with mean 0 and {kind} of 2 coordinates"
        assert laws.gaussian_vector(text).phrase == said


def test_marginals() -> None:
    law = laws.gaussian_vector(FULL).marginal([2, 0])  # type: ignore[union-attr]  # a matrix
    assert law.covariance == ((1, 0), (0, 2))
    assert laws.joint(ROWS).marginal([1]) == laws.joint([((0,), "1/2"), ((1,), "1/2")])


def test_a_row_that_occurs_twice_is_added_up() -> None:
    assert laws.joint([((1,), "1/4"), ((1,), "1/4"), ((2,), "1/2"), ((3,), 0)]) == laws.joint(
        [((1,), "1/2"), ((2,), "1/2")]
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("1,2;2,1", "pivot 2 of the elimination is -3"),
        ("0,1;1,2", "pivot 1 is 0, and the entry 1,2"),
        ("1,2;3,1", "entries 2,1 and 1,2 differ"),
        ("1,2", "square"),
        ("diag(-1)", "pivot 1 of the elimination is -1"),
        ("diag(0,0)", "it is 0"),
        ("diag()", "covariance=''"),
        ("diag(1,x^)", "covariance="),
        ("no-such-file", "cannot be read"),
        ([[1, 2], 3], "no rows"),
        (np.array([[1.0, np.nan], [np.nan, 1.0]]), "NaN"),
        (np.array([[1j]]), "complex"),
        (np.array([[1.0, 1.0 + 1e-12], [1.0 + 1e-12, 1.0]]), "add 4e-12 to the diagonal"),
    ],
)
def test_what_is_no_covariance(given: Any, words: str) -> None:
    assert words in refusal(lambda: laws.gaussian_vector(given))


def test_entries_may_be_small() -> None:
    """What counts as rounding is measured by the largest entry."""
    for small in ("1/3", "1/10^9"):
        assert laws.gaussian_vector(f"diag({small},0)").dim == 2
        assert laws.gaussian_vector(f"{small},-{small};-{small},{small}").dim == 2
        said = refusal(lambda small=small: laws.gaussian_vector(f"diag({small},-{small})"))
        assert said.endswith("; give a covariance")


@pytest.mark.parametrize("suffix", ["npy", "npz", "csv"])
def test_a_covariance_in_a_file(tmp_path: Path, suffix: str) -> None:
    path, array = tmp_path / f"c.{suffix}", np.array([[2, 1], [1, 2]])
    match suffix:
        case "npy":
            np.save(path, array)
        case "npz":
            np.savez(path, array)
        case _:
            np.savetxt(path, array, delimiter=",", fmt="%d")
    assert laws.gaussian_vector(str(path)) == laws.gaussian_vector(array)
    assert laws.gaussian_vector(path) == laws.gaussian_vector("2,1;1,2")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "0 tokens"),
        ([((1, 0), "1/2"), ((1,), "1/2")], "token 2 has 1 coordinates"),
        ([((1, 0), "1/2")], "sum to 1/2"),
        ([((1, 0), "-1"), ((0, 1), 2)], "the probability of token 1 is -1"),
        ([((0, 0), 1)], "every token is 0"),
        ([(("q", 0), 1)], "no number"),
        ([("12", 1)], "no list of coordinates"),
        ([((), 1)], "at least one"),
    ],
)
def test_what_is_no_joint_law(rows: Any, words: str) -> None:
    assert words in refusal(lambda: laws.joint(rows))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rows = 3", "rows are missing"),
        ("", "rows are missing"),
        ("rows = [3]", "row 1: no token"),
        ("rows = [{ token = [1] }]", "row 1: no token"),
        ("rows = [{ token = 1, probability = 1 }]", "row 1: numbers"),
        ("rows = [{ token = [[1]], probability = 1 }]", "row 1: numbers"),
        ("rows = [{ token = [true], probability = 1 }]", "row 1: numbers"),
        ("rows = [{ token = [1], probability = 0.5 }]", "sum to 1/2"),
        ("rows = [{ token = [1], probability = 1 }]\nmore = 1", "'more'"),
        ("rows = [", "not a TOML file"),
    ],
)
def test_what_is_no_joint_file(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "law.toml"
    path.write_text(text)
    assert words in refusal(lambda: laws.joint_from_file(path))


def test_a_joint_file(tmp_path: Path) -> None:
    path = tmp_path / "law.toml"
    path.write_text(
        'rows = [{ token = ["1/sqrt(2)", 0], probability = 0.25 }, '
        '{ token = [0.5, -1], probability = "3/4" }]'
    )
    given = laws.joint([(("1/sqrt(2)", 0), "1/4"), (("1/2", -1), "3/4")])
    assert laws.joint_from_file(path) == given


def test_symbols_are_conditions_until_they_are_numbers() -> None:
    law = laws.gaussian_vector("1,rho_1;rho_1,1")
    assert law.conditions == ("the covariance is positive semidefinite",)
    assert law.at({"rho_1": Fraction(1, 2)}) == laws.gaussian_vector("1,1/2;1/2,1")
    with pytest.raises(InvalidInput, match="pivot 2"):
        law.at({"rho_1": Fraction(2)})


def test_a_variance_that_is_a_symbol_is_a_condition_once() -> None:
    law = laws.gaussian_vector("diag(1,v,w,v,sqrt(2))")
    assert law.conditions == ("v >= 0", "w >= 0")
    fixed = law.at({"v": Fraction(3), "w": Fraction(0)})
    assert fixed.conditions == ()
    assert fixed == laws.gaussian_vector("diag(1,3,0,3,sqrt(2))")
    with pytest.raises(InvalidInput, match="pivot 3 of the elimination is -1"):
        law.at({"v": Fraction(3), "w": Fraction(-1)})


def test_the_diagonal_one_has_a_symbol_for_each_variance() -> None:
    law = laws.gaussian_vector("diag")
    assert isinstance(law, DiagonalGaussian)
    assert law.at({"d": Fraction(2)}) == laws.gaussian_vector("diag(lambda_1,lambda_2)")
    with pytest.raises(CoordinatesDiffer, match="lambda_j"):
        law.coordinate_sum(Pattern((("j", 4),), ()), 3, Rationals())


def test_the_loss_is_written_in_traces() -> None:
    """½ [3a²b² (5 tr Λ³ (T−2) + (tr Λ tr Λ² − tr Λ³) H) − 6ab tr Λ² (T−2) + tr Λ (T−2)]."""
    loss = derive(laws.gaussian_vector("diag"), results=["loss"])["loss"]
    assert loss.status == "verified"
    for t, h in ((3, Fraction(1)), (6, 1 + Fraction(1, 2) + Fraction(1, 3) + Fraction(1, 4))):
        for a, b, first, second, third in ((1, 2, 3, 4, 5), (3, 1, 7, 2, 9)):
            cubic = 5 * third * (t - 2) + (first * second - third) * h
            wanted = (3 * a**2 * b**2 * cubic - 6 * a * b * second * (t - 2) + first * (t - 2)) / 2
            traces = {f"trace_Lambda_{n}": x for n, x in enumerate((first, second, third), start=1)}
            assert loss(T=t, a=a, b=b, **traces) == float(wanted)
