"""Few-shot prompts: claims beside prompts that are drawn, and what other laws change."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from derivations.von_oswald.few_shot import AMONG, BETWEEN, LETTERS
from numeric_check.model.few_shot import NODES, RATIONAL, Law, Prompt, mean_products, squared
from symbolic_mesa import derive
from symbolic_mesa.text.errors import NotClosed
from symbolic_mesa.words.matrices import matrix
from symbolic_mesa.words.samples import counted
from tests.exhaustive import first

PROMPTS = (
    Prompt(((3,),), (2,), 2),
    Prompt(((-2,),), (1,), 3),
    Prompt(((1, 2), (-3, 1)), (1, -2), 2),
)
SIGNED: Law = (
    (0, Fraction(1, 4)),
    (1, Fraction(1, 4)),
    (-1, Fraction(1, 4)),
    (3, Fraction(1, 8)),
    (-3, Fraction(1, 8)),
)
SKEWED: Law = ((2, Fraction(1, 3)), (-1, Fraction(2, 3)))
SPURIOUS = ("inner", "query")


def moment(law: Law, power: int) -> Fraction:
    return sum((share * value**power for value, share in law), Fraction(0))


def square_of(rows: tuple[tuple[Any, ...], ...]) -> Any:
    return sum(x**2 for row in rows for x in row)


def expected(law: Law, prompt: Prompt) -> Mapping[tuple[str, str], Any]:
    """Return what the page says of mean products, coordinates being i.i.d. with mean 0."""
    second, third, fourth = (moment(law, power) for power in (2, 3, 4))
    d, n, whole = prompt.dim, prompt.pairs, square_of(prompt.weights)
    energy = second * (fourth + (d - 1) * second**2)
    skew = third**2 * sum(prompt.weights[j][j] ** 2 for j in range(d))
    return {
        ("truth", "truth"): second * whole,
        ("truth", "true"): n * second**2 * whole,
        ("true", "true"): n * energy * whole + n * (n - 1) * second**3 * whole,
        ("inner", "inner"): (n - 1) * d * second**3 * whole,
        ("query", "query"): energy * whole,
        ("true", "query"): skew,
        ("truth", "inner"): 0,
        ("truth", "query"): 0,
        ("true", "inner"): 0,
        ("inner", "query"): 0,
    }


@pytest.mark.parametrize("law", [RATIONAL, SIGNED, SKEWED], ids=["gaussian", "signed", "skewed"])
@pytest.mark.parametrize("prompt", first(PROMPTS), ids=str)
def test_every_mean_product_is_what_the_page_says(law: Law, prompt: Prompt) -> None:
    found, apart = mean_products(prompt, law)
    for pair, value in expected(law, prompt).items():
        assert found[pair] == value, pair
    for kind in SPURIOUS:  # no bias, whatever the law
        assert all(apart[kind, other] == 0 for other in ("truth", "true", *SPURIOUS))


def test_both_finite_laws_are_gaussian_up_to_degree_five() -> None:
    for law in (RATIONAL, NODES):
        moments = [float(sum(p * x**power for x, p in law)) for power in range(6)]
        assert moments == pytest.approx([1, 0, 1, 0, 3, 0])


@pytest.mark.parametrize("size", [Fraction(1, 10), Fraction(1, 4)])
def test_errors_of_prompts_that_are_drawn(size: Fraction) -> None:
    count, dim, pairs = 40_000, 3, 4
    chance = np.random.default_rng(11)
    weights = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0], [2.0, 0.0, 1.0]])
    separator = np.array([0.5, -1.0, 0.25])
    x, q = chance.normal(size=(count, pairs, dim)), chance.normal(size=(count, dim))
    y = x @ weights.T
    plain = np.stack([x, y], axis=2).reshape(count, 2 * pairs, dim)
    spaced = np.stack([x, y, np.broadcast_to(separator, x.shape)], axis=2)
    point = {
        "N": pairs,
        "d": dim,
        "eta": size,
        "trace_W_W_T": Fraction(float(np.sum(weights**2))),
        "form_c_T_c": Fraction(21, 16),
        "form_c_T_W_c": Fraction(float(separator @ weights @ separator)),
    }
    found = derive(theorem="von-oswald-few-shot", check=False)
    prompts = {
        "few-shot-error": plain,
        "separator-error": spaced.reshape(count, 3 * pairs, dim),
    }
    for id, tokens in prompts.items():
        every = np.concatenate([tokens, q[:, None]], axis=1)
        matches = np.einsum("nti,ni->nt", every[:, :-1], q)
        predicted = float(size) * np.einsum("nt,nti->ni", matches, every[:, 1:])
        squares = np.sum((predicted - q @ weights.T) ** 2, axis=1)
        deviation = squares.std() / np.sqrt(count)
        stated = found[id].formula
        assert stated is not None
        assert abs(squares.mean() - float(stated.at(point))) < 4 * deviation, id


def test_traces_of_shifts_count_samples() -> None:
    word = matrix(AMONG, "S", "S'", "S", "S'").trace()
    number = {
        AMONG.scalars[-1 - m[0][0][0]] if m else "1": n
        for m, n in counted(word, AMONG, BETWEEN, "N").items()
    }
    assert number == {"N": 1, "1": -1}
    assert counted(matrix(AMONG, "S").trace(), AMONG, BETWEEN, "N") == {}
    assert LETTERS.names[4] == "S"


def test_a_trace_that_is_not_linear_is_refused() -> None:
    def square(samples: int) -> list[list[int]]:
        return [[samples * int(i == j) for j in range(samples)] for i in range(samples)]

    with pytest.raises(NotClosed, match="not linear"):
        counted(matrix(AMONG, "S").trace(), AMONG, {"S": square}, "N")


def test_spurious_pairs_cost_most_where_prompts_are_long() -> None:
    found = derive(theorem="von-oswald-few-shot", check=False)
    point = {"N": Fraction(100), "d": 5, "trace_W_W_T": Fraction(1)}
    dirty, clean = (found[f"{one}-least-error"].formula for one in ("few-shot", "clean"))
    assert dirty is not None
    assert clean is not None
    assert dirty.at(point) == Fraction(1102, 11102)
    assert clean.at(point) == Fraction(6, 106)


def test_a_mean_square_of_weights() -> None:
    products, _ = mean_products(PROMPTS[0], RATIONAL)
    assert squared(products, {"truth": 1}) == 9
