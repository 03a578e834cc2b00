"""What is derived of models in words: known results, each verified by two routes."""

import pickle

import numpy as np
import pytest

from symbolic_mesa import InvalidInput, derive, laws
from symbolic_mesa.results.results import Results
from symbolic_mesa.stating.files import read_model
from tests.exhaustive import first_rows
from tests.in_words import stated, with_weights


def derived(text: str, check: bool = True) -> Results:
    return derive(model=read_model(text), check=check)


def words(results: Results, id: str) -> dict[str, str]:
    """Return a sum of words, each with its coefficient."""
    return {" ".join(word): str(form.expr) for word, form in results[id].step.claim.value}


def test_one_layer_of_linear_attention() -> None:
    found = derived(stated())
    assert {one.status for one in found.values()} == {"verified"}
    assert {one.trust for one in found.values()} == {"exact"}
    assert words(found, "gradient-A") == {
        "Lambda Lambda A Lambda": "(N + 1)/N",
        "Lambda A Lambda": "(sigma**2 + trace_Lambda)/N",
        "Lambda Lambda": "-1",
    }
    gamma = {"Lambda": "(N + 1)/N", "": "(sigma**2 + trace_Lambda)/N"}
    assert words(found, "normal-matrix") == gamma
    assert words(found, "minimiser") == {"Gamma^-1": "1"}


@pytest.mark.exhaustive
def test_n_plus_one_changes_every_claim_that_has_n() -> None:
    before, after = derived(stated()), derived(stated("y X' A q / (N + 1)"))
    for id in ("loss", "gradient-A", "normal-matrix"):
        assert before[id].latex != after[id].latex
        assert after[id].status == "verified"


def test_a_prior_of_tasks_preconditions() -> None:
    text = stated(w="d x 1, columns S").replace("[random]", 'S = "positive d x d"\n[random]')
    found = derived(text)
    assert words(found, "normal-matrix") == {
        "S Lambda": "(N + 1)/N",
        "": "(sigma**2 + trace_Lambda_S)/N",
    }
    assert words(found, "minimiser") == {"Gamma^-1 S": "1"}
    assert {one.status for one in found.values()} == {"verified"}


@pytest.mark.parametrize("prediction", ["y X' A' q / N", "2 q' A X y' / N", "q' A' X y' / (2 N)"])
def test_a_weight_may_stand_anywhere(prediction: str) -> None:
    found = derived(stated(prediction))
    assert {one.status for one in found.values()} == {"verified"}


def test_blocks_are_multiplied_out() -> None:
    heads = 'A = "matrix"\nc = "matrix d x 1"'
    by_hand = with_weights("(y X' A + y y' c') q / N", heads)
    as_blocks = with_weights("block(0, 1) E E' block(A; c') q / N", heads, E)
    assert derived(by_hand, False)["loss"].expr == derived(as_blocks, False)["loss"].expr
    assert {one.status for one in derived(as_blocks).values()} == {"verified", "not-applicable"}


E = 'E = "block(X, q; y, 0)"'


def test_the_norms_of_two_weights_are_balanced() -> None:
    found = derived(with_weights("u y X' U q / N", 'u = "scalar"\nU = "matrix"'))
    (form,) = (found["conserved"].parts or {}).values()
    assert str(form.expr) == "-trace_U_U_T + u**2"
    assert {one.status for one in found.values()} == {"verified"}
    ranks = derived(with_weights("y X' U V q / N", 'U = "matrix d x r"\nV = "matrix r x d"'))
    form, balance = (ranks["conserved"].parts or {}).values()
    assert str(form.expr) == "trace_U_U_T - trace_V_V_T"
    assert {" ".join(w): str(f.expr) for w, f in balance} == {"U' U": "1", "V V'": "-1"}
    assert {one.status for one in ranks.values()} == {"verified"}


def test_a_scale_stays_where_covariances_are_isotropic() -> None:
    isotropic = stated(X="d x N", q="d x 1", A="a I")
    found = derived(isotropic.replace('Lambda = "positive d x d"\n', ""))
    assert found["stays"].value is True
    assert found["fixed-point"](d=3, N=5, sigma=0.5) == pytest.approx(5 / (5 + 0.25 + 3 + 1))
    assert {one.status for one in found.values()} == {"verified"}


@pytest.mark.parametrize(
    ("form", "task"),
    first_rows([("a I", "d x 1"), ("a Lambda^-1", "d x 1, columns Lambda^-1")]),
)
def test_a_scale_leaves_where_they_are_not(form: str, task: str) -> None:
    found = derived(stated(A=form, w=task))
    assert found["stays"].value is False
    (exception,) = found["stays"].exceptions
    assert (str(exception.where[0][0].expr), exception.where[0][1], exception.value) == (
        "d",
        1,
        True,
    )
    assert {one.status for one in found.values()} == {"verified"}
    for dim, stays in ((1, True), (2, False), (7, False)):
        there = derive(model=read_model(stated(A=form, w=task)), dim=dim, results=["stays"])[
            "stays"
        ]
        assert (there.value, there.status) == (stays, "verified")


