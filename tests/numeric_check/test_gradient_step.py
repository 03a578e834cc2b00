"""The prediction as one preconditioned step of gradient descent: exact sequences, wrong steps."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from derivations import in_context
from derivations.symmetric.theorem import derive
from numeric_check.estimates import TOLERANCE
from numeric_check.model import gradient_step
from numeric_check.model.attention import BLOCKS, Complex, Real, blocks_of, predictions
from numeric_check.model.enumeration import predictions as exact_predictions
from numeric_check.model.gradient_step import (
    holds,
    least_squares,
    least_squares_gradient,
    preconditioned_step,
    visible_gap,
)
from symbolic_mesa import laws
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.contractions import Token, Weight, time_index

Gaussian = tuple[Fraction, Fraction]  # real and imaginary part


def test_the_prediction_is_the_step() -> None:
    assert holds() is True
    assert visible_gap() < 1e-14


def times(left: Gaussian, right: Gaussian) -> Gaussian:
    (a, b), (c, d) = left, right
    return a * c - b * d, a * d + b * c


def power(base: Gaussian, exponent: int) -> Gaussian:
    """Return a power of a number of modulus 1."""
    found, one = (Fraction(1), Fraction(0)), base if exponent >= 0 else (base[0], -base[1])
    for _ in range(abs(exponent)):
        found = times(found, one)
    return found


LAMBDA = ((Fraction(3, 5), Fraction(4, 5)), (Fraction(-5, 13), Fraction(12, 13)))
ANGLES = np.array([complex(*map(float, phase)) for phase in LAMBDA])
FIRST = (Fraction(3, 2), Fraction(-1, 2))
LENGTH = 5
KQ32 = [[Fraction(7, 10), Fraction(-1, 5)], [Fraction(1, 3), Fraction(2)]]
PV12 = [[Fraction(2, 5), Fraction(3, 10)], [Fraction(-1, 2), Fraction(1)]]


def exact_prediction(t: int) -> list[Gaussian]:
    """Return ŷ_t at phases that are rational points of the circle."""
    found = []
    for polynomial in exact_predictions({"KQ32": KQ32, "PV12": PV12}, FIRST, LENGTH)[t - 2]:
        real = imaginary = Fraction(0)
        for (first, second), coefficient in polynomial.items():
            x, y = times(power(LAMBDA[0], first), power(LAMBDA[1], second))
            real, imaginary = real + coefficient * x, imaginary + coefficient * y
        found.append((real, imaginary))
    return found


def exact_token(t: int) -> list[Gaussian]:
    phases = (power(phase, t - 1) for phase in LAMBDA)
    return [(x * a, x * b) for x, (a, b) in zip(FIRST, phases, strict=True)]


def total(numbers: list[Gaussian]) -> Gaussian:
    return sum((x for x, _ in numbers), Fraction(0)), sum((y for _, y in numbers), Fraction(0))


def exact_step(t: int, right: list[list[Fraction]], left: list[list[Fraction]]) -> list[Gaussian]:
    """Return (1/(t−1)) left (Σ_{s=2}^t x_s x_{s−1}^*) right x_t, entry by entry."""
    size = range(2)

    def scaled(number: Gaussian, factor: Fraction) -> Gaussian:
        return number[0] * factor, number[1] * factor

    last = exact_token(t)
    query = [total([scaled(last[k], right[j][k]) for k in size]) for j in size]
    moved: list[list[Gaussian]] = [[] for _ in size]
    for s in range(2, t + 1):
        now, before = exact_token(s), exact_token(s - 1)
        score = total([times((before[j][0], -before[j][1]), query[j]) for j in size])
        for i in size:
            moved[i].append(times(now[i], score))
    sums = [total(terms) for terms in moved]
    return [total([scaled(sums[j], left[i][j] / (t - 1)) for j in size]) for i in size]


@pytest.mark.parametrize("t", range(2, LENGTH))
def test_the_step_is_the_exact_prediction_in_rationals(t: int) -> None:
    assert exact_step(t, KQ32, PV12) == exact_prediction(t)
    assert exact_step(t, PV12, KQ32) != exact_prediction(t)


def floats(matrix: list[list[Fraction]]) -> Real:
    return np.array([[float(entry) for entry in row] for row in matrix])


def tokens(t: int) -> list[Complex]:
    first = np.array([float(x) for x in FIRST])
    return [first * ANGLES**n for n in range(t)]


@pytest.mark.parametrize("t", range(2, LENGTH))
def test_the_step_in_doubles_is_the_one_in_rationals(t: int) -> None:
    exact = np.array([complex(*map(float, z)) for z in exact_step(t, KQ32, PV12)])
    found = preconditioned_step(tokens(t), floats(KQ32), floats(PV12))
    assert np.max(np.abs(found - exact)) < TOLERANCE * np.max(np.abs(exact))


WRONG: dict[str, Callable[[list[Complex], Real, Real], Complex]] = {
    "the preconditioners in the other order": lambda x, right, left: preconditioned_step(
        x, left, right
    ),
    "the right one transposed": lambda x, right, left: preconditioned_step(x, right.T, left),
    "the left one transposed": lambda x, right, left: preconditioned_step(x, right, left.T),
    "no right one": lambda x, right, left: preconditioned_step(x, np.eye(2), left),
    "the gradient transposed": lambda x, right, left: (
        left @ -least_squares_gradient(x).T @ right @ x[-1] / (len(x) - 1)
    ),
    "the gradient conjugated": lambda x, right, left: (
        left @ -least_squares_gradient(x).conj() @ right @ x[-1] / (len(x) - 1)
    ),
    "up the gradient": lambda x, right, left: -preconditioned_step(x, right, left),
    "divided by t": lambda x, right, left: (
        preconditioned_step(x, right, left) * (len(x) - 1) / len(x)
    ),
    "the last pair left out": lambda x, right, left: (
        left @ -least_squares_gradient(x[:-1]) @ right @ x[-1] / (len(x) - 1)
    ),
    "at the token before": lambda x, right, left: (
        left @ -least_squares_gradient(x) @ right @ x[-2] / (len(x) - 1)
    ),
}


def model(x: list[Complex], right: Real, left: Real) -> Complex:
    """Return ŷ_t of the full model for the sequence of these tokens."""
    blocks = blocks_of(2, {"KQ32": right, "PV12": left})
    found = predictions(blocks, x[0][None, :], ANGLES[None, :], len(x) + 1)
    return found[-1][0]


@pytest.mark.parametrize("name", WRONG)
def test_another_step_is_not_the_prediction(name: str) -> None:
    right, left = floats(KQ32), floats(PV12)
    for t in (3, 4):
        predicted = model(tokens(t), right, left)
        size = np.max(np.abs(predicted))
        gap = np.max(np.abs(preconditioned_step(tokens(t), right, left) - predicted))
        assert gap < TOLERANCE * size
        wrong = WRONG[name](tokens(t), right, left)
        assert np.max(np.abs(wrong - predicted)) > 1e-2 * size


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dim", [1, 2, 3])
def test_the_gradient_at_zero_is_the_sum_over_pairs(dim: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = [rng.normal(size=dim) + 1j * rng.normal(size=dim) for _ in range(4)]
    expected = -sum(np.outer(x[s], x[s - 1].conj()) for s in range(1, 4))
    found = least_squares_gradient(x)
    assert np.max(np.abs(found - expected)) < TOLERANCE * np.max(np.abs(expected))
    forgotten = -sum(np.outer(x[s], x[s - 1]) for s in range(1, 4))
    assert np.max(np.abs(found - forgotten)) > 1e-2 * np.max(np.abs(expected))


def test_the_least_squares_loss_is_half_the_squared_gaps() -> None:
    x = [np.array([1.0 + 0j, 2.0]), np.array([1j, 0.0]), np.array([3.0 + 0j, 1j])]
    weights = np.array([[1.0 + 0j, 0.0], [0.0, 1j]])
    gaps = [abs(1j - 1) ** 2 + abs(0 - 2j) ** 2, abs(3 - 1j) ** 2 + abs(1j) ** 2]
    assert least_squares(x, weights) == pytest.approx(sum(gaps) / 2, rel=1e-15)
    assert least_squares(x, np.zeros((2, 2), dtype=complex)) == pytest.approx(5.5, rel=1e-15)


def test_what_is_seen_on_sequences_depends_on_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step with another preconditioner than the model's weights is seen."""
    right = gradient_step.preconditioned_step

    def turned(x: list[Complex], first: Real, second: Real) -> Complex:
        return right(x, second, first)

    monkeypatch.setattr(gradient_step, "preconditioned_step", turned)
    assert visible_gap() > 1e-2
    assert holds() is False


