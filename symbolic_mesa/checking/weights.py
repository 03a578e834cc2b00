"""A person's own trained weights beside the theory of a law."""

from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

import numpy as np

from numeric_check.model.quartic import from_plan, mean_product
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable
from symbolic_mesa.training.files import saved
from symbolic_mesa.training.population_form import plan

NEARLY = 1e-7  # real, but for the rounding of a double root


@dataclass(frozen=True)
class Weights:
    """A person's own weights beside the theory.

    Attributes:
        off_diagonal: the norm of all that is off the diagonals of trained blocks, beside the norm
            of all weights.
        product: ab, the mean of the products of diagonal entries of both trained blocks.
        fixed_point: s*.
        excess: the population loss above its minimum on the diagonal, beside the loss of the
            prediction 0; it comes through the engine's plan, and is no independent witness.
        nearest: the point (a, b) with ab = s* nearest to the mean diagonals.
        caveats: what s*, as the end of training, assumes that does not hold.
    """

    off_diagonal: float
    product: float
    fixed_point: float
    excess: float
    nearest: tuple[float, float]
    caveats: tuple[str, ...]


def compared(setting: Setting, path: Path) -> Weights:
    """Return what the blocks in a file are beside the theory of a law, at the setting's T.

    Raises:
        InvalidInput: when the file has no blocks, or others than of the setting's d.
    """
    blocks = saved(path).blocks
    dim = blocks.dim
    if setting.dim not in (None, dim):
        raise InvalidInput(f"--weights {printable(path)}: d = {dim} there; give --dim {dim}")
    ids = ("masked-fixed-point", "minimum-loss", "fixed-point")
    found = in_setting(replace(setting, dim=dim), ids)
    s, least = found["masked-fixed-point"].value, found["minimum-loss"].value
    form = plan(setting)
    with np.errstate(over="ignore", invalid="ignore"):
        loss, _ = from_plan(dim, form.constant, form.linear, form.quadratic).at(blocks)
    if not np.isfinite(loss):
        raise InvalidInput(
            f"--weights {printable(path)}: their loss is beyond doubles; give smaller ones"
        )
    diagonals = np.diag(blocks.kq[dim:, :dim]), np.diag(blocks.pv[:, :dim])
    own = sum(float(np.sum(np.abs(one) ** 2)) for one in diagonals)
    whole = sum(float(np.sum(np.abs(one) ** 2)) for one in (blocks.kq, blocks.pv))
    a, b = (float(np.mean(one.real)) for one in diagonals)
    if s is None or least is None:
        raise InvalidInput("the law's fixed point is beyond doubles; give parameters nearer to 1")
    return Weights(
        sqrt(max(whole - own, 0.0) / whole) if whole else 0.0,
        mean_product(blocks),
        s,
        (loss - least) / form.constant,
        nearest(a, b, s),
        found["fixed-point"].caveats,
    )


def nearest(a: float, b: float, s: float) -> tuple[float, float]:
    """Return the point (x, s/x) nearest to (a, b), for s > 0.

    There the derivative of the squared distance vanishes: x⁴ − a x³ + b s x − s² = 0. In units of
    √s one of x and s/x is at least 1 in size, and that one is found.

    >>> [round(x, 9) for x in nearest(1.0, 1.0, 4.0)]
    [2.0, 2.0]
    >>> x, y = nearest(0.3, 0.2, 1e-120)
    >>> round(x, 9), f"{y:.6g}"
    (0.3, '3.33333e-120')
    """
    unit = sqrt(s)
    points = [(x * unit, s / (x * unit)) for x in _large(a / unit, b / unit)]
    points += [(s / (y * unit), y * unit) for y in _large(b / unit, a / unit)]
    return min(points, key=lambda point: (point[0] - a) ** 2 + (point[1] - b) ** 2)


def _large(a: float, b: float) -> list[float]:
    """Return the real roots x of x⁴ − a x³ + b x − 1 with |x| at least 1, but for rounding."""
    roots = np.roots([1.0, -a, 0.0, b, -1.0])
    real = [float(x.real) for x in roots if abs(x.imag) <= NEARLY * abs(x)]
    return [x for x in real if abs(x) >= 1 - NEARLY]
