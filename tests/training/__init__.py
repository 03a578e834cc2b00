"""Tests of training: what several of them start from."""

from fractions import Fraction
from typing import Any

import numpy as np

from numeric_check.model.attention import BLOCKS
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.training.running import Run
from symbolic_mesa.training.settings import Samples, Start, Training, diagonal, gaussian

TENTH = Fraction(1, 10)
GAUSSIAN = laws.gaussian(1)


def training(law: TokenLaw, dim: int, length: int, **given: Any) -> Training:
    """Return a training on the population from a = b = 1/10, or what is given instead."""
    options = {
        "samples": None,
        "start": diagonal(dim, TENTH, TENTH),
        "mask": False,
        "step_size": Fraction(1, 1000),
        "epochs": 100,
    }
    return Training(Setting(law, dim, length), **{**options, **given})


def small(samples: Samples | None = None, epochs: int = 12, **given: Any) -> Training:
    """Return a short run at d = 2 and T = 6 in which all six blocks move."""
    start = given.pop("start", gaussian(2, Fraction(1, 5), 1))
    step = given.pop("step_size", Fraction(1, 100))
    options = {"samples": samples, "epochs": epochs, "start": start, "step_size": step}
    return training(given.pop("law", GAUSSIAN), 2, 6, **options, **given)


def complex_start(start: Start, imaginary: float = 0.0) -> Start:
    """Return the same weights stored as complex numbers, with imaginary parts of some size."""
    blocks, chance = start.blocks, np.random.default_rng(11)
    parts = (one + 1j * imaginary * chance.normal(size=one.shape) for one in (blocks.kq, blocks.pv))
    return Start(f"complex {imaginary}", type(blocks)(*parts))


def same_bits(one: Run, other: Run) -> bool:
    """Whether two runs are the same to the last bit."""
    histories = (one.ab, one.loss) == (other.ab, other.loss)
    blocks = (one.named_blocks, other.named_blocks)
    return histories and all(
        blocks[0][name].tobytes() == blocks[1][name].tobytes() for name in BLOCKS
    )


def stated_text(prediction: str, weights: dict[str, str], target: str = "x[t+1,i]") -> str:
    """Return the file of a model with this prediction."""
    lines = [f'{name} = "{ansatz}"' for name, ansatz in weights.items()]
    return "\n".join(
        [
            'title = "A model of tests"',
            '[data]\nprocess = "diagonal-phases"',
            f'[model]\nsteps = "t = 2 .. T-1"\nprediction = """{prediction}"""',
            f'target = "{target}"\n[weights]',
            *lines,
        ]
    )
