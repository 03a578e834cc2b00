"""Sums of words where some dimensions are 1: there words come apart, and letters are numbers.

Between two spaces of dimension 1 a letter is a number, and so is what is closed between two places
at which a word passes through one. What is left is an open word, and a product of numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sympy.polys.fields import FracElement

from derivations.in_words.stated import Stated
from symbolic_mesa.words.letters import LINE, Word
from symbolic_mesa.words.matrices import Matrix
from symbolic_mesa.words.values import ONE, Monomial, is_scalar, times

Numbers = frozenset[tuple[Word, int]]  # closed words that are numbers, each with its exponent
Key = tuple[Word, Numbers]
Polynomial = Mapping[Key, FracElement]


@dataclass(frozen=True)
class Collapse:
    """A model where some dimensions are 1.

    Attributes:
        model: the model.
        spaces: the spaces whose dimension is 1, beside that of numbers.
    """

    model: Stated
    spaces: frozenset[str]

    def polynomial(self, found: Matrix) -> Polynomial:
        """Return what a sum of words is: what stands before each open word and product."""
        total: dict[Key, FracElement] = {}
        for word, value in found.terms.items():
            open_word, pieces = self._opened(word)
            for monomial, number in value.items():
                scalars, traced = self._split(monomial)
                key = open_word, _product([*pieces, *traced])
                term = self.model.element({scalars: number})
                total[key] = total[key] + term if key in total else term
        return {key: value for key, value in total.items() if value}

    def is_small(self, space: str) -> bool:
        """Whether a space has dimension 1."""
        return space == LINE or space in self.spaces

    def _opened(self, word: Word) -> tuple[Word, list[tuple[Word, int]]]:
        """Return a word without what is closed in it, and that."""
        alphabet = self.model.among.alphabet
        cuts = [k for k, code in enumerate(word) if self.is_small(alphabet.rows[code])]
        if word and self.is_small(alphabet.columns[word[-1]]):
            cuts.append(len(word))
        if not cuts:
            return word, []
        closed = (word[start:end] for start, end in pairwise(cuts))
        return word[: cuts[0]] + word[cuts[-1] :], list(self._numbers(closed))

    def _split(self, monomial: Monomial) -> tuple[Monomial, list[tuple[Word, int]]]:
        """Return the scalars of a monomial, and its traces as numbers."""
        rows = self.model.among.alphabet.rows
        scalars, found = ONE, []
        for generator, exponent in monomial:
            if is_scalar(generator):
                scalars = times(scalars, ((generator, exponent),))
                continue
            cuts = [k for k, code in enumerate(generator) if self.is_small(rows[code])]
            if not cuts:
                found.append((generator, exponent))
                continue
            ends, twice = [*cuts, cuts[0] + len(generator)], generator + generator
            pieces = self._numbers(twice[start:end] for start, end in pairwise(ends))
            found += [(word, power * exponent) for word, power in pieces]
        return scalars, found

    def _numbers(self, closed: Iterable[Word]) -> Iterator[tuple[Word, int]]:
        """Yield words that are numbers in one form: ones are 1, an inverse has exponent -1."""
        alphabet = self.model.among.alphabet
        for word in closed:
            code = word[0] - word[0] % 2
            if len(word) > 1:
                yield min(word, alphabet.transposed(word)), 1
            elif not alphabet.letters[code // 2].ones:
                other = alphabet.inverses.get(code, code)
                yield (min(code, other),), 1 if code <= other else -1


def multiples(
    gradient: Polynomial, along: Polynomial
) -> tuple[dict[Numbers, FracElement], list[FracElement]]:
    """Return the multiple of a matrix, of one term, that a gradient is, and what is beside it."""
    ((own, factors),) = along
    pull: dict[Numbers, FracElement] = {}
    others = []
    for (word, numbers), value in gradient.items():
        if word == own:
            pull[_product([*numbers, *((one, -power) for one, power in factors)])] = value
        else:
            others.append(value)
    return pull, others


def _product(factors: Iterable[tuple[Word, int]]) -> Numbers:
    powers: Counter[Word] = Counter()
    for word, exponent in factors:
        powers[word] += exponent
    return frozenset((word, exponent) for word, exponent in powers.items() if exponent)
