"""Coordinates that are not alike: the flow of KQ32 = diag(a_1..a_d), PV12 = diag(b_1..b_d).

Statement. At diagonal blocks each entry follows its own gradient: 2d equations. They are those of
(a, b) of Theorem 4.1, d times, exactly when at a_j = a, b_j = b they do not depend on j.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial

from sympy.polys.fields import FracElement

from derivations import observables
from derivations.coordinate_sums import at_coordinates
from derivations.coordinates import each_coordinate
from derivations.diagonal import ON_DIAGONAL, PAPER, Diagonal, diagonal
from derivations.diagonal import engine as diagonal_engine
from derivations.exact_checks import symbolic_zero
from derivations.exceptions import with_exceptions, zeros
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_gradient, population_loss
from symbolic_mesa.engine.velocity_field import COORDINATE
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.causal_linear_attention import PROBLEM, causal_linear_attention
from symbolic_mesa.record import (
    Assumption,
    Check,
    Claim,
    Derivation,
    Reasoned,
    Step,
    attempted,
)
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Entries, Manifold
from symbolic_mesa.text.errors import NotApplicable

ID = "coordinate-flow"
TITLE = "coordinates that are not alike: the ODE of diagonal blocks, and when (a, b) suffice"
MOST = 20  # coordinates whose equations are listed
BY_COORDINATE = Manifold((("KQ32", Entries("a")), ("PV12", Entries("b"))))


@cache  # pure: the engine's answers, which hold for every law
def engine() -> Mapping[str, MomentSum]:
    """Return the velocities of a_j and b_j, before any law is named."""
    model = causal_linear_attention()
    return {
        block.scale: -entry_gradient(model, BY_COORDINATE, name, COORDINATE, COORDINATE)
        for name, block in BY_COORDINATE.blocks
        if isinstance(block, Entries)
    }


@cache  # as above
def engine_loss() -> MomentSum:
    """Return the loss, before any law is named."""
    return population_loss(causal_linear_attention(), BY_COORDINATE)


@dataclass(frozen=True)
class ByCoordinate:
    """A law, d and T with the field of the 2d scales, where there are not too many.

    Attributes:
        setting: the law, d and T.
    """

    setting: Setting

    @property
    def dim(self) -> int:
        """d; raises `NotApplicable` where there are no 2d equations to list."""
        dim = self.setting.dim
        if dim is None:
            raise NotApplicable("the ODE has 2d equations; give d, or data")
        if dim > MOST:
            raise NotApplicable(
                f"the ODE has {2 * dim} equations; they are listed up to d = {MOST}"
            )
        return dim

    @cached_property
    def field(self) -> Algebra:
        """Where the formulas live."""
        sums = (engine_loss(), *engine().values())
        scales = [f"{scale}_{k + 1}" for scale in engine() for k in range(self.dim)]
        return field_of(PROBLEM, self.setting, scales, sums)

    @cached_property
    def loss(self) -> FracElement:
        """The population loss L(a_1, …, b_d)."""
        return at_coordinates(engine_loss(), self.setting, self.field, {})

    def velocity(self, scale: str, coordinate: int) -> FracElement:
        """Return the velocity of a scale of one coordinate (from 0)."""
        return at_coordinates(engine()[scale], self.setting, self.field, {COORDINATE: coordinate})

    @cached_property
    def velocities(self) -> Mapping[str, Formula]:
        """The 2d velocities by name, such as ``a_1'``."""
        return {
            f"{scale}_{k + 1}'": Formula(self.velocity(scale, k), self.field)
            for scale in engine()
            for k in range(self.dim)
        }


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    return Derivation(ID, TITLE, (_flow(ByCoordinate(setting)), _agreement(diagonal(setting))))


def _flow(problem: ByCoordinate) -> Step:
    step = Step(
        "coordinate-flow",
        Claim("gradient flow of the entries a_j of KQ32 and b_j of PV12, both diagonal", "", ""),
        why="the velocity of one entry, at every coordinate",
        assumptions=(
            Assumption("KQ32 = diag(a_1..a_d), PV12 = diag(b_1..b_d), all other blocks 0"),
        ),
        source=f"{PAPER}, proof of Theorem 4.1, before a_j = a (gradient)",
        observable=observables.CoordinateVelocity(),
    )

    def gap(name: str, velocity: Formula) -> FracElement:
        return problem.field.derivative(problem.loss, name.rstrip("'")) + velocity.element

    def against_loss(claim: Claim) -> Check:
        return symbolic_zero(
            "each velocity + dL/dscale", *(partial(gap, *part) for part in claim.parts.items())
        )

    return attempted(step, lambda: problem.velocities, against_loss)


def _agreement(problem: Diagonal) -> Step:
    step = Step(
        "coordinates-agree",
        Claim(
            "the flow reduces to (a, b): at a_j = a, b_j = b all coordinates move alike",
            "reduces to (a, b)",
            r"\text{reduces to } (a, b)",
        ),
        why="the velocities at the diagonal, coordinate by coordinate",
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Assumption 4.1 (kappa_1, kappa_2, kappa_3 the same for every j)",
        observable=observables.Alike(),
    )
    return attempted(step, lambda: _with_exceptions(problem))


def _with_exceptions(problem: Diagonal) -> Reasoned:
    """Return the verdict, and the T at which coordinates move alike although they do not always."""
    general, setting, field = _alike(problem), problem.setting, problem.field
    gaps = (gap for _, _, gap in _gaps(problem))
    parts = (part for gap in gaps for part in field.coefficients(gap).values())
    places = () if general.side else zeros(setting, field).common(parts)
    return with_exceptions(general, setting, field, places, lambda there: _alike(diagonal(there)))


def _alike(problem: Diagonal) -> Reasoned:
    for scale, j, gap in _gaps(problem):
        words = f"at a_j = a, b_j = b the velocity {scale}_{j}' - {scale}_1' is "
        return Reasoned(False, (words, problem.formula(gap)))
    return Reasoned(True, ("no velocity depends on the coordinate",))


def _gaps(problem: Diagonal) -> Iterator[tuple[str, int, FracElement]]:
    """Yield the velocities that are not those of the first coordinate, less those."""
    for scale, total in diagonal_engine()[1].items():
        first, *others = each_coordinate(total, problem.setting, problem.field)
        yield from ((scale, j, x - first) for j, x in enumerate(others, 2) if x != first)
