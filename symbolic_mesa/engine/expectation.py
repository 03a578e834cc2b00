"""The expectation of contractions over phases and tokens, exact, for symbolic d and T.

With ``x_t[j] = λ_j^(t-1) x_1[j]`` a product of tokens is a product of phases times a product of
coordinates of x_1. For each way in which the coordinate indices coincide, the phases average to 1
at those times where every exponent vanishes and to 0 elsewhere: what is left is the number of such
times, the number of choices of distinct coordinates, and one mixed moment of x_1.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from symbolic_mesa.engine.clock import Clock, clock_of
from symbolic_mesa.engine.coincidences import Arrangement, Part, Ways, coincidences
from symbolic_mesa.engine.indices import COLUMN, ROW, indices_of
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.engine.time_counts import TimeCount, combined
from symbolic_mesa.engine.time_sums import TimeSum, sum_over
from symbolic_mesa.statement.contractions import Contraction
from symbolic_mesa.statement.manifolds import Block, Manifold
from symbolic_mesa.text.errors import NotClosed

Monomial = tuple[str, ...]  # scales, sorted, repeated by their power
Key = tuple[Monomial, Pattern]
NO_WEIGHTS = Manifold(())
AT = "@"  # "a@2" is the scale a of the coordinate at place 2 of the pattern
BETWEEN = ","  # "F@2,0" is the entry of F in the row at place 2 and the column at place 0


@dataclass(frozen=True)
class MomentSum:
    """Σ over entries of scales × mixed moment summed over coordinates × number of T.

    It holds no law: `Pattern` keys say which moments of x_1 a law has to supply. Tokens are complex
    in it, and of moments the real parts are meant.
    """

    entries: tuple[tuple[Key, TimeSum], ...]

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns that occur, in order, each once."""
        return tuple(dict.fromkeys(pattern for (_, pattern), _ in self.entries))

    @property
    def harmonic_orders(self) -> tuple[int, ...]:
        """The orders m of the harmonic numbers H_{T-2,m} that occur."""
        return tuple(sorted({m for _, total in self.entries for m, _ in total.harmonics}))

    @property
    def valid_from(self) -> int:
        """The smallest length from which on one formula in T holds."""
        return max((total.valid_from for _, total in self.entries), default=1)

    @cached_property
    def real(self) -> "MomentSum":
        """The same sum for real tokens: what is conjugated does not count."""
        return _collected(((scales, p.real), total) for (scales, p), total in self.entries)

    @property
    def last_step(self) -> "MomentSum":
        """The sum at T less that at T − 1."""
        steps = ((key, total.last_step) for key, total in self.entries)
        return MomentSum(tuple((key, total) for key, total in steps if total))

    def __neg__(self) -> "MomentSum":
        return MomentSum(tuple((key, total.scaled(Fraction(-1))) for key, total in self.entries))


def expectation(
    contractions: Iterable[Contraction],
    manifold: Manifold = NO_WEIGHTS,
    pinned: tuple[str, ...] = (),
) -> MomentSum:
    """Return the expectation of the sum of the contractions over phases and tokens.

    Args:
        contractions: the products; every coordinate index that is not pinned is summed over, and
            so are their time indices. The first time index runs to T plus a number.
        manifold: the values of the weight blocks.
        pinned: coordinate indices that are held fixed, at distinct coordinates.

    Raises:
        NotClosed: when a sum over times has no closed form that the engine represents.
    """
    return _collected(
        (key, total.scaled(contraction.coefficient))
        for contraction in contractions
        for key, total in _terms(contraction, manifold, pinned)
    )


def _collected(terms: Iterable[tuple[Key, TimeSum]]) -> MomentSum:
    totals: dict[Key, TimeSum] = {}
    for key, total in terms:
        totals[key] = totals.get(key, TimeSum()) + total
    return MomentSum(tuple(sorted((key, total) for key, total in totals.items() if total)))


def _terms(
    contraction: Contraction, manifold: Manifold, pinned: tuple[str, ...]
) -> Iterator[tuple[Key, TimeSum]]:
    """Yield the surviving terms of one contraction, without its coefficient."""
    if any(manifold.block(weight.block) == Block() for weight in contraction.weights):
        return
    clock = clock_of(contraction)
    indices = indices_of(contraction, manifold, pinned, clock.row)
    if indices is None:
        return
    ways = coincidences(indices.kinds, len(pinned), indices.joints, cache(clock.extended))
    for arrangement, count in _counts(clock, ways):
        total = _over_time(contraction, count)
        if total:
            yield _key(arrangement, pinned, indices.scales), total


def _counts(clock: Clock, ways: Ways) -> Iterator[tuple[Arrangement, TimeCount]]:
    """Yield for each arrangement at how many times its phases vanish, all its ways together."""
    numbers: dict[Arrangement, dict[int, int]] = {}
    counts: dict[TimeCount, int] = {}  # each with its place
    for system, arrangements in ways.items():
        place = counts.setdefault(clock.count(system), len(counts))
        for arrangement, number in arrangements.items():
            row = numbers.setdefault(arrangement, {})
            row[place] = row.get(place, 0) + number
    different = list(counts)
    for arrangement, row in numbers.items():
        yield arrangement, combined((different[place], number) for place, number in row.items())


def _over_time(contraction: Contraction, count: TimeCount) -> TimeSum:
    """Return the sum over the outer time of a count, divided.

    Raises:
        NotClosed: as `sum_over`, and where there are divisors and no time.
    """
    if not count:
        return TimeSum()
    if contraction.sums:
        return sum_over(contraction.sums[0], count, contraction.divisors)
    if contraction.divisors:
        raise NotClosed("a time index has no range; give every index a range")
    return TimeSum(count.polynomial)


def _key(arrangement: Arrangement, pinned: tuple[str, ...], scales: tuple[str, ...]) -> Key:
    """Return the scales and the pattern, parts in canonical order.

    The real part of a moment is that of its conjugate: the smaller of the two patterns stands for
    both. Conjugates come last in the order of parts, which is that of real tokens but for them.
    """
    held, free, decided = arrangement
    turned = [part.conjugated for part in free]
    one = (*held, *sorted(free, reverse=True))
    other = (*(part.conjugated for part in held), *sorted(turned, reverse=True))
    names = _marked(one)
    pattern = Pattern(
        tuple((index, part.power) for index, part in zip(pinned, held, strict=True)),
        tuple(part.power for part in one[len(held) :]),
        min(tuple(part.barred for part in side) for side in (one, other)),
    )
    return tuple(sorted((*scales, *decided, *names))), pattern


def _marked(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the scales and the entries that belong to coordinates, each with its places."""
    columns = {
        name: place for place, part in enumerate(parts) for name in part.scales if COLUMN in name
    }
    for place, part in enumerate(parts):
        for name in part.scales:
            if ROW in name:
                column = columns[name.replace(ROW, COLUMN)]
                yield f"{name.partition(ROW)[0]}{AT}{place}{BETWEEN}{column}"
            elif COLUMN not in name:
                yield f"{name}{AT}{place}"
