"""Second order in all blocks where training ends, and steps of gradient descent."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from math import comb
from typing import Any

import mpmath
import numpy as np

from tests.oracle.cases import Case
from tests.oracle.model import BLOCKS, diagonal
from tests.oracle.numbers import Claim, Number, Undefined, differs, evaluated, real
from tests.oracle.reading import Judge, about, verdict
from tests.oracle.symmetric import end_of_training

CLOSE = 1e-9  # of eigenvalues, relative to the largest
BELOW = 0.057  # how far below 1/(C n) a safe step may be: 2/(1 + √(5/4)) is 0.944
STEPS = 200


@cache
def spectrum(case: Case) -> Any:
    """Return the eigenvalues of the Hessian in all 6d² entries where the flow of (a, b) ends."""
    return np.linalg.eigvalsh(hessian_at_end(case))


@cache
def hessian_at_end(case: Case) -> Any:
    """Return the Hessian where the flow of (a, b) ends."""
    a, b = map(float, case.flow.end)
    return case.model.hessian(diagonal(case.dim, a, b))


def multiplicity(name: str, dim: int) -> int:
    """Return how often a sector's eigenvalue occurs, as its name says."""
    words = {"once": 1, "d - 1 times": dim - 1, "d (d - 1)/2 times": comb(dim, 2)}
    return next(times for word, times in words.items() if f"({word})" in name)


def stated(case: Case, name: str, side: Any, variable: str, scale: float) -> list[float]:
    """Return the numbers that a part of a claim states: one, or the roots of its polynomial.

    The polynomial is read off at multiples of `scale`, the size of its roots.
    """
    if "polynomial" not in name:
        return [float(real(evaluated(side, case.numbers)))]
    points = range(4)  # a sector has three blocks at most
    with mpmath.workdps(50):
        places = [Fraction(scale) * x for x in points]
        heights = [real(evaluated(side, {**case.numbers, variable: x})) for x in places]
        rows = mpmath.matrix([[mpmath.mpf(x) ** k for k in points] for x in points])
        coefficients = list(mpmath.lu_solve(rows, mpmath.matrix(heights)))
        least = mpmath.mpf(10) ** -30 * max(map(abs, coefficients))
        while abs(coefficients[-1]) < least:
            coefficients.pop()
        roots = mpmath.polyroots(coefficients[::-1], maxsteps=500, extraprec=200)
    return [float(mpmath.re(root)) * scale for root in roots]


def _spectrum(case: Case, claim: Claim) -> Iterator[str]:
    true = spectrum(case)
    said = [
        value
        for name, side in about(case, claim).items()
        if (often := multiplicity(name, case.dim))
        for value in stated(case, name, side, "x", true[-1]) * often
    ]
    if len(said) != len(true):
        yield f"it has {len(said)} eigenvalues, there are {len(true)}"
        return
    for found, wanted in zip(sorted(said), true, strict=True):
        yield from differs(mpmath.mpf(found), mpmath.mpf(wanted), CLOSE, "", max(true))


def is_minimum(case: Case) -> bool:
    """Whether no direction at the end goes down, and descent from elsewhere ends no lower."""
    eigenvalues = spectrum(case)
    if eigenvalues[0] < -CLOSE * eigenvalues[-1]:
        return False
    return _lowest(case) >= float(case.least) - 1e-9 * float(case.model.zero_loss)


