"""A run of training, as text and as JSON."""

import json

import numpy as np

from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.training.running import Run
from symbolic_mesa.training.settings import Training


def text(done: Run, training: Training) -> str:
    """Say where training ended, and beside it what the theory of the law says."""
    setting = training.setting
    samples = training.samples
    kind = "population" if samples is None else f"{samples.count} sequences"
    kind = f"{kind} ({training.source})"
    ids = ("masked-fixed-point", "fixed-point")
    found = in_setting(setting, ids)
    stated = found["masked-fixed-point"]
    caveats = () if training.mask else found["fixed-point"].caveats
    theory = "" if stated.step.obstacle or stated.value is None else f"{stated.value:.14g}"
    sizes = f"d = {setting.dim}, T = {setting.length}"
    lines = [
        f"{setting.law.name}, {sizes}, {kind}, {done.epoch} epochs",
        f"ab    {done.ab[0]:.14g} -> {done.ab[-1]:.14g}",
        *([f"s*    {theory}  (derived: the fixed point of ab on the diagonal)"] if theory else []),
        *(f"      {words}" for words in caveats if theory),
        f"loss  {done.loss[0]:.14g} -> {done.loss[-1]:.14g}",
    ]
    return "\n".join(lines) + "\n"


def as_json(done: Run, training: Training) -> str:
    """Return the run as JSON; complex weights have imaginary parts beside."""
    blocks = done.named_blocks
    found: dict[str, object] = {
        "source": training.source,
        "ab": list(done.ab),
        "loss": list(done.loss),
        "blocks": {name: block.real.tolist() for name, block in blocks.items()},
    }
    if any(map(np.iscomplexobj, blocks.values())):
        found["imaginary"] = {name: block.imag.tolist() for name, block in blocks.items()}
    return json.dumps(found, allow_nan=False) + "\n"
