"""What a model in words says of itself: its matrices, its spaces, the degree of its loss."""

from symbolic_mesa.statement.regression import Drawn, Fixed, Regression, Trained
from symbolic_mesa.statement.words import Letter, Product, Sum, Transposed

A = Trained("A", "d", "d")
LAMBDA = Fixed("Lambda", "d", "d", "positive")
X, W = Drawn("X", "d", "N", "Lambda"), Drawn("w", "d", "1")
W_T = Transposed(Letter("w"))
READ = Product((), (W_T, Letter("X"), Transposed(Letter("X")), Letter("A"), Letter("w")))
TARGET = Product((), (W_T, Letter("w")))
MODEL = Regression((), (LAMBDA,), (X, W), (A,), READ, TARGET)


def test_its_loss_has_twice_the_degree_of_what_is_squared() -> None:
    assert {name: MODEL.degree(name) for name in ("A", "X", "w", "Lambda")} == {
        "A": 2,
        "X": 4,
        "w": 4,
        "Lambda": 0,
    }


def test_a_target_may_have_the_larger_degree() -> None:
    cubic = Product((), (W_T, Letter("A"), Letter("A"), Letter("A"), Letter("w")))
    model = Regression((), (LAMBDA,), (X, W), (A,), READ, Sum((TARGET, cubic)))
    assert (model.degree("A"), model.degree("X")) == (6, 4)


def test_its_matrices_and_spaces_are_each_named_once() -> None:
    assert [one.name for one in MODEL.matrices] == ["Lambda", "X", "w", "A"]
    assert MODEL.spaces == ("N", "d")


def test_each_matrix_says_what_it_is() -> None:
    assert [str(one) for one in MODEL.matrices] == [
        "positive d x d",
        "d x N, columns Lambda",
        "d x 1, columns I",
        "matrix, d x d",
    ]


def test_a_weight_that_is_a_multiple_says_of_what() -> None:
    assert str(Trained("A", "d", "d", scale="a")) == "a I, d x d"
    assert str(Trained("A", "d", "d", scale="a", along="Lambda^-1")) == "a Lambda^-1, d x d"


def test_a_weight_of_one_entry_is_a_number() -> None:
    assert Trained("u", "1", "1").is_number
    assert not A.is_number
    assert not Trained("u", "d", "1").is_number