def _lowest(case: Case, starts: int = 4, rounds: int = 40) -> float:
    """Return the smallest loss that alternating least squares reaches from random weights."""
    generator = np.random.default_rng(0)
    square, cross = case.model.floats
    columns = 2 * case.dim
    table = square.reshape(columns, -1, columns, square.shape[0] // columns)
    aims = cross.reshape(case.dim, columns, -1)
    lowest, size = 0.0, float(case.product) ** 0.5
    for _ in range(starts):
        right = generator.normal(size=table.shape[1]) * size
        for _ in range(rounds):
            seen = np.einsum("pmqn,m,n->pq", table, right, right, optimize=True)
            left = np.linalg.lstsq(seen, (aims @ right).T, rcond=1e-12)[0].T
            inner = np.tensordot(left.T @ left, table, axes=([0, 1], [0, 2]))
            outer = np.einsum("ip,ipm->m", left, aims)
            right = np.linalg.lstsq(inner, outer, rcond=1e-12)[0]
        lowest = min(lowest, float(right @ inner @ right / 2 - outer @ right))
    return float(case.model.zero_loss) + lowest


def _limits(case: Case) -> dict[str, float]:
    """Return 2/λ_max of the full model, of the masked one, and where unmasked training ends."""
    full = hessian_at_end(case)
    kept = [case.model.entry(block, k, k) for block in BLOCKS for k in range(case.dim)]
    found = {"": spectrum(case)[-1], "masked": np.linalg.eigvalsh(full[np.ix_(kept, kept)])[-1]}
    if not case.stays and case.tokens.exchangeable:
        there = end_of_training(case, case.start)
        if there is not None:
            a, alpha, b, beta = there
            hessian = case.model.hessian(diagonal(case.dim, a, b, alpha, beta))
            eigenvalues = np.linalg.eigvalsh(hessian)
            stable = eigenvalues[0] > -CLOSE * eigenvalues[-1]
            found["unmasked"] = eigenvalues[-1] if stable else np.inf
    else:
        found["unmasked"] = found[""]
    return {name: 2 / float(value) for name, value in found.items()}


def _step_limit(case: Case, claim: Claim) -> Iterator[str]:
    """Of sectors the smallest counts; polynomials in eta are named, not solved."""
    true, said = _limits(case), about(case, claim)
    if set(said) <= set(true):
        for name, side in said.items():
            found = evaluated(side, case.numbers)
            if not true[name]:
                yield "unstable: there the Hessian has a negative eigenvalue, whatever the step"
                continue
            allowed = 1e-6 if name == "unmasked" else CLOSE
            yield from differs(found, mpmath.mpf(true[name]), allowed, name)
        return
    occurring = {name: side for name, side in said.items() if multiplicity(name, case.dim)}
    steps = (x for name, side in occurring.items() for x in _steps(case, name, side))
    smallest = min(step for step in steps if step > 0)
    yield from differs(mpmath.mpf(smallest), mpmath.mpf(true[""]), CLOSE, "the smallest")


def _steps(case: Case, name: str, side: Any) -> list[float]:
    """Return the step sizes that a part states; none where its eigenvalue is 0."""
    try:
        return stated(case, name, side, "eta", 2 / float(spectrum(case)[-1]))
    except Undefined:
        return []


def _step_safe(case: Case, claim: Claim) -> Iterator[str]:
    """Ab goes monotonically to s, the loss falls, and the step is not needlessly small."""
    for name, side in about(case, claim).items():
        eta = evaluated(side, case.numbers)
        if name in ("", "masked") and not case.flow.ends_in_saddle:
            yield from _descends(case, eta)
            most = 1 / (real(case.saturation) * case.flow.largest_size)
            if real(eta) > most or real(eta) < most * (1 - BELOW):
                yield f"it says {mpmath.nstr(real(eta), 8)}, 1/(C n) is {mpmath.nstr(most, 8)}"


def _descends(case: Case, eta: Number) -> Iterator[str]:
    with mpmath.workdps(40):
        a, b = map(real, case.start)
        s, pull = real(case.product), real(eta) * real(case.saturation)
        before = a * b - s
        for k in range(STEPS):
            force = pull * (s - a * b)
            a, b = a + b * force, b + a * force
            after = a * b - s
            if abs(after) < 1e-25 * s or (a == 0 and b == 0):
                return
            if after * before < 0 or abs(after) >= abs(before):
                yield f"after step {k + 1} ab - s goes from {before} to {after}"
                return
            before = after


JUDGES: Mapping[str, Judge] = {
    "hessian-spectrum": _spectrum,
    "local-minimum": verdict(is_minimum),
    "step-size-limit": _step_limit,
    "step-size-safe": _step_safe,
}
