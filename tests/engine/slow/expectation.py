"""Expectations term by term: a term for each set partition of the coordinate indices."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from symbolic_mesa.engine.expectation import AT, NO_WEIGHTS, Key, MomentSum
from symbolic_mesa.engine.patterns import Pattern, merged, set_partitions
from symbolic_mesa.engine.time_counts import TimeCount
from symbolic_mesa.engine.time_sums import TimeSum, sum_over
from symbolic_mesa.statement.contractions import Contraction, TimeIndex, fixed_time
from symbolic_mesa.statement.manifolds import Block, Entries, Manifold
from symbolic_mesa.text.errors import NotClosed
from tests.engine.slow.counting import count_solutions


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
    blocks = [manifold.block(weight.block) for weight in contraction.weights]
    if any(block == Block() for block in blocks):
        return
    diagonal = [
        (weight.row, weight.column)
        for weight, block in zip(contraction.weights, blocks, strict=True)
        if isinstance(block, Entries) or block.off_diagonal is None
    ]
    indices = dict.fromkeys((*pinned, *contraction.coordinates()))
    representative = merged(indices, (*diagonal, *contraction.deltas))
    classes = tuple(dict.fromkeys(representative.values()))
    for partition in set_partitions(classes):
        part_of = {c: k for k, part in enumerate(partition) for c in part}
        part = {index: part_of[representative[index]] for index in indices}
        if len({part[index] for index in pinned}) < len(pinned):
            continue
        scales = [
            _scale(block, part[weight.row], part[weight.column])
            for weight, block in zip(contraction.weights, blocks, strict=True)
        ]
        total = _surviving_times(contraction, part) if all(scales) else TimeSum()
        if total:
            yield _key(contraction, part, pinned, [scale for scale in scales if scale]), total


Scale = tuple[str, int | None]  # its name, and the part of the coordinate that it belongs to


def _scale(block: Block | Entries, row: int, column: int) -> Scale | None:
    """Return the scale at an entry of a block; None where the entry is zero."""
    if isinstance(block, Entries):
        return block.scale, row
    name = block.diagonal if row == column else block.off_diagonal
    return (name, None) if name else None


def _key(
    contraction: Contraction, part: dict[str, int], pinned: tuple[str, ...], scales: list[Scale]
) -> Key:
    """Return the scales and the pattern, parts in canonical order.

    The real part of a moment is that of its conjugate: the smaller of the two patterns stands for
    both. Conjugates come last in the order of parts, which is that of real tokens but for them.
    """
    powers, barred = (dict.fromkeys(part.values(), 0) for _ in range(2))
    for token in contraction.tokens:
        powers[part[token.coordinate]] += 1
        barred[part[token.coordinate]] += token.conjugate
    held = [part[index] for index in pinned]
    free = [k for k in powers if k not in held]
    own = {k: sorted(name for name, part in scales if part == k) for k in free}
    others = {k: powers[k] - barred[k] for k in powers}
    one, other = (
        [*held, *sorted(free, key=lambda k: (powers[k], own[k], bars[k]), reverse=True)]
        for bars in (barred, others)
    )
    place = {k: position for position, k in enumerate(one)}
    names = (name if k is None else f"{name}{AT}{place[k]}" for name, k in scales)
    pattern = Pattern(
        tuple((index, powers[part[index]]) for index in pinned),
        tuple(powers[k] for k in one[len(held) :]),
        min(tuple(barred[k] for k in one), tuple(others[k] for k in other)),
    )
    return tuple(sorted(names)), pattern


def _surviving_times(contraction: Contraction, part: dict[str, int]) -> TimeSum:
    """Return the divided number of times at which the exponent of every phase vanishes."""
    exponents: dict[int, TimeIndex] = {}
    for token in contraction.tokens:
        exponent = token.time - 1
        signed = -exponent if token.conjugate else exponent
        key = part[token.coordinate]
        exponents[key] = exponents[key] + signed if key in exponents else signed
    if not contraction.sums:
        return _without_sums(contraction, tuple(exponents.values()))
    outer, *inner = contraction.sums
    bounds = [token.time - 1 for token in contraction.tokens]  # x_t = 0 for t < 1
    for span in inner:
        index = TimeIndex(((span.name, 1),))
        bounds += [index - span.first, span.last - index]
    count: TimeCount = count_solutions(
        tuple(sorted(set(exponents.values()), key=repr)),
        tuple(sorted(set(bounds), key=repr)),
        tuple(span.name for span in inner),
        outer.name,
        outer.first.constant,
    )
    return sum_over(outer, count, contraction.divisors) if count else TimeSum()


def _without_sums(contraction: Contraction, exponents: tuple[TimeIndex, ...]) -> TimeSum:
    """Return 1 where every phase vanishes and no token is before the first, else 0."""
    if any(exponent.coefficients for exponent in exponents) or contraction.divisors:
        raise NotClosed("a time index has no range; give every index a range")
    times = [token.time for token in contraction.tokens]
    there = all(time.coefficients or time.constant >= 1 for time in times)
    survives = there and all(exponent == fixed_time(0) for exponent in exponents)
    return TimeSum((Fraction(1),)) if survives else TimeSum()
