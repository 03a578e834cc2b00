"""Dimensions at which what does not vanish for every size vanishes: formulas, and sums of words.

Which dimensions are 1 decides which words are the same one; so each choice of them is looked at by
itself, the others from 2 on, and what is found is put together to exceptions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations

from sympy.polys.fields import FracElement

from derivations.in_words.collapsing import Collapse
from derivations.in_words.sizes import free_sizes, given_ones, ones, vanishing
from derivations.in_words.stated import Stated
from symbolic_mesa.formulas.zero_places import Place, at_place

Elements = Callable[[Collapse], Iterable[FracElement]]


def special(model: Stated, elements: Elements) -> Mapping[Place, bool]:
    """Return where it is otherwise than in general that some element does not vanish.

    Args:
        model: the model.
        elements: what is asked to vanish where some dimensions are 1, as elements of the field.

    Returns:
        Places, those of fewer equations first, and whether all elements vanish there; of several
        that hold the one of most equations counts.
    """
    return _Special(model, elements).found


@dataclass(frozen=True)
class _Special:
    model: Stated
    elements: Elements

    @property
    def found(self) -> Mapping[Place, bool]:
        """The places, those of fewer equations first."""
        verdicts: dict[Place, bool] = {}
        for place, vanish in sorted(self._candidates, key=lambda one: len(one[0])):
            if self._said(verdicts, place) != vanish:
                verdicts[place] = vanish
        return verdicts

    @property
    def _candidates(self) -> Iterator[tuple[Place, bool]]:
        """Yield places, and whether all vanish at each."""
        for small in self._subsets:
            base = ones(self.model, small)
            places = vanishing(self.model, self._asked[small], base, least=2)
            yield from ((place, True) for place in places if place)
            if base and base not in places:
                yield base, False
            for place in places:
                yield from self._beside(place, small)

    def _beside(self, place: Place, small: frozenset[str]) -> Iterator[tuple[Place, bool]]:
        """Yield what holds where, at a place, further dimensions are 1."""
        known = {left for left, _ in place}
        for more in self._subsets:
            beyond = ones(self.model, more - small)
            if small < more and not known & {left for left, _ in beyond}:
                there = (*place, *beyond)
                yield there, not any(self._at(e, there) for e in self._asked[more])

    @cached_property
    def _subsets(self) -> list[frozenset[str]]:
        """Which dimensions that are symbols are 1: none, one, ..."""
        free = free_sizes(self.model)
        every = chain.from_iterable(combinations(free, k) for k in range(len(free) + 1))
        return [frozenset(one) for one in every]

    @cached_property
    def _asked(self) -> Mapping[frozenset[str], list[FracElement]]:
        """The elements where these dimensions are 1."""
        given = given_ones(self.model)
        every = {small: Collapse(self.model, small | given) for small in self._subsets}
        return {small: list(self.elements(collapse)) for small, collapse in every.items()}

    def _said(self, verdicts: Mapping[Place, bool], place: Place) -> bool:
        """Return what is said at a place already."""
        met = [(0, False)]
        for one, vanish in verdicts.items():
            gaps = (left - self.model.field.number(number) for left, number in one)
            if not any(self._at(gap, place) for gap in gaps):
                met.append((len(one), vanish))
        return max(met, key=lambda pair: pair[0])[1]

    def _at(self, element: FracElement, place: Place) -> FracElement:
        return at_place(element, place, self.model.field)
