"""The flow of (a, b) on the diagonal manifold in closed form: what the steps of its theorem share.

With s = B/C, Δ = a₀² − b₀² and D = √(Δ² + 4s²) the square u = (a + b)² solves the Riccati equation
u' = 2Bu − (C/2)(u² − Δ²), whose coefficients are constant and whose zeros are 2s ± D. Solving it,
and (a − b)² = Δ²/u, gives with E = exp(−C D τ)

    a = A/G,   A = a₀ (D(1+E) + Δ(1−E)) + 2 s b₀ (1−E),   G² = N M,
    b = A'/G,  A' = b₀ (D(1+E) − Δ(1−E)) + 2 s a₀ (1−E),
    N = D(1+E) + (2s + (a₀−b₀)²)(1−E),  M = D(1+E) + ((a₀+b₀)² − 2s)(1−E).

What would cancel is written without a difference: V = D − |Δ| = 4s²/(D + |Δ|), and
Y = D − 2s = Δ²/(D + 2s); then all terms of N and M are positive.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import mpmath
from sympy.polys.fields import FracElement

from derivations.coordinates import every_moment
from derivations.diagonal import Diagonal, diagonal, engine
from derivations.dynamics.cases import Case
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.formulas.closed_forms import Closed, Definition, Function, closed
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.causal_linear_attention import MOMENTS, PROBLEM
from symbolic_mesa.setting import Setting

START, TIME, PRECISION = ("a_0", "b_0"), "tau", "epsilon"
DEFINED = ("s", "C", "D", "V", "Y", "E", "N", "M", "G")
ENDS = ("K", "R_1", "s_1", "D_1", "Q")  # of limits and times
LONG = ("Z", "gamma", "u", "a_1", "b_1")  # of expansions
NAMES = (*START, TIME, PRECISION, *DEFINED, *ENDS, *LONG)
POSITIVE, NEGATIVE, ZERO = Case.POSITIVE, Case.NEGATIVE, Case.ZERO


@dataclass(frozen=True)
class Dynamics:
    """A law, d, T and an initial point, with the field of the closed forms.

    Attributes:
        diagonal: the flow of (a, b).
        field: where the formulas live; its scales are the names of this module.
    """

    diagonal: Diagonal
    field: Algebra

    @property
    def setting(self) -> Setting:
        """The law, d, T and the initial point."""
        return self.diagonal.setting

    def names(self, *names: str) -> tuple[FracElement, ...]:
        """Return the generators of names."""
        return tuple(self.field.symbol(name) for name in names)

    def number(self, value: int) -> FracElement:
        """Return an integer as an element."""
        return self.field.field(value)

    def moment(self, name: str) -> FracElement:
        """Return κ1, κ2 or κ3, the same for every coordinate.

        Raises:
            CoordinatesDiffer, MissingMoment: when there is no such number.
        """
        _ = self.saturation
        return every_moment(MOMENTS[name], self.setting, self.field)

    def carried(self, element: FracElement) -> FracElement:
        """Return an element of the problem's field in this one."""
        return Formula(element, self.diagonal.field).map(
            self.field.generators.__getitem__, lambda c: self.field.number(Fraction(int(c)))
        )

    @cached_property
    def saturation(self) -> FracElement:
        """C of the flow a' = b (B − C ab), b' = a (B − C ab)."""
        return self.carried(self.diagonal.ode.saturation)

    @cached_property
    def product(self) -> FracElement:
        """The fixed point s = B/C of ab."""
        return self.carried(self.diagonal.ode.product)

    @property
    def start(self) -> tuple[FracElement, FracElement]:
        """a₀ and b₀."""
        if self.setting.init is None:
            first, second = self.names(*START)
        else:
            first, second = map(self.field.number, self.setting.init)
        return first, second

    @property
    def delta(self) -> FracElement:
        """Δ = a₀² − b₀²."""
        a, b = self.start
        return a**2 - b**2

    def compared(self, size: Fraction) -> int | None:
        """Return the sign of a number less s, which is positive; None when a symbol decides."""
        s = Formula(self.product, self.field)
        if s.symbols:
            return -1 if size <= 0 else None
        exact = s.at({})
        gap = real(size) - exact if isinstance(exact, mpmath.mpf) else size - exact
        return int(gap > 0) - int(gap < 0)

    @property
    def cases(self) -> tuple[Case, ...]:
        """The signs of Δ that are possible."""
        if self.setting.init is None:
            return POSITIVE, NEGATIVE, ZERO
        a, b = map(abs, self.setting.init)
        return (POSITIVE if a > b else NEGATIVE if a < b else ZERO,)

    def ends(self, case: Case) -> tuple[Definition, ...]:
        """Return s, C and D; where Δ = 0 the root D is 2s and has no name."""
        (s,) = self.names("s")
        known = (
            self.defined("s", "value", self.product),
            self.defined("C", "value", self.saturation),
        )
        return (
            known if case == ZERO else (*known, self.defined("D", "sqrt", self.delta**2 + 4 * s**2))
        )

    def definitions(self, case: Case) -> tuple[Definition, ...]:
        """Return what the names stand for in a case, each in terms of those before it.

        Where Δ = 0, V is D and Y is 0: neither is named.
        """
        if case not in self._definitions:
            self._definitions[case] = self._defined_in(case)
        return self._definitions[case]

    @cached_property
    def _definitions(self) -> dict[Case, tuple[Definition, ...]]:
        return {}

    def _defined_in(self, case: Case) -> tuple[Definition, ...]:
        a, b = self.start
        s, c, d, _, y, e, n, m = self.names(*DEFINED[:-1])
        size = -self.delta if case == NEGATIVE else self.delta
        zero = case == ZERO
        d, y = (2 * s, self.number(0)) if zero else (d, y)
        every: list[tuple[str, Function, FracElement]] = [
            ("V", "value", 4 * s**2 / (d + size)),
            ("Y", "value", self.delta**2 / (d + 2 * s)),
            ("E", "exp", -c * d * self.field.symbol(TIME)),
            ("N", "value", d * (1 + e) + (2 * s + (a - b) ** 2) * (1 - e)),
            ("M", "value", 2 * d * e + ((a + b) ** 2 + y) * (1 - e)),
            ("G", "sqrt", n * m),
        ]
        named = [one for one in every if not (zero and one[0] in ("V", "Y"))]
        return (*self.ends(case), *(self.defined(*one) for one in named))

    def root(self, case: Case) -> FracElement:
        """Return D: a name, or 2s where Δ = 0."""
        s, d = self.names("s", "D")
        return 2 * s if case == ZERO else d

    def numerators(self, case: Case) -> tuple[FracElement, FracElement]:
        """Return A and A'."""
        a, b = self.start
        s, v, e = self.names("s", "V", "E")
        d, delta = self.root(case), self.delta
        whole, less = d * (1 + e), 2 * d * e + v * (1 - e)
        of_a, of_b = {
            POSITIVE: (whole + delta * (1 - e), less),
            NEGATIVE: (less, whole - delta * (1 - e)),
            ZERO: (whole, whole),
        }[case]
        return a * of_a + 2 * s * b * (1 - e), b * of_b + 2 * s * a * (1 - e)

    def trajectory(self, scale: str, case: Case) -> Closed:
        """Return a(τ), b(τ) or their product."""
        first, second = self.numerators(case)
        n, m, root = self.names("N", "M", "G")
        formulas = {"a": first / root, "b": second / root, "ab": first * second / (n * m)}
        return self.closed(formulas[scale], case)

    def closed(self, element: FracElement, case: Case, *more: Definition) -> Closed:
        """Return an element with the definitions of its names."""
        return closed(Formula(element, self.field), (*self.definitions(case), *more))

    def defined(self, name: str, function: Function, of: FracElement) -> Definition:
        """Return one more definition."""
        return Definition(name, function, Formula(of, self.field))


def dynamics(
    setting: Setting, names: tuple[str, ...] = NAMES, beside: tuple[MomentSum, ...] = ()
) -> Dynamics:
    """Return the dynamics of a setting, in a field with these names; other sums may use it too."""
    loss, flow = engine()
    sums = (loss, *flow.values(), *beside)
    field = field_of(PROBLEM, setting, names, sums, MOMENTS.values())
    return Dynamics(diagonal(setting), field)