@pytest.mark.parametrize(
    ("forms", "at_one"),
    first_rows(
        [
            (("a I", "a I"), True),
            (("a I", "a Lambda"), False),
            (("a Lambda", "a Lambda"), True),
            (("a Lambda^-1", "a I"), False),
        ]
    ),
)
def test_weights_of_one_scale_are_compared_as_numbers(forms: tuple[str, str], at_one: bool) -> None:
    weights = "\n".join(f'{name} = "{form}"' for name, form in zip("AB", forms, strict=True))
    text = with_weights("y X' A q / N + y X' B' q / (N + 1)", weights)
    different = with_weights("y X' A q / N + y X' B' q / N", weights)
    for model, there in ((text, False), (different, at_one)):
        found = derive(model=read_model(model), results=["stays"])["stays"]
        assert (found.value, found.status) == (False, "verified")
        assert [one.value for one in found.exceptions] == [True] * there


@pytest.mark.parametrize(
    ("prediction", "forms", "at_one"),
    first_rows(
        [
            ("y X' A Lambda q + y X' B q", ("a Lambda^-1", "a I"), False),
            ("y X' Lambda^-1 A Lambda q + y X' B q", ("a Lambda^-1", "a Lambda^-1"), True),
            ("y X' A Lambda q + y X' B q", ("a I", "a Lambda^-1"), True),
            ("y X' Lambda^-1 A q + y X' B Lambda q", ("a Lambda", "a Lambda^-1"), False),
            ("y X' Lambda^-1 A q + y X' B Lambda q", ("a Lambda^-1", "a Lambda"), True),
        ]
    ),
)
def test_as_numbers_an_inverse_is_one_over_a_letter(
    prediction: str, forms: tuple[str, str], at_one: bool
) -> None:
    weights = "\n".join(f'{name} = "{form}"' for name, form in zip("AB", forms, strict=True))
    found = derive(model=read_model(with_weights(prediction, weights)), results=["stays"])["stays"]
    assert (found.value, found.status) == (False, "verified")
    assert [one.value for one in found.exceptions] == [True] * at_one


def test_results_are_evaluated_at_matrices() -> None:
    found = derived(stated(), False)
    given = {"Lambda": np.diag([2.0, 1.0, 0.5]), "N": 5, "sigma": 0.5}
    best = found["minimiser"](**given)
    gamma = 1.2 * given["Lambda"] + (3.5 + 0.25) / 5 * np.eye(3)
    np.testing.assert_allclose(best, np.linalg.inv(gamma))
    np.testing.assert_allclose(found["gradient-A"](A=best, **given), 0, atol=1e-14)
    assert found["loss"](A=best, **given) < found["loss"](A=best + 0.01, **given)
    with pytest.raises(InvalidInput, match="did you mean Lambda"):
        found["loss"](Lamda=best)
    with pytest.raises(InvalidInput, match="where d = 2 is meant"):
        found["loss"](A=best, Lambda=np.eye(2))
    with pytest.raises(InvalidInput, match="Lambda has no value"):
        found["loss"](A=best)


@pytest.mark.exhaustive
def test_sizes_may_have_numbers() -> None:
    found = derive(model=read_model(stated()), dim=3, samples=40)
    assert words(found, "normal-matrix")["Lambda"] == "41/40"
    assert {one.trust for one in found.values()} == {"exact"}
    for samples in (0, 1.5):
        with pytest.raises(InvalidInput, match="samples"):
            derive(model=read_model(stated()), samples=samples)


def test_a_law_is_refused() -> None:
    with pytest.raises(InvalidInput, match="leave the law out"):
        derive(laws.gaussian(), model=read_model(stated()))


def test_lengths_and_starts_are_refused() -> None:
    with pytest.raises(InvalidInput, match="has no length T; leave it out"):
        derive(model=read_model(stated()), length=5)
    with pytest.raises(InvalidInput, match="has no scales to start from; leave it out"):
        derive(model=read_model(stated()), init=(1,))


def test_results_are_pickled() -> None:
    found = derived(stated(A="a I"))
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own
    assert {id: one.latex for id, one in again.items()} == {i: o.latex for i, o in found.items()}
    given = {"Lambda": np.eye(2), "N": 5, "sigma": 1}
    assert again["fixed-point"](**given) == found["fixed-point"](**given)


ODD = {
    "numbers alone": (("w X X' a q / N", "w q"), "a", "scalar", "X: 1 x N, q: 1 x 1, w: 1 x 1"),
    "nothing random": (("A B", "C B"), "A", "matrix", ""),
    "a trace": (("tr(A Lambda) w' q + w' A q / d", "w' q"), "A", "matrix", "w: d x 1, q: d x 1"),
    "not centred": (("c' q", "w' q + tr(Lambda)"), "c", "matrix d x 1", "w: d x 1, q: d x 1"),
    "a square": (("q' A A' q", "q' q"), "A", "matrix", "q: d x 1"),
    "nothing to predict": (("X' A", "0 X'"), "A", "matrix", "X: d x N"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_models_are_verified_too(name: str) -> None:
    (prediction, target), weight, form, drawn = ODD[name]
    random = "\n".join('{} = "{}"'.format(*one.split(": ")) for one in drawn.split(", ") if one)
    symbols = 'Lambda = "positive d x d"\nB = "d x r"\nC = "symmetric d x d"'
    sections = {
        "symbols": symbols,
        "random": random,
        "model": f'prediction = "{prediction}"\ntarget = "{target}"',
        "weights": f'{weight} = "{form}"',
    }
    body = "".join(f"[{section}]\n{text}\n" for section, text in sections.items())
    found = derived(f'title = "{name}"\n[data]\nprocess = "gaussian"\n{body}')
    assert found["loss"].trust == "exact"
    assert {one.status for one in found.values()} <= {"verified", "not-applicable"}
