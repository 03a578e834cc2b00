"""Training of a stated model: every entry of every trained block, from its ansatz or elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np

from numeric_check.interpreter.doubles import Blocks
from numeric_check.interpreter.entry_sums import EntrySum
from numeric_check.interpreter.named_blocks import NamedBlocks, real_blocks
from numeric_check.interpreter.on_ansatz import off_ansatz, scales_at, scales_in, trained
from numeric_check.interpreter.scenes import scale_names
from numeric_check.interpreter.sums import terms_run
from numeric_check.interpreter.weights import blocks_at
from numeric_check.sampling.stated import mean_loss
from symbolic_mesa.models.fixed import matrices_of
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.general import Layout, LossOf, StartOf, TrainingOf, square
from symbolic_mesa.training.samples import MOST_SIMULATED, Samples, fits
from symbolic_mesa.training.settings import chance_of

WRITTEN = ("loss", "training", "source", "blocks", "imaginary", "file", "allow_pickle")
"""What else is written of a run by name, and what NumPy calls the file itself."""


def trainable(problem: Problem, dim: int) -> Problem:
    """Return a stated model that can be trained at a dimension.

    Raises:
        InvalidInput: when its weights do not fit into memory, or the file of a run would have two
            arrays of one name.
    """
    fits("--dim", 4 * len(problem.model.blocks) * dim**2)
    for name in (*problem.model.blocks, *_scales(problem, dim)):
        if name in WRITTEN:
            raise InvalidInput(f"{name}: the file of a run has another use for it; rename it")
    return problem


def _manifold(problem: Problem) -> Manifold:
    """Return where training starts."""
    return next(iter(problem.manifolds.values()))


def _scales(problem: Problem, dim: int) -> tuple[str, ...]:
    """Return the scales that have an entry."""
    return scales_in(_manifold(problem), dim)


def on_ansatz(problem: Problem, dim: int, numbers: Sequence[Fraction]) -> StartOf[NamedBlocks]:
    """Return the weights on the ansatz where its scales, in order, are these numbers.

    Raises:
        InvalidInput: when there is not one number for each scale.
    """
    manifold = _manifold(problem)
    names = scale_names([manifold], dim)
    if len(numbers) != len(names):
        each = ", ".join(f"{name}_0" for name in names) or "no scale"
        raise InvalidInput(f"--init: {len(numbers)} numbers; give one each for {each}")
    scales = dict(zip(names, numbers, strict=True))
    at = {b: np.array(one, float) for b, one in blocks_at(manifold, scales, dim).items()}
    blocks = {name: at.get(name, np.zeros((dim, dim))) for name in problem.model.blocks}
    return StartOf(f"ansatz {','.join(map(str, numbers))}", NamedBlocks(blocks))


def gaussian_blocks(
    problem: Problem, dim: int, deviation: Fraction, seed: int
) -> StartOf[NamedBlocks]:
    """Return normal weights of this standard deviation in every block that is trained."""
    chance, shape = chance_of(deviation, seed), (dim, dim)
    drawn = {n: chance.normal(0, float(deviation), shape) for n in problem.model.blocks}
    drawn |= {n: np.array(rows, float) for n, rows in matrices_of(problem).items()}
    return StartOf(f"gaussian {deviation}, seed {seed}", NamedBlocks(drawn))


def with_its_matrices(problem: Problem, start: StartOf[NamedBlocks]) -> StartOf[NamedBlocks]:
    """Return weights of which those that are not trained are those of a stated model.

    Raises:
        InvalidInput: when they are not.
    """
    for name, rows in matrices_of(problem).items():
        if not np.array_equal(start.blocks.named[name], np.array(rows, float)):
            raise InvalidInput(f"--init-from: {name} is another matrix there; give that one")
    return start


def layout_of(problem: Problem, dim: int) -> Layout[NamedBlocks]:
    """Return what a file of runs of a stated model holds."""
    return Layout(problem.model.blocks, _scales(problem, dim), real_blocks, square)


@dataclass(frozen=True)
class StatedTraining(TrainingOf[NamedBlocks]):
    """A training of a stated model.

    Attributes:
        problem: the model.
    """

    problem: Problem

    @property
    def layout(self) -> Layout[NamedBlocks]:
        """What a file of its runs holds."""
        return layout_of(self.problem, self.setting.dim or 0)

    @property
    def model_words(self) -> Mapping[str, Any]:
        """What there is to say of the model; a file that is resumed must agree."""
        stated = repr((self.problem.model, _manifold(self.problem)))
        return {"model": sha256(stated.encode()).hexdigest()}

    def refuse_sampled(self, samples: Samples) -> None:
        """Refuse what only the first paper's model has, and what would take weeks."""
        for name in ("single", "gather"):
            if getattr(samples, name):
                raise InvalidInput(
                    f"--{name}: a stated model is run on sequences as it is; leave it out"
                )
        dim, length = self.setting.dim or 0, self.setting.length or 0
        terms = terms_run(self.problem.model, length) * (self.epochs + 1)
        if terms * max(samples.count * dim, 10**4) > MOST_SIMULATED:
            raise InvalidInput(
                f"--length {length}: {Decimal(terms):.0e} products of tokens would be run, which "
                "takes days; give a shorter one, fewer --samples or fewer --epochs"
            )

    def kept(self, weights: NamedBlocks) -> Mapping[str, float]:
        """Return each scale: the mean of its entries, wherever they are by now."""
        return scales_at(_manifold(self.problem), weights.named, weights.dim)

    def off_ansatz(self, weights: NamedBlocks) -> float:
        """Return the norm of what is off the ansatz, beside that of all trained weights."""
        manifold = _manifold(self.problem)
        rest = off_ansatz(manifold, weights.named, weights.dim)
        moved = trained(manifold, weights.named)
        off, whole = (float(np.linalg.norm([*one.values()])) for one in (rest, moved))
        return off / whole if whole else 0.0

    def population(self) -> LossOf[NamedBlocks]:
        """Return the loss of the population, by index pattern."""
        from symbolic_mesa.training.stated_form import summands  # here: SymPy loads only for it

        form = EntrySum(summands(self.problem.model, self.setting))
        return lambda weights, epoch: self._moving(*form.at(weights.named))

    def sampled(self, samples: Samples) -> LossOf[NamedBlocks]:
        """Return the loss of sampled sequences, on which the model is run term by term."""
        run = partial(mean_loss, self.problem.model, length=self.setting.length or 0)
        return lambda weights, epoch: self._moving(
            *run(weights.named, sequences=self.drawn(samples, epoch))
        )

    def _moving(self, loss: float, slopes: Blocks) -> tuple[float, NamedBlocks]:
        """Return the loss and its derivatives, 0 in blocks that are not trained."""
        still = {name: np.zeros_like(slopes[name]) for name in matrices_of(self.problem)}
        return loss, NamedBlocks({**slopes, **still})
