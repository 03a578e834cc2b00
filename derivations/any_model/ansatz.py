"""A stated model on its ansatz: the engine's sums, for every law, and their values in a setting."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from sympy.polys.fields import FracElement

from derivations.coordinates import choices
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_gradient, population_loss
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Block, Manifold
from symbolic_mesa.text.errors import CoordinatesDiffer, NotApplicable

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
    def words(self) -> str:
        """The derivative of the loss in one of these entries, as it is written."""
        return f"dL/d{self.block}[{','.join(PINNED[self.kind])}]"


@cache  # pure: the engine's answer, which holds for every law
def loss_of(problem: Problem) -> MomentSum:
    """Return the population loss on the ansatz."""
    return population_loss(problem.model, manifold_of(problem))


@cache  # likewise
def gradient_of(problem: Problem, part: Part) -> MomentSum:
    """Return the derivative of the loss in an entry of a block, on the ansatz."""
    return entry_gradient(problem.model, manifold_of(problem), part.block, *PINNED[part.kind])


def manifold_of(problem: Problem) -> Manifold:
    """Return the ansatz: the first of the problem's manifolds."""
    return next(iter(problem.manifolds.values()))


def parts_of(problem: Problem) -> tuple[Part, ...]:
    """Return every block's diagonal and off-diagonal entries."""
    return tuple(Part(block, kind) for block in problem.model.blocks for kind in PINNED)


def scale_at(problem: Problem, part: Part) -> str | None:
    """Return the scale that the entries are on the ansatz; None where they are 0."""
    form = manifold_of(problem).block(part.block)
    if not isinstance(form, Block):
        raise NotApplicable(f"{part.block} has a number for each coordinate; see coordinate-flow")
    return form.diagonal if part.kind == DIAGONAL else form.off_diagonal


@dataclass(frozen=True)
class Ansatz:
    """A stated model on its ansatz, in a setting.

    Attributes:
        problem: the model.
        setting: the law, d and T.
        field: where its formulas live.
    """

    problem: Problem
    setting: Setting
    field: Algebra

    @property
    def scales(self) -> tuple[str, ...]:
        """The names of the scales."""
        return manifold_of(self.problem).scales

    @cached_property
    def loss(self) -> FracElement:
        """L, a polynomial in the scales."""
        return self.field.evaluate(loss_of(self.problem), self.setting)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What entries there are: at d = 1 none is off a diagonal."""
        every = parts_of(self.problem)
        return tuple(p for p in every if p.kind == DIAGONAL or self.setting.dim != 1)

    def scale_of(self, part: Part) -> str | None:
        """Return the scale that the entries are; None where they are 0."""
        return scale_at(self.problem, part)

    def places(self, scale: str) -> tuple[Part, ...]:
        """Return where a scale stands.

        Raises:
            NotApplicable: when it stands off a diagonal alone, and d = 1.
        """
        found = tuple(part for part in self.parts if scale_at(self.problem, part) == scale)
        if not found:
            raise NotApplicable(f"d = 1: there is no off-diagonal entry for {scale}; give d >= 2")
        return found

    def entries(self, part: Part) -> tuple[FracElement, ...]:
        """Return the derivative of the loss in the entries; once where coordinates are alike."""
        total = gradient_of(self.problem, part)
        indices = tuple(dict.fromkeys(PINNED[part.kind]))
        every = choices(self.setting, indices)
        return tuple(self.field.evaluate(total, self.setting, pins) for pins in every)

    def gradient(self, part: Part) -> FracElement:
        """Return the derivative of the loss in each of the entries.

        Raises:
            CoordinatesDiffer: when they are not the same for all coordinates.
            NotApplicable: when there are no such entries.
        """
        if part not in self.parts:
            raise NotApplicable("d = 1: there is no off-diagonal entry; give d >= 2")
        first, *others = self.entries(part)
        if any(other != first for other in others):
            raise CoordinatesDiffer(f"{part.words} is not the same for all coordinates")
        return first

    def velocity(self, scale: str) -> FracElement:
        """Return the velocity of a scale under gradient flow.

        Raises:
            NotApplicable: when it stands in several places that the flow drives apart.
        """
        first, *others = self.places(scale)
        slope = self.gradient(first)
        for other in others:
            if self.gradient(other) != slope:
                raise NotApplicable(
                    f"{scale} stands in several places, and {first.words} is not {other.words}: "
                    "gradient flow leaves the ansatz; give each its own scale"
                )
        return -slope

    def pulls(self) -> Iterator[tuple[Part, FracElement]]:
        """Yield what must be 0 for the flow to stay on the ansatz, with the entries it moves."""
        first: dict[str, FracElement] = {}
        for part in self.parts:
            scale = scale_at(self.problem, part)
            for slope in self.entries(part):
                own = first.setdefault(scale, slope) if scale else self.field.field.zero
                yield part, slope - own

    def formula(self, element: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(element, self.field)


def ansatz_in(problem: Problem, setting: Setting) -> Ansatz:
    """Return a model's ansatz in a setting."""
    sums = (loss_of(problem), *(gradient_of(problem, part) for part in parts_of(problem)))
    field = field_of(problem, setting, manifold_of(problem).scales, sums)
    return Ansatz(problem, setting, field)
