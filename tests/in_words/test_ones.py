"""Matrices of ones in words: the size that they take, and what is derived of them, by matrices."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from derivations.in_words.stated import Stated
from derivations.lookup import of_model
from numeric_check.words.scenes import scenes
from numeric_check.words.slopes import gradient
from symbolic_mesa import derive
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.notation.word_nodes import node_latex
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.words import node_text
from symbolic_mesa.stating.files import read_model
from symbolic_mesa.training.word_form import WordForm
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import matrix
from symbolic_mesa.words.values import Value
from symbolic_mesa.words.wick import Expectation
from tests.in_words import stated, with_weights

CENTRED = "y (I - ones / N) X' A q / N"
AMONG = Expectation(
    Alphabet(
        (
            Letter("G", "d", "N", covariances=((), ())),
            Letter("B", "d", "d"),
            Letter("onesd", "d", "1", ones=True),
            Letter("onesN", "N", "1", ones=True),
        ),
        {"d": "d", "N": "N"},
    ),
    ("d", "N"),
)
TRACES = (
    ("onesN", "onesN'"),
    ("G", "onesN", "onesN'", "G'"),
    ("G", "onesN", "onesN'", "G'", "B"),
    ("onesd'", "G", "G'", "B", "onesd"),
    ("G", "onesN", "onesd'", "G", "onesN", "onesd'"),
    ("G", "G'", "onesd", "onesN'", "G'", "G", "onesN", "onesd'"),
    ("onesd", "onesN'", "onesN", "onesd'", "B"),
)


def at(value: Value, numbers: dict[str, Fraction], b: np.ndarray) -> Fraction:
    """Return a value in which traces have B and columns of ones alone."""
    size = int(numbers["d"])
    letters = {"B": b, "B'": b.T}
    letters |= {"onesd": np.ones((size, 1), dtype=int), "onesd'": np.ones((1, size), dtype=int)}
    total = Fraction(0)
    for monomial, number in value.items():
        term = Fraction(number)
        for generator, exponent in monomial:
            if generator[0] < 0:
                factor = numbers[AMONG.scalars[-1 - generator[0]]]
            else:
                spelled = AMONG.alphabet.spelled(generator)
                found = letters[spelled[0]]
                for name in spelled[1:]:
                    found = found @ letters[name]
                factor = Fraction(int(np.trace(found)))
            term *= factor**exponent
        total += term
    return total


@pytest.mark.parametrize("names", TRACES, ids=" ".join)
def test_expectations_are_those_of_matrices(names: tuple[str, ...]) -> None:
    """Signs ±√3 and 0 have the moments of a Gaussian up to degree 5: whole numbers by thirds."""
    dim, samples = 2, 2
    b = np.array([[2, -1], [5, 3]])
    claimed = at(
        AMONG.of(matrix(AMONG, *names).trace()), {"d": Fraction(dim), "N": Fraction(samples)}, b
    )
    measured = 0.0
    for points in product((-1, 0, 1), repeat=dim * samples):
        g = np.sqrt(3) * np.array(points).reshape(dim, samples)
        weight = float(np.prod([2 / 3 if x == 0 else 1 / 6 for x in points]))
        values = {"G": g, "B": b, "onesd": np.ones((dim, 1)), "onesN": np.ones((samples, 1))}
        found = np.eye(len(_of(names[0], values)))
        for name in names:
            found = found @ _of(name, values)
        measured += weight * float(np.trace(found))
    assert float(claimed) == pytest.approx(measured, rel=1e-12)


def _of(name: str, values: dict[str, np.ndarray]) -> np.ndarray:
    one = values[name.removesuffix("'")]
    return one.T if name.endswith("'") else one


SIZES = {
    "y ones X' A q": "y ones[N, N] X' A q",
    "y ones' X' A q": "y ones[N, N] X' A q",
    "y X' (A + ones) q": "y X' (A + ones[d, d]) q",
    "y X' sigma ones 2 q": "sigma 2 y X' ones[d, d] q",
    "ones X' A q": "ones[1, N] X' A q",
    "w' q ones": "(w' q) ones[1, 1]",
    "tr(ones w' X)": "tr(ones[N, 1] w' X)",
    "y (X - X ones / N)' A q": "y (X + -1 (1 N^-1) X ones[N, N])' A q",
    "y (X - q ones)' A q": "y (X + -1 q ones[1, N])' A q",
    "tr(A block(X, q) block(X, q; ones, 1)' block(q; 1) w')": "block(X, q; ones[1, N], 1)'",
    "(w' q) ones": "((w' q)) ones[1, 1]",
    "y X' I ones I q": "y X' ones[d, d] q",
}


@pytest.mark.parametrize("prediction", SIZES)
def test_ones_takes_the_size_that_it_needs(prediction: str) -> None:
    text = stated(f"{prediction} + tr(0 A)")
    problem = read_model(text)
    assert problem.regression is not None
    shown = node_text(problem.regression.prediction).replace("(w' X + sigma eps)", "y")
    assert SIZES[prediction] in shown


@pytest.mark.parametrize("prediction", [CENTRED, "y ones X' A q / N^2", "y X' A (I - ones / d) q"])
def test_what_is_derived_is_verified(prediction: str) -> None:
    found = derive(model=read_model(stated(prediction)))
    assert {found[id].trust for id in ("loss", "gradient-A")} == {"exact"}
    assert {one.status for one in found.values()} <= {"verified", "not-applicable"}


def test_centring_takes_one_sample() -> None:
    """With H = I - 11'/N, X H X' is that of N - 1 samples: Γ by hand."""
    found = derive(model=read_model(stated(CENTRED)), check=False)
    sigma, n = 0.5, 7
    given = {"Lambda": np.diag([2.0, 1.0, 0.5]), "N": n, "sigma": sigma}
    gamma = n / n * given["Lambda"] + (3.5 + sigma**2) / n * np.eye(3)
    np.testing.assert_allclose(found["minimiser"](**given), np.linalg.inv(gamma), rtol=1e-12)


def test_columns_of_ones_are_evaluated_and_printed() -> None:
    found = derive(model=read_model(stated("y X' A (I - ones / d) q")), check=False)
    given = {"Lambda": np.array([[2.0, 1], [1, 3]]), "N": 5, "sigma": 0.5}
    a, step = np.array([[1.0, 2], [3, 5]]), 1e-6
    slopes = np.zeros((2, 2))
    for place in np.ndindex(2, 2):
        change = np.zeros((2, 2))
        change[place] = step
        ends = [found["loss"](A=a + sign * change, **given) for sign in (1, -1)]
        slopes[place] = (ends[0] - ends[1]) / (2 * step)
    np.testing.assert_allclose(found["gradient-A"](A=a, **given), slopes, rtol=1e-6)
    assert r"\mathbf{1}_{d}^{\top}" in found["gradient-A"].latex
    model = read_model(stated(CENTRED)).regression
    assert model is not None
    assert r"\mathbf{1}_{N} \mathbf{1}_{N}^{\top}" in node_latex(model.prediction)


PLANTED = {"I for ones": "y I X' A q / N", "1 x N": "ones X' A q / N", "d": "y ones X' A q / d"}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_error_is_caught(planted: str) -> None:
    right, wrong = (_derived(stated(text)) for text in ("y ones X' A q / N", PLANTED[planted]))
    checks = right.witness.checks(
        right.derivation.step("loss"), wrong.derivation.step("loss").claim
    )
    assert [check.outcome for check in checks] == ["failed", "failed"]


def test_a_singular_matrix_where_nothing_is_flat_is_caught() -> None:
    right = _derived(stated())
    step = right.derivation.step("normal-matrix")
    nothing = replace(step.claim, value=MatrixSum(()))
    checks = right.witness.checks(step, nothing)
    assert [check.outcome for check in checks] == ["failed", "failed"]


def test_a_matrix_without_an_inverse_is_measured_where_it_has_one() -> None:
    centred = _derived(stated(CENTRED))
    checks = centred.witness.checks(centred.derivation.step("normal-matrix"))
    assert [check.outcome for check in checks] == ["passed", "passed"]
    assert all("N = 1" not in check.detail and "N = 2" in check.detail for check in checks)
    never = _derived(stated("y (I - ones / N) ones X' A q / N + 0 w' A q"))
    assert never.derivation.step("normal-matrix").obstacle is not None


def _derived(text: str) -> Derived:
    (entry,) = of_model(read_model(text)).values()
    return Derived(entry, entry.settings[0])


def test_at_one_a_column_of_ones_of_d_is_a_number() -> None:
    text = with_weights("y X' A q / N + y X' ones A ones q / N", 'A = "a I"')
    found = derive(model=read_model(text), results=["stays"])["stays"]
    assert (found.value, found.status) == (False, "verified")
    assert [one.value for one in found.exceptions] == [True]


def test_the_interpreter_fills_what_is_stated() -> None:
    model = read_model(stated("ones X' A q")).regression
    assert model is not None
    for scene in scenes(model, None, True):
        x, q = scene.matrices["X"][3], scene.matrices["q"][3]
        by_hand = (x.sum(axis=1) @ scene.matrices["A"] @ q)[0]
        assert scene.value(model.prediction)[3, 0, 0] == by_hand


def test_training_on_the_population_sees_the_same_loss() -> None:
    problem = read_model(stated("y X' A (I - ones / d) q + ones X' A q / N"))
    model = problem.regression
    assert model is not None
    for scene in scenes(model, None, False):
        fixed = {name: array for name, array in scene.matrices.items() if name != "A"}
        numbers = {name: float(number) for name, number in scene.numbers.items()}
        form = WordForm(Stated(problem, model, Setting(AsStated("as stated"))), numbers, fixed)
        found, slopes = form.at({"A": scene.matrices["A"]})
        assert found == pytest.approx(scene.loss, rel=1e-10)
        np.testing.assert_allclose(slopes["A"], gradient(scene, "A"), rtol=1e-6, atol=1e-6)
