"""A person's own trained weights beside the theory of a law."""

from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np

from numeric_check.quartic import from_plan, mean_product
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.deriving import derive
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.plan import plan
from symbolic_mesa.training.files import load


@dataclass(frozen=True)
class Weights:
    """A person's own weights beside the theory.

    Attributes:
        off_diagonal: the norm of all that is not on the diagonal of KQ32 and PV12, beside the norm
            of all weights.
        product: ab, the mean of the diagonal of KQ32 ∘ PV12.
        fixed_point: s*.
        excess: the population loss above its minimum on the diagonal, beside that minimum.
        nearest: the point (a, b) with ab = s* nearest to the mean diagonals.
    """

    off_diagonal: float
    product: float
    fixed_point: float
    excess: float
    nearest: tuple[float, float]


def compared(setting: Setting, path: Path) -> Weights:
    """Return what a file of `mesa-train` holds, beside the theory of a law."""
    _, run = load(path)
    dim = run.blocks.dim
    if setting.dim not in (None, dim):
        raise InvalidInput(f"--weights {path}: d = {dim} there; give --dim {dim}")
    found = derive(setting.law, dim, setting.length, ["masked-fixed-point", "minimum-loss"], False)
    s, least = found["masked-fixed-point"].value, found["minimum-loss"].value
    form = plan(setting)
    loss, _ = from_plan(dim, form.constant, form.linear, form.quadratic).at(run.blocks)
    named = run.named_blocks
    own = sum(float(np.sum(np.diag(named[name]) ** 2)) for name in ("KQ32", "PV12"))
    whole = sum(float(np.sum(block**2)) for block in named.values())
    a, b = (float(np.mean(np.diag(named[name]))) for name in ("KQ32", "PV12"))
    return Weights(
        sqrt(max(whole - own, 0.0) / whole) if whole else 0.0,
        mean_product(run.blocks),
        s,
        (loss - least) / least if least else loss,
        _nearest(a, b, s),
    )


def _nearest(a: float, b: float, s: float) -> tuple[float, float]:
    """Return the point of ab = s, on the side of a + b, nearest to (a, b): on a fine grid."""
    sign = 1.0 if a + b >= 0 else -1.0
    grid = sign * np.exp(np.linspace(-12, 12, 200_001)) * sqrt(s)
    k = int(np.argmin((grid - a) ** 2 + (s / grid - b) ** 2))
    return float(grid[k]), float(s / grid[k])
