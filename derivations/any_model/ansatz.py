"""A stated model on its ansatz, in a setting: loss, gradient and flow as formulas."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from sympy.polys.fields import FracElement

from derivations.any_model.parts import (
    DIAGONAL,
    OFF,
    Part,
    curvature_of,
    gradient_of,
    loss_of,
    manifold_of,
    of_coordinates,
    parts_of,
    tells_coordinates,
)
from derivations.coordinate_sums import at_coordinates
from derivations.coordinates import Coordinates, Pins, choices
from derivations.exceptions import zeros
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.vanishing import Zeros
from symbolic_mesa.models.fixed import matrices_of
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Block, Entries
from symbolic_mesa.text.errors import CoordinatesDiffer, NotApplicable

MOST = 4  # coordinates that may each have scales of their own
Values = Mapping[Coordinates, FracElement]
"""A value in each entry of a part; in one of them where coordinates are alike."""


@dataclass(frozen=True)
class Ansatz:
    """A stated model on its ansatz, in a setting.

    Attributes:
        problem: the model.
        setting: the law, d and T.
    """

    problem: Problem
    setting: Setting

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the scales; a_1, …, a_d have one name."""
        return manifold_of(self.problem).scales

    @cached_property
    def scales(self) -> tuple[str, ...]:
        """The scales, those of coordinates each by itself."""
        return tuple(scale for name in self.names for scale in self.scales_of(name))

    @cached_property
    def zeros(self) -> Zeros:
        """Where elements of the field vanish."""
        return zeros(self.setting, self.field, least_length=self.problem.shortest_length)

    def scales_of(self, name: str) -> tuple[str, ...]:
        """Return the scales of a name.

        Raises:
            NotApplicable: when each coordinate has one, and d is not given or large.
        """
        if name not in of_coordinates(self.problem):
            return (name,)
        dim = self.setting.dim
        if dim is None:
            raise NotApplicable(f"{name} has a number for each coordinate; give d, as --dim 2")
        if dim > MOST:
            raise NotApplicable(f"{name} has a number for each coordinate; give d <= {MOST}")
        return tuple(f"{name}_{k + 1}" for k in range(dim))

    @cached_property
    def field(self) -> Algebra:
        """Where its formulas live."""
        parts = parts_of(self.problem)
        slopes = (gradient_of(self.problem, part) for part in parts)
        curvatures = (curvature_of(self.problem, part) for part in parts)
        sums = (loss_of(self.problem), *slopes, *curvatures)
        return field_of(self.problem, self.setting, self.scales, sums)

    @cached_property
    def loss(self) -> FracElement:
        """L, a polynomial in the scales."""
        return self._evaluated(loss_of(self.problem), {})

    @property
    def parts(self) -> tuple[Part, ...]:
        """What entries there are: at d = 1 none is off a diagonal."""
        every = parts_of(self.problem)
        return tuple(p for p in every if p.kind == DIAGONAL or self.setting.dim != 1)

    def scale_of(self, part: Part, entry: Coordinates) -> str | None:
        """Return the scale that an entry is; None where it is 0."""
        form = manifold_of(self.problem).block(part.block)
        if isinstance(form, Entries):
            return f"{form.scale}_{entry.places[0][1] + 1}" if part.kind == DIAGONAL else None
        if isinstance(form, Block):
            return form.diagonal if part.kind == DIAGONAL else form.off_diagonal
        return None

    def places(self, scale: str) -> tuple[tuple[Part, Coordinates], ...]:
        """Return where a scale stands; at one entry of those that are alike.

        Raises:
            NotApplicable: when it stands off a diagonal alone, and d = 1.
        """
        every = ((part, entry) for part in self.parts for entry in self.entries(part))
        found = tuple((p, entry) for p, entry in every if self.scale_of(p, entry) == scale)
        if not found:
            raise NotApplicable(f"d = 1: there is no off-diagonal entry for {scale}; give d >= 2")
        return found

    def count(self, scale: str) -> FracElement:
        """Return how many entries a scale is."""
        places, dim = self.places(scale), self.field.dim
        if tells_coordinates(self.problem):
            return self.field.field(len(places))
        sizes = {DIAGONAL: dim, OFF: dim * (dim - 1)}
        parts = dict.fromkeys(part for part, _ in places)
        return self.field.field(sum(sizes[part.kind] for part in parts))

    def entries(self, part: Part) -> tuple[Coordinates, ...]:
        """Return the entries of a part; one of them where all are alike.

        Raises:
            NotApplicable: when there are none.
        """
        if part not in self.parts:
            raise NotApplicable("d = 1: there is no off-diagonal entry; give d >= 2")
        pins = choices(self.setting, part.indices)
        if tells_coordinates(self.problem):
            every = permutations(range(self.field.dim), len(part.indices))
            pins = [dict(zip(part.indices, chosen, strict=True)) for chosen in every]
        return tuple(Coordinates(tuple(one.items())) for one in pins)

    def gradient(self, part: Part) -> Values:
        """Return the derivative of the loss in each entry of a part."""
        return self._in_entries(gradient_of, part)

    def curvature(self, part: Part) -> Values:
        """Return the second derivative of the loss in each entry of a part."""
        return self._in_entries(curvature_of, part)

    def _in_entries(self, of: Callable[[Problem, Part], MomentSum], part: Part) -> Values:
        """Return a sum at the entries of a part; taken once, as many claims ask for it."""
        key = of, part
        if key not in self._known:
            total, every = of(self.problem, part), self.entries(part)
            self._known[key] = {e: self._evaluated(total, dict(e.places)) for e in every}
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[object, Part], Values]:
        return {}

    def _evaluated(self, total: MomentSum, pins: Pins) -> FracElement:
        if tells_coordinates(self.problem):
            fixed = matrices_of(self.problem)
            return at_coordinates(total, self.setting, self.field, pins, fixed)
        return self.field.evaluate(total, self.setting, pins)

    def velocity(self, scale: str) -> FracElement:
        """Return the velocity of a scale under gradient flow.

        Raises:
            NotApplicable: when it stands in several places that the flow drives apart.
            CoordinatesDiffer: when these differ in their coordinates alone.
        """
        (first, entry), *others = self.places(scale)
        slope = self.gradient(first)[entry]
        for part, place in others:
            if self.gradient(part)[place] == slope:
                continue
            if part == first:
                raise CoordinatesDiffer(f"{part.words} is not the same for all coordinates")
            raise NotApplicable(
                f"{scale} stands in several places, and {first.words} is not {part.words}: "
                "gradient flow leaves the ansatz; give each its own scale"
            )
        return -slope

    def pulls(self) -> Iterator[tuple[Part, str | None, FracElement]]:
        """Yield what must be 0 for the flow to stay on the ansatz, where, and for which scale."""
        first: dict[str, FracElement] = {}
        for part in self.parts:
            for entry, slope in self.gradient(part).items():
                scale = self.scale_of(part, entry)
                own = first.setdefault(scale, slope) if scale else self.field.field.zero
                yield part, scale, slope - own

    def formula(self, element: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(element, self.field)

    def formulas(self, values: Values, words: str) -> Formula | dict[Coordinates, Formula]:
        """Return values on their way out: one where all are the same.

        Raises:
                CoordinatesDiffer: when they are not, and no weights tell coordinates apart.
        """
        if len(set(values.values())) == 1:
            return self.formula(next(iter(values.values())))
        if not tells_coordinates(self.problem):
            raise CoordinatesDiffer(f"{words} is not the same for all coordinates")
        return {entry: self.formula(value) for entry, value in values.items()}
