"""Claims held against a simulation of the full model, under one rate of false alarms."""

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np

from numeric_check.quartic import from_plan, mean_product
from numeric_check.rational_moments import NoNodes
from numeric_check.sampling import sequences
from numeric_check.statistics import Comparison, compared, exponent, measured
from symbolic_mesa.assumptions import SHORTEST_LENGTH, Setting
from symbolic_mesa.deriving import derive
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.plan import plan
from symbolic_mesa.training.files import load

PROBE = 0.8  # a = b there, in units of the root of s
CLAIMS = (
    "m2",
    "kappa-1",
    "kappa-2",
    "kappa-3",
    "loss",
    "flow-a",
    "flow-b",
    "emergence",
    "other-blocks",
    "test-error",
)
"""What is compared, by the id of the result."""
MOMENTS = CLAIMS[:4]


@dataclass(frozen=True)
class Checked:
    """A simulation beside the claims.

    Attributes:
        comparisons: one for each number that is claimed.
        rate: the exponent with which the error of the loss falls with m, and its error.
    """

    comparisons: tuple[Comparison, ...]
    rate: tuple[float, float]

    @property
    def rate_agrees(self) -> bool:
        """Whether the exponent is that of independent sequences, −1/2, within five errors."""
        value, error = self.rate
        return abs(value + 0.5) <= 5 * error

    @property
    def agrees(self) -> bool:
        """Whether nothing is an alarm."""
        return self.rate_agrees and all(one.agrees for one in self.comparisons)


def checked(setting: Setting, samples: int, seed: int, claims: Collection[str] = CLAIMS) -> Checked:
    """Return the claims beside estimates from so many sequences.

    Raises:
        InvalidInput: when a number is missing, a claim is unknown, or the law cannot be sampled.
    """
    for id in claims:
        if id not in CLAIMS:
            raise InvalidInput(f"--claims {id}: choose from {', '.join(CLAIMS)}")
    if setting.dim is None or setting.length is None:
        raise InvalidInput("a simulation needs numbers for d and T; give --dim and --length")
    if samples < 64:
        raise InvalidInput(f"--samples {samples}: too few for a standard error; give 64 or more")
    wanted, scale = predictions(setting, claims)
    try:
        drawn = sequences(setting.law, setting.dim, samples, seed)
        values = measured(drawn, scale, scale, setting.length)
    except NoNodes as error:
        raise InvalidInput(str(error)) from None
    for id, block in (("flow-a", "KQ32"), ("flow-b", "PV12")):
        values[id] = -values[f"{block} diagonal"]
    values["test-error"] = values["error"]
    return Checked(compared(wanted, values), exponent(values["loss"]))


def predictions(setting: Setting, claims: Collection[str]) -> tuple[dict[str, float], float]:
    """Return what is claimed, by name, and the scale a = b at which it is compared.

    The diagonal fixed point gives the scale; that training stays on the diagonal (`emergence`) is
    the claim that entries off it, and of the other blocks, have gradient 0.
    """
    dim, length = setting.dim or 0, setting.length or 0
    ids = ["masked-fixed-point", *MOMENTS, "loss", "flow-a", "flow-b"]
    found = derive(setting.law, dim, length, ids, False)
    product = found["masked-fixed-point"].value
    if product is None:
        raise InvalidInput("a parameter of the law is a symbol; give it a number with --param")
    scale = PROBE * sqrt(product)
    at = {"a": scale, "b": scale}
    wanted: dict[str, float] = {}
    for id in claims:
        if id in MOMENTS:
            wanted[id] = found[id].value
        elif id in ("loss", "flow-a", "flow-b"):
            wanted[id] = found[id](**at)
        elif id == "test-error":
            wanted[id] = _error_at(setting, scale)
        elif id == "emergence":
            wanted |= {f"{b} off": 0.0 for b in ("KQ32", "PV12") if dim > 1}
        else:
            kinds = ("diagonal", "off") if dim > 1 else ("diagonal",)
            wanted |= {f"{b} {kind}": 0.0 for b in OTHERS for kind in kinds}
    return wanted, scale


OTHERS = ("KQ22", "KQ23", "KQ33", "PV13")


def _error_at(setting: Setting, scale: float) -> float:
    """Return E‖ŷ − x‖² of the last prediction at the probe: twice what the loss gains by it."""
    last = setting.length or 0
    lengths = (last, last - 1)[: 1 if last == SHORTEST_LENGTH else 2]
    losses = [
        derive(setting.law, setting.dim, length, ["loss"], False)["loss"](a=scale, b=scale)
        for length in lengths
    ]
    return 2 * (losses[0] - sum(losses[1:]))


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


def weights(setting: Setting, path: Path) -> Weights:
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
