"""The Hessian at the fixed point that training from (a₀, b₀) reaches: what its theorem shares.

There ab = s, a² − b² = Δ, so that a² = (D + Δ)/2 and b² = (D − Δ)/2 with D = √(Δ² + 4s²).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sympy.polys.fields import FracElement

from derivations.dynamics.cases import Case
from derivations.dynamics.problem import POSITIVE, START, ZERO, Dynamics, dynamics
from derivations.stability.keys import Direction
from derivations.stability.sectors import SHAPES, Shape, all_sums, groups, hessian
from symbolic_mesa.formulas.closed_forms import Closed, Definition, closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.record import Assumption, Standing
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import CoordinatesDiffer, MissingMoment, NotApplicable

Group = tuple[str, ...]
Matrix = list[list[FracElement]]
SCALES = ("a", "b")
ENDS = ("s", "C", "D", "a_2", "b_2")
SECTOR = ("h_11", "h_12", "h_13", "h_22", "h_23", "h_33", "R_2", "x", "eta", "n")
PINS = {"j": 0, "k": 1}  # any two coordinates: they are alike
AT_REST = {(2, 0): "a_2", (0, 2): "b_2", (1, 1): "s"}  # what a², b² and ab are there


@dataclass(frozen=True)
class Stability:
    """A law, d, T and an initial point, with the field of the Hessian.

    Attributes:
        dynamics: the flow of (a, b); its field has the names of this module too.
    """

    dynamics: Dynamics

    @property
    def setting(self) -> Setting:
        """The law, d, T and the initial point."""
        return self.dynamics.setting

    @property
    def field(self) -> Algebra:
        """Where the formulas live."""
        return self.dynamics.field

    @property
    def has_signs(self) -> bool:
        """Whether the law counts as exchangeable and symmetric under signs.

        At d = 1 every law does: L has even powers of the one coordinate only.
        """
        law = self.setting.law
        return self.setting.dim == 1 or (law.exchangeable and law.symmetric)

    def require(self) -> None:
        """Raise `NotApplicable` where the Hessian is not that of this theorem."""
        self.require_end()
        if not self.has_signs:
            raise NotApplicable(
                "the law is not known to be exchangeable and symmetric under signs; give such a "
                "law, or see step-size-limit for the masked model"
            )

    @property
    def signed(self) -> Assumption:
        """What is assumed of the law."""
        if self.setting.dim == 1:
            return Assumption("d = 1, where L has even powers of the one coordinate only")
        return Assumption("the law of x_1 is exchangeable and symmetric under signs of coordinates")

    @property
    def off_the_line(self) -> Assumption:
        """That training does not start on the line that leads to the saddle."""
        known: Standing = "not-decided" if self.setting.init is None else "holds"
        instead = "the flow ends in the saddle (0, 0), of which nothing is said here"
        return Assumption("a_0 + b_0 != 0", known, instead)

    def require_end(self) -> None:
        """Raise `NotApplicable` where training ends in the saddle."""
        if self.setting.init is not None and sum(self.setting.init) == 0:
            raise NotApplicable(
                "a_0 + b_0 = 0: the flow ends in the saddle (0, 0), not at ab = s; give another "
                "initial point"
            )

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that a block of this d has."""
        return SHAPES[:1] if self.setting.dim == 1 else SHAPES

    def shape(self, direction: Direction) -> Shape:
        """Return the shape of a direction."""
        return next(shape for shape in SHAPES if shape.direction is direction)

    @cached_property
    def has_numbers(self) -> bool:
        """Whether the Hessian is known and no symbol is left in it."""
        return self.has_signs and self._numeric(self.sectors())

    @cached_property
    def has_masked_numbers(self) -> bool:
        """The same for the masked model, whose law need not be symmetric under signs."""
        return self.setting.law.exchangeable and self._numeric(self.masked_sectors())

    def _numeric(self, sectors: Iterable[tuple[Group, Shape]]) -> bool:
        try:
            self.require_end()
            entries = [x for sector in sectors for row in self.matrix(*sector) for x in row]
        except (MissingMoment, CoordinatesDiffer, NotApplicable):
            return False
        return self.setting.dim is not None and not any(self.closed(x).symbols for x in entries)

    def trace(self, matrix: Matrix) -> FracElement:
        """Return the trace of a sector's matrix."""
        return sum((matrix[k][k] for k in range(len(matrix))), self.field.field.zero)

    def sectors(self) -> Iterator[tuple[Group, Shape]]:
        """Yield every sector of the Hessian."""
        for group in groups():
            for shape in self.shapes:
                yield group, shape

    def masked_sectors(self) -> Iterator[tuple[Group, Shape]]:
        """Yield the sectors of diagonal entries: all that are trained when others are masked."""
        return ((group, shape) for group, shape in self.sectors() if shape.kinds[0] == "same")

    def matrix(self, group: Group, shape: Shape) -> Matrix:
        """Return the Hessian of a sector, in a² = a_2, b² = b_2 and ab = s."""
        return [[self.entry(row, column, shape) for column in group] for row in group]

    def entry(self, row: str, column: str, shape: Shape) -> FracElement:
        """Return an entry of a sector's matrix: between two blocks."""
        key = min(row, column), max(row, column), shape.direction
        if key not in self._entries:
            self._entries[key] = self._entry(*key[:2], shape)
        return self._entries[key]

    @cached_property
    def _entries(self) -> dict[tuple[str, str, Direction], FracElement]:
        return {}

    def _entry(self, row: str, column: str, shape: Shape) -> FracElement:
        field = self.field
        kinds = shape.kinds[:1] if self.setting.dim == 1 else shape.kinds
        first, *others = (
            field.field(field.evaluate(hessian()[row, column, kind], self.setting, PINS))
            for kind in kinds
        )
        return self._at_rest(first + sum(shape.weight(field.dim) * other for other in others))

    def _at_rest(self, element: FracElement) -> FracElement:
        """Return an element in a and b where ab = s; a term without them in B = C s."""
        field = self.field
        total = field.field.zero
        for powers, coefficient in field.coefficients(element).items():
            if any(powers):
                total = total + coefficient * field.symbol(AT_REST[powers[0], powers[1]])
            else:
                total = total + coefficient / self.dynamics.product * field.symbol("s")
        return total

    @property
    def root(self) -> FracElement:
        """D, or 2s where Δ is known to be 0."""
        return self.dynamics.root(self._case)

    @property
    def _case(self) -> Case:
        return ZERO if self.dynamics.cases == (ZERO,) else POSITIVE

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """What s, C, D, a_2 and b_2 stand for."""
        root, delta, defined = self.root, self.dynamics.delta, self.dynamics.defined
        return (
            *self.dynamics.ends(self._case),
            defined("a_2", "value", (root + delta) / 2),
            defined("b_2", "value", (root - delta) / 2),
        )

    @property
    def rules(self) -> tuple[Definition, ...]:
        """The definitions modulo which identities hold; s and C stay names."""
        return tuple(one for one in self.definitions if one.name not in ("s", "C"))

    def closed(self, element: FracElement, *more: Definition) -> Closed:
        """Return an element with the definitions of its names."""
        formula = Formula(element, self.field)
        return closed(formula, (*self.definitions, *more))


def stability(setting: Setting) -> Stability:
    """Return the problem of a setting."""
    return Stability(dynamics(setting, (*SCALES, *START, *ENDS, *SECTOR), all_sums()))
