"""The layer in A = uU alone: its loss, its gradient, its minimum, and how far above that it is."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from sympy.polys.fields import FracElement

from derivations.regression.prompt import (
    AMONG,
    GAMMA_INVERSE,
    LETTERS,
    NEXT,
    full_prediction,
    loss,
    prediction,
    scalar,
    word,
)
from derivations.words import coefficients
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.regression import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.words.derivatives import gradient, slope
from symbolic_mesa.words.matrices import Matrix, identity
from symbolic_mesa.words.rewriting import Rule, normal, replaced
from symbolic_mesa.words.values import Monomial, Value, product

SQUARE = 2  # the degree of the loss in A
SCALE = AMONG.scalars.index("u")


@dataclass(frozen=True)
class Layer:
    """The layer on prompts, in a setting.

    Attributes:
        setting: the dimension.
    """

    setting: Setting

    @cached_property
    def field(self) -> Algebra:
        """Where coefficients live."""
        values = (
            loss(full_prediction(True)),
            self.in_weights,
            self.loss,
            self.least,
            self.at(word(GAMMA_INVERSE)),
            self.excess,
            self.on_test,
            word("U'", "U").trace(),
        )
        return word_field(PROBLEM, self.setting, AMONG, values)

    @property
    def loss(self) -> Value:
        """L(A)."""
        return loss(prediction())

    @property
    def gradient(self) -> Matrix:
        """∇L(A)."""
        return gradient(self.loss, "A", AMONG)

    @cached_property
    def gamma(self) -> Matrix:
        """Γ with ∇L = Λ (ΓA − I) Λ, read off the words of the gradient.

        Raises:
            NotApplicable: when the gradient is of another form.
        """
        (outer,) = LETTERS.word("Lambda")
        inner = LETTERS.word("A", "Lambda")
        found = {}
        for spelled, value in self.gradient.terms.items():
            if spelled == (outer, outer) and value == {(): -1}:
                continue
            if spelled[:1] != (outer,) or spelled[-2:] != inner:
                raise NotApplicable("the gradient is not Lambda (Gamma A - I) Lambda")
            found[spelled[1:-2]] = value
        return Matrix(AMONG, "d", "d", found)

    @property
    def rule(self) -> Rule:
        """ΛΓ⁻¹ without ΛΓ⁻¹: Γ = xΛ + yI, so that it is (I − yΓ⁻¹)/x."""
        x, y = self.gamma.terms[LETTERS.word("Lambda")], self.gamma.terms[()]
        if x != {(): 1, **scalar("N", -1)}:
            raise NotApplicable("Lambda does not stand with 1 + 1/N in Gamma")
        rest = identity(AMONG, "d") - word(GAMMA_INVERSE).times(y)
        reciprocal = product(scalar("N"), scalar(NEXT))  # of 1 + 1/N
        return Rule(LETTERS.word("Lambda", GAMMA_INVERSE), rest.times(reciprocal))

    @property
    def least(self) -> Value:
        """L(Γ⁻¹): that of a square is its constant and half of what is linear in A."""
        halves = {
            m: Fraction(v) / (1 + _degree(m)) for m, v in self.loss.items() if _degree(m) < SQUARE
        }
        return replaced(halves, {"A": word(GAMMA_INVERSE)}, AMONG)

    @property
    def second_order(self) -> Value:
        """What is of second order in A of L, and so at B what L(Γ⁻¹ + B) is above its minimum."""
        return {m: v for m, v in self.loss.items() if _degree(m) == SQUARE}

    def reduced(self, value: Value) -> Value:
        """Return a value with ΛΓ⁻¹ put away."""
        return normal(value, (self.rule,), AMONG)

    @property
    def invariant(self) -> Value:
        """u² − tr U'U."""
        return {**scalar("u", 2), **{m: -v for m, v in word("U'", "U").trace().items()}}

    def at(self, matrix: Matrix) -> Value:
        """L at a matrix in A's place, ΛΓ⁻¹ put away."""
        return self.reduced(replaced(self.loss, {"A": matrix}, AMONG))

    @property
    def excess(self) -> Value:
        """L(Γ⁻¹ + A) − L(Γ⁻¹): what is left of it is quadratic in A, called B then."""
        moved, least = self.at(word(GAMMA_INVERSE) + word("B")), self.at(word(GAMMA_INVERSE))
        return {m: v - least.get(m, 0) for m, v in moved.items() if v != least.get(m)}

    @property
    def in_weights(self) -> Value:
        """L(uU)."""
        return replaced(self.loss, {"A": word("U").times(scalar("u"))}, AMONG)

    @property
    def speeds(self) -> tuple[Value, Matrix]:
        """U' and U' along the flow."""
        of_scale = {m: -v for m, v in slope(self.in_weights, SCALE).items()}
        return of_scale, -gradient(self.in_weights, "U", AMONG)

    @property
    def on_test(self) -> Value:
        """The loss at Γ⁻¹ on prompts with M samples, divided by M."""
        return replaced(renamed(self.loss, "N", "M"), {"A": word(GAMMA_INVERSE)}, AMONG)

    def element(self, value: Value) -> FracElement:
        """Return a value in the field."""
        return element(value, AMONG, self.field)

    def formula(self, value: Value) -> Formula:
        """Return a value on its way out."""
        return Formula(self.element(value), self.field)

    def left(self, matrix: Matrix) -> list[FracElement]:
        """Return the coefficients of a matrix, which are all 0 when it is."""
        return [*coefficients(matrix, self.field).values()]


def _degree(monomial: Monomial) -> int:
    """Return how often A is in a monomial."""
    (code,) = LETTERS.word("A")
    return sum(e * sum(c // 2 == code // 2 for c in word) for word, e in monomial)


def renamed(value: Value, old: str, new: str) -> Value:
    """Return a value with one scalar in the place of another."""
    before, after = (-1 - AMONG.scalars.index(name) for name in (old, new))
    turned = {}
    for monomial, number in value.items():
        powers = tuple(sorted(((after,) if g == (before,) else g, e) for g, e in monomial))
        turned[powers] = number
    return turned


def conserved(speeds: tuple[Value, Matrix]) -> Value:
    """(u² − tr U'U)'."""
    scale, matrix = speeds
    first = product(scale, {m: 2 * v for m, v in scalar("u").items()})
    second = (word("U'") @ matrix).trace()
    return {m: first.get(m, 0) - 2 * second.get(m, 0) for m in {**first, **second}}
