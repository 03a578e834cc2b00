"""A stated model in rationals: every product multiplied out in plain loops.

For tokens x_t = λ^(t−1) x_1 the residual is a polynomial in the coordinates of x_1 and a Laurent
polynomial in the phases. The average over the phases keeps equal powers of them, the average over
x_1 is that of monomials: its mixed moments.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from numeric_check.interpreter.reading import Times, at, inner_times, pairings, steps, variations
from numeric_check.interpreter.weights import Matrix
from numeric_check.laws.mixed_moments import PairMoments, Pairs, Powers
from symbolic_mesa.statement.contractions import Contraction, Model

Blocks = Mapping[str, Matrix]  # d×d weights by the name of their block; the others are zero
Polynomial = dict[Powers, dict[Pairs, Fraction]]
"""Powers of the phases -> those of the coordinates of x_1 and of their conjugates -> factor."""


@dataclass(frozen=True)
class ExactPopulation:
    """A stated model with tokens x_t = λ^(t−1) x_1 of a law with rational moments.

    Attributes:
        model: the statement.
        moments: the real parts of the mixed moments of x_1.
        dim: d.
        length: T.
    """

    model: Model
    moments: PairMoments
    dim: int
    length: int

    def derivative(self, blocks: Blocks, directions: Sequence[Blocks] = ()) -> Fraction:
        """Return the population loss, or its derivative along up to two directions."""
        total = Fraction(0)
        for step in steps(self.model, self.length):
            for share, pair in pairings(directions):
                one, other = (self._residual(step, blocks, along) for along in pair)
                total += share * sum(map(self._mean, one, other), Fraction(0))
        return total

    def _mean(self, one: Polynomial, other: Polynomial) -> Fraction:
        """Return E of one times the conjugate of the other: coefficients are real."""
        return sum(
            (
                factor * others * self.moments(_times_conjugate(powers, more))
                for phases in one.keys() & other.keys()
                for powers, factor in one[phases].items()
                for more, others in other[phases].items()
            ),
            Fraction(0),
        )

    def _residual(
        self, step: Times, blocks: Blocks, directions: Sequence[Blocks]
    ) -> list[Polynomial]:
        """Return prediction minus target by coordinate; the target has no weights."""
        entries: list[Polynomial] = [defaultdict(lambda: defaultdict(Fraction)) for _ in self._size]
        for sign, terms in ((1, self.model.prediction), (-1, self.model.target)):
            for term in terms:
                for times in inner_times(term, step):
                    for factors in variations(term, blocks, directions):
                        for i, phases, powers, factor in self._monomials(term, times, factors):
                            entries[i][phases][powers] += sign * factor
        return entries

    def _monomials(
        self, term: Contraction, times: Times, factors: Sequence[Matrix]
    ) -> Iterator[tuple[int, Powers, Pairs, Fraction]]:
        """Yield the output coordinate, the powers of phases and of x_1, and the factor."""
        exponents = [at(token.time, times) - 1 for token in term.tokens]
        if min(exponents, default=0) < 0:
            return  # x_t = 0 for t < 1
        share = term.coefficient / prod(at(form, times) for form in term.divisors)
        names = term.coordinates()
        for chosen in product(self._size, repeat=len(names)):
            place = dict(zip(names, chosen, strict=True))
            if any(place[left] != place[right] for left, right in term.deltas):
                continue
            entries = [
                factor[place[weight.row]][place[weight.column]]
                for weight, factor in zip(term.weights, factors, strict=True)
            ]
            if all(entries):  # most are 0: fractions are slow to multiply
                factor = prod(entries, start=share)
                phases, powers = [0] * self.dim, [[0, 0] for _ in self._size]
                for token, exponent in zip(term.tokens, exponents, strict=True):
                    phases[place[token.coordinate]] += -exponent if token.conjugate else exponent
                    powers[place[token.coordinate]][token.conjugate] += 1
                pairs = tuple((p, q) for p, q in powers)
                yield place[self.model.output], tuple(phases), pairs, factor

    @property
    def _size(self) -> range:
        return range(self.dim)


def _times_conjugate(powers: Pairs, others: Pairs) -> Pairs:
    """Return the powers in one monomial times the conjugate of another."""
    return tuple((p + s, q + r) for (p, q), (r, s) in zip(powers, others, strict=True))
