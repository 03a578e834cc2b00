"""The population loss of a stated model for any weights, as a sum of products of their entries.

The mean of a product of tokens depends only on which of its coordinates coincide: one number for
each such index pattern, which the engine computes. A sum over distinct coordinates is one over
all of them, less those where some coincide (Möbius inversion on set partitions; Rota 1964), so
that the loss is Σ c Π W[row, column] with a number c for each pattern, every index summed over all
coordinates. What is run with these numbers is no independent witness of the engine.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement
from math import factorial, prod

from symbolic_mesa.engine.expectation import expectation
from symbolic_mesa.engine.loss import inner_products
from symbolic_mesa.engine.patterns import merged, set_partitions
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.contractions import Contraction, Model
from symbolic_mesa.text.errors import InvalidInput, NotClosed
from symbolic_mesa.training.numeric_laws import double, harmonic, require_numbers

MOST_PATTERNS = 10_000  # of coinciding indices: some minutes of the engine
Parts = tuple[tuple[str, ...], ...]  # indices that are one coordinate
Factors = tuple[tuple[str, int, int], ...]  # blocks with the indices of their row and column


@dataclass(frozen=True, slots=True)
class Summand:
    """A number times a product of entries of blocks, summed over every index.

    Attributes:
        value: the number.
        factors: the block of each entry, and the indices, from 0, of its row and its column.
    """

    value: float
    factors: Factors


def summands(model: Model, setting: Setting) -> tuple[Summand, ...]:
    """Return the summands of the loss, for a law without symbols at a given d and T.

    Raises:
        InvalidInput: when d, T or a parameter is not given, coordinates of the law are not alike,
            there are too many index patterns, or a sum over time has no closed form.
        MissingMoment: when the law gives too few moments.
    """
    dim, length = require_numbers(setting)
    if not setting.law.exchangeable:
        raise InvalidInput(
            f"population: coordinates of {setting.law.name} are not alike; train on --samples"
        )
    products = [_joined(one, dim) for one in _products(model)]
    even = setting.law.symmetric
    _refuse_many(products, even)
    totals: dict[Factors, Fraction] = defaultdict(Fraction)
    for one in products:
        for parts, number in _unrestricted(one, even, setting.law, dim, length).items():
            totals[_factors(one, parts)] += number
    found = ((double(number), factors) for factors, number in totals.items())
    return tuple(Summand(value, factors) for value, factors in found if value)


def _products(model: Model) -> Iterator[Contraction]:
    """Yield the products whose means sum to the loss: ½ E|ŷ|² − Re E⟨ŷ, y⟩ + ½ E|y|²."""
    half = Fraction(1, 2)
    for side in (model.prediction, model.target):
        for left, right in combinations_with_replacement(range(len(side)), 2):
            factor = half if left == right else 2 * half  # both orders: each the conjugate
            yield from inner_products(model, [side[left]], [side[right]], factor)
    yield from inner_products(model, [*model.prediction], [*model.target], Fraction(-1))


def _joined(one: Contraction, dim: int) -> Contraction:
    """Return a product in which indices that must be equal have one name.

    An index that is left in no token and no weight is d choices.
    """
    names = merged(one.coordinates(), one.deltas)
    moved = replace(one, deltas=()).renamed(names, {})
    gone = {*names.values()} - {*moved.coordinates()}
    return replace(moved, coefficient=moved.coefficient * dim ** len(gone))


def _met(one: Contraction) -> tuple[str, ...]:
    """Return the indices of weights that are those of tokens too."""
    tokens = {token.coordinate for token in one.tokens}
    indices = (index for weight in one.weights for index in (weight.row, weight.column))
    return tuple(dict.fromkeys(index for index in indices if index in tokens))


def _refuse_many(products: Sequence[Contraction], even: bool) -> None:
    count = sum(_partitions(len(_met(one)), even) for one in products)
    if count > MOST_PATTERNS:
        raise InvalidInput(
            f"population: the loss has {count} index patterns, more than {MOST_PATTERNS}; train on "
            "--samples"
        )


@cache
def _partitions(count: int, even: bool) -> int:
    """Return how many set partitions there are of so many indices, into even parts or any.

    >>> _partitions(6, even=False), _partitions(6, even=True)
    (203, 31)
    """
    if not count:
        return 1
    sizes = range(2 if even else 1, count + 1, 2 if even else 1)
    return sum(_choose(count - 1, size - 1) * _partitions(count - size, even) for size in sizes)


def _choose(count: int, size: int) -> int:
    return factorial(count) // (factorial(size) * factorial(count - size))


def _unrestricted(
    one: Contraction, even: bool, law: TokenLaw, dim: int, length: int
) -> dict[Parts, Fraction]:
    """Return a number for each way in which indices coincide, each part over all coordinates."""
    found: dict[Parts, Fraction] = defaultdict(Fraction)
    for parts in set_partitions(_met(one)):
        if len(parts) > dim or (even and any(_tokens_in(part, one) % 2 for part in parts)):
            continue
        number = _mean(one, parts, law, dim, length)
        if number:
            for coarser in set_partitions(parts):
                sign = prod((-1) ** (len(p) - 1) * factorial(len(p) - 1) for p in coarser)
                found[_coarsened(coarser)] += sign * number
    return found


def _tokens_in(part: Sequence[str], one: Contraction) -> int:
    return sum(token.coordinate in part for token in one.tokens)


def _coarsened(coarser: Sequence[Parts]) -> Parts:
    joined = (sorted(index for part in parts for index in part) for parts in coarser)
    return tuple(sorted(map(tuple, joined)))


def _mean(one: Contraction, parts: Parts, law: TokenLaw, dim: int, length: int) -> Fraction:
    """Return the mean of the tokens' product, summed over time, parts at distinct coordinates."""
    names = {index: part[0] for part in parts for index in part}
    bare = replace(one.renamed(names, {}), weights=())
    try:
        total = expectation([bare], pinned=tuple(part[0] for part in parts)).real
    except NotClosed as error:
        raise InvalidInput(f"population: {error}; train on --samples") from None
    return sum(
        (
            law.coordinate_sum(pattern, dim, Rationals())
            * over_time.at(length, lambda m: harmonic(length - 2, m), Fraction)
            for (_, pattern), over_time in total.entries
        ),
        Fraction(0),
    )


def _factors(one: Contraction, parts: Parts) -> Factors:
    """Return the blocks with indices by number, those of a part being one."""
    names = {index: part[0] for part in parts for index in part}
    placed = [
        (w.block, names.get(w.row, w.row), names.get(w.column, w.column)) for w in one.weights
    ]
    placed.sort(key=lambda factor: factor[0])
    numbers: dict[str, int] = {}
    return tuple(
        (block, numbers.setdefault(row, len(numbers)), numbers.setdefault(column, len(numbers)))
        for block, row, column in placed
    )
