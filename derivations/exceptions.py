"""Where a verdict for every d, T or parameter is another: derived anew at each place it could be.

A verdict rests on elements that vanish or do not. `Zeros` gives places that hold all their zeros;
at each place that is a number of d, T or parameters the verdict is derived as for these numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.vanishing import Zeros
from symbolic_mesa.formulas.zero_places import Place, Range
from symbolic_mesa.laws.assumptions import Assumed
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.parameters import SIZE
from symbolic_mesa.laws.protocol import TokenLaw, moment_powers
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.notation.words import place_in_words
from symbolic_mesa.record import Reasoned
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MesaError

DEGREE = 6  # of the loss in x_1: its moments exist
POSITIVE = ("m_2", "kappa_1", "kappa_2")

Derived = Callable[[Setting], Reasoned]
Otherwise = Callable[[Place], Reasoned]


def zeros(
    setting: Setting,
    field: Algebra,
    least_dim: int = 1,
    least_length: int = PROBLEM.shortest_length,
) -> Zeros:
    """Return the zeros in a field of a setting, for d and T from these on."""
    found = ranges(setting.law, least_dim, least_length)
    return Zeros(field, {**_even_moments(field), **found})


def _even_moments(field: Algebra) -> dict[str, Range]:
    """Return that moments which are symbols are not negative, and of one coordinate not 0."""
    found: dict[str, Range] = {}
    for name in map(str, field.field.symbols):
        powers = moment_powers(name)
        if powers and all(power % 2 == 0 for power in powers):
            above = len(powers) == 1
            found[name] = _above(Fraction(0)) if above else _from(Fraction(0))
    return found


def ranges(
    law: TokenLaw, least_dim: int = 1, least_length: int = PROBLEM.shortest_length
) -> Mapping[str, Range]:
    """Return what d, T and the symbols of a law can be, all moments of the loss existing."""
    found = {"d": whole_from(least_dim), "T": whole_from(least_length)}
    if isinstance(law, FamilyLaw):
        found |= _parameters(law)
    if isinstance(law, MomentLaw):
        found |= _moments(law)
    for one in law.assumed if isinstance(law, FamilyLaw | MomentLaw) else ():
        found[one.name] = _within(found.get(one.name, ANYWHERE), one)
    return found


ANYWHERE = Range(lambda value: True)


def _within(range_: Range, assumed: Assumed) -> Range:
    """Return the numbers in a range of which it is assumed that a symbol is one."""
    lows = [low for low in (range_.low, assumed.low) if low is not None]
    highs = [high for high in (range_.high, assumed.high) if high is not None]
    return Range(
        lambda value: range_.holds(value) and assumed.holds(value),
        max(lows, default=None),
        min(highs, default=None),
    )


def whole_from(least: int) -> Range:
    """Return the whole numbers from one on."""
    return Range(lambda value: value >= least and value.denominator == 1, Fraction(least))


def _parameters(law: FamilyLaw) -> dict[str, Range]:
    possible = {c.parameter: Range(c.holds, c.low, c.high) for c in law.family.conditions}
    limit = law.family.finite_below
    if limit is not None:
        possible[limit] = Range(lambda value: value > DEGREE, Fraction(DEGREE))
    given = {name: value for name, value in law.values if isinstance(value, str) and value != SIZE}
    parameters = {symbol: possible[name] for name, symbol in given.items()}
    return parameters | {one.name: _above(one.constant.low) for one in law.constants}


def _above(low: Fraction) -> Range:
    return Range(lambda value: value > low, low)


def _from(low: Fraction) -> Range:
    return Range(lambda value: value >= low, low)


def _moments(law: MomentLaw) -> dict[str, Range]:
    """Return that even moments are not negative, and those that the loss needs positive."""
    if law.table is None:
        return {name: _above(Fraction(0)) for name in POSITIVE}
    even = [v for k, v in law.table if isinstance(v, str) and all(n % 2 == 0 for n in k)]
    return {name: _from(Fraction(0)) for name in even}


def with_exceptions(
    general: Reasoned,
    setting: Setting,
    field: Algebra,
    places: Iterable[Place],
    derive: Derived,
    otherwise: Otherwise | None = None,
    by_reason: bool = False,
) -> Reasoned:
    """Return a verdict with its exceptions among places, and where several of them hold together.

    Args:
        general: the verdict in general.
        setting: its setting.
        field: where the places live.
        places: where the verdict could be another.
        derive: the verdict in a setting.
        otherwise: the verdict where an equation holds that is no number of a symbol; without it
            such a place is left out.
        by_reason: whether another reason for the same verdict is an exception too.
    """
    verdicts: dict[Place, Reasoned] = {}
    for place in _together(list(dict.fromkeys(places))):
        there = _derived(setting, field, place, derive, otherwise)
        said = {(): general, **verdicts}[most_special([(), *verdicts], place)]
        if there is not None and _differ(there, said, by_reason):
            verdicts[place] = there
    exceptions = (
        Exceptional(written(place, field), there.side, there.reason)
        for place, there in verdicts.items()
    )
    return replace(general, exceptions=tuple(exceptions))


def possible(setting: Setting, field: Algebra, places: Iterable[Place]) -> Iterator[Place]:
    """Yield the places at which there is such a setting, or where an equation may hold."""
    for place in _together(list(dict.fromkeys(places))):
        try:
            _at(setting, _numbers(place, field))
        except InvalidInput:
            continue
        yield place


def _numbers(place: Place, field: Algebra) -> dict[str, Fraction]:
    """Return the numbers of symbols at a place, by name; that of an equation has none."""
    names = {element: str(generator) for generator, element in field.generators.items()}
    return {names.get(left, ""): number for left, number in place}


def most_special(places: Iterable[Place], place: Place) -> Place:
    """Return the place of most equations, of those that hold where another does."""
    return max((one for one in places if set(one) <= set(place)), key=len)


def is_numbers(place: Place, field: Algebra) -> bool:
    """Whether a place is numbers of symbols, and no other equation."""
    return "" not in _numbers(place, field)


def written(place: Place, field: Algebra) -> tuple[tuple[Formula, Fraction], ...]:
    """Return the equations of a place on their way out: d first, then T."""
    order = {field.symbol(name): k for k, name in enumerate("dT")}
    ordered = sorted(place, key=lambda equation: (order.get(equation[0], 2), str(equation[0])))
    return tuple((Formula(left, field), number) for left, number in ordered)


def words_of(place: Place, field: Algebra) -> tuple[str, tuple[tuple[Formula, Fraction], ...]]:
    """Return the equations of a place in words, and as formulas."""
    equations = written(place, field)
    return place_in_words(Exceptional(equations, None), unicode=False), equations


def _differ(one: Reasoned, other: Reasoned, by_reason: bool) -> bool:
    return one.side != other.side or (by_reason and one.reason != other.reason)


def _together(places: list[Place]) -> list[Place]:
    """Return the places and those where two of them hold, the ones of fewer equations first."""
    both = (one + tuple(x for x in other if x not in one) for one, other in combinations(places, 2))
    possible = [place for place in both if len(dict(place)) == len(place)]
    ordered = sorted([*places, *possible], key=len)
    return list({frozenset(place): place for place in ordered}.values())


def _derived(
    setting: Setting, field: Algebra, place: Place, derive: Derived, otherwise: Otherwise | None
) -> Reasoned | None:
    """Return the verdict at a place; None where there is no such law, or nothing is known."""
    numbers = _numbers(place, field)
    try:
        there = _at(setting, numbers)
    except InvalidInput:
        return None
    if there is None:
        return otherwise(place) if otherwise else None
    try:
        return derive(there)
    except MesaError as error:
        return Reasoned(None, (str(error),))


def _at(setting: Setting, numbers: Mapping[str, Fraction]) -> Setting | None:
    """Return the setting where symbols have numbers; None when that is no setting."""
    if "" in numbers:
        return None
    sizes: dict[str, int | None] = {"d": setting.dim, "T": setting.length}
    others = {name: number for name, number in numbers.items() if name not in sizes}
    sizes |= {name: int(number) for name, number in numbers.items() if name in sizes}
    law = setting.law.at(others) if others else setting.law
    if others and law == setting.law:
        return None
    return replace(setting, law=law, dim=sizes["d"], length=sizes["T"])
