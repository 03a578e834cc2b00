"""The sets on which the flow rests, in general and at the places where they are others.

The sets of every d and T rest on elements that do not vanish. Where such elements vanish, and
where a model has only one coordinate, the sets are found anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.keys import Equations
from derivations.any_model.places import decided
from derivations.any_model.resting import Resting, RestingSet, resting, within
from derivations.exceptions import most_special, words_of
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.text.errors import MesaError


@dataclass(frozen=True)
class FixedSets:
    """The sets of fixed points of a model.

    Attributes:
        model: the model.
    """

    model: Ansatz

    @cached_property
    def everywhere(self) -> tuple[RestingSet, ...]:
        """The sets for every d and T, but for the places where they are others."""
        return self._general.sets

    @cached_property
    def by_place(self) -> Mapping[Place, tuple[RestingSet, ...]]:
        """The sets in general, under no place, and at each place where they are others.

        Raises:
            NotApplicable: when it is not decided whether they are.
        """
        found: dict[Place, tuple[RestingSet, ...]] = {(): self.everywhere}
        for place in decided(self.model, self._places(), "the sets may be others"):
            there = self._at(place)
            if there is not None and not self._are(self.at(place, found), there, place):
                found[place] = there
        return found

    def at(
        self, place: Place, found: Mapping[Place, tuple[RestingSet, ...]] | None = None
    ) -> tuple[RestingSet, ...]:
        """Return the sets at a place: those of the place of most equations that hold there."""
        known = self.by_place if found is None else found
        return known[most_special(known, place)]

    def words(self, place: Place) -> tuple[str, Equations]:
        """Return the equations of a place in words, and as formulas."""
        return words_of(place, self.model.field)

    @cached_property
    def _velocities(self) -> tuple[FracElement, ...]:
        return tuple(self.model.velocity(scale) for scale in self.model.scales)

    @cached_property
    def _general(self) -> Resting:
        return resting(self._velocities, self.model.field)

    def _places(self) -> Iterator[Place]:
        if self.model.setting.dim is None:
            yield ((self.model.field.symbol("d"), Fraction(1)),)
        for elements in self._general.unless:
            yield from self.model.zeros.common(elements)

    def _at(self, place: Place) -> tuple[RestingSet, ...] | None:
        """Return the sets where symbols have numbers; None where a scale has no entries."""
        try:
            velocities = [self.model.zeros.at(velocity, place) for velocity in self._velocities]
        except MesaError:
            return None
        return resting(velocities, self.model.field).sets

    def _are(
        self, sets: tuple[RestingSet, ...], there: tuple[RestingSet, ...], place: Place
    ) -> bool:
        """Whether sets, taken at a place, are the same points as others."""
        field = self.model.field
        try:
            taken = [
                RestingSet(s.free, {n: self.model.zeros.at(v, place) for n, v in s.solved.items()})
                for s in sets
            ]
        except MesaError:  # one of them is infinite there
            return False
        pairs = ((taken, there), (there, taken))
        return all(
            any(within(one, o, field) for o in others) for some, others in pairs for one in some
        )
