"""A stated model in rationals: every product multiplied out in plain loops.

For tokens x_t = λ^(t−1) x_1 the residual is a polynomial in the coordinates of x_1 and a Laurent
polynomial in the phases. The average over the phases keeps equal powers of them, the average over
x_1 is that of monomials: its mixed moments.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from numeric_check.interpreter.reading import Times, at, inner_times, pairings, steps, variations
from numeric_check.interpreter.weights import Matrix
from numeric_check.laws.mixed_moments import PairMoments, Pairs, Powers
from symbolic_mesa.statement.contractions import Contraction, Model
from symbolic_mesa.text.surds import Exact

Blocks = Mapping[str, Matrix]  # d×d weights by the name of their block; the others are zero
Polynomial = dict[Powers, dict[Pairs, Fraction]]
"""Powers of the phases -> those of the coordinates of x_1 and of their conjugates -> factor."""
Residuals = list[list[Polynomial]]  # by step, then by coordinate
Places = tuple[int, ...]  # the coordinate of each token of a term, from 0
Entries = list[tuple[int, int, Fraction]]  # row, column and value


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
        for share, pair in pairings(directions):
            for one, other in zip(*(self._residuals(blocks, along) for along in pair), strict=True):
                total += share * sum(map(self._mean, one, other), Fraction(0))
        return total

    def _mean(self, one: Polynomial, other: Polynomial) -> Fraction:
        """Return E of one times the conjugate of the other: coefficients are real."""
        return sum(
            (
                factor * others * self._moment(powers, more)
                for phases in one.keys() & other.keys()
                for powers, factor in one[phases].items()
                for more, others in other[phases].items()
            ),
            Fraction(0),
        )

    def _moment(self, powers: Pairs, more: Pairs) -> Exact:
        """Return E of one monomial times the conjugate of another; asked for once."""
        if (powers, more) not in self._moments:
            self._moments[powers, more] = self.moments(_times_conjugate(powers, more))
        return self._moments[powers, more]

    def _residuals(self, blocks: Blocks, directions: Sequence[Blocks]) -> Residuals:
        """Return prediction minus target at each step, or a derivative of it.

        The residual itself is worked out once: it is a factor of every first derivative.
        """
        if directions:
            return self._multiplied_out(blocks, directions)
        key = tuple(blocks.items())
        if key not in self._at_blocks:
            self._at_blocks[key] = self._multiplied_out(blocks, ())
        return self._at_blocks[key]

    @cached_property
    def _moments(self) -> dict[tuple[Pairs, Pairs], Exact]:
        return {}

    @cached_property
    def _at_blocks(self) -> dict[tuple[tuple[str, Matrix], ...], Residuals]:
        return {}

    def _multiplied_out(self, blocks: Blocks, directions: Sequence[Blocks]) -> Residuals:
        """Return residuals by coordinate; the target has no weights."""
        every = list(steps(self.model, self.length))
        found: Residuals = [
            [defaultdict(lambda: defaultdict(Fraction)) for _ in range(self.dim)] for _ in every
        ]
        for sign, terms in ((1, self.model.prediction), (-1, self.model.target)):
            for term in terms:
                for factors in variations(term, blocks, directions):
                    chosen = [
                        (i, places, self._powers(term, places), sign * factor)
                        for i, places, factor in self._choices(term, factors)
                    ]
                    for step, entries in zip(every, found, strict=True):
                        self._add(term, step, chosen, entries)
        return found

    def _add(
        self,
        term: Contraction,
        step: Times,
        chosen: Sequence[tuple[int, Places, Pairs, Fraction]],
        entries: list[Polynomial],
    ) -> None:
        """Add a term's monomials at a step, those at every choice of its inner times."""
        divisor = prod(at(form, step) for form in term.divisors)
        for times in inner_times(term, step):
            exponents = [at(token.time, times) - 1 for token in term.tokens]
            if min(exponents, default=0) < 0:
                continue  # x_t = 0 for t < 1
            signed = [
                -exponent if token.conjugate else exponent
                for token, exponent in zip(term.tokens, exponents, strict=True)
            ]
            for i, places, powers, factor in chosen:
                phases = [0] * self.dim
                for place, exponent in zip(places, signed, strict=True):
                    phases[place] += exponent
                entries[i][tuple(phases)][powers] += factor / divisor

    def _choices(
        self, term: Contraction, factors: Sequence[Matrix]
    ) -> Iterator[tuple[int, Places, Fraction]]:
        """Yield coordinates at which no factor is 0: of the output and of each token; the factor.

        Each weight and each delta chooses its two coordinates among its entries that are not 0.
        """
        equal = [(left, right, self._one) for left, right in term.deltas]
        given = zip(term.weights, factors, strict=True)
        pairs = [*((w.row, w.column, _entries(factor)) for w, factor in given), *equal]
        left = [name for name in term.coordinates() if not any(name in pair[:2] for pair in pairs)]
        for place, factor in _joined(pairs, {}, term.coefficient):
            for more in product(range(self.dim), repeat=len(left)):
                every = {**place, **dict(zip(left, more, strict=True))}
                tokens = tuple(every[token.coordinate] for token in term.tokens)
                yield every[self.model.output], tokens, factor

    @cached_property
    def _one(self) -> Entries:
        return [(j, j, Fraction(1)) for j in range(self.dim)]

    def _powers(self, term: Contraction, places: Places) -> Pairs:
        """Return the powers of each coordinate of x_1 and of its conjugate."""
        powers = [[0, 0] for _ in range(self.dim)]
        for token, place in zip(term.tokens, places, strict=True):
            powers[place][token.conjugate] += 1
        return tuple((p, q) for p, q in powers)


def _entries(factor: Matrix) -> Entries:
    """Return the entries of a factor that are not 0, each with its row and column."""
    return [(i, j, value) for i, row in enumerate(factor) for j, value in enumerate(row) if value]


def _joined(
    pairs: Sequence[tuple[str, str, Entries]], place: Mapping[str, int], factor: Fraction
) -> Iterator[tuple[Mapping[str, int], Fraction]]:
    """Yield every choice of one entry of each that gives an index one value, with the product."""
    if not pairs:
        yield place, factor
        return
    (row, column, entries), *others = pairs
    for i, j, value in entries:
        if place.get(row, i) == i and place.get(column, j) == j and (row != column or i == j):
            yield from _joined(others, {**place, row: i, column: j}, factor * value)


def _times_conjugate(powers: Pairs, others: Pairs) -> Pairs:
    """Return the powers in one monomial times the conjugate of another."""
    return tuple((p + s, q + r) for (p, q), (r, s) in zip(powers, others, strict=True))
