"""What is trained: the law, its samples or its population, initial weights, and the loss."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.model.attention import Blocks, diagonal_blocks
from numeric_check.model.quartic import Quartic, from_plan
from numeric_check.sampling.gathering import gathered
from numeric_check.sampling.sampling import drawn_by, sequences
from numeric_check.sampling.simulation import simulated
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import whole

WEIGHTS_SEED = 1 << 32  # apart from the seeds of the sequences
MOST_NUMBERS = 1 << 27  # doubles held at a time: 1 GiB

MOST_SIMULATED = 10**13  # numbers: some weeks
PER_DAY = 4 * 10**11  # numbers that one core simulates

Objective = Callable[[Blocks, int], tuple[float, Blocks]]
"""The loss and its gradient at weights, in an epoch."""


@dataclass(frozen=True)
class Start:
    """Initial weights.

    Attributes:
        words: what they are, as text: a file that is resumed must agree.
        blocks: the weights, real or complex.
    """

    words: str
    blocks: Blocks


def diagonal(dim: int, a: Fraction, b: Fraction) -> Start:
    """Return aI and bI in the trained blocks, all else 0."""
    _fits("--dim", 6 * dim**2)
    return Start(f"diagonal {a},{b}", diagonal_blocks(dim, float(a), float(b)))


def gaussian(dim: int, deviation: Fraction, seed: int) -> Start:
    """Return normal weights of this standard deviation in every block (the paper's Figure 5)."""
    if deviation < 0:
        raise InvalidInput(f"--init-std {deviation}: a standard deviation; give one >= 0")
    _fits("--dim", 6 * dim**2)
    chance = np.random.default_rng([seed, WEIGHTS_SEED])
    kq = chance.normal(0, float(deviation), (2 * dim, 2 * dim))
    pv = chance.normal(0, float(deviation), (dim, 2 * dim))
    return Start(f"gaussian {deviation}, seed {seed}", Blocks(kq, pv))


def _fits(option: str, numbers: int) -> None:
    """Refuse to hold more numbers than memory has."""
    if numbers > MOST_NUMBERS:
        raise InvalidInput(
            f"{option}: {float(numbers):.1e} numbers would be held at a time, above "
            f"{MOST_NUMBERS:.1e}; give smaller sizes"
        )


def _rounded(number: int) -> str:
    """Return a large whole number with two digits; it may be beyond the range of doubles."""
    return f"{Decimal(number):.1e}".replace("e+", "e")


@dataclass(frozen=True)
class Samples:
    """Random sequences to train on.

    Attributes:
        count: how many.
        seed: the same seed gives the same sequences.
        fresh: whether each epoch has its own.
        single: whether to compute in single precision.
        gather: whether to gather them once into a quartic form, which an epoch then evaluates.
    """

    count: int
    seed: int = 1
    fresh: bool = False
    single: bool = False
    gather: bool = False

    def __post_init__(self) -> None:
        for name in ("count", "seed"):  # frozen, but not yet handed out
            object.__setattr__(self, name, whole(getattr(self, name), name))
        if self.seed < 0:
            raise InvalidInput(f"seed={self.seed}: a seed is no negative number; give 1")
        if self.count < 1:
            raise InvalidInput(f"--samples {self.count}: give at least 1")
        if self.gather and (self.fresh or self.single):
            raise InvalidInput(
                "--gather: a form is gathered once, in double precision; leave it, or --fresh and "
                "--single, out"
            )

    def check_sizes(self, dim: int, length: int, epochs: int = 0) -> None:
        """Refuse sizes that do not fit into memory, and those that would take weeks."""
        passes = 1 if self.gather else epochs + 1
        numbers = self.count * length * dim * passes
        if numbers > MOST_SIMULATED:
            more = f", {passes} times" if passes > 1 else ""
            raise InvalidInput(
                f"--samples {self.count}: {_rounded(numbers)} numbers would be simulated (d = "
                f"{dim} and T = {length} in each sequence{more}), which takes some "
                f"{_rounded(numbers // PER_DAY)} days; give fewer"
            )
        if self.gather:
            _fits("--gather", (8 * dim**3) ** 2)
        else:
            _fits("--samples", 4 * dim * (dim + 12) * length)  # of two sequences, complex

    def seed_at(self, epoch: int) -> int | tuple[int, int]:
        """Return the seed of an epoch's sequences."""
        return (self.seed, epoch + 1) if self.fresh else self.seed  # a 0 at the end is no seed


@dataclass(frozen=True)
class Training:
    """What is trained, on what, from where and how.

    Attributes:
        setting: the law, d and T, all numbers.
        samples: the sequences; None for the population.
        start: the initial weights.
        mask: whether the off-diagonal entries of every block stay.
        step_size: η.
        epochs: how many steps.
    """

    setting: Setting
    samples: Samples | None
    start: Start
    mask: bool
    step_size: Fraction
    epochs: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "epochs", whole(self.epochs, "epochs"))  # not yet handed out
        setting = self.setting
        if setting.dim is None or setting.length is None:
            raise InvalidInput("training needs numbers for d and T; give --dim and --length")
        if self.start.blocks.dim != setting.dim:
            raise InvalidInput(
                f"--init-from: weights of d = {self.start.blocks.dim}; give that --dim"
            )
        if self.epochs < 0:
            raise InvalidInput(f"--epochs {self.epochs}: a number of steps; give one >= 0")
        if self.step_size <= 0:
            raise InvalidInput(f"--step-size {self.step_size}: must be above 0; give such a number")
        if self.samples:
            self.samples.check_sizes(setting.dim, setting.length, self.epochs)
        if self.samples and self.samples.gather and np.iscomplexobj(self.start.blocks.kq):
            raise InvalidInput("--gather: the form is for real weights; leave it out")

    @property
    def words(self) -> str:
        """What a file must agree in to be resumed, as text; longer runs may go on from it."""
        setting, law = self.setting, self.setting.law
        data = isinstance(law, SampleLaw) and (law.rows, law.exponent, law.averaged)
        digest = sha256(repr(data).encode()).hexdigest()
        given: dict[str, Any] = {
            "law": [law.name, {k: str(v) for k, v in law.parameters.items()}, digest],
            "dim": setting.dim,
            "length": setting.length,
            "start": self.start.words,
            "samples": self.samples and asdict(self.samples),
            "mask": self.mask,
            "step_size": str(self.step_size),
        }
        return json.dumps(given, sort_keys=True)

    @property
    def source(self) -> str:
        """Where loss and gradients come from; what the engine derived is no witness of it."""
        return "engine-derived" if self.samples is None else "simulated"

    def objective(self) -> Objective:
        """Return the loss: of the population by the engine's plan, or of sampled sequences.

        Raises:
            InvalidInput: when the law cannot be sampled, or gives no plan.
        """
        dim, length, samples = self.setting.dim or 0, self.setting.length or 0, self.samples
        if samples is None:
            from symbolic_mesa.training.population_form import plan  # here: SymPy loads only for it

            found = plan(self.setting)
            return _constant(from_plan(found.dim, found.constant, found.linear, found.quadratic))
        try:
            drawn_by(self.setting.law)
        except NoNodes as error:
            raise InvalidInput(f"{error}, or train on --population") from None
        draw = partial(sequences, self.setting.law, dim, samples.count)
        if samples.gather:
            return _constant(gathered(draw(samples.seed), dim, length))
        single = samples.single
        return lambda blocks, epoch: (
            simulated(blocks, draw(samples.seed_at(epoch)), length, single).mean
        )


def _constant(form: Quartic) -> Objective:
    """Return a loss that is the same in every epoch."""
    return lambda blocks, epoch: form.at(blocks)
