"""What the trained model can do: one step of gradient descent, its errors at T_test."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np

from tests.oracle.cases import Case
from tests.oracle.model import Model, diagonal, forward
from tests.oracle.numbers import Claim, differs
from tests.oracle.reading import Judge, equal, number, verdict
from tests.oracle.tokens import Missing

A, B = Fraction(7, 5), Fraction(-3, 4)


def _step_size(case: Case, claim: Claim) -> Iterator[str]:
    t = Fraction(5)
    yield from differs(number(case, claim, a=A, b=B, t=t), A * B / (t - 1), 0.0)


def is_gradient_step(case: Case) -> bool:
    """Whether a random sequence is predicted by one step from 0 on ½ Σ ‖x_{s+1} − W x_s‖²."""
    generator = np.random.default_rng(case.length)
    sequence = generator.normal(size=(case.length, case.dim, 2)) @ (1, 1j)
    blocks = diagonal(case.dim, float(A), float(B))
    weights = {name: table.astype(float) for name, table in blocks.items()}
    slope = -sum(np.outer(y, x.conj()) for x, y in pairwise(sequence))
    step = -float(A * B) / (case.length - 1) * slope
    return bool(np.allclose(forward(weights, sequence), step @ sequence[-1], rtol=1e-12))


def _unexplained(case: Case) -> Fraction:
    return case.least / case.model.zero_loss


def _gap(case: Case) -> Fraction:
    tokens = case.tokens
    return tokens.single(2) * tokens.single(6) - tokens.single(4) ** 2


def recovered(case: Case) -> str:
    """Whether the least loss is 0 at T = 3 and 4, or tends to 0: its part without H vanishes."""
    if _gap(case):
        return "never"
    exact = (Case(case.name, case.tokens, case.law, T, case.start, 3).least for T in (3, 4))
    return "limit" if any(exact) else "every-length"


def _error(case: Case) -> Fraction:
    at_test = Model(case.tokens, (case.test_length,))
    return Fraction(2 * at_test.loss(diagonal(case.dim, case.product, Fraction(1))))


@cache
def ratio_moments(case: Case) -> tuple[Fraction, Fraction]:
    """Return the mean of ŷ_j/x_{t+1,j} given x_j ≠ 0, and of its squared size, at t = T_test.

    The ratio is s/(t−1) Σ_{s,k} x_k² times phases: its monomials are collected.
    """
    t, dim = case.test_length, case.dim
    terms: Counter[tuple[tuple[int, ...], int]] = Counter()
    for s in range(2, t + 1):
        for k in range(dim):
            powers = [0] * dim
            powers[0] += (s - 1) - t  # λ_j of x_s over that of x_{t+1}
            powers[k] += (t - 1) - (s - 2)  # of x_t over that of x_{s-1}
            terms[tuple(powers), k] += 1
    share = _present(case, {})
    mean = sum(
        (n * _present(case, {k: 2}) for (e, k), n in terms.items() if not any(e)), Fraction()
    )
    square = Fraction(0)
    for (first, k), m in terms.items():
        for (second, r), n in terms.items():
            if first == second:
                square += m * n * _present(case, {k: 4} if k == r else {k: 2, r: 2})
    scale = case.product / (t - 1)
    return scale * mean / share, scale**2 * square / share


def _present(case: Case, powers: dict[int, int]) -> Fraction:
    found = case.tokens.present(0, case.tokens.at_places(powers))
    if found is None:
        raise Missing("P(x_j = 0) is not known")
    return found


JUDGES: Mapping[str, Judge] = {
    "ols-step-size": _step_size,
    "gd-equivalence": verdict(is_gradient_step),
    "unexplained-fraction": equal(_unexplained),
    "recoverable": verdict(recovered),
    "recovery-condition": equal(_gap),
    "recovery-gap": equal(lambda case: _gap(case) / case.tokens.single(2) / case.tokens.single(6)),
    "prediction-ratio": equal(lambda case: ratio_moments(case)[0]),
    "prediction-ratio-variance": equal(
        lambda case: ratio_moments(case)[1] - ratio_moments(case)[0] ** 2
    ),
    "test-error": equal(_error),
}
