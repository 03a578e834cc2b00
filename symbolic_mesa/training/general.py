"""What is trained, of any model: its law, its samples or its population, weights, and the loss."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.model.attention import Complex, Real
from numeric_check.sampling.sampling import drawn_by, sequences
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import whole
from symbolic_mesa.training.samples import Samples

W = TypeVar("W", bound="Weights")


class Weights(Protocol):
    """The weights of a model."""

    @property
    def dim(self) -> int:
        """The dimension d."""

    @property
    def named(self) -> Mapping[str, Any]:
        """The blocks as d x d arrays, by name."""

    def descended(self: W, slopes: W, step: float, mask: bool) -> W:
        """Return the weights after a step of gradient descent; masked, diagonals only move."""


LossOf: TypeAlias = Callable[[W, int], tuple[float, W]]
"""The loss and its gradient at weights, in an epoch."""


@dataclass(frozen=True)
class Layout(Generic[W]):
    """What a file of runs holds.

    Attributes:
        blocks: the names of the blocks.
        kept: the names of the numbers that are kept of every step.
        weights_of: makes weights of d and of the blocks by name.
        dim_of: d of arrays by name; None where their shapes do not fit.
    """

    blocks: tuple[str, ...]
    kept: tuple[str, ...]
    weights_of: Callable[[int, Mapping[str, Any]], W]
    dim_of: Callable[[Mapping[str, Any]], int | None]


def square(found: Mapping[str, Any]) -> int | None:
    """Return d of blocks of shape (d, d); None where they are no such blocks."""
    shapes = {block.shape for block in found.values()}
    dim = max((max(shape, default=0) for shape in shapes), default=0)
    return dim if dim and shapes == {(dim, dim)} else None


@dataclass(frozen=True)
class StartOf(Generic[W]):
    """Initial weights.

    Attributes:
        words: what they are, as text: a file that is resumed must agree.
        blocks: the weights, real or complex.
    """

    words: str
    blocks: W


@dataclass(frozen=True)
class TrainingOf(ABC, Generic[W]):
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
    start: StartOf[W]
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
            self.refuse_sampled(self.samples)

    @property
    @abstractmethod
    def layout(self) -> Layout[W]:
        """What a file of its runs holds."""

    @property
    def about(self) -> str:
        """What is trained, at which sizes, on what, in words."""
        setting, samples = self.setting, self.samples
        kind = "population" if samples is None else f"{samples.count} sequences"
        return f"{setting.law.name}, d = {setting.dim}, T = {setting.length}, {kind}"

    @property
    def advice(self) -> str:
        """Where step sizes that do not diverge are derived."""
        return ""

    @property
    def model_words(self) -> Mapping[str, Any]:
        """What there is to say of the model; a file that is resumed must agree."""
        return {}

    def refuse_sampled(self, samples: Samples) -> None:
        """Refuse samples that this model is not trained on."""

    @abstractmethod
    def kept(self, weights: W) -> Mapping[str, float]:
        """Return the numbers that are kept of every step."""

    @abstractmethod
    def population(self) -> LossOf[W]:
        """Return the loss of the population.

        Raises:
            InvalidInput: when the law gives none.
        """

    @abstractmethod
    def sampled(self, samples: Samples) -> LossOf[W]:
        """Return the loss of sampled sequences, of a law that can be sampled."""

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
            **self.model_words,
        }
        return json.dumps(given, sort_keys=True)

    @property
    def source(self) -> str:
        """Where loss and gradients come from; what the engine derived is no witness of it."""
        return "engine-derived" if self.samples is None else "simulated"

    def objective(self) -> LossOf[W]:
        """Return the loss: of the population by the engine's numbers, or of sampled sequences.

        Raises:
            InvalidInput: when the law cannot be sampled, or gives no loss of the population.
        """
        if self.samples is None:
            return self.population()
        self.refuse_undrawn()
        return self.sampled(self.samples)

    def refuse_undrawn(self) -> None:
        """Refuse a law that cannot be sampled.

        Raises:
            InvalidInput: when it cannot.
        """
        try:
            drawn_by(self.setting.law)
        except NoNodes as error:
            raise InvalidInput(f"{error}, or train on --population") from None

    def drawn(self, samples: Samples, epoch: int) -> Iterator[tuple[Real, Complex]]:
        """Yield the sequences of an epoch."""
        dim, seed = self.setting.dim or 0, samples.seed_at(epoch)
        return sequences(self.setting.law, dim, samples.count, seed)
