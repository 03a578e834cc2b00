"""Training on prompts: of a model in words, or of the one that a theorem about prompts is about."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from symbolic_mesa.cli.modes import Mode
from symbolic_mesa.cli.numbers import start_of, whole_number
from symbolic_mesa.cli.starts import Starts
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from symbolic_mesa.laws.unlike.covariance import Matrix
    from symbolic_mesa.models.problem import Problem
    from symbolic_mesa.statement.regression import Regression
    from symbolic_mesa.training.general import StartOf
    from symbolic_mesa.training.samples import Samples
    from symbolic_mesa.training.word_training import WordTraining
    from symbolic_mesa.training.word_weights import Shapes, WordWeights

Rows = tuple[tuple[Fraction, ...], ...]

PROMPTS = Mode(
    frozenset({"--theorem", "--model", "--covariance", "--param", "--dim", "--length"})
    | {"--population", "--samples", "--seed", "--fresh", "--init", "--init-std", "--init-from"}
    | {"--step-size", "--epochs", "--output", "--resume", "--format", "--debug"},
    "{option} belongs to sequences, not to prompts; leave it out",
)


class Prompts(NamedTuple):
    """What was typed of prompts.

    Attributes:
        problem: the model in words.
        covariance: that of the tokens, as it was typed.
        scalars: its scalars.
        dim: the dimension d, as it was typed.
        length: the number of samples N, as it was typed.
    """

    problem: "Problem"
    covariance: str | None
    scalars: dict[str, str]
    dim: str | None
    length: str

    def training(
        self,
        samples: "Samples | None",
        starts: Starts,
        step_size: Fraction,
        epochs: int,
    ) -> "WordTraining":
        """Return the training.

        Raises:
            InvalidInput: when a number is missing, or means nothing.
        """
        from symbolic_mesa.laws.as_stated import AsStated
        from symbolic_mesa.setting import Setting
        from symbolic_mesa.training.word_training import WordTraining, shapes_of

        model = self.problem.regression
        if model is None:
            raise InvalidInput(f"{self.problem.id}: no model in words; state one")
        covariance = self._covariance(model)
        setting = Setting(AsStated("as stated"), len(covariance), self._length())
        shapes = shapes_of(model, len(covariance), setting.length or 0, covariance)
        return WordTraining(
            setting,
            samples,
            start(starts, shapes),
            False,
            step_size,
            epochs,
            self.problem,
            self._numbers(model),
            covariance,
        )

    @property
    def default_start(self) -> str | None:
        """A start with every scale, in order: 1/2, 1/3, …; None where there is no scale."""
        every = self.problem.regression.trained if self.problem.regression else ()
        names = (one.scale or (one.name if one.is_number else "") for one in every)
        scales = [name for name in dict.fromkeys(names) if name]
        return ",".join(f"1/{k}" for k in range(2, 2 + len(scales))) or None

    def _length(self) -> int:
        found = whole_number("--length", self.length)
        if not found or found < 1:
            raise InvalidInput(
                f"--length {found}: N, the samples of a prompt; give a whole number >= 1"
            )
        return found

    def _numbers(self, model: "Regression") -> tuple[tuple[str, Fraction], ...]:
        """Return a number for each scalar."""
        for name in self.scalars:
            if name not in model.scalars:
                known = ", ".join(model.scalars) or "none"
                raise InvalidInput(
                    f"--param {quoted(name)}: no scalar of the model; it has {known}"
                )
        for name in model.scalars:
            if name not in self.scalars:
                raise InvalidInput(f"{name} is missing; give --param {name}=NUMBER")
        return tuple((name, exact(text, name)) for name, text in self.scalars.items())

    def _covariance(self, model: "Regression") -> Rows:
        """Return the matrix that the model is given; I of d where none is typed."""
        from symbolic_mesa.laws.unlike.covariance import diagonal_matrix, matrix_of
        from symbolic_mesa.training.word_training import only_given

        dim = whole_number("--dim", self.dim)
        if self.covariance is None:
            if dim is None or dim < 1:
                raise InvalidInput("--dim is missing; give d, such as --dim 3, or --covariance")
            return numbers_of(diagonal_matrix([Fraction(1)] * dim))
        if only_given(model) is None:
            raise InvalidInput("--covariance: the model is given no matrix; leave it out")
        rows = numbers_of(matrix_of(self.covariance))
        if dim not in (None, len(rows)):
            raise InvalidInput(f"--dim {dim}: --covariance has {len(rows)} rows; leave --dim out")
        return rows


def numbers_of(rows: "Matrix") -> Rows:
    """Return a matrix of numbers.

    Raises:
        InvalidInput: when an entry is no rational number.
    """
    found = tuple(tuple(x for x in row if isinstance(x, Fraction)) for row in rows)
    if any(len(row) != len(rows) for row in found):
        raise InvalidInput("--covariance: training needs rational numbers; give such")
    return found


def start(starts: Starts, shapes: "Shapes") -> "StartOf[WordWeights]":
    """Return the initial weights: scales in order, normal ones, or saved ones."""
    from symbolic_mesa.training import files

    if starts.saved is not None:
        return files.saved_as(starts.saved, shapes.layout)
    if starts.deviation is not None:
        return shapes.gaussian(exact(starts.deviation, "--init-std"), starts.seed)
    return shapes.scaled([exact(text, "--init") for text in start_of(starts.init) or ()])


def stated(theorem: str | None, model: "Problem | None") -> "Problem | None":
    """Return the model in words that was chosen, by a theorem's id or as a file; None if none was.

    Raises:
        InvalidInput: when both are given, or the theorem has no model in words.
    """
    if theorem is None:
        return model if model is not None and model.regression is not None else None
    if model is not None:
        raise InvalidInput("--theorem and --model: give one of them")
    from derivations.lookup import of_theorem

    (entry,) = of_theorem(theorem).values()
    if not entry.statement:
        raise InvalidInput(
            f"--theorem {quoted(theorem)}: no theorem about prompts that are trained on; choose "
            f"from {', '.join(_trainable())}"
        )
    import symbolic_mesa.models
    from symbolic_mesa.stating.files import load_model

    folder = Path(symbolic_mesa.models.__path__[0]) / "prompts"
    return load_model(folder / f"{entry.statement}.toml")


def _trainable() -> list[str]:
    from derivations import REGISTRY

    return [id for id, entry in REGISTRY.items() if entry.statement]
