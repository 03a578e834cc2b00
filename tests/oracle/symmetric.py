"""Exchangeable laws: KQ32 = aI + α(J − I), PV12 = bI + β(J − I), where training stays."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np

from tests.oracle.cases import Case, Pair
from tests.oracle.flows import followed
from tests.oracle.model import diagonal, forward
from tests.oracle.numbers import Claim, differs, evaluated
from tests.oracle.reading import Judge, about, equal, number, only

SCALES = ("a", "alpha", "b", "beta")
PLACES = (("KQ32", 0, 0), ("KQ32", 0, 1), ("PV12", 0, 0), ("PV12", 0, 1))
Scales = tuple[Any, Any, Any, Any]  # a, α, b, β
POINT: Scales = (Fraction(7, 5), Fraction(-1, 3), Fraction(-3, 4), Fraction(2, 7))
HALF = Fraction(1, 2)
CLOSE = 1e-6  # of a flow that is followed in doubles


def _kept(dim: int) -> range:
    """Return which scales there are: off-diagonal ones only if d > 1."""
    return range(0, 4, 1 if dim > 1 else 2)


def velocities(case: Case, point: Scales) -> dict[str, Any]:
    """Return minus the gradient in one entry of each kind."""
    a, alpha, b, beta = point
    tables = case.gradient(a, b, alpha, beta)
    return {SCALES[n]: -tables[PLACES[n][0]][PLACES[n][1:]] for n in _kept(case.dim)}


def reduced(case: Case) -> tuple[Any, Any]:
    """Return the loss of a row as a form in (b, β) ⊗ (a, α): coordinates are alike, so are rows."""
    dim = case.dim
    square, cross = case.model.floats
    shapes = [case.model.sides(diagonal(dim, *scales)) for scales in ((1, 1, 0, 0), (0, 0, 1, 1))]
    products = [np.kron(left[0], right) for left, _ in shapes for _, right in shapes]
    basis = np.array(products).T.astype(float)
    return basis.T @ square @ basis, basis.T @ cross[0]


def _start(case: Case) -> Pair:
    return case.start if "init" in case.told else (HALF, HALF)


@cache
def end_of_training(case: Case, start: Pair) -> Any:
    """Return (a, α, b, β) where the flow of these four ends, in doubles; None if it takes long."""
    if not sum(start):  # doubles do not keep the line that leads to the saddle
        return None
    inner, outer = reduced(case)
    share = np.array([1, max(case.dim - 1, 1)])  # entries of each kind in a row

    def velocity(point: Any) -> Any:
        right, left = point[:2], point[2:]
        force = (inner @ np.kron(left, right) - outer).reshape(2, 2)
        return -np.concatenate([left @ force / share, force @ right / share])

    a, b = map(float, start)
    speed = float(case.saturation) * max(float(case.product), abs(a), abs(b), 1.0)
    return followed(velocity, (a, 0.0, b, 0.0), speed)


def _loss(case: Case, claim: Claim) -> Iterator[str]:
    a, alpha, b, beta = POINT
    found = number(case, claim, **dict(zip(SCALES, POINT, strict=True)))
    yield from differs(found, case.loss(a, b, alpha, beta), 0.0)


def _flow(case: Case, claim: Claim) -> Iterator[str]:
    """The velocities; beside them the balance ‖KQ32‖² − ‖PV12‖², over d, where it is a part."""
    a, alpha, b, beta = POINT
    wanted = {f"{scale}'": value for scale, value in velocities(case, POINT).items()}
    if not wanted.keys() <= claim.sides.keys():
        yield f"it has {sorted(claim.sides)}, there are {sorted(wanted)}"
    wanted["balance"] = a**2 - b**2 + (case.dim - 1) * (alpha**2 - beta**2)
    for name, side in claim.sides.items():
        if name in wanted:
            found = evaluated(side, {**case.numbers, **dict(zip(SCALES, POINT, strict=True))})
            yield from differs(found, Fraction(wanted[name]), 0.0, name)


def _ends(case: Case, claim: Claim) -> Iterator[str]:
    """Equations where something is a symbol; else the end of the flow from the claim's start."""
    if any(name.endswith("'") for name in claim.sides):
        yield from _flow(case, claim)
        return
    yield from _rests(case, claim)
    end = end_of_training(case, _start(case))
    if end is None:
        return
    said = about(case, claim)
    for name, wanted in zip(SCALES, end, strict=True):
        if name in said:
            yield from differs(
                evaluated(said[name], {}), mpmath.mpf(wanted), CLOSE, name, max(map(abs, end))
            )


def _point(said: Mapping[str, Any]) -> Scales:
    a, alpha, b, beta = (evaluated(said.get(name, Fraction(0)), {}) for name in SCALES)
    return a, alpha, b, beta


def _rests(case: Case, claim: Claim) -> Iterator[str]:
    """At the stated point the gradient vanishes, beside the terms that it is a sum of."""
    a, alpha, b, beta = map(float, _point(about(case, claim)))
    size = float(case.growth) * max(abs(a), abs(b))
    for name, table in case.gradient(a, b, alpha, beta).items():
        worst = float(np.max(np.abs(table.astype(float))))
        if worst > 1e-9 * size:
            yield f"the gradient in {name} is {worst:.3g} there"


def _comparison(case: Case, claim: Claim) -> Iterator[str]:
    yield from _rests(case, claim)
    said = about(case, claim)
    a, alpha, b, beta = map(float, _point(said))
    loss = mpmath.mpf(float(case.loss(a, b, alpha, beta)))
    yield from differs(evaluated(said["loss"], {}), loss, 1e-9, "loss", case.model.zero_loss)
    on_line = not sum(_start(case))  # masked, the flow then ends in (0, 0)
    product = Fraction(0) if on_line else case.product
    least = case.model.zero_loss if on_line else case.least
    for name, wanted in (("masked-product", product), ("masked-loss", least)):
        found = evaluated(said[name], {})
        yield from differs(
            found, wanted, 1e-27, name, case.model.zero_loss if "loss" in name else 0
        )
    end = end_of_training(case, _start(case))
    if end is not None:
        for name, wanted in zip(SCALES, end, strict=True):
            found = evaluated(said.get(name, Fraction(0)), {})
            size = max(map(abs, end))
            yield from differs(found, mpmath.mpf(wanted), CLOSE, f"from the start, {name}", size)


def _preconditioned(case: Case, claim: Claim) -> Iterator[str]:
    """On a random sequence the prediction is PV12 (Σ x_s x_{s-1}^*) KQ32 x_t/(t − 1)."""
    generator = np.random.default_rng(case.length)
    sequence = generator.normal(size=(case.length, case.dim, 2)) @ (1, 1j)
    blocks = diagonal(case.dim, *(float(POINT[n]) for n in (0, 2, 1, 3)))
    weights = {name: table.astype(float) for name, table in blocks.items()}
    step = sum(np.outer(y, x.conj()) for x, y in pairwise(sequence))
    wanted = weights["PV12"] @ step @ weights["KQ32"] @ sequence[-1] / (case.length - 1)
    holds = bool(np.allclose(forward(weights, sequence), wanted, rtol=1e-12))
    if only(case, claim) is not holds:
        yield f"it says {only(case, claim)}, it is {holds}"


JUDGES: Mapping[str, Judge] = {
    "symmetric-loss": _loss,
    "symmetric-flow": _flow,
    "symmetric-fixed-point": _ends,
    "masked-fixed-point": equal(lambda case: case.product),
    "masked-comparison": _comparison,
    "preconditioned-step": _preconditioned,
}
