"""What the flow of a stated model conserves, and where that is more than in general.

A form is conserved when a row of numbers for each monomial in the scales sends it to 0. How many
there are depends on the rank of these rows, which falls only where pivots vanish: there they are
found anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.keys import Equations, FormAt
from derivations.any_model.linear import quadratic_invariants, speeds_of
from derivations.any_model.places import decided
from derivations.any_model.ranks import places_of_less_rank
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.exact_checks import symbolic_zero
from derivations.exceptions import most_special, words_of
from derivations.stated import Conserved
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.text.errors import NotApplicable

Forms = tuple[FracElement, ...]


def conserved(model: Ansatz, staying: Assumption) -> Step:
    """Quadratic forms in the scales that the flow does not change."""
    step = Step(
        "conserved",
        Claim(
            "quadratic forms in the scales that never change; every other one is a combination of "
            "them",
            "conserved",
            r"\text{conserved}",
        ),
        why="the speed of a product of two scales is a polynomial in the scales; the combinations "
        "of these speeds that vanish, by linear algebra",
        premises=tuple(f"flow-{name}" for name in model.names),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=Conserved(),
    )
    return attempted(step, lambda: _parts(Conserving(model)), partial(_at_rest_in_time, model))


def _parts(conserving: "Conserving") -> dict[str | FormAt, Formula]:
    forms = conserving.by_place
    if not any(forms.values()):
        raise NotApplicable("no quadratic form in the scales is conserved")
    return {
        key: conserving.model.formula(form)
        for place, found in forms.items()
        for key, form in zip(conserving.keys(place, len(found)), found, strict=True)
    }


def _at_rest_in_time(model: Ansatz, claim: Claim) -> Check:
    """The chain rule: Σ ∂Q/∂θ θ' = 0, with the numbers of the place where Q is said."""

    def speed(form: Formula, place: Equations) -> FracElement:
        slopes = ((s, model.field.derivative(form.element, s)) for s in model.scales)
        zero = model.field.field.zero
        total = sum((slope * model.velocity(s) for s, slope in slopes), zero)
        return model.zeros.at(total, tuple((left.element, number) for left, number in place))

    differences = [
        partial(speed, form, key.place if isinstance(key, FormAt) else ())
        for key, form in claim.parts.items()
    ]
    return symbolic_zero("the speed of each form along the flow", *differences)


@dataclass(frozen=True)
class Conserving:
    """What the flow of a model conserves.

    Attributes:
        model: the model.
    """

    model: Ansatz

    @cached_property
    def by_place(self) -> Mapping[Place, Forms]:
        """The forms in general, under no place, and at each place where there are more.

        Raises:
            NotApplicable: when it is not decided whether there are.
        """
        model = self.model
        found: dict[Place, Forms] = {(): quadratic_invariants(self._velocities, model.field)}
        for place in decided(model, self._places, "more may be conserved"):
            there = self._at(place)
            if len(there) > len(found[most_special(found, place)]):
                found[place] = there
        return found

    def keys(self, place: Place, count: int) -> list[str | FormAt]:
        """Return the keys of so many forms at a place."""
        numbers = range(1, count + 1)
        if not place:
            return [f"Q_{k}" for k in numbers]
        words, equations = words_of(place, self.model.field)
        return [FormAt(k, words, equations) for k in numbers]

    @property
    def _places(self) -> Iterator[Place]:
        """Places that hold all at which there may be more."""
        return places_of_less_rank(speeds_of(self._velocities, self.model.field), self.model.zeros)

    @property
    def _velocities(self) -> dict[str, FracElement]:
        return {scale: self.model.velocity(scale) for scale in self.model.scales}

    def _at(self, place: Place) -> Forms:
        there = {s: self.model.zeros.at(v, place) for s, v in self._velocities.items()}
        return quadratic_invariants(there, self.model.field)
