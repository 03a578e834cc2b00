"""Theorems about prompts: what comes out, at numbers of one's own."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from derivations.regression.prompt import full_prediction, loss
from symbolic_mesa import Results, derive, laws
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.witness.measures import layer_gradients
from tests.exhaustive import first

LAMBDA, SAMPLES, NOISE = np.diag([2.0, 1.0, 0.5]), 10, 0.5
GAMMA = (1 + 1 / SAMPLES) * LAMBDA + (3.5 + NOISE**2) / SAMPLES * np.eye(3)


@pytest.fixture(scope="module")
def zhang() -> Results:
    return derive(theorem="zhang-frei-bartlett", check=False)


@pytest.fixture(scope="module")
def layers() -> Results:
    return derive(theorem="ahn-layers", check=False)


THEOREMS = ("mahankali", "wishart", "zhang-frei-bartlett", "ahn-layers", "zhang-singh-merged")


@pytest.mark.parametrize("theorem", first(THEOREMS, 2))
def test_every_claim_is_verified_by_both_routes(theorem: str) -> None:
    found = derive(theorem=theorem)
    assert {result.status for result in found.values()} == {"verified"}
    for result in found.values():
        kinds = {check.kind for check in result.checks if check.outcome == "passed"}
        assert {"exact-enumeration", "quadrature"} <= kinds


def test_the_loss_in_all_blocks_has_41_terms() -> None:
    assert len(loss(full_prediction(True))) == 41


def test_other_blocks_do_not_meet_the_prediction(zhang: Results) -> None:
    value = zhang["full-prediction"].step.claim.value
    assert isinstance(value, MatrixSum)
    assert set(value.letters) == {"v", "r", "U", "X", "q", "w", "eps"}


def test_the_query_s_column_stands_beside_v_alone() -> None:
    with_it, without = full_prediction(True), full_prediction(False)
    ((word, _),) = (with_it - without).terms.items()
    assert with_it.among.alphabet.spelled(word) == ("v'", "q", "q'", "U", "q")


def test_gamma_is_what_the_loss_is_least_at_the_inverse_of(zhang: Results) -> None:
    value = zhang["gamma"].step.claim.value
    numbers = {"N": SAMPLES, "sigma": Fraction(1, 2), "trace_Lambda": Fraction(7, 2)}
    powers = {(): np.eye(3), ("Lambda",): LAMBDA}
    total = sum(float(factor) * powers[word] for word, factor in value.at(numbers))
    assert np.allclose(total, GAMMA)


@pytest.mark.parametrize("samples", [10, 40])
def test_the_test_loss_is_a_mean_over_prompts(zhang: Results, samples: int) -> None:
    inverse = np.linalg.inv(GAMMA)
    formula = zhang["test-loss"].formula
    assert formula is not None
    words = {
        "trace_Lambda": LAMBDA,
        "trace_Lambda_2_Gamma_inv": LAMBDA @ LAMBDA @ inverse,
        "trace_Lambda_2_Gamma_inv_Gamma_inv": LAMBDA @ LAMBDA @ inverse @ inverse,
        "trace_Lambda_3_Gamma_inv_Gamma_inv": LAMBDA @ LAMBDA @ LAMBDA @ inverse @ inverse,
    }
    traces = {name: Fraction(float(np.trace(matrix))) for name, matrix in words.items()}
    stated = float(formula.at({**traces, "M": samples, "sigma": Fraction(1, 2)}))
    draw = np.random.default_rng(0)
    errors = []
    for _ in range(4000):
        x = np.sqrt(LAMBDA) @ draw.normal(size=(3, samples))
        q, w = np.sqrt(LAMBDA) @ draw.normal(size=3), draw.normal(size=3)
        y = w @ x + NOISE * draw.normal(size=samples)
        errors.append((y @ x.T @ inverse @ q / samples - w @ q) ** 2 / 2)
    error = np.std(errors) / np.sqrt(len(errors))
    assert abs(np.mean(errors) - stated) < 5 * error  # false alarm: one in a million


def test_a_law_has_nothing_to_do_with_it() -> None:
    with pytest.raises(InvalidInput, match="zhang-frei-bartlett is about x_1"):
        derive(laws.gaussian(), theorem="zhang-frei-bartlett")


def test_one_step_is_the_least(zhang: Results) -> None:
    found = derive(theorem="mahankali", check=False)
    assert str(found["step-size"].expr) == "N/(N + sigma**2 + (d + 1))"
    assert found["step-size"](N=10, d=5, sigma=0) == pytest.approx(10 / 16)


def test_moments_of_wishart_matrices() -> None:
    found = derive(theorem="wishart", check=False)
    assert found["moment-2"](N=3, d=2) == 3 * 2 * (3 + 2 + 1)


def test_the_least_losses_of_layers_at_two_dimensions(layers: Results) -> None:
    least = [layers[f"minimum-loss-{depth}"](N=4, d=2) for depth in (1, 2, 3)]
    assert least == pytest.approx([3 / 7, 127 / 489, 16165 / 90607], rel=1e-14)


def test_the_gradient_in_the_matrices_of_layers_at_multiples_of_the_inverse_covariance(
    layers: Results,
) -> None:
    for depth in (1, 2, 3):
        for layer, side in enumerate(layers[f"gradients-{depth}"].step.claim.parts.values(), 1):
            ((word, form),) = side
            assert (word, str(form.expr)) == (("Lambda",), f"g_{layer}/d")
    leaving = layers["leaving"]
    numbers = {"trace_Lambda_2": 5.25, "trace_Lambda_inv_Lambda_inv": 5.25}  # eigenvalues 2, 1, 1/2
    assert leaving(d=3, **numbers) == pytest.approx((5.25 - 9 / 5.25) / 9)
    rest = dict(layers["other-rest"].step.claim.value.at({"N": 4, "d": 2, "trace_Lambda": 3}))
    assert rest == {("Lambda", "Lambda"): Fraction(-2, 7), ("Lambda",): Fraction(3, 7)}


def test_a_wrong_gradient_of_layers_is_caught_by_each_route(layers: Results) -> None:
    step = layers["gradients-1"].step
    ((key, side),) = step.claim.parts.items()
    ((_, form),) = side
    planted = replace(step.claim, parts={key: MatrixSum(((("Lambda^-1",), form),))})
    for route in layer_gradients.ROUTES:
        measure = layer_gradients.MEASURES[type(step.observable)]
        assert measure.check(route, step, step.claim, None).outcome == "passed"  # type: ignore[arg-type]  # no law is asked
        assert measure.check(route, step, planted, None).outcome == "failed"  # type: ignore[arg-type]  # likewise
    assert step.obligations[0](planted).outcome == "failed"