def test_another_block_is_no_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_more(dim: int, given: dict[str, Real]) -> object:
        return blocks_of(dim, {**given, "KQ33": 0.1 * np.eye(dim)})

    monkeypatch.setattr(gradient_step, "blocks_of", with_more)
    assert holds() is False


def test_the_contraction_of_the_step_is_the_one_of_the_prediction() -> None:
    assert in_context.is_preconditioned_step() is True
    step = in_context.preconditioned_step()
    assert step.weights == (Weight("PV12", "i", "j"), Weight("KQ32", "k", "l"))
    assert Token("l", time_index("t")) in step.tokens


@pytest.mark.parametrize(("left", "right"), [("KQ32", "PV12"), ("PV12", "KQ33"), ("PV13", "KQ32")])
def test_the_contraction_with_other_blocks_is_not(
    left: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {left, right} <= set(BLOCKS)
    monkeypatch.setattr(in_context, "LEFT", left)
    monkeypatch.setattr(in_context, "RIGHT", right)
    assert in_context.is_preconditioned_step() is False


def test_a_step_that_forgets_the_conjugate_or_the_target_s_time_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = in_context.preconditioned_step()
    target, before, last = right.tokens
    plain = replace(before, conjugate=not before.conjugate)
    early = replace(target, time=target.time - 1)
    for tokens_ in ((target, plain, last), (early, before, last)):
        wrong = replace(right, tokens=tokens_)
        monkeypatch.setattr(in_context, "preconditioned_step", lambda wrong=wrong: wrong)
        assert in_context.is_preconditioned_step() is False


def test_the_derived_verdict_says_what_is_seen() -> None:
    step = derive(Setting(laws.gaussian(1), 1)).step("preconditioned-step")
    assert step.claim.value is holds()
    assert "PV12 (-grad L_OLS,t(0)) KQ32 / (t-1)" in step.claim.reason[0]
