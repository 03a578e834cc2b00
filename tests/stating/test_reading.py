"""What is read is what somebody would write by hand."""

from fractions import Fraction
from pathlib import Path

import pytest

from symbolic_mesa import load_model
from symbolic_mesa.engine.loss import entry_gradient, population_loss
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, PROBLEM
from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeRange,
    Token,
    Weight,
    fixed_time,
    time_index,
)
from symbolic_mesa.statement.manifolds import Block, Entries, Fixed, Form, Manifold
from symbolic_mesa.stating.files import read_model
from tests.exhaustive import first
from tests.stating import TWO_HEADS, ZHENG, stated

t, s, T = time_index("t"), time_index("s"), time_index("T")
X = Token("j", t)


def read(prediction: str, *weights: str) -> tuple[Contraction, ...]:
    forms = {name: f"{name.lower()} I" for name in weights or ("A",)}
    return read_model(stated(prediction, forms)).model.prediction


def test_two_heads_are_the_contractions_of_a_person() -> None:
    def head(number: int, lag: int) -> Contraction:
        return Contraction(
            weights=(Weight(f"B{number}", "i", "j"), Weight(f"A{number}", "k", "l")),
            tokens=(Token("j", s), Token("k", s - lag, conjugate=True), Token("l", t)),
            sums=(TimeRange("s", fixed_time(1), t),),
            divisors=(t - 1,),
        )

    problem = read_model(TWO_HEADS)
    assert problem.model.prediction == (head(1, 1), head(2, 0))
    assert problem.model.target == (Contraction((Token("i", t + 1),)),)
    assert problem.model.steps == TimeRange("t", fixed_time(2), T - 1)
    assert problem.model.output == "i"
    forms = (("A1", Block("a")), ("A2", Block("g")), ("B1", Block("b", "beta")))
    assert dict(problem.manifolds) == {"ansatz": Manifold(forms)}
    assert problem.glossary["a"].typical == Fraction(1, 3)
    assert problem.shortest_length == 3


def test_the_papers_model_is_the_model_of_the_package() -> None:
    problem = read_model(ZHENG)
    assert sorted(map(repr, problem.model.prediction)) == sorted(
        map(repr, PROBLEM.model.prediction)
    )
    assert problem.model.target == PROBLEM.model.target
    assert problem.model.steps == PROBLEM.model.steps
    manifold = problem.manifolds["ansatz"]
    assert manifold == DIAGONAL
    assert population_loss(problem.model, manifold) == population_loss(PROBLEM.model, DIAGONAL)


ENTRIES = [(block, *pins) for block in PROBLEM.model.blocks for pins in (("j", "j"), ("j", "l"))]


@pytest.mark.parametrize("entry", first(ENTRIES, 4))
def test_the_papers_gradients_are_those_of_the_package(entry: tuple[str, str, str]) -> None:
    model = read_model(ZHENG).model
    assert entry_gradient(model, DIAGONAL, *entry) == entry_gradient(
        PROBLEM.model, DIAGONAL, *entry
    )


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("- A[i,j] x[t,j]", [(-1, ())]),
        ("+ A[i,j] x[t,j] - 1/2 A[i,j] x[t,j]", [(1, ()), (Fraction(-1, 2), ())]),
        ("A[i,j] x[t,j] / 3", [(Fraction(1, 3), ())]),
        ("2 3/4 A[i,j] x[t,j] / (t - 1)", [(Fraction(3, 2), (t - 1,))]),
        ("A[i,j] x[t,j] / (t-1)^2", [(1, (t - 1, t - 1))]),
        ("A[i,j] x[t,j] / t", [(1, (t,))]),
        ("A[i,j] x[t,j] / (-(2/3))", [(Fraction(-3, 2), ())]),
        ("2^3^2 A[i,j] x[t,j]", [(64, ())]),
        ("(1 - 2) A[i,j] (x[t,j] - 3 x[t-1,j])", [(1, ()), (-3, ()), (-2, ()), (6, ())]),
    ],
)
def test_numbers_signs_and_divisors(
    text: str, terms: list[tuple[Fraction, tuple[object, ...]]]
) -> None:
    assert [(term.coefficient, term.divisors) for term in read(text)] == terms


