"""What is trained of the first paper's model: initial weights, and the loss."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from numeric_check.model.attention import BLOCKS, Blocks, blocks_of, diagonal_blocks
from numeric_check.model.quartic import Quartic, from_plan, mean_product
from numeric_check.sampling.gathering import gathered
from numeric_check.sampling.simulation import simulated
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.general import Layout, LossOf, StartOf, TrainingOf, square
from symbolic_mesa.training.samples import Samples, fits

__all__ = ["SIX_BLOCKS", "Objective", "Samples", "Start", "Training", "diagonal", "gaussian"]

WEIGHTS_SEED = 1 << 32  # apart from the seeds of the sequences

SIX_BLOCKS = Layout(BLOCKS, ("ab",), blocks_of, square)


Start: TypeAlias = StartOf[Blocks]
Objective: TypeAlias = LossOf[Blocks]


def diagonal(dim: int, a: Fraction, b: Fraction) -> Start:
    """Return aI and bI in the trained blocks, all else 0."""
    fits("--dim", 6 * dim**2)
    return Start(f"diagonal {a},{b}", diagonal_blocks(dim, float(a), float(b)))


def gaussian(dim: int, deviation: Fraction, seed: int) -> Start:
    """Return normal weights of this standard deviation in every block (the paper's Figure 5)."""
    fits("--dim", 6 * dim**2)
    chance = chance_of(deviation, seed)
    kq = chance.normal(0, float(deviation), (2 * dim, 2 * dim))
    pv = chance.normal(0, float(deviation), (dim, 2 * dim))
    return Start(f"gaussian {deviation}, seed {seed}", Blocks(kq, pv))


def chance_of(deviation: Fraction, seed: int) -> np.random.Generator:
    """Return the generator of normal weights, if this is a standard deviation."""
    if deviation < 0:
        raise InvalidInput(f"--init-std {deviation}: a standard deviation; give one >= 0")
    return np.random.default_rng([seed, WEIGHTS_SEED])


@dataclass(frozen=True)
class Training(TrainingOf[Blocks]):
    """A training of the first paper's model, all six blocks."""

    @property
    def layout(self) -> Layout[Blocks]:
        """What a file of its runs holds."""
        return SIX_BLOCKS

    @property
    def advice(self) -> str:
        """Where step sizes that do not diverge are derived."""
        return " (mesa-derive --step-sizes)"

    def refuse_sampled(self, samples: Samples) -> None:
        """Refuse samples that are gathered for weights that they are not for."""
        if samples.gather and np.iscomplexobj(self.start.blocks.kq):
            raise InvalidInput("--gather: the form is for real weights; leave it out")

    def kept(self, weights: Blocks) -> Mapping[str, float]:
        """Return ab, the mean product of diagonal entries."""
        return {"ab": mean_product(weights)}

    def population(self) -> Objective:
        """Return the loss of the population, by the engine's plan."""
        from symbolic_mesa.training.population_form import plan  # here: SymPy loads only for it

        found = plan(self.setting)
        return _constant(from_plan(found.dim, found.constant, found.linear, found.quadratic))

    def sampled(self, samples: Samples) -> Objective:
        """Return the loss of sampled sequences."""
        dim, length = self.setting.dim or 0, self.setting.length or 0
        if samples.gather:
            return _constant(gathered(self.drawn(samples, 0), dim, length))
        return lambda blocks, epoch: (
            simulated(blocks, self.drawn(samples, epoch), length, samples.single).mean
        )


def _constant(form: Quartic) -> Objective:
    """Return a loss that is the same in every epoch."""
    return lambda blocks, epoch: form.at(blocks)
