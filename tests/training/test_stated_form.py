"""The population loss of a stated model by index pattern, beside the model run term by term."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numeric_check.interpreter.entry_sums import EntrySum
from numeric_check.interpreter.rationals import Blocks, ExactPopulation
from numeric_check.interpreter.weights import unit
from numeric_check.laws.rational_moments import pair_moments
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.stating.files import load_model, read_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.stated_form import Summand, summands
from tests.exhaustive import first
from tests.gallery import MODELS
from tests.training import GAUSSIAN, stated_text

SKEWED = laws.support("2:1/3,-1:2/3")
ODD = """
  sum(s = 1 .. t) A[i,j] (x[s,j] + 1/2 delta[j,k] x[s,k]) conj(x[s,l]) A[l,m] x[t,m] / (t-1)
  - B[k,k] x[t,i] + 3 delta[j,j] x[t,i]
"""  # one block twice, a trace, indices that must be equal, d itself


def weights(model: Model, dim: int) -> Blocks:
    """Return every block with rational entries, none of them special."""
    draw = np.random.default_rng(1)
    odd = {name: 2 * draw.integers(-5, 5, (dim, dim)) + 1 for name in model.blocks}
    return {
        name: tuple(tuple(Fraction(int(x), 4) for x in row) for row in rows)
        for name, rows in odd.items()
    }


def differs(model: Model, law: TokenLaw, dim: int, length: int, form: list[Summand]) -> bool:
    """Whether the loss, or its gradient in some entry, is another than exact enumeration has."""
    exact, blocks = ExactPopulation(model, pair_moments(law, dim), dim, length), weights(model, dim)
    floats = {name: np.array(block, dtype=float) for name, block in blocks.items()}
    loss, slopes = EntrySum(form).at(floats)
    gaps = [loss / float(exact.derivative(blocks)) - 1]
    for name in model.blocks:
        for row, column in [(0, 0), (0, dim - 1), (dim - 1, 0)]:
            slope = exact.derivative(blocks, [unit(name, row, column, dim)])
            scale = float(np.max(np.abs(slopes[name])))
            gaps.append((slopes[name][row, column] - float(slope)) / scale)
    return bool(np.max(np.abs(gaps)) > 1e-12)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("law", [GAUSSIAN, SKEWED], ids=lambda law: law.name)
def test_the_loss_off_the_ansatz_is_that_of_exact_enumeration(name: str, law: TokenLaw) -> None:
    model = load_model(MODELS[name]).model
    for dim, length in ((1, 5), (2, 4), (2, 6)):
        form = summands(model, Setting(law, dim, length))
        assert not differs(model, law, dim, length, list(form))


@pytest.mark.parametrize("dim", first([2, 1, 3]))
def test_tied_weights_traces_and_equal_indices(dim: int) -> None:
    model = read_model(stated_text(ODD, {"A": "a I", "B": "b I"})).model
    assert not differs(model, SKEWED, dim, 4, list(summands(model, Setting(SKEWED, dim, 4))))


def test_a_number_that_is_wrong_is_seen() -> None:
    model = load_model(MODELS["two-heads"]).model
    form = summands(model, Setting(GAUSSIAN, 2, 4))
    for k, one in enumerate(form):
        if one.factors:
            wrong = [*form[:k], replace(one, value=one.value * 1.001), *form[k + 1 :]]
            assert differs(model, GAUSSIAN, 2, 4, wrong)


@pytest.mark.parametrize(
    ("law", "dim", "why"),
    [
        (laws.gaussian(), 2, "sigma has no value"),
        (laws.gaussian(1), None, "give --dim"),
        (laws.samples([[1.0, 2.0], [3.0, 4.0]]), 2, "not alike; train on --samples"),
    ],
)
def test_what_has_no_form_says_why(law: TokenLaw, dim: int | None, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        summands(load_model(MODELS["two-heads"]).model, Setting(law, dim, 5))


def test_too_many_patterns_are_refused_before_one_is_looked_at() -> None:
    deep = "x[t,j] conj(x[t,k]) A[k,l] x[t,l] conj(x[t,m]) A[m,n] x[t,n] conj(x[t,o]) A[o,p] x[t,p]"
    model = read_model(stated_text(f"B[i,j] {deep}", {"A": "a I", "B": "b I"})).model
    with pytest.raises(InvalidInput, match="190903463 index patterns, more than 10000; train on"):
        summands(model, Setting(SKEWED, 2, 4))
