"""The population loss of a model in words at numbers, and its gradient, from the engine's words.

The engine writes both in traces and products of words; a step evaluates these with the weights.
What is run with them is no independent witness of the engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from math import prod

import numpy as np

from derivations.in_words.alphabets import divisor_name, divisors_of
from derivations.in_words.stated import Stated
from numeric_check.model.attention import Real
from numeric_check.words.arrays import Arrays
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.values import Monomial, Value, is_scalar

Term = tuple[float, Monomial]
"""A number, and powers of weights that are numbers and of traces."""


@dataclass(frozen=True, eq=False)
class WordForm:
    """A model in words at numbers.

    Attributes:
        stated: the model.
        numbers: scalars and dimensions by name.
        fixed: matrices that are given, by name, and their inverses.
    """

    stated: Stated
    numbers: Mapping[str, float]
    fixed: Arrays

    def at(self, weights: Arrays) -> tuple[float, dict[str, Real]]:
        """Return the loss and the gradient at weights, by their names."""
        point = Point(self.stated, {**self.fixed, **weights})
        slopes = {
            name: point.sum(found, weights[name].shape) for name, found in self._slopes.items()
        }
        return point.value(self._loss), slopes

    @cached_property
    def _loss(self) -> tuple[Term, ...]:
        return self._terms(self.stated.everywhere)

    @cached_property
    def _slopes(self) -> Mapping[str, list[tuple[Word, tuple[Term, ...]]]]:
        return {
            name: [(word, self._terms(value)) for word, value in found.terms.items()]
            for name, found in self.stated.gradients.items()
        }

    def _terms(self, value: Value) -> tuple[Term, ...]:
        """Return a polynomial with the numbers of scalars put in."""
        return tuple(self._term(monomial, float(number)) for monomial, number in value.items())

    def _term(self, monomial: Monomial, number: float) -> Term:
        known = [(g, e) for g, e in monomial if is_scalar(g) and self._scalar(g) is not None]
        number *= prod((self._scalar(g) or 0.0) ** e for g, e in known)
        return number, tuple(pair for pair in monomial if pair not in known)

    def _scalar(self, generator: Word) -> float | None:
        """Return the number of a scalar; None of a weight."""
        return self._scalars.get(self.stated.among.scalars[-1 - generator[0]])

    @cached_property
    def _scalars(self) -> Mapping[str, float]:
        over = {
            divisor_name(one): 1 / sum(float(n) * self.numbers.get(s, 1.0) for s, n in one.terms)
            for one in divisors_of(self.stated.model)
        }
        return {**self.numbers, **over}


@dataclass(frozen=True, eq=False)
class Point:
    """Where terms are evaluated; each trace is computed once.

    Attributes:
        stated: the model.
        arrays: every matrix by name.
    """

    stated: Stated
    arrays: Arrays

    def value(self, terms: Iterable[Term]) -> float:
        """Return a sum of terms."""
        total = 0.0
        for number, powers in terms:
            for generator, exponent in powers:
                number *= self._power(generator) ** exponent
            total += number
        return total

    def sum(self, words: Iterable[tuple[Word, Iterable[Term]]], shape: tuple[int, ...]) -> Real:
        """Return a sum of words, each with a sum of terms before it; an empty one is I."""
        found = np.zeros(shape)
        for word, terms in words:
            found += self.value(terms) * (self.matrix(word) if word else np.eye(shape[0]))
        return found

    def matrix(self, word: Word) -> Real:
        """Return a product of letters, of one at least."""
        found: Real = reduce(np.matmul, [self._letters[code] for code in word])
        return found

    def _power(self, generator: Word) -> float:
        if generator not in self._known:
            self._known[generator] = self._fresh(generator)
        return self._known[generator]

    def _fresh(self, generator: Word) -> float:
        if is_scalar(generator):
            return float(self.arrays[self.stated.among.scalars[-1 - generator[0]]][0, 0])
        return float(np.trace(self.matrix(generator)))

    @cached_property
    def _known(self) -> dict[Word, float]:
        return {}

    @cached_property
    def _letters(self) -> Mapping[int, Real]:
        """The array of each code."""
        letters = enumerate(self.stated.among.alphabet.letters)
        there = [(k, self.arrays[one.name]) for k, one in letters if one.name in self.arrays]
        return {code: m for k, one in there for code, m in ((2 * k, one), (2 * k + 1, one.T))}
