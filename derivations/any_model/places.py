"""Places at which a claim about a stated model may be another: those that are numbers."""

from collections.abc import Iterable, Iterator

from derivations.any_model.ansatz import Ansatz
from derivations.exceptions import is_numbers, possible
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.printing import spoken
from symbolic_mesa.text.errors import NotApplicable


def decided(model: Ansatz, places: Iterable[Place], what: str) -> Iterator[Place]:
    """Yield the places at which there is such a setting, by numbers of its symbols.

    Args:
        model: the model.
        places: where the claim may be another.
        what: what may be so there, in words.

    Raises:
        NotApplicable: when an equation may hold that is no number of a symbol.
    """
    for place in possible(model.setting, model.field, places):
        if not is_numbers(place, model.field):
            equation = next(left for left, number in place if not number)
            shown = spoken(arranged(model.formula(equation)))
            raise NotApplicable(f"{what} where {shown} = 0; give numbers for d, T and the law")
        yield place
