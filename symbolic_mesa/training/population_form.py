"""The population loss for any weights in all six blocks, as a plan: plain data for a numerical run.

L = c − Re Σ_i c_i · W_i + ½ Σ_i W̄_i · M W_i with W_i[j,k,l] = PV[i,j] KQ[k,l], where j, k, l run
over the 2d entries of e_t = (x_t, x_{t−1}). Where coordinates are alike, an entry of M, or of c_i,
depends only on the blocks of its indices and on which coordinates coincide: one number for each
such pattern, a moment of x_1 times a sum over time. Where they are not, the moment is another one
for each choice of coordinates. The engine computes them; what is run with them is no independent
witness of it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, permutations, product
from math import perm

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import Entry, entry_derivative, population_loss, prediction_overlap
from symbolic_mesa.engine.patterns import Pattern, set_partitions
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.models.causal_linear_attention import causal_linear_attention
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.numeric_laws import double, harmonic, require_numbers

AT_ZERO = Manifold(())
NAMES = "pqrstu"  # distinct coordinates
MOST_ENTRIES = 12_000_000  # of M, at 90 bytes each or less: a run then takes less than 1 GiB
Places = tuple[tuple[int, int], ...]  # for each index its block (0: x_t, 1: x_{t-1}) and its class
Number = float | tuple[float, ...]
Entries = tuple[tuple[Places, Number], ...]
Found = Mapping[Places, MomentSum]
Moments = Callable[[tuple[int, ...]], tuple[float, ...]]
TRIPLES = tuple(product((0, 1), repeat=3))  # the blocks of j, k, l


@dataclass(frozen=True, slots=True)
class Plan:
    """The loss as numbers by index pattern.

    A number holds for every choice of distinct coordinates for the classes; where coordinates are
    not alike it is a tuple with one for each choice, in the order of `itertools.permutations`.

    Attributes:
        dim: d.
        constant: the loss of the prediction 0.
        linear: pairs of the places of (i, j, k, l) and the coefficient of PV[i,j] KQ[k,l] in −L;
            the output i has block 0.
        quadratic: pairs of the places of (j, k, l, j', k', l') and the entry of M. With each there
            is the one with its halves exchanged.
    """

    dim: int
    constant: float
    linear: Entries
    quadratic: Entries


def plan(setting: Setting) -> Plan:
    """Return the plan of a law without symbols, at a given d and T.

    Raises:
        InvalidInput: when d, T or a parameter is not given, or M has too many entries.
        MissingMoment: when the law gives too few moments.
    """
    law, (dim, length) = setting.law, require_numbers(setting)
    linear, quadratic = patterns(law.symmetric)
    if not law.exchangeable:
        _refuse_many(quadratic, dim, law.name)  # before there is a number for each choice
    moments = _moments(law, dim)
    found = _numbers(quadratic, dim, length, moments)
    _refuse_many([places for places, _ in found], dim, law.name)
    if not found:
        raise InvalidInput("population: every moment of degree 6 is 0 in doubles; scale the law")
    negated = {places: -total for places, total in linear.items()}
    constant = _constant(law, dim, length)
    return Plan(dim, constant, _numbers(negated, dim, length, moments), found)


def _constant(law: TokenLaw, dim: int, length: int) -> float:
    total = population_loss(causal_linear_attention(), AT_ZERO)
    (((_, pattern), _),) = total.real.entries
    return double(law.coordinate_sum(pattern, dim, Rationals())) * _steps(total, length)


def _refuse_many(quadratic: Collection[Places], dim: int, name: str) -> None:
    count = sum(perm(dim, _classes(places)) for places in quadratic)
    if count > MOST_ENTRIES:
        raise InvalidInput(
            f"population: d = {dim} has {count:.1e} entries for {name}, more than "
            f"{MOST_ENTRIES:.1e}; give a smaller d, or train on --samples"
        )


def _classes(places: Places) -> int:
    return 1 + max(own for _, own in places)


def _numbers(found: Found, dim: int, length: int, moments: Moments) -> Entries:
    """Return those that are not 0 as numbers: moments times a sum over time."""
    numbers: list[tuple[Places, Number]] = []
    for places, total in found.items():
        if _classes(places) <= dim:
            classes, steps = [own for _, own in places], _steps(total, length)
            known = moments(tuple(classes.count(own) for own in range(_classes(places))))
            values = tuple(steps * moment for moment in known)
            if any(values):
                numbers.append((places, values[0] if len(values) == 1 else values))
    return tuple(numbers)


def _steps(total: MomentSum, length: int) -> float:
    """Return the sum over time."""
    ((_, over_time),) = total.real.entries  # one, as all its coordinates are fixed or there is one
    return float(over_time.at(length, lambda m: harmonic(length - 2, m), Fraction))


def _moments(law: TokenLaw, dim: int) -> Moments:
    """Return a function from powers to the moment, for each choice of distinct coordinates.

    Where coordinates are alike there is one, that of the first coordinates. A moment is asked for
    once, in whichever order its coordinates come.
    """

    @cache
    def known(powers: tuple[tuple[int, int], ...]) -> float:
        pattern = Pattern(tuple((str(own), power) for own, power in powers), ())
        pins = {str(own): own for own, _ in powers}
        return double(law.coordinate_sum(pattern, dim, Rationals(), pins))

    @cache
    def moments(powers: tuple[int, ...]) -> tuple[float, ...]:
        first = [tuple(range(len(powers)))]
        choices = first if law.exchangeable else permutations(range(dim), len(powers))
        return tuple(known(tuple(sorted(zip(one, powers, strict=True)))) for one in choices)

    return moments


@cache  # pure: the engine's answers, which hold for every law
def patterns(even: bool) -> tuple[Found, Found]:
    """Return the linear and the quadratic part of L by places, before any law is named.

    Args:
        even: whether to leave out where a coordinate occurs an odd number of times. If a law is
            symmetric that part of L is 0.
    """
    return dict(_linear(even)), dict(_quadratic(even))


def _linear(even: bool) -> Iterator[tuple[Places, MomentSum]]:
    for blocks, names in product(TRIPLES, _coincidences(4, even)):
        side = _entries(blocks, names[1:], names[0])
        total = entry_derivative(_model([side]), AT_ZERO, side)
        if total.entries:
            yield _places((0, *blocks), names), total


def _quadratic(even: bool) -> Iterator[tuple[Places, MomentSum]]:
    for (left, right), names in product(
        combinations_with_replacement(TRIPLES, 2), _coincidences(6, even)
    ):
        if _charge(left) != _charge(right):
            continue  # their product turns with the phases
        places = _places((*left, *right), names)
        mirrored = _mirrored(places)
        if left == right and mirrored < places:
            continue  # it comes with its mirror image
        row = names[0]  # whichever: M does not depend on the output
        sides = _entries(left, names[:3], row), _entries(right, names[3:], row)
        total = prediction_overlap(_model(sides), AT_ZERO, *sides)
        if total.entries:
            yield places, total
            yield mirrored, total


def _coincidences(count: int, even: bool) -> list[str]:
    """Return names for indices, equal where their coordinates are, in every way."""
    return [
        _names(partition)
        for partition in set_partitions(range(count))
        if not even or all(len(part) % 2 == 0 for part in partition)
    ]


def _names(partition: tuple[tuple[int, ...], ...]) -> str:
    names = {place: NAMES[n] for n, part in enumerate(partition) for place in part}
    return "".join(names[place] for place in sorted(names))


def _places(blocks: Sequence[int], names: Sequence[object]) -> Places:
    """Return blocks and classes, classes numbered in the order of their occurrence."""
    numbers = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return tuple((block, numbers[name]) for block, name in zip(blocks, names, strict=True))


def _mirrored(places: Places) -> Places:
    """Return the places with the halves exchanged."""
    blocks, classes = zip(*places[3:], *places[:3], strict=True)
    return _places(blocks, classes)


def _entries(blocks: tuple[int, ...], names: Sequence[str], row: str) -> list[Entry]:
    """Return the entries of PV and KQ that belong to a triple (j, k, l)."""
    v, k, q = (block + 2 for block in blocks)
    return [(f"PV1{v}", row, names[0]), (f"KQ{k}{q}", names[1], names[2])]


def _model(sides: Collection[list[Entry]]) -> Model:
    """Return the model with those terms only that have a derivative in the entries of a side."""
    model, wanted = causal_linear_attention(), [{block for block, *_ in side} for side in sides]
    kept = [one for one in model.prediction if {w.block for w in one.weights} in wanted]
    return replace(model, prediction=tuple(kept))


def _charge(blocks: tuple[int, ...]) -> int:
    """Return the power of a phase common to all coordinates, less that of x_t."""
    v, k, q = blocks
    return k - v - q


def lines(plan: Plan) -> list[str]:
    """Return the terms that sum to L, one a line, as a person reads them; weights are real.

    The letters p, q, … run over distinct coordinates, i over all; where coordinates are not alike
    each choice has a line of its own, coordinates counted from 0. Both orders of a product are one.
    """
    totals: dict[tuple[bool, Places], float] = defaultdict(float)
    for places, alike, value in _terms(plan.linear, plan.dim):
        totals[alike, places] -= value
    for places, alike, value in _terms(plan.quadratic, plan.dim):
        other = _mirrored(places) if alike else places[3:] + places[:3]
        totals[alike, min(places, other)] += value / 2
    ordered = sorted(totals.items(), key=lambda one: (len(one[0][1]), one[0]))
    return [f"{plan.constant:+.6g}", *(_line(*key, value) for key, value in ordered)]


def _terms(entries: Entries, dim: int) -> Iterator[tuple[Places, bool, float]]:
    """Yield places with their number; coordinates stand for classes where they are not alike."""
    for places, number in entries:
        if isinstance(number, float):
            yield places, True, number
            continue
        choices = permutations(range(dim), _classes(places))
        for choice, value in zip(choices, number, strict=True):
            yield tuple((block, choice[own]) for block, own in places), False, value


def _line(alike: bool, places: Places, value: float) -> str:
    blocks = tuple(block for block, _ in places)
    names = [NAMES[own] if alike else str(own) for _, own in places]
    if len(places) == 4:
        entries = _entries(blocks[1:], names[1:], names[0])
    else:
        entries = [*_entries(blocks[:3], names[:3], "i"), *_entries(blocks[3:], names[3:], "i")]
    factors = " ".join(f"{block}[{row},{column}]" for block, row, column in entries)
    distinct = alike and len(set(names)) > 1
    note = f"   ({', '.join(sorted(set(names)))} distinct)" if distinct else ""
    return f"{value:+.6g} {factors}{note}"
