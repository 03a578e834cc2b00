"""The entries of a stated model's blocks, and what the engine says of the loss in them."""

from functools import cache
from typing import NamedTuple

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_derivative, population_loss
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.statement.manifolds import Block, Entries, Manifold

DIAGONAL, OFF = "diagonal", "off"
PINNED = {DIAGONAL: ("j", "j"), OFF: ("j", "l")}


class Part(NamedTuple):
    """The entries of a block on its diagonal, or off it.

    Attributes:
        block: the block.
        kind: ``diagonal`` or ``off``.
    """

    block: str
    kind: str

    @property
    def entry(self) -> str:
        """One of these entries, as it is written."""
        return f"{self.block}[{','.join(PINNED[self.kind])}]"

    @property
    def words(self) -> str:
        """The derivative of the loss in one of these entries, as it is written."""
        return f"dL/d{self.entry}"

    @property
    def indices(self) -> tuple[str, ...]:
        """The indices of one of these entries, each once."""
        return tuple(dict.fromkeys(PINNED[self.kind]))


def loss_of(problem: Problem) -> MomentSum:
    """Return the population loss on the ansatz."""
    return _derivative(problem.model, manifold_of(problem), None, 0)


def gradient_of(problem: Problem, part: Part) -> MomentSum:
    """Return the derivative of the loss in an entry of a block, on the ansatz."""
    return _derivative(problem.model, manifold_of(problem), part, 1)


def curvature_of(problem: Problem, part: Part) -> MomentSum:
    """Return the second derivative of the loss in an entry of a block, on the ansatz."""
    return _derivative(problem.model, manifold_of(problem), part, 2)


@cache  # pure: the engine's answer, which holds for every law
def _derivative(model: Model, manifold: Manifold, part: Part | None, order: int) -> MomentSum:
    if part is None:
        return population_loss(model, manifold)
    row, column = PINNED[part.kind]
    return entry_derivative(model, manifold, ((part.block, row, column),) * order)


def manifold_of(problem: Problem) -> Manifold:
    """Return the ansatz: the first of the problem's manifolds."""
    return next(iter(problem.manifolds.values()))


def parts_of(problem: Problem) -> tuple[Part, ...]:
    """Return the diagonal and the off-diagonal entries of every block that is trained."""
    fixed = manifold_of(problem).fixed
    trained = [block for block in problem.model.blocks if block not in fixed]
    return tuple(Part(block, kind) for block in trained for kind in PINNED)


def tells_coordinates(problem: Problem) -> bool:
    """Whether weights tell coordinates apart: sums over them are taken one by one."""
    manifold = manifold_of(problem)
    return any(not isinstance(form, Block) for _, form in manifold.blocks)


def of_coordinates(problem: Problem) -> tuple[str, ...]:
    """Return the scales of which each coordinate has one of its own."""
    forms = (form for _, form in manifold_of(problem).blocks)
    return tuple(dict.fromkeys(form.scale for form in forms if isinstance(form, Entries)))
