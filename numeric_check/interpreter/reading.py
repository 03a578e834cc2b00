"""What a statement says to do: which times are summed over, which products are taken.

Derivatives in the weights are read off as well: a product of weights is varied factor by factor.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from typing import TypeVar

from symbolic_mesa.statement.contractions import Contraction, Model, TimeIndex, TimeRange

Times = Mapping[str, int]  # what each time index is
Weights = TypeVar("Weights")
Blocks = Mapping[str, Weights]  # by the name of the block


def at(form: TimeIndex, times: Times) -> int:
    """Return the time that a form stands for."""
    return sum(factor * times[name] for name, factor in form.coefficients) + form.constant


def steps(model: Model, length: int) -> Iterator[Times]:
    """Yield the steps that the loss is summed over, with T."""
    yield from _over(model.steps, {"T": length})


def inner_times(term: Contraction, step: Times) -> Iterator[Times]:
    """Yield every choice of the time indices that a term is summed over inside a step."""
    yield from _nested(term.sums, step)


def _nested(spans: Sequence[TimeRange], times: Times) -> Iterator[Times]:
    if not spans:
        yield times
        return
    for chosen in _over(spans[0], times):
        yield from _nested(spans[1:], chosen)


def _over(span: TimeRange, times: Times) -> Iterator[Times]:
    for time in range(at(span.first, times), at(span.last, times) + 1):
        yield {**times, span.name: time}


def variations(
    term: Contraction, blocks: "Blocks[Weights]", directions: Sequence["Blocks[Weights]"]
) -> Iterator[tuple[Weights, ...]]:
    """Yield the weight factors of a term's derivative along directions, one list a summand.

    The product rule: each direction takes the place of another factor. A block that is not listed
    is zero.

    Args:
        term: the term.
        blocks: the weights.
        directions: those of the derivative; none for the term itself.
    """
    names = [weight.block for weight in term.weights]
    for places in permutations(range(len(names)), len(directions)):
        chosen = dict(zip(places, directions, strict=True))
        sources = [chosen.get(place, blocks) for place in range(len(names))]
        if all(name in source for name, source in zip(names, sources, strict=True)):
            yield tuple(source[name] for name, source in zip(names, sources, strict=True))


def pairings(
    directions: "Sequence[Blocks[Weights]]",
) -> "list[tuple[Fraction, tuple[Sequence[Blocks[Weights]], Sequence[Blocks[Weights]]]]]":
    """Return the terms of a derivative of ½⟨r, r⟩, each a factor and two derivatives of r.

    The product rule again: ½⟨r, r⟩, then ⟨r, D r⟩, then ⟨D r, D' r⟩ + ⟨r, D D' r⟩.

    Args:
        directions: those of the derivative, at most two.
    """
    if not directions:
        return [(Fraction(1, 2), ((), ()))]
    together = (Fraction(1), ((), directions))
    if len(directions) == 1:
        return [together]
    first, second = directions
    return [(Fraction(1), ((first,), (second,))), together]


def latest(model: Model, length: int) -> int:
    """Return the last time of which a token is asked for."""
    return max(
        at(token.time, times)
        for step in steps(model, length)
        for term in model.prediction + model.target
        for times in inner_times(term, step)
        for token in term.tokens
    )


def phase_roots(model: Model, length: int) -> int:
    """Return how many roots of unity are exact for the loss: one more than the powers differ by.

    A token x_t has its phases to the power t − 1, its conjugate to 1 − t; in a squared modulus the
    highest power meets the conjugate of the lowest.
    """
    highest = lowest = 0
    for step in steps(model, length):
        for term in model.prediction + model.target:
            for times in inner_times(term, step):
                powers = [(at(x.time, times) - 1, x.conjugate) for x in term.tokens]
                if min((power for power, _ in powers), default=0) < 0:
                    continue  # x_t = 0 for t < 1
                highest = max(highest, sum(power for power, bar in powers if not bar))
                lowest = min(lowest, -sum(power for power, bar in powers if bar))
    return highest - lowest + 1


def token_degree(model: Model) -> int:
    """Return the degree of the loss in x_1."""
    return 2 * max(len(term.tokens) for term in model.prediction + model.target)


def weight_degree(model: Model) -> int:
    """Return the degree of the prediction in the weights."""
    return max(len(term.weights) for term in model.prediction)
