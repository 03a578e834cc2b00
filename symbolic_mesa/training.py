"""The full model trained by gradient descent: settings, states, and files that can be resumed."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
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
    """A run after some steps.

    Attributes:
        blocks: the weights.
        ab: the mean of the diagonal of KQ32 ∘ PV12 before the first step and after each.
        loss: the loss, likewise.
    """

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


def states(training: Training, loss: Quartic, first: State | None = None) -> Iterator[State]:
    """Yield the state before the first step and after each, or what comes after a given state.

    Raises:
        InvalidInput: when the weights leave the range of doubles.
    """
    if first is None:
        blocks = training.start()
        value, slopes = loss.at(blocks)
        first = State(blocks, (mean_product(blocks),), (value,))
        yield first
    else:
        _, slopes = loss.at(first.blocks)
    state, step = first, float(training.step_size)
    for _ in range(state.epoch, training.epochs):
        blocks = descended(state.blocks, slopes, step, training.mask)
        with np.errstate(over="ignore", invalid="ignore"):
            value, slopes = loss.at(blocks)
        if not np.isfinite(value):
            raise InvalidInput(
                f"--step-size {training.step_size}: training diverges at epoch {state.epoch + 1}; "
                "give a smaller one (mesa-derive --step-sizes)"
            )
        state = State(blocks, (*state.ab, mean_product(blocks)), (*state.loss, value))
        yield state


def save(path: Path, training: Training, state: State) -> None:
    """Write a state to an .npz file, by rename: it is never seen half written."""
    arrays = {**state.named_blocks, "ab": np.array(state.ab), "loss": np.array(state.loss)}
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


def load(path: Path) -> tuple[str, State]:
    """Return the settings and the state of a file.

    Raises:
        InvalidInput: when it is no such file.
    """
    try:
        with np.load(path, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        blocks = {name: np.asarray(arrays[name], dtype=np.float64) for name in BLOCKS}
        dim = len(blocks[BLOCKS[0]])
        history = (tuple(map(float, arrays[name])) for name in ("ab", "loss"))
        state = State(blocks_of(dim, blocks), *history)
        return str(arrays.get("training", "")), state
    except (OSError, ValueError, KeyError, BadZipFile, EOFError, TypeError, IndexError):
        raise InvalidInput(
            f"{path}: no file of mesa-train; give one that it wrote, or leave it out"
        ) from None


def resumed(path: Path, training: Training) -> State | None:
    """Return the state of a file to go on from; None when there is no file.

    Raises:
        InvalidInput: when it is of another training.
    """
    if not path.exists():
        return None
    words, state = load(path)
    if words != training.words:
        raise InvalidInput(
            f"--resume: {path} is of another training; give the same options, or another file"
        )
    if state.epoch > training.epochs:
        raise InvalidInput(
            f"--resume: {path} has {state.epoch} epochs; give --epochs {state.epoch} or more"
        )
    return state
