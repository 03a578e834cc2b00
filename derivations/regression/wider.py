"""Letters beyond those of a prompt: directions, starts, other covariances, several heads.

What is in the letters of a prompt is the same in these: they come behind them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.regression.prompt import AMONG, LETTERS
from derivations.words import as_matrix, coefficients, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.models.regression import PROBLEM
from symbolic_mesa.record import Assumption, Check, Claim
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.letters import LINE, Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, identity, matrix, number
from symbolic_mesa.words.rewriting import Rule, replaced
from symbolic_mesa.words.values import Monomial, Number, Value, add, product
from symbolic_mesa.words.wick import Expectation

LAMBDA_INVERSE = "Lambda^-1"
MORE = (
    Letter("V", "d", "d"),  # a direction of U
    Letter("K", "d", "d"),  # U at the start is c K
    Letter("C", "d", "d", symmetric=True),  # Lambda less its least eigenvalue
    Letter("f", "d", LINE),  # an eigenvector of Lambda
    Letter("S", "d", "d", symmetric=True),  # second moments of w
    Letter("Q", "d", "d", symmetric=True),  # those of q
    Letter("Omega", "d", "d", symmetric=True),  # the covariance of other tokens
    Letter("Z", "d", "N", covariances=(("Omega",), ())),  # these tokens
    Letter("z", "d", LINE, covariances=(("Q",), ())),  # another query
    Letter("t", "d", LINE, covariances=(("S",), ())),  # another task
    Letter(LAMBDA_INVERSE, "d", "d", symmetric=True, inverse="Lambda"),
    Letter("U1", "d", "d"),
    Letter("U2", "d", "d"),
)
LAYER = "s", "b", "c", "mu", "lambda_min", "gamma_min"
HEADS = "u_1", "u_2", "s_1", "s_2", "g", "m_2", "a", "D"
WIDER = Expectation(
    Alphabet((*LETTERS.letters, *MORE), LETTERS.sizes, LETTERS.commuting | {LAMBDA_INVERSE}),
    (*AMONG.scalars, *LAYER, *HEADS),
)

POSITIVE = Assumption("Lambda is positive; v = 0 and r = 0, where A = u U")
ZERO = Assumption("v = 0 and r = 0, where A = u U")


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(WIDER, *names)


def scalar(name: str, exponent: int = 1) -> Value:
    """Return a power of a scalar."""
    return number(WIDER, name, exponent)


def unit() -> Matrix:
    """Return the identity of the tokens' space."""
    return identity(WIDER, "d")


def wider(narrow: Matrix) -> Matrix:
    """Return a matrix in the letters of a prompt among all letters."""
    return Matrix(WIDER, narrow.rows, narrow.columns, narrow.terms)


def pull(gamma: Matrix, at: Matrix) -> Matrix:
    """Return M(A) = Λ(ΓA − I)Λ, the gradient of the loss in A."""
    outer = word("Lambda")
    return outer @ (wider(gamma) @ at - unit()) @ outer


def put(value: Value, **letters: Matrix) -> Value:
    """Return a value with matrices in the place of letters."""
    return replaced(value, letters, WIDER)


def combined(*terms: tuple[Number, Value]) -> Value:
    """Return a sum of multiples of values."""
    total: dict[Monomial, Number] = {}
    for factor, value in terms:
        add(total, value, factor=factor)
    return total


def without(value: Value, name: str) -> Value:
    """Return what is left of a value without a scalar, of its powers of either sign."""
    generator = (-1 - WIDER.scalars.index(name),)
    return {m: number for m, number in value.items() if generator not in dict(m)}


def at_scalar(value: Value, name: str, instead: Value) -> Value:
    """Return a polynomial with a value in the place of a scalar."""
    generator = (-1 - WIDER.scalars.index(name),)
    total: dict[Monomial, Number] = {}
    for monomial, factor in value.items():
        rest: Value = {tuple((g, e) for g, e in monomial if g != generator): factor}
        for _ in range(dict(monomial).get(generator, 0)):
            rest = product(rest, instead)
        add(total, rest)
    return total


def wider_rule(narrow: Rule) -> Rule:
    """Return a rule in the letters of a prompt among all letters."""
    return Rule(narrow.word, wider(narrow.equals))


def stated(claim: Claim) -> Matrix:
    """Return the matrix that a claim is about."""
    return as_matrix(claim.value, WIDER, ("d", "d"))


@dataclass(frozen=True)
class Writing:
    """Values on their way out.

    Attributes:
        field: where they are formulas.
    """

    field: Algebra

    def element(self, value: Value) -> FracElement:
        """Return a value in the field."""
        return element(value, WIDER, self.field)

    def formula(self, value: Value) -> Formula:
        """Return a value as one side of a claim."""
        return Formula(self.element(value), self.field)

    def sum(self, matrix: Matrix) -> MatrixSum:
        """Return a matrix as one side of a claim."""
        return matrix_sum(matrix, self.field)

    def apart(self, side: MatrixSum, matrix: Matrix) -> list[FracElement]:
        """Return the coefficients of a sum of words that was stated, less those of a matrix."""
        found = {spelled: form.element for spelled, form in side}
        none = self.field.field.zero
        known = coefficients(matrix, self.field).items()
        gaps = [value - found.pop(WIDER.alphabet.spelled(w), none) for w, value in known]
        return [*gaps, *found.values()]

    def with_symbol(self, found: FracElement, name: str, instead: FracElement) -> FracElement:
        """Return an element with another in the place of a symbol."""
        images = {str(symbol): gen for symbol, gen in self.field.generators.items()}
        images[name] = instead
        total: FracElement = Formula(found, self.field).map(
            lambda symbol: images[str(symbol)], lambda n: self.field.number(Fraction(int(n)))
        )
        return total

    def zero(self, what: str, *differences: FracElement | Value | Matrix) -> Check:
        """Return the check that numbers, values and matrices are 0."""
        return zero_elements(what, [x for one in differences for x in self.elements(one)])

    def elements(self, difference: FracElement | Value | Matrix) -> list[FracElement]:
        """Return what must be 0 for a number, a value or a matrix to be."""
        if isinstance(difference, Matrix):
            return [*coefficients(difference, self.field).values()] or [self.field.field.zero]
        return [self.element(difference) if isinstance(difference, Mapping) else difference]


def writing(
    setting: Setting, *values: Value, problem: Problem = PROBLEM, more: tuple[str, ...] = ()
) -> Writing:
    """Return what writes these values, and others with the same traces, and further symbols."""
    return Writing(word_field(problem, setting, WIDER, values, more))
