"""Which sets of fixed points are global minima and which saddles, with the sizes that differ.

A set is one of minima where L is its largest lower bound. From a fixed point at which the second
derivative in one scale is 0 and a mixed one is not, L falls along a combination of both: a saddle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.fixed_sets import FixedSets
from derivations.any_model.keys import KindOfSet
from derivations.any_model.least import QuadraticLoss, quadratic_loss
from derivations.any_model.resting import RestingSet, at_set
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.exceptions import is_numbers, most_special, possible
from derivations.stated import SetKinds, SolvedSets
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.record import Assumption, Claim, Step, attempted
from symbolic_mesa.text.errors import MesaError

MINIMUM, SADDLE, OPEN = "minimum", "saddle", "not decided"


def kinds(sets: FixedSets, staying: Assumption) -> Step:
    """What each set of fixed points is."""
    kinds = Kinds(sets)
    step = Step(
        "kinds",
        Claim(
            "which sets of fixed points are minima, where L is its largest lower bound on the "
            "ansatz, and which are saddles, from which L falls",
            "",
            "",
        ),
        why="L less its largest lower bound is 0 on the set; or one scale has second derivative 0 "
        "there, and a mixed one that is not 0, so that L falls along a combination of both",
        premises=("loss", "fixed-point", "minimum-loss"),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=kinds.observable,
    )
    return attempted(step, kinds.parts)


@dataclass(frozen=True)
class Kinds:
    """The kinds of the sets of fixed points of a model.

    Attributes:
        sets: the sets.
    """

    sets: FixedSets

    @property
    def observable(self) -> SetKinds:
        """What measuring them needs; nothing where they are not known."""
        try:
            solved = tuple(
                (self.sets.words(place)[1], self._solved(found))
                for place, found in self.sets.by_place.items()
            )
            return SetKinds(solved, self._form.products)
        except MesaError:
            return SetKinds((), ())

    def _solved(self, found: tuple[RestingSet, ...]) -> SolvedSets:
        formula = self._model.formula
        return tuple(
            (number, tuple((name, formula(value)) for name, value in one.solved.items()))
            for number, one in enumerate(found, start=1)
        )

    @property
    def _model(self) -> Ansatz:
        return self.sets.model

    @cached_property
    def _form(self) -> QuadraticLoss:
        return quadratic_loss(self._model)

    def parts(self) -> dict[KindOfSet, str]:
        """Return what each set is, in general and wherever sets or kinds are others."""
        said: dict[Place, tuple[str, ...]] = {(): self._at(())}
        places = [*self.sets.by_place, *self._places()]
        for place in possible(self._model.setting, self._model.field, places):
            known = most_special(said, place)
            there = self._there(place)
            if place in self.sets.by_place or there != said[known]:
                said[place] = there
        return {
            KindOfSet(number, one.free, *self.sets.words(place)): kind
            for place, kinds in said.items()
            for number, (one, kind) in enumerate(
                zip(self.sets.at(place), kinds, strict=True), start=1
            )
        }

    def _there(self, place: Place) -> tuple[str, ...]:
        """Return what the sets at a place are; none is decided on where an equation holds."""
        if is_numbers(place, self._model.field):
            return self._at(place)
        return (OPEN,) * len(self.sets.at(place))

    def _at(self, place: Place) -> tuple[str, ...]:
        """Return what the sets are where symbols have numbers."""
        least = self._least(place)
        return tuple(self._kind(one, place, least) for one in self.sets.at(place))

    def _least(self, place: Place) -> FracElement:
        form = self._form.at(lambda element: self._model.zeros.at(element, place))
        return form.least(form.vertices(self._model.field))

    def _kind(self, one: RestingSet, place: Place, least: FracElement) -> str:
        if not self._loss(one, place) - least:
            return MINIMUM
        return SADDLE if any(self._mixed(one, place)) else OPEN

    def _loss(self, one: RestingSet, place: Place) -> FracElement:
        """Return the loss on a set."""
        return self._on(one, place, self._model.loss)

    def _on(self, one: RestingSet, place: Place, element: FracElement) -> FracElement:
        zeros, field = self._model.zeros, self._model.field
        solved = {name: zeros.at(value, place) for name, value in one.solved.items()}
        return at_set(zeros.at(element, place), RestingSet(one.free, solved), field)

    def _mixed(self, one: RestingSet, place: Place) -> Iterator[FracElement]:
        """Yield mixed second derivatives beside one that is 0, where they are alike on a set."""
        model, field = self._model, self._model.field
        for first, second in permutations(model.scales, 2):
            slope = field.derivative(model.loss, first)
            twice = self._on(one, place, field.derivative(slope, first))
            mixed = self._on(one, place, field.derivative(slope, second))
            if not twice and not any(field.derivative(mixed, scale) for scale in one.free):
                yield mixed

    def _places(self) -> Iterator[Place]:
        """Yield where a set may be of another kind than in general."""
        field, zeros = self._model.field, self._model.zeros
        least = self._least(())
        for one in self.sets.everywhere:
            gap = self._loss(one, ()) - least
            if not gap:
                continue
            mixed = next((m for m in self._mixed(one, ()) if m), None)
            if mixed is not None:  # where it is not 0 there is no minimum either
                yield from zeros.of(mixed)
                continue
            numer = field.field.new(gap.numer, field.field.ring.one)
            yield from zeros.common(field.coefficients(numer).values())
