"""A model in words in a setting: its loss and what follows from it, each computed once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce

from sympy.polys.fields import FracElement

from derivations.in_words.alphabets import divisor_name, divisors_of, expectation_of
from derivations.in_words.lowering import Lowering, less, squared
from derivations.words import coefficients, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import DIM, element
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Regression, Trained
from symbolic_mesa.words.derivatives import gradient, slope
from symbolic_mesa.words.letters import LINE, Word
from symbolic_mesa.words.matrices import Matrix, identity, matrix, number
from symbolic_mesa.words.names import generator_name
from symbolic_mesa.words.rewriting import replaced, replaced_in
from symbolic_mesa.words.values import Monomial, Number, Value
from symbolic_mesa.words.wick import Expectation

GAMMA = "Gamma"


@dataclass(frozen=True)
class Stated:
    """A model in words.

    Attributes:
        problem: what it is called, and its symbols.
        model: the model.
        setting: the dimension.
    """

    problem: Problem
    model: Regression
    setting: Setting

    @cached_property
    def among(self) -> Expectation:
        """The alphabet and the scalars."""
        return expectation_of(self.model)

    @cached_property
    def everywhere(self) -> dict[Monomial, Number]:
        """The loss at any weights: half the expected squared distance to the target."""
        lower = Lowering(self.among).matrix
        squares = squared(less(lower(self.model.prediction), lower(self.model.target)))
        return {m: Fraction(n) / 2 for m, n in self.among.of(squares).items()}

    @cached_property
    def loss(self) -> dict[Monomial, Number]:
        """The loss on the ansatz."""
        return replaced(self.everywhere, self._instead, self.among)

    def gradient(self, weight: Trained) -> Matrix:
        """Return the gradient in a weight, on the ansatz."""
        return replaced_in(self.gradients[weight.name], self._instead)

    @cached_property
    def gradients(self) -> Mapping[str, Matrix]:
        """The gradient in each weight, at any weights."""
        return {one.name: self._gradient(one) for one in self.model.trained}

    def _gradient(self, one: Trained) -> Matrix:
        if one.is_number:
            found = slope(self.everywhere, self.among.scalars.index(one.name))
            return identity(self.among, LINE).times(found)
        return gradient(self.everywhere, one.name, self.among)

    @cached_property
    def scaled(self) -> Mapping[str, tuple[Trained, ...]]:
        """The weights that are multiples of a matrix, by their scale."""
        found: dict[str, tuple[Trained, ...]] = {}
        for one in self.model.trained:
            if one.scale:
                found[one.scale] = (*found.get(one.scale, ()), one)
        return found

    def along(self, weight: Trained) -> Matrix:
        """Return the matrix whose multiple a weight is."""
        if weight.along:
            return matrix(self.among, weight.along)
        return identity(self.among, weight.rows)

    def itself(self, weight: Trained) -> Matrix:
        """Return a weight that is not on an ansatz as a matrix."""
        if weight.is_number:
            return identity(self.among, LINE).times(number(self.among, weight.name))
        return matrix(self.among, weight.name)

    @cached_property
    def _instead(self) -> Mapping[str, Matrix]:
        """What stands on the ansatz in place of weights, by their names."""
        return {
            one.name: self.along(one).times(number(self.among, scale))
            for scale, weights in self.scaled.items()
            for one in weights
        }

    def norm(self, scale: str) -> Value:
        """Return the squared norm of what a scale multiplies."""
        sizes = [self.along(one) for one in self.scaled[scale]]
        return reduce(Matrix.__add__, [(d @ d.T) for d in sizes]).trace()

    @cached_property
    def field(self) -> Algebra:
        """Where formulas live: scalars and traces generate it."""
        names = {
            generator_name(g, self.among) for value in self._values for m in value for g, _ in m
        }
        divided = {divisor_name(one) for one in divisors_of(self.model)}
        every = dict.fromkeys([*self.among.scalars, *sorted(names)])
        given = {DIM, *divided, *dict(self.model.sizes)}
        generators = [name for name in every if name not in given]
        return algebra(self.problem, self.setting, generators, (), ())

    @property
    def _values(self) -> Iterator[Value]:
        """Yield the values from which all others are made."""
        yield self.loss
        for one in self.model.trained:
            found = self.gradient(one)
            yield from found.terms.values()
            if not one.scale:
                yield (found.T @ self.itself(one)).trace()
                yield (self.itself(one).T @ self.itself(one)).trace()
        yield from map(self.norm, self.scaled)

    @cached_property
    def known(self) -> Mapping[str, FracElement]:
        """The scalars that are no generators: dimensions with a number, and one over sums."""
        sizes = {name: self.field.field(size) for name, size in self.model.sizes}
        found = dict(sizes)
        for one in divisors_of(self.model):
            terms = (self._size(name, sizes) * self.field.number(n) for name, n in one.terms)
            found[divisor_name(one)] = 1 / sum(terms, self.field.field.zero)
        return found

    def _size(self, name: str, sizes: Mapping[str, FracElement]) -> FracElement:
        if not name:
            return self.field.field.one
        if name == DIM:
            return self.field.field(self.field.dim)
        return sizes[name] if name in sizes else self.field.symbol(name)

    def element(self, value: Value) -> FracElement:
        """Return a value as an element of the field."""
        return element(value, self.among, self.field, self.known)

    def formula(self, value: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(value, self.field)

    def sum(self, found: Matrix) -> MatrixSum:
        """Return a sum of words on its way out."""
        return matrix_sum(found, self.field, self.known)

    def coefficients(self, found: Matrix) -> Mapping[Word, FracElement]:
        """Return the coefficients of a sum of words."""
        return coefficients(found, self.field, self.known)
