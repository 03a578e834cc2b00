"""Where a loss is stationary that is a quadratic form in products of scales."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
MOST = 200  # steps
DAMPED = 1e-2  # of the largest eigenvalue, at first
SMALL = 1e-13  # a gradient beside the largest on the way
FLAT, BENT = 1e-11, 1e-3  # a curvature beside the largest: of a free direction, of another one


@dataclass(frozen=True)
class FormInProducts:
    """The loss c + s·u + ½ u·H u, where u are products of powers of the scales.

    Attributes:
        powers: those of the scales in each product; of shape (products, scales).
        slopes: s.
        twice: H, symmetric.
    """

    powers: NDArray[np.intp]
    slopes: Real
    twice: Real

    def gradient(self, scales: Real) -> Real:
        """Return the gradient at scales of shape (n,)."""
        u, first, _ = self._products(scales)
        found: Real = first.T @ (self.slopes + self.twice @ u)
        return found

    def hessian(self, scales: Real) -> Real:
        """Return the second derivatives, of shape (n, n)."""
        u, first, second = self._products(scales)
        pull = self.slopes + self.twice @ u
        found: Real = first.T @ self.twice @ first + np.einsum("k,kij->ij", pull, second)
        return found

    def _products(self, scales: Real) -> tuple[Real, Real, Real]:
        """Return the products, with their first and second derivatives."""
        n, (factors, left) = len(scales), self._derivatives
        found: Real = factors * np.prod(scales**left, axis=2)
        return found[0], found[1 : 1 + n].T, found[1 + n :].reshape(n, n, -1).transpose(2, 0, 1)

    @cached_property
    def _derivatives(self) -> tuple[Real, NDArray[np.intp]]:
        """What is before the powers, and the powers: of each product, its slopes and curvatures.

        Of shapes (1 + n + n², products) and (1 + n + n², products, n).
        """
        n = self.powers.shape[1]
        each = np.eye(n, dtype=np.intp)
        times = np.array([0 * each[0], *each, *(one + two for one in each for two in each)])
        left = self.powers - times[:, None, :]
        once = np.where(times[:, None, :] > 0, self.powers, 1)
        twice = np.where(times[:, None, :] > 1, self.powers - 1, 1)
        return np.prod(once * twice, axis=2).astype(float), np.maximum(left, 0)


def rest_points(form: FormInProducts, starts: Real) -> Iterator[Real]:
    """Yield where the gradient vanishes, reached from each start by damped Newton steps.

    Saddles are reached as minima are: it is the size of the gradient that falls. A start from which
    it does not fall to rounding yields nothing, nor does one that ends near where sets cross: there
    the gradient falls faster than the distance to either.

    Args:
        form: the loss.
        starts: of shape (starts, scales).
    """
    for start in starts:
        found = _reached(form, start)
        if found is not None:
            yield found


def _reached(form: FormInProducts, start: Real) -> Real | None:
    point, pull = start, form.gradient(start)
    first, damping = float(np.linalg.norm(pull)), DAMPED
    for _ in range(MOST):
        if np.linalg.norm(pull) <= SMALL * first:
            return point if _is_regular(form.hessian(point), form.hessian(start)) else None
        slope = form.hessian(point)
        square = slope.T @ slope
        scale = float(np.trace(square))
        damped = square + damping * scale * np.eye(len(point))
        step = np.linalg.lstsq(damped, slope.T @ pull)[0]  # on a set it may be singular
        moved = form.gradient(point - step)
        if np.linalg.norm(moved) < np.linalg.norm(pull):
            point, pull, damping = point - step, moved, damping / 10
        else:
            damping *= 10
    return None


def _is_regular(hessian: Real, other: Real) -> bool:
    """Whether each direction is free or is not, beside another Hessian.

    Near where sets cross some are neither.
    """
    bends, scale = np.linalg.svd(hessian, compute_uv=False), np.linalg.norm(other, 2)
    return bool(np.all((bends <= FLAT * scale) | (bends >= BENT * scale)))