def test_conj_distributes_and_weights_are_real() -> None:
    (one, other) = read("conj(A[i,j] x[t,j] - 2 conj(x[t-1,k]) B[i,k])", "A", "B")
    assert one == Contraction((Token("j", t, conjugate=True),), (Weight("A", "i", "j"),))
    tokens, weights = (Token("k", t - 1),), (Weight("B", "i", "k"),)
    assert other == Contraction(tokens, weights, coefficient=Fraction(-2))


def test_a_delta_joins_two_coordinates() -> None:
    (term,) = read("delta[j,k] A[i,j] x[t,k]")
    assert term.deltas == (("j", "k"),)


def test_sums_nest_in_the_order_in_which_they_are_written() -> None:
    (term,) = read("sum(s = 1 .. t) sum(r = 2 s - t .. s + 1) A[i,j] x[r - 1,j] / 2")
    assert term.sums == (
        TimeRange("s", fixed_time(1), t),
        TimeRange("r", s * 2 - t, s + 1),
    )
    assert term.coefficient == Fraction(1, 2)  # the division is inside


def test_each_bracket_keeps_its_times_to_itself() -> None:
    (term,) = read("(sum(s = 1 .. t) A[i,j] x[s,j]) sum(s = 2 .. t) conj(x[s,k]) x[s-1,k]")
    outer, inner = (span.name for span in term.sums)
    assert outer == "s"
    assert [token.time for token in term.tokens] == [time_index(inner), s, s - 1]


def test_a_block_used_twice_is_one_block() -> None:
    problem = read_model(stated("A[i,j] A[j,k] x[t,k]"))
    assert problem.model.blocks == ("A",)


def test_one_scale_may_stand_in_two_blocks() -> None:
    problem = read_model(stated("A[i,j] B[j,k] x[t,k]", {"A": "a I", "B": "a I + a (J - I)"}))
    assert problem.manifolds["ansatz"].scales == ("a",)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a I", Block("a")),
        ("a I + b (J - I)", Block("a", "b")),
        ("b (J-I)", Block(None, "b")),
        ("diag(a)", Entries("a")),
        (" a  I ", Block("a")),
        (" fixed ", Fixed()),
        ("fixed_1 I", Block("fixed_1")),
    ],
)
def test_an_ansatz(text: str, form: Form) -> None:
    file = stated("A[i,j] x[t,j] + B[i,j] x[t,j]", {"A": text, "B": "b_1 I"})
    assert read_model(file).manifolds["ansatz"].block("A") == form


def test_a_zero_block_is_trained_and_not_on_the_manifold() -> None:
    problem = read_model(TWO_HEADS)
    assert "B2" in problem.model.blocks
    assert "B2" not in dict(problem.manifolds["ansatz"].blocks)


@pytest.mark.parametrize(
    "changed",
    [
        TWO_HEADS.replace("\n", "\r\n"),
        "\ufeff" + TWO_HEADS,
        TWO_HEADS.replace("[weights]", '["weights"]').replace("A1 =", '"A1" ='),
        TWO_HEADS.replace('"1/3"', "0.3333333333333333").replace("0.3333333333333333", '"1/3"'),
    ],
)
def test_the_same_file_written_otherwise(changed: str) -> None:
    assert read_model(changed) == read_model(TWO_HEADS)


@pytest.mark.parametrize(
    ("stem", "id"), [("my model", "my-model"), ("x_1$%", "x-1"), ("é", "model")]
)
def test_a_model_is_called_like_its_file(stem: str, id: str, tmp_path: Path) -> None:
    path = tmp_path / f"{stem}.toml"
    path.write_text(TWO_HEADS, encoding="utf-8")
    assert load_model(path).id == id
