"""A run of training, as text and as JSON."""

import json
from collections.abc import Sequence

import numpy as np

from numeric_check.interpreter.doubles import Blocks
from numeric_check.interpreter.named_blocks import NamedBlocks
from symbolic_mesa.results.deriving import derive, in_setting
from symbolic_mesa.results.results import Result
from symbolic_mesa.training.general import TrainingOf, W
from symbolic_mesa.training.running import RunOf
from symbolic_mesa.training.settings import Training
from symbolic_mesa.training.stated_training import StatedTraining


def text(done: RunOf[W], training: TrainingOf[W]) -> str:
    """Say where training ended, and beside it what the theory of the law says."""
    lines = [
        f"{training.about} ({training.source}), {done.epoch} epochs",
        *(_course(name, values) for name, values in done.kept.items()),
        *(_diagonal(training) if isinstance(training, Training) else []),
        _course("loss", done.loss),
        *(_ansatz(training, done.named_blocks) if isinstance(training, StatedTraining) else []),
    ]
    return "\n".join(lines) + "\n"


def _diagonal(training: Training) -> list[str]:
    """Say where ab rests."""
    found = in_setting(training.setting, ("masked-fixed-point", "fixed-point"))
    theory = _digits(found["masked-fixed-point"])
    if not theory:
        return []
    caveats = () if training.mask else found["fixed-point"].caveats
    line = f"s*    {theory}  (derived: the fixed point of ab on the diagonal)"
    return [line, *(f"      {words}" for words in caveats)]


def _ansatz(training: StatedTraining, blocks: Blocks) -> list[str]:
    """Say how low the loss of a stated model is on its ansatz, and how far off that weights are."""
    setting, id = training.setting, "minimum-loss"
    sizes = setting.dim, setting.length
    found = derive(setting.law, *sizes, [id], check=False, model=training.problem)
    off = training.off_ansatz(NamedBlocks(blocks))
    lines = [f"off the ansatz: {off:.2g} of the norm of all weights"]
    if least := _digits(found[id]):
        words = "derived: the population's largest lower bound on the ansatz"
        lines.insert(0, f"inf L {least}  ({words})")
    return lines


def _course(name: str, values: Sequence[float]) -> str:
    return f"{name:<5} {values[0]:.14g} -> {values[-1]:.14g}"


def _digits(result: Result) -> str:
    """Return what is derived, if it is a number."""
    return "" if result.step.obstacle or result.value is None else f"{result.value:.14g}"


def as_json(done: RunOf[W], training: TrainingOf[W]) -> str:
    """Return the run as JSON; complex weights have imaginary parts beside."""
    blocks = done.named_blocks
    found: dict[str, object] = {
        "source": training.source,
        **{name: list(values) for name, values in done.kept.items()},
        "loss": list(done.loss),
        "blocks": {name: block.real.tolist() for name, block in blocks.items()},
    }
    if any(map(np.iscomplexobj, blocks.values())):
        found["imaginary"] = {name: block.imag.tolist() for name, block in blocks.items()}
    return json.dumps(found, allow_nan=False) + "\n"
