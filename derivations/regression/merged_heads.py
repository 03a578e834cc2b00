"""Two heads of linear attention on prompts, as words: what is said of any number of them.

Others enter through A = Σ u_h U_h alone, as these do.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations_with_replacement

from sympy.polys.fields import FracElement

from derivations.regression.prompt import GAMMA_INVERSE, labels
from derivations.regression.reduced import Layer
from derivations.regression.stationary import pulled
from derivations.regression.wider import (
    WIDER,
    Writing,
    combined,
    pull,
    put,
    scalar,
    unit,
    wider,
    without,
    word,
    writing,
)
from symbolic_mesa.models.regression import MERGED
from symbolic_mesa.words.blocks import block
from symbolic_mesa.words.derivatives import gradient, slope
from symbolic_mesa.words.letters import LINE
from symbolic_mesa.words.matrices import Matrix, identity, zero
from symbolic_mesa.words.values import Value, product

HEADS = 1, 2
ROOT, DECAY = "D", "E"  # the root of d, and what falls with time


@dataclass(frozen=True)
class Heads:
    """Two heads, in a setting.

    Attributes:
        layer: one layer, by its loss in A.
    """

    layer: Layer

    @cached_property
    def write(self) -> Writing:
        """Writes what is said of them."""
        values = self.loss, self.spread, self.spread_as_square, self.pulled_at_rest
        forms = [self.kept(*pair) for pair in combinations_with_replacement(HEADS, 2)]
        more = "tau", "a_0", DECAY
        return writing(self.layer.setting, *values, *forms, problem=MERGED, more=more)

    @property
    def matrix(self) -> Matrix:
        """A = Σ u_h U_h."""
        terms = [word(f"U{h}").times(scalar(f"u_{h}")) for h in HEADS]
        return terms[0] + terms[1]

    @property
    def loss(self) -> Value:
        """The loss in the weights."""
        return put(self.layer.loss, A=self.matrix)

    def scale_speed(self, head: int) -> Value:
        """u_h'."""
        return combined((-1, slope(self.loss, WIDER.scalars.index(f"u_{head}"))))

    def matrix_speed(self, head: int) -> Matrix:
        """U_h'."""
        return -gradient(self.loss, f"U{head}", WIDER)

    def kept(self, first: int, second: int) -> Value:
        """u_g u_h − tr U_g'U_h."""
        of_scales = product(scalar(f"u_{first}"), scalar(f"u_{second}"))
        return combined((1, of_scales), (-1, word(f"U{first}'", f"U{second}").trace()))

    def kept_speed(self, first: int, second: int) -> Value:
        """Its speed."""
        terms: list[tuple[int, Value]] = []
        for one, other in ((first, second), (second, first)):
            moved = (self.matrix_speed(one).T @ word(f"U{other}")).trace()
            terms += [(1, product(self.scale_speed(one), scalar(f"u_{other}"))), (-1, moved)]
        return combined(*terms)

    @property
    def pulled_at_rest(self) -> Value:
        """tr(M(Γ⁻¹)V), ΛΓ⁻¹ put away."""
        return pulled(self.layer, word(GAMMA_INVERSE))

    def white(self, value: Value) -> Value:
        """A value at Λ = m_2 I."""
        return put(value, Lambda=unit().times(scalar("m_2")))

    def scalar_at(self, value: Value, letter: str) -> Value:
        """A value at Λ = m_2 I, U_h = x_h I/√d, the scalar x_h being called by a letter."""
        root = scalar(ROOT, -1)
        heads = {f"U{h}": unit().times(product(scalar(f"{letter}_{h}"), root)) for h in HEADS}
        return put(self.white(value), **heads)

    @property
    def force(self) -> FracElement:
        """M with M(a I) = m I at Λ = m_2 I."""
        return self._multiple(pull(self.layer.gamma, unit().times(scalar("a"))))

    @property
    def speed(self) -> FracElement:
        """A' = Σ 2 u_h u_h'/√d = −2 a √d m."""
        field = self.write.field
        return -2 * field.symbol("a") * field.symbol(ROOT) * self.force

    @cached_property
    def spread(self) -> Value:
        """(Σ tr R_h R_h')', R_h = U_h − tr(U_h)/d I, at Λ = m_2 I."""
        terms = []
        for h in HEADS:
            moved, matrix = self.matrix_speed(h), word(f"U{h}")
            apart = product(product(moved.trace(), matrix.trace()), scalar("d", -1))
            terms += [(2, (moved @ matrix.T).trace()), (-2, apart)]
        return self.white(combined(*terms))

    @cached_property
    def spread_as_square(self) -> Value:
        """Tr R R', R = A − tr(A)/d I."""
        trace = self.matrix.trace()
        apart = product(product(trace, trace), scalar("d", -1))
        return combined((1, (self.matrix @ self.matrix.T).trace()), (-1, apart))

    @property
    def gamma(self) -> FracElement:
        """The eigenvalue of Γ at Λ = m_2 I."""
        return self._multiple(wider(self.layer.gamma))

    def _multiple(self, matrix: Matrix) -> FracElement:
        """Return m of a matrix that is m I at Λ = m_2 I."""
        return self._before_trace(self.white((matrix @ word("V")).trace()))

    def _before_trace(self, value: Value) -> FracElement:
        """Return what stands before tr V in every term."""
        (((key, _),),) = word("V").trace()
        return self.write.element(
            {tuple(one for one in m if one[0] != key): number for m, number in value.items()}
        )

    @property
    def slope_at_zero(self) -> Value:
        """The gradient in u_1 where every u_h is 0."""
        found = slope(self.loss, WIDER.scalars.index("u_1"))
        return without(without(found, "u_1"), "u_2")

    @property
    def growth(self) -> tuple[FracElement, FracElement]:
        """G and s of a' = g a − s a²."""
        field = self.write.field
        rate = self.speed / field.symbol("a")
        growth = self.write.with_symbol(rate, "a", field.field.zero)
        return growth, -rate.diff(field.symbol("a"))

    def speed_at(self, level: FracElement) -> FracElement:
        """Return a' at a level of a."""
        growth, saturation = self.growth
        return growth * level - saturation * level**2

    def speeds_at(self, letter: str) -> tuple[list[FracElement], list[FracElement]]:
        """Return u_h' and x_h' at U_h = x_h I/√d: U_h' is a multiple of I."""
        scales, turned = [], []
        for h in HEADS:
            scales.append(self.write.element(self.scalar_at(self.scale_speed(h), letter)))
            value = self.scalar_at((self.matrix_speed(h) @ word("V")).trace(), letter)
            turned.append(self._before_trace(value) * self.write.field.symbol(ROOT))
        return scales, turned

    @cached_property
    def turning(self) -> list[FracElement]:
        """Return u_h' + √d m s_h and s_h' + √d m u_h at U_h = s_h I/√d, M(A) = m I."""
        root, (of_scales, turned) = self.write.field.symbol(ROOT), self.speeds_at("s")
        scales, multiples = self.named("u"), self.named("s")
        level = sum(u * s for u, s in zip(scales, multiples, strict=True)) / root
        pull = root * self.write.with_symbol(self.force, "a", level)
        speeds = zip((*of_scales, *turned), (*multiples, *scales), strict=True)
        return [self.modulo_root(speed + pull * other) for speed, other in speeds]

    def named(self, letter: str) -> list[FracElement]:
        """Return the scalar of each head that is called by a letter."""
        return [self.write.field.symbol(f"{letter}_{h}") for h in HEADS]

    def gaps_of(self, speed: FracElement) -> list[FracElement]:
        """Return x_h' − u_h', and what Σ u_h²/D gains less a speed of a, at U_h = u_h I/D."""
        root = self.write.field.symbol(ROOT)
        (of_scales, turned), scales = self.speeds_at("u"), self.named("u")
        level = sum(u**2 for u in scales) / root
        gained = sum(2 * u * v for u, v in zip(scales, of_scales, strict=True)) / root
        at_level = self.write.with_symbol(speed, "a", level)
        apart = [x - v for x, v in zip(turned, of_scales, strict=True)]
        return [self.modulo_root(gap) for gap in (*apart, gained - at_level)]

    def modulo_root(self, gap: FracElement) -> FracElement:
        """Return the numerator of a difference, with the square of D as d."""
        field = self.write.field
        relation = field.symbol(ROOT) ** 2 - field.field(field.dim)
        return field.field(gap.numer.rem([relation.numer]))


@cache  # pure
def prediction() -> Matrix:
    """What two heads predict: every block of each but v_h and r_h."""
    last, seen = (
        block([[word("q")], [zero(WIDER, LINE, LINE)]]),
        block([[word("X")], [wider(labels())]]),
    )
    total = zero(WIDER, LINE, LINE)
    for h in HEADS:
        nothing = zero(WIDER, LINE, "d")
        value = block([[word("P"), word("p")], [nothing, _number(scalar(f"u_{h}"))]])
        keys = block([[word(f"U{h}"), word("k")], [nothing, _number(scalar("h"))]])
        pairs = seen @ seen.T
        total = total + (value @ pairs @ keys @ last).rows[1][0]
    return total.times(scalar("N", -1))


def _number(value: Value) -> Matrix:
    return identity(WIDER, LINE).times(value)
