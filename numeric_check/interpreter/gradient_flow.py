"""Gradient flow of every entry of every block of a stated model, followed in doubles."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric_check.interpreter.doubles import Blocks
from numeric_check.interpreter.weight_products import ProductForm
from numeric_check.runge_kutta import Real, resized, stepped

FIRST = 1e-3  # step, over the time in which the largest weight would change by itself
MOST_STEPS = 4_000


@dataclass(frozen=True)
class Precision:
    """How well a flow is followed.

    Attributes:
        local_error: of one step, relative to the largest weight.
        at_rest: a gradient that counts as none, beside the loss of predicting 0 over the largest
            weight.
    """

    local_error: float
    at_rest: float


FINE = Precision(1e-13, 1e-12)  # to rounding
COARSE = Precision(1e-8, 1e-7)  # far below what random sequences leave open


@dataclass(frozen=True)
class Flowed:
    """A flow from some weights on.

    Attributes:
        way: the weights after each step, those at the start first.
        time: how long it was followed.
        at_rest: whether nothing moves at its end.
    """

    way: tuple[Blocks, ...]
    time: float
    at_rest: bool

    @property
    def end(self) -> Blocks:
        """The last weights."""
        return self.way[-1]


def is_at_rest(
    form: ProductForm, blocks: Blocks, held: Callable[[Real], Real] = np.asarray
) -> bool:
    """Whether nothing moves, to rounding; `held` as in `flowed`."""
    weights = stacked(form, blocks)
    return _still(form, weights, held(form.at(weights)[1]), FINE)


def flowed(
    form: ProductForm,
    start: Blocks,
    time: float | None = None,
    held: Callable[[Real], Real] = np.asarray,
    precision: Precision = FINE,
) -> Flowed:
    """Return the flow for a time, or until it is at rest; and not for more than many steps.

    Args:
        form: the loss.
        start: where it starts; a block that is not given is 0.
        time: for how long; None until it is at rest.
        held: what is left of a gradient that moves weights.
        precision: how well it is followed.
    """

    def slopes_at(point: Real) -> Real:
        return held(form.at(point)[1])

    point, spent = stacked(form, start), 0.0
    slopes, way, done = slopes_at(point), [point], False
    step = FIRST * float(np.max(np.abs(point))) / max(float(np.max(np.abs(slopes))), 1e-300)
    for _ in range(MOST_STEPS):
        done = _still(form, point, slopes, precision) if time is None else spent >= time
        if done:
            break
        step = step if time is None else min(step, time - spent)
        moved, error = stepped(lambda at: -slopes_at(at), point, step)
        allowed = precision.local_error * float(np.max(np.abs(point)))
        if error <= allowed:
            point, spent = moved, spent + step
            slopes = slopes_at(point)
            way.append(point)
        step = resized(step, error, allowed)
    return Flowed(tuple(dict(zip(form.blocks, one, strict=True)) for one in way), spent, done)


def stacked(form: ProductForm, blocks: Blocks) -> Real:
    """Return blocks as one array of shape (blocks, d, d), 0 where one is not given."""
    nothing = np.zeros((len(form.slope),) * 2)
    return np.array([blocks.get(name, nothing) for name in form.blocks])


def _still(form: ProductForm, weights: Real, slopes: Real, precision: Precision) -> bool:
    size = float(np.max(np.abs(slopes)) * np.max(np.abs(weights)))
    return size <= precision.at_rest * form.rest
