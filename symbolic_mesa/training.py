"""The full model trained by gradient descent: settings, states, and files that can be resumed."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from numeric_check.attention import BLOCKS, Blocks, blocks_of, diagonal_blocks, placed
from numeric_check.gathering import gathered
from numeric_check.quartic import Quartic, descended, from_plan, mean_product
from numeric_check.rational_moments import NoNodes
from numeric_check.sampling import sequences
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.plan import plan

WEIGHTS_SEED = 1 << 32  # apart from the seeds of the sequences


@dataclass(frozen=True)
class Training:
    """What is trained, on what, from where and how.

    Attributes:
        setting: the law, d and T, all numbers; its initial point is (a_0, b_0).
        samples: the number of sequences; None for the population.
        seed: of the sequences, and of Gaussian initial weights.
        deviation: the standard deviation of Gaussian initial weights in every block; None for the
            diagonal initial point.
        mask: whether the off-diagonal entries of every block stay.
        step_size: η.
        epochs: how many steps.
    """

    setting: Setting
    samples: int | None
    seed: int
    deviation: float | None
    mask: bool
    step_size: Fraction
    epochs: int

    def __post_init__(self) -> None:
        setting = self.setting
        if setting.dim is None or setting.length is None:
            raise InvalidInput("training needs numbers for d and T; give --dim and --length")
        if self.samples is not None and self.samples < 1:
            raise InvalidInput(f"samples={self.samples}: give at least 1")
        if self.epochs < 0 or self.step_size <= 0:
            raise InvalidInput("epochs must be >= 0 and the step size > 0; give such numbers")

    @property
    def words(self) -> str:
        """What a file must agree in to be resumed, as text; longer runs may go on from it."""
        setting, law = self.setting, self.setting.law
        rows = law.rows if isinstance(law, SampleLaw) else ()
        digest = sha256(repr(rows).encode()).hexdigest()
        given: dict[str, Any] = {
            "law": [law.name, {k: str(v) for k, v in law.parameters.items()}, digest],
            "dim": setting.dim,
            "length": setting.length,
            "init": None if setting.init is None else [str(x) for x in setting.init],
            "samples": self.samples,
            "seed": self.seed,
            "deviation": self.deviation,
            "mask": self.mask,
            "step_size": str(self.step_size),
        }
        return json.dumps(given, sort_keys=True)

    def loss(self) -> Quartic:
        """Return the loss: of the population by the engine's plan, or of the sampled sequences.

        Raises:
            InvalidInput: when the law cannot be sampled, or gives no plan.
        """
        dim, length = self.setting.dim or 0, self.setting.length or 0
        if self.samples is None:
            found = plan(self.setting)
            return from_plan(found.dim, found.constant, found.linear, found.quadratic)
        try:
            drawn = sequences(self.setting.law, dim, self.samples, self.seed)
            return gathered(drawn, dim, length)
        except NoNodes as error:
            raise InvalidInput(str(error)) from None

    def start(self) -> Blocks:
        """Return the initial weights."""
        dim = self.setting.dim or 0
        if self.deviation is None:
            a, b = map(float, self.setting.init or (Fraction(1, 10), Fraction(1, 10)))
            return diagonal_blocks(dim, a, b)
        chance = np.random.default_rng([self.seed, WEIGHTS_SEED])
        kq = chance.normal(0, self.deviation, (2 * dim, 2 * dim))
        return Blocks(kq, chance.normal(0, self.deviation, (dim, 2 * dim)))


@dataclass(frozen=True)
class State:
    """The weights after some steps, with their ab (mean diagonal of KQ32 ∘ PV12) and loss."""

    blocks: Blocks
    ab: float
    loss: float


@dataclass(frozen=True)
class Run:
    """A run so far: its last weights, ab and loss before the first step and after each."""

    blocks: Blocks
    ab: tuple[float, ...]
    loss: tuple[float, ...]

    @property
    def epoch(self) -> int:
        """How many steps were made."""
        return len(self.ab) - 1

    @property
    def named_blocks(self) -> Mapping[str, Any]:
        """The six blocks as d x d arrays, by name."""
        found = {}
        for name in BLOCKS:
            matrix, rows, columns = placed(name, self.blocks.dim)
            whole = self.blocks.kq if matrix == "kq" else self.blocks.pv
            found[name] = whole[rows, columns]
        return found

    def followed_by(self, states: Iterable[State]) -> "Run":
        """Return the run with more steps."""
        more = list(states)
        if not more:
            return self
        ab, loss = (one.ab for one in more), (one.loss for one in more)
        return Run(more[-1].blocks, (*self.ab, *ab), (*self.loss, *loss))


def begun(training: Training, loss: Quartic) -> Run:
    """Return the run before its first step."""
    blocks = training.start()
    value, _ = loss.at(blocks)
    return Run(blocks, (mean_product(blocks),), (value,))


def states(training: Training, loss: Quartic, first: Run) -> Iterator[State]:
    """Yield the states after each step from a run on, to the last epoch.

    Raises:
        InvalidInput: when the weights leave the range of doubles.
    """
    blocks, step = first.blocks, float(training.step_size)
    _, slopes = loss.at(blocks)
    for epoch in range(first.epoch, training.epochs):
        blocks = descended(blocks, slopes, step, training.mask)
        with np.errstate(over="ignore", invalid="ignore"):
            value, slopes = loss.at(blocks)
        if not np.isfinite(value):
            raise InvalidInput(
                f"--step-size {training.step_size}: training diverges at epoch {epoch + 1}; give "
                "a smaller one (mesa-derive --step-sizes)"
            )
        yield State(blocks, mean_product(blocks), value)


def trained(training: Training) -> Run:
    """Return the whole run."""
    loss = training.loss()
    first = begun(training, loss)
    return first.followed_by(states(training, loss, first))


def save(path: Path, training: Training, run: Run) -> None:
    """Write a run to an .npz file, by rename: it is never seen half written."""
    arrays = {**run.named_blocks, "ab": np.array(run.ab), "loss": np.array(run.loss)}
    try:
        descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.resolve().parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                np.savez(stream, training=np.array(training.words), **arrays)
            os.replace(draft, path)
        except BaseException:
            os.unlink(draft)
            raise
    except OSError as error:
        raise InvalidInput(
            f"--output {path}: cannot be written ({error.strerror}); choose a file of yours"
        ) from None


def load(path: Path) -> tuple[str, Run]:
    """Return the settings and the run of a file.

    Raises:
        InvalidInput: when it is no such file.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        blocks = {name: np.asarray(arrays[name], dtype=np.float64) for name in BLOCKS}
        dim = len(blocks[BLOCKS[0]])
        history = (tuple(map(float, arrays[name])) for name in ("ab", "loss"))
        run = Run(blocks_of(dim, blocks), *history)
        return str(arrays.get("training", "")), run
    except (OSError, ValueError, KeyError, BadZipFile, EOFError, TypeError, IndexError):
        raise InvalidInput(
            f"{path}: no file of mesa-train; give one that it wrote, or leave it out"
        ) from None


def resumed(path: Path, training: Training) -> Run | None:
    """Return the run of a file to go on from; None when there is no file.

    Raises:
        InvalidInput: when it is of another training.
    """
    if not path.exists():
        return None
    words, run = load(path)
    if words != training.words:
        raise InvalidInput(
            f"--resume: {path} is of another training; give the same options, or another file"
        )
    if run.epoch > training.epochs:
        raise InvalidInput(
            f"--resume: {path} has {run.epoch} epochs; give --epochs {run.epoch} or more"
        )
    return run
