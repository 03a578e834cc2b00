"""Which sets of fixed points are global minima and which saddles, with the sizes that differ.

A set is one of minima where L is its largest lower bound. From a fixed point at which the second
derivative in one scale is 0 and a mixed one is not, L falls along a combination of both: a saddle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.keys import KindOfSet
from derivations.any_model.least import QuadraticLoss, quadratic_loss
from derivations.any_model.resting import RestingSet, at_set, resting_sets
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.exceptions import is_numbers, possible, written, zeros
from derivations.stated import SetKinds
from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.vanishing import Zeros
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.notation.words import place_in_words
from symbolic_mesa.record import Assumption, Claim, Step, attempted
from symbolic_mesa.text.errors import MesaError

MINIMUM, SADDLE, OPEN, NONE = "minimum", "saddle", "not decided", "no set"
Kinds = dict[int, str]


def kinds(model: Ansatz, staying: Assumption) -> Step:
    """What each set of fixed points is."""
    sets = Sets(model)
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
        observable=sets.observable,
    )
    return attempted(step, sets.parts)


@dataclass(frozen=True)
class Sets:
    """The sets of fixed points of a model.

    Attributes:
        model: the model on its ansatz.
    """

    model: Ansatz

    @cached_property
    def every(self) -> tuple[RestingSet, ...]:
        """The sets, in the order in which they are numbered."""
        velocities = [self.model.velocity(scale) for scale in self.model.scales]
        return resting_sets(velocities, self.model.field)

    @property
    def observable(self) -> SetKinds:
        """What measuring them needs; nothing where they are not known."""
        try:
            solved = [
                tuple((name, self.model.formula(value)) for name, value in one.solved.items())
                for one in self.every
            ]
            return SetKinds(tuple(enumerate(solved, start=1)), self._form.products)
        except MesaError:
            return SetKinds((), ())

    @cached_property
    def _form(self) -> QuadraticLoss:
        return quadratic_loss(self.model)

    @cached_property
    def _zeros(self) -> Zeros:
        least = self.model.problem.shortest_length
        return zeros(self.model.setting, self.model.field, least_length=least)

    def parts(self) -> dict[KindOfSet, str]:
        """Return what each set is, in general and where it is something else."""
        field = self.model.field
        said: dict[Place, Kinds] = {(): self._at(())}
        general = said[()]
        found = {self._key(number, ()): kind for number, kind in general.items()}
        places = {place: number for number in general for place in self._places(number)}
        for place in possible(self.model.setting, field, places):
            there = self._there(place, places.get(place), general)
            for number, kind in there.items():
                known = [p for p in said if set(p) <= set(place) and number in said[p]]
                if kind != said[max(known, key=len)][number]:
                    found[self._key(number, place)] = kind
            said[place] = there
        return found

    def _key(self, number: int, at: Place) -> KindOfSet:
        place = written(at, self.model.field)
        where = place_in_words(Exceptional(place, None), unicode=False)
        return KindOfSet(number, self.every[number - 1].free, where, place)

    def _there(self, place: Place, number: int | None, general: Kinds) -> Kinds:
        """Return what sets are at a place; where an equation holds that one of them depends on."""
        if is_numbers(place, self.model.field):
            return self._at(place)
        return {} if number is None else {number: OPEN}

    def _at(self, place: Place) -> Kinds:
        """Return what the sets are where symbols have numbers."""
        field = self.model.field
        form = self._form.at(lambda element: self._zeros.at(element, place))
        least = form.least(form.vertices(field))
        return {
            number: self._kind(one, place, least) for number, one in enumerate(self.every, start=1)
        }

    def _kind(self, one: RestingSet, place: Place, least: FracElement) -> str:
        try:
            for value in one.solved.values():
                self._zeros.at(value, place)
        except MesaError:  # one of them is infinite there
            return NONE
        gap = self._zeros.at(at_set(self.model.loss, one, self.model.field), place) - least
        if not gap:
            return MINIMUM
        falls = any(self._zeros.at(mixed, place) for mixed in self._mixed(one, place))
        return SADDLE if falls else OPEN

    def _mixed(self, one: RestingSet, place: Place) -> Iterator[FracElement]:
        """Yield mixed second derivatives beside one that is 0, where they are alike on a set."""
        model, field = self.model, self.model.field
        for first, second in permutations(model.scales, 2):
            slope = field.derivative(model.loss, first)
            twice = at_set(field.derivative(slope, first), one, field)
            mixed = at_set(field.derivative(slope, second), one, field)
            alike = not any(field.derivative(mixed, scale) for scale in one.free)
            if not self._zeros.at(twice, place) and alike:
                yield mixed

    def _places(self, number: int) -> Iterator[Place]:
        """Yield where a set may be of another kind than in general, or none."""
        one, field = self.every[number - 1], self.model.field
        if self.model.setting.dim is None:
            yield ((field.symbol("d"), Fraction(1)),)
        for value in one.solved.values():
            below = field.field.new(value.denom, field.field.ring.one)
            yield from self._zeros.common(field.coefficients(below).values())
        form = self._form
        gap = at_set(self.model.loss, one, field) - form.least(form.vertices(field))
        if not gap:
            return
        mixed = next((m for m in self._mixed(one, ()) if m), None)
        if mixed is not None:  # where it is not 0 there is no minimum either
            yield from self._zeros.of(mixed)
            return
        numer = field.field.new(gap.numer, field.field.ring.one)
        yield from self._zeros.common(field.coefficients(numer).values())
