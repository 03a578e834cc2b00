"""Guesses in floating point: how far a family of Hankel matrices is from positive, from inside.

Minimise s such that every block H(u) + s R is positive definite, with R of the reference law, along
the central path of the barrier -log det: at each centre u guesses a completion, and the inverses of
the blocks, which are positive definite, guess a polynomial that is nowhere negative.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType
from typing import TYPE_CHECKING

from symbolic_mesa.laws.existence.moment_forms import Family, hankel

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Real = NDArray[float64]

SHRINK = 0.15  # of the barrier, from centre to centre
SMALLEST = 1e-11  # a barrier below that is lost in rounding
STEPS = 40  # of Newton's method, for one centre


@dataclass(frozen=True)
class Centre:
    """A point of the central path.

    Attributes:
        slack: s; negative where the blocks themselves are positive definite.
        free: u.
        polynomial: nowhere negative but for rounding, with expectation `bound`.
        bound: at most the number of rows times the barrier, less s.
    """

    slack: float
    free: tuple[float, ...]
    polynomial: tuple[float, ...]
    bound: float


def centres(family: Family) -> Iterator[Centre]:
    """Yield points of the central path, until floating point sees no further."""
    import numpy as np  # here, so that laws load without NumPy

    changes = [_basis(np, hankel(family.reference, block)) for block in family.blocks]
    fixed = _forms(np, family, family.fixed, changes)
    directions = [_forms(np, family, sequence, changes) for _, sequence in family.free]
    directions.append([np.eye(len(change)) for change in changes])
    rows = sum(len(change) for change in changes)
    point = np.zeros(len(directions))
    for k, (degree, _) in enumerate(family.free):
        point[k] = float(family.reference[degree])
    start = _at(fixed, directions, point)
    point[-1] = 1 - min(float(np.linalg.eigvalsh(form)[0]) for form in start)
    barrier = max(1.0, abs(float(point[-1])))
    while barrier > SMALLEST:
        point = _centred(np, fixed, directions, point, barrier)
        try:
            inverses = [np.linalg.inv(form) for form in _at(fixed, directions, point)]
        except np.linalg.LinAlgError:
            return
        p = np.zeros(len(family.fixed))
        for (shift, size), change, inverse in zip(family.blocks, changes, inverses, strict=True):
            dual = barrier * change.T @ inverse @ change
            for i in range(size):
                p[i + shift : i + shift + size] += dual[i]
        if not np.all(np.isfinite(p)):
            return
        slack = float(point[-1])
        yield Centre(slack, tuple(map(float, point[:-1])), tuple(p), rows * barrier - slack)
        barrier *= SHRINK


def _basis(np: ModuleType, form: Sequence[Sequence[Fraction]]) -> "Real":
    """Return the change of basis in which a positive definite form is the unit matrix."""
    change: Real = np.linalg.inv(np.linalg.cholesky(np.array(form, dtype=float)))
    return change


def _forms(
    np: ModuleType, family: Family, moments: Sequence[Fraction], changes: Sequence["Real"]
) -> list["Real"]:
    forms = (np.array(hankel(moments, block), dtype=float) for block in family.blocks)
    return [change @ form @ change.T for change, form in zip(changes, forms, strict=True)]


def _at(fixed: list["Real"], directions: list[list["Real"]], point: "Real") -> list["Real"]:
    return [
        form + sum(x * direction[b] for x, direction in zip(point, directions, strict=True))
        for b, form in enumerate(fixed)
    ]


def _centred(
    np: ModuleType,
    fixed: list["Real"],
    directions: list[list["Real"]],
    point: "Real",
    barrier: float,
) -> "Real":
    """Return the minimiser of s / barrier - log det, by Newton's method with halved steps."""
    cost, gradient, hessian = _barrier(np, fixed, directions, point, barrier)
    for _ in range(STEPS):
        step = -np.linalg.lstsq(hessian, gradient, rcond=None)[0]
        decrease = -float(gradient @ step)
        length = 1 / (1 + decrease**0.5) if decrease > 0.25 else 1.0
        while length > 1e-12:
            tried = _barrier(np, fixed, directions, point + length * step, barrier)
            if tried[0] <= cost - 0.1 * length * decrease + 1e-12 * abs(cost):
                break
            length /= 2
        else:
            return point
        point = point + length * step
        cost, gradient, hessian = tried
        if decrease < 1e-10:
            return point
    return point


def _barrier(
    np: ModuleType,
    fixed: list["Real"],
    directions: list[list["Real"]],
    point: "Real",
    barrier: float,
) -> tuple[float, "Real", "Real"]:
    """Return value, gradient and Hessian of s / barrier - log det; infinity outside."""
    cost = float(point[-1]) / barrier
    gradient = np.zeros(len(point))
    gradient[-1] = 1 / barrier
    hessian = np.zeros((len(point), len(point)))
    for b, form in enumerate(_at(fixed, directions, point)):
        try:
            root = np.linalg.inv(np.linalg.cholesky(form))
        except np.linalg.LinAlgError:
            return np.inf, gradient, hessian
        whitened = np.array([root @ direction[b] @ root.T for direction in directions])
        cost += 2 * float(-np.log(np.diag(root)).sum()) * -1
        gradient -= np.trace(whitened, axis1=1, axis2=2)
        flat = whitened.reshape(len(point), -1)
        hessian += flat @ flat.T
    return cost, gradient, hessian
