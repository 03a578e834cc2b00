"""What becomes of the layer on prompts when it is trained, at numbers of one's own."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

from numeric_check.words.definite import semidefinite_rank
from numeric_check.words.head_flow import flowed
from numeric_check.words.quadratics import Quadratic
from numeric_check.words.trained_layers import Trained, steep, white
from symbolic_mesa import Results, derive
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.proofs.mutation import sampled, verdicts

EIGENVALUES, SAMPLES = (Fraction(2), Fraction(1), Fraction(1, 2)), 10


@pytest.fixture(scope="module")
def zhang() -> Results:
    return derive(theorem="zhang-frei-bartlett", check=False)


def formula(results: Results, id: str) -> Formula:
    found = results[id].step.claim.value
    assert isinstance(found, Formula)
    return found


def gamma(eigenvalue: Fraction, samples: int, noise: Fraction) -> Fraction:
    return eigenvalue + (eigenvalue + sum(EIGENVALUES) + noise**2) / samples


def loss(scale: Fraction, test: int, noise: Fraction) -> Fraction:
    """The loss at A = scale Γ⁻¹ on prompts with other samples, divided by their number."""
    total = Fraction(0)
    for x in EIGENVALUES:
        a = scale / gamma(x, SAMPLES, noise)
        total += x - 2 * a * x**2 + gamma(x, test, noise) * (a * x) ** 2
    return total / 2


def traces(noise: Fraction) -> dict[str, Fraction]:
    inverses = [1 / gamma(x, SAMPLES, noise) for x in EIGENVALUES]
    both = [*zip(EIGENVALUES, inverses, strict=True)]
    return {
        "trace_Lambda": sum(EIGENVALUES),
        "trace_Lambda_2_Gamma_inv": sum(x**2 * g for x, g in both),
        "trace_Lambda_2_Gamma_inv_Gamma_inv": sum((x * g) ** 2 for x, g in both),
        "trace_Lambda_3_Gamma_inv_Gamma_inv": sum(x**3 * g**2 for x, g in both),
    }


@pytest.mark.parametrize(("noise", "factor"), [(Fraction(0), 34.302), (Fraction(1, 2), 31.663)])
def test_what_dividing_by_the_training_length_costs(
    zhang: Results, noise: Fraction, factor: float
) -> None:
    test = 40
    at = {**traces(noise), "N": SAMPLES, "M": test, "sigma": noise}
    by_test, by_training = (formula(zhang, id).at(at) for id in ("test-loss", "test-loss-by-N"))
    ratio = Fraction(test, SAMPLES)
    assert (by_test, by_training) == (loss(Fraction(1), test, noise), loss(ratio, test, noise))
    assert float(by_training / by_test) == pytest.approx(factor, abs=1e-3)


def test_exponential_eigenvalues(zhang: Results) -> None:
    assert str(zhang["exponential-minimiser"].expr) == "N/(3*N + sigma**2 + (d + 5))"


@cache
def layer() -> Trained:
    return steep(exact=True)[1]


def inequality(results: Results, scale: int, matrix: Any) -> tuple[Fraction, Fraction]:
    """Both sides at weights, measured on heads that are run; the constant is the stated one."""
    run = layer()
    of_scale, of_matrix = run.slopes(scale, matrix)
    trace = Fraction(int(np.trace(run.heads.covariance)))
    numbers = {**run.numbers, "u": Fraction(scale), "lambda_min": Fraction(run.least)}
    constant = formula(results, "pl-constant").at({**numbers, "trace_Lambda": trace})
    above = run.at(scale, run.array(matrix)) - run.heads.quadratic.at(run.minimiser)
    return of_scale**2 + np.sum(of_matrix * of_matrix), constant * above


@pytest.mark.parametrize("seed", range(4))
def test_the_inequality_holds_at_weights_made_by_chance(zhang: Results, seed: int) -> None:
    draw = np.random.default_rng(seed)
    steepness, least = inequality(zhang, int(draw.integers(1, 4)), draw.integers(-3, 4, (2, 2)))
    assert steepness >= least > 0


def test_a_larger_constant_fails_somewhere(zhang: Results) -> None:
    """In the flattest direction both sides of the inequality in U alone are equal."""
    curvature = layer().heads.quadratic.curvature
    unit = np.eye(len(curvature), dtype=int)
    trace = Fraction(int(np.trace(layer().heads.covariance)))
    numbers = {**layer().numbers, "u": Fraction(1), "lambda_min": Fraction(layer().least)}
    least = formula(zhang, "pl-constant").at({**numbers, "trace_Lambda": trace}) / 2
    assert semidefinite_rank(curvature - least * unit) == len(curvature) - 1
    assert semidefinite_rank(curvature - least * Fraction(1001, 1000) * unit) is None


def test_at_one_dimension_the_constant_is_twice_as_large(zhang: Results) -> None:
    """Where U is u or -u the gradient in u is as large as that in U."""
    run = steep(exact=True)[0]
    trace = Fraction(int(np.trace(run.heads.covariance)))
    numbers = {**run.numbers, "u": Fraction(3), "lambda_min": trace, "trace_Lambda": trace}
    of_scale, of_matrix = run.slopes(3, np.array([[-3]]))
    above = run.at(3, run.array([[-3]])) - run.heads.quadratic.at(run.minimiser)
    twice = 2 * formula(zhang, "pl-constant").at(numbers) * above
    assert of_scale**2 + of_matrix[0, 0] ** 2 == twice


LOSS = Quadratic(
    0.0,
    -np.ravel(np.diag([4.0, 1.0])),
    np.diag([4 * 3.0, 2 * 3.0, 2 * 2.0, 1 * 2.0]),  # λ_i γ_i λ_j, λ = (2, 1), γ = (3, 2)
    (2, 2),
)


def end(start: tuple[float, Any], time: float = 12.0, steps: int = 2000) -> Any:
    """A after a time, from one head: by the classical method of order 4, small steps."""

    def velocity(u: Any, matrix: Any) -> tuple[Any, Any]:
        slope = LOSS.gradient(u * matrix)
        return -np.sum(slope * matrix), -u * slope

    (u, matrix), h = start, time / steps
    for _ in range(steps):
        speeds = [velocity(u, matrix)]
        for part in (h / 2, h / 2, h):
            speeds.append(
                velocity(*(x + part * v for x, v in zip((u, matrix), speeds[-1], strict=True)))
            )
        first, second, third, last = speeds
        u, matrix = (
            x + h / 6 * (p + 2 * q + 2 * r + s)
            for x, p, q, r, s in zip((u, matrix), first, second, third, last, strict=True)
        )
    return u * matrix


def starts() -> Iterator[tuple[float, Any]]:
    draw = np.random.default_rng(5)
    for c in (0.3, 1.0, 2.0):  # c² |Γ| is up to 12: far beyond the 2 of a start below the loss of 0
        theta = draw.normal(size=(2, 2))
        start = theta @ theta.T
        yield c, c * start / np.linalg.norm(start)


@pytest.mark.parametrize("start", [*starts()])
def test_a_positive_start_comes_to_the_least_loss(
    start: tuple[float, Any],
) -> None:
    assert np.allclose(end(start), np.diag([1 / 3, 1 / 2]), atol=1e-5)


def test_a_negative_start_can_come_to_rest_at_zero() -> None:
    line = Quadratic(0.0, np.array([-4.0]), np.array([[12.0]]), (1, 1))
    scales, matrices = flowed(line, ([0.4], [[[-0.4]]]), 2.0)
    assert abs(scales[0]) < 1e-3
    assert abs(matrices[0, 0, 0]) < 1e-3


def test_the_scale_stays_above_its_bound() -> None:
    _, start = next(starts())
    c, shape = 0.3, start / 0.3
    drop = LOSS.at(np.zeros((2, 2))) - LOSS.at(c**2 * shape)
    bound = drop / np.linalg.norm(LOSS.slope)
    assert drop > 0
    for time in (0.1, 0.5, 1.0, 4.0):
        scales, _ = flowed(LOSS, ([c], [c * shape]), time)
        assert scales[0] ** 2 > bound


def test_heads_that_start_near_multiples_of_the_identity_stay_as_near() -> None:
    run = white(exact=False)[1]
    draw = np.random.default_rng(2)
    scales, matrices = 0.1 * draw.random(3), 0.05 * draw.normal(size=(3, 2, 2))

    def apart(every: Any) -> float:
        return sum(float(np.sum((m - np.trace(m) * np.eye(2) / 2) ** 2)) for m in every)

    curve = [apart(flowed(run.heads.quadratic, (scales, matrices), t)[1]) for t in (0, 0.1, 0.4)]
    assert curve == sorted(curve, reverse=True)
    assert curve[-1] < curve[0] < 2 * curve[-1] + 1


def test_the_time_course_is_a_number() -> None:
    found = derive(theorem="zhang-singh-merged", check=False)["time-course"]
    late = found(N=10, d=4, sigma=0, m_2=1, a_0=0.01, tau=50)
    assert late == pytest.approx(10 / 15, rel=1e-12)
    assert found(N=10, d=4, sigma=0, m_2=1, a_0=0.01, tau=0) == pytest.approx(0.01)


@pytest.mark.exhaustive
@pytest.mark.parametrize("theorem", ["zhang-frei-bartlett", "zhang-singh-merged"])
def test_wrong_claims_are_caught(theorem: str) -> None:
    proofs = derive(theorem=theorem, check=False).derived
    for verdict in verdicts(sampled(proofs, [theorem], 6, seed=3)):
        assert verdict.killed, verdict
