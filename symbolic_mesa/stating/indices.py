"""Coordinates in a stated model: summed over where they occur twice, free where once."""

from collections import Counter

from symbolic_mesa.statement.contractions import Contraction
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import Place
from symbolic_mesa.text.quoting import quoted

_TIMES = {3: "three times", 4: "four times"}


def counted(term: Contraction, place: Place) -> Contraction:
    """Return the term, in which no coordinate occurs more than twice.

    Raises:
        Misstated: when one does.
    """
    for index, count in _occurrences(term).items():
        if count > 2:
            often = _TIMES.get(count, f"{count} times")
            raise Misstated(
                f"the coordinate {quoted(index)} occurs {often} in a term; one that occurs twice "
                "is summed over, so give others another name, or join them by delta[i,j]",
                place,
            )
    return term


def free(term: Contraction) -> frozenset[str]:
    """Return the coordinates that occur once.

    >>> from symbolic_mesa.statement.contractions import Weight
    >>> free(Contraction((), (Weight("A", "i", "j"), Weight("B", "j", "k")))) == {"i", "k"}
    True
    """
    return frozenset(index for index, count in _occurrences(term).items() if count == 1)


def same_free(terms: list[Contraction], place: Place) -> list[Contraction]:
    """Return terms that have the same free coordinates.

    Raises:
        Misstated: when two summands differ in them.
    """
    first, *others = terms
    for other in others:
        if free(other) != free(first):
            raise Misstated(
                f"summands have different free coordinates: {_listed(first)}, and {_listed(other)}",
                place,
            )
    return terms


def _listed(term: Contraction) -> str:
    return ", ".join(sorted(free(term))) or "none"


def _occurrences(term: Contraction) -> Counter[str]:
    return Counter(
        [
            *(token.coordinate for token in term.tokens),
            *(index for weight in term.weights for index in (weight.row, weight.column)),
            *(index for pair in term.deltas for index in pair),
        ]
    )
