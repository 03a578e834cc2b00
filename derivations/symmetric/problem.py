"""The paper's model on the symmetric manifold, in one setting: what its theorem starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache

import mpmath
from sympy.polys.fields import FracElement

from derivations.coordinates import NOT_ALIKE
from derivations.diagonal import Diagonal, diagonal
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_gradient, population_loss
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.flow_limits import WORKING_DIGITS, Limit, limit, rest
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.polynomials import Polynomial
from symbolic_mesa.models.causal_linear_attention import PROBLEM, SYMMETRIC, causal_linear_attention
from symbolic_mesa.record import Assumption
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Block
from symbolic_mesa.text.errors import MissingMoment, NotApplicable
from symbolic_mesa.text.surds import Exact, Surd

ON_MANIFOLD = Assumption(
    "KQ32 = a I + alpha (J - I), PV12 = b I + beta (J - I), all other blocks 0"
)
ENTRIES = {"a": ("j", "j"), "alpha": ("j", "l"), "b": ("j", "j"), "beta": ("j", "l")}
Point = tuple[Fraction, Fraction, Fraction, Fraction]
START: Point = (Fraction(1, 2), Fraction(0), Fraction(1, 2), Fraction(0))  # where none is given


@cache  # pure: the engine's answers, which hold for every law
def engine() -> tuple[MomentSum, Mapping[str, MomentSum]]:
    """Return the loss and the velocities of the scales, before any law is named."""
    model = causal_linear_attention()
    velocities = {
        scale: -entry_gradient(model, SYMMETRIC, block, *ENTRIES[scale])
        for block, form in SYMMETRIC.blocks
        if isinstance(form, Block)
        for scale in (form.diagonal, form.off_diagonal)
        if scale
    }
    return population_loss(model, SYMMETRIC), velocities


@dataclass(frozen=True)
class Symmetric:
    """A law, d and T with the field of their formulas on the symmetric manifold.

    Attributes:
        setting: the law, d and T.
        field: where the formulas live.
    """

    setting: Setting
    field: Algebra

    def require(self) -> None:
        """Raise `NotApplicable` where the manifold is not one that training stays on."""
        if self.setting.dim == 1:
            raise NotApplicable("d = 1: there is no off-diagonal entry; give d >= 2")
        if not self.setting.law.exchangeable:
            raise NotApplicable(f"{NOT_ALIKE}; or see theorem-4.1")

    @cached_property
    def loss(self) -> FracElement:
        """The population loss L(a, α, b, β)."""
        self.require()
        return self.field.evaluate(engine()[0], self.setting)

    @cached_property
    def velocities(self) -> Mapping[str, FracElement]:
        """The velocities a', α', b', β'."""
        self.require()
        sums = engine()[1]
        return {s: self.field.evaluate(total, self.setting) for s, total in sums.items()}

    @property
    def velocity_formulas(self) -> dict[str, Formula]:
        """The velocities by the names under which they are stated."""
        return {f"{scale}'": Formula(v, self.field) for scale, v in self.velocities.items()}

    @cached_property
    def balance(self) -> FracElement:
        """(‖KQ32‖² − ‖PV12‖²)/d, squared Frobenius norms."""
        a, alpha, b, beta = self.field.scales
        return a**2 - b**2 + (self.field.dim - 1) * (alpha**2 - beta**2)

    @property
    def has_numbers(self) -> bool:
        """Whether the flow is known and no symbol is left in it but the scales."""
        try:
            formulas = [Formula(velocity, self.field) for velocity in self.velocities.values()]
        except (MissingMoment, NotApplicable):
            return False
        names = {name for formula in formulas for name in formula.symbols}
        return self.setting.dim is not None and names <= set(SYMMETRIC.scales)

    @property
    def isolated(self) -> bool:
        """Whether there is no other fixed point near the limit, with the same balance."""
        try:
            return self.limit.isolated
        except NotApplicable:
            return True

    def polynomial(self, element: FracElement) -> Polynomial:
        """Return an element as a polynomial in the scales, where no other symbol is left."""
        coefficients = self.field.coefficients(element)
        return {m: _rational(Formula(c, self.field).at({})) for m, c in coefficients.items()}

    @property
    def start(self) -> Point:
        """Where training starts on the manifold: a₀, 0, b₀, 0, or a stated point."""
        if self.setting.init is None:
            return START
        a, b = self.setting.init
        return a, Fraction(0), b, Fraction(0)

    @cached_property
    def masked(self) -> Diagonal:
        """The model whose off-diagonal gradients are masked."""
        return diagonal(self.setting)

    @property
    def masked_product(self) -> Formula:
        """Where ab ends when it is masked: at s*, or in the saddle from the line a₀ + b₀ = 0."""
        zero = self.masked.field.field.zero
        return self.masked.formula(self.masked.ode.product if sum(self.start) else zero)

    @property
    def is_diagonal(self) -> bool:
        """Whether training stays on the diagonal, so that its end is that of Theorem 4.1."""
        return self.masked.stays.status == "holds"

    @cached_property
    def limit(self) -> Limit:
        """Where the flow from the start ends."""
        velocities = [self.polynomial(v) for v in self.velocities.values()]
        balance = self.polynomial(self.balance)
        if not self.is_diagonal:
            return limit(velocities, self.start, balance)
        with mpmath.workdps(WORKING_DIGITS):
            s = real(self.masked.formula(self.masked.ode.product).at({}))
        return rest(velocities, self.start, balance, diagonal_end(self.start, s))


def diagonal_end(start: Point, s: mpmath.mpf) -> tuple[mpmath.mpf, ...]:
    """Return where the flow of (a, b) ends: where ab = s on its hyperbola, or in the saddle."""
    with mpmath.workdps(WORKING_DIGITS):
        a, _, b, _ = map(real, start)
        zero = mpmath.mpf(0)
        if not a + b:
            return (zero,) * 4
        delta = a**2 - b**2
        larger = mpmath.sqrt((abs(delta) + mpmath.sqrt(delta**2 + 4 * s**2)) / 2)
        larger *= mpmath.sign(a + b)
        pair = (larger, s / larger) if delta > 0 else (s / larger, larger)
        return pair[0], zero, pair[1], zero


def _rational(number: Exact | mpmath.mpf) -> Fraction:
    """Return a number as a fraction: a root to all digits that are worked with.

    Harmonic numbers of long sequences are binary fractions, and so exact.
    """
    if isinstance(number, Fraction):
        return number
    if isinstance(number, Surd):
        return Fraction(number.decimal(WORKING_DIGITS))
    mantissa, exponent = number.man_exp  # without a sign, and without rounding
    size = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return -size if number < 0 else size


@lru_cache(maxsize=16)  # pure; several theorems speak of one setting
def symmetric(setting: Setting) -> Symmetric:
    """Return the problem of a setting."""
    loss, velocities = engine()
    sums = (loss, *velocities.values())
    return Symmetric(setting, field_of(PROBLEM, setting, SYMMETRIC.scales, sums))
