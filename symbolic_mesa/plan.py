"""The population loss for any weights in all six blocks, as a plan: plain data for a numerical run.

L = c − Σ_i c_i · W_i + ½ Σ_i W_i · M W_i with W_i[j,k,l] = PV[i,j] KQ[k,l], where j, k, l run over
the 2d entries of e_t = (x_t, x_{t−1}). An entry of M, or of c_i, depends only on the blocks of its
indices and on which coordinates coincide: one number for each such pattern, a moment of x_1 times
a sum over time. The engine computes them; what is run with them is no independent witness of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product

from symbolic_mesa.algebra import real
from symbolic_mesa.assumptions import Rationals, Setting
from symbolic_mesa.engine.expectation import Manifold, MomentSum
from symbolic_mesa.engine.patterns import set_partitions
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.harmonics import harmonic_number
from symbolic_mesa.loss import Entry, entry_derivative, population_loss, prediction_overlap
from symbolic_mesa.model import causal_linear_attention

AT_ZERO = Manifold(())
NAMES = "pqrstu"  # distinct coordinates
Places = tuple[tuple[int, int], ...]  # for each index its block (0: x_t, 1: x_{t-1}) and its class


@dataclass(frozen=True, slots=True)
class Plan:
    """The loss as numbers by index pattern.

    Attributes:
        dim: d.
        constant: the loss of the prediction 0.
        linear: pairs of the places of (i, j, k, l) and the coefficient of PV[i,j] KQ[k,l] in −L;
            the output i has block 0.
        quadratic: pairs of the places of (j, k, l, j', k', l') and the entry of M.
    """

    dim: int
    constant: float
    linear: tuple[tuple[Places, float], ...]
    quadratic: tuple[tuple[Places, float], ...]


def plan(setting: Setting) -> Plan:
    """Return the plan of a law without symbols, at a given d and T.

    Raises:
        InvalidInput: when d, T or a parameter is not given, or coordinates are not alike.
        MissingMoment: when the law gives too few moments.
    """
    if setting.dim is None or setting.length is None:
        raise InvalidInput("population: d or T is not given; give --dim and --length")
    if not setting.law.exchangeable:
        raise InvalidInput(
            "population: coordinates are not alike; --symmetrize data, or train on --samples"
        )
    linear, quadratic = patterns()
    constant = population_loss(causal_linear_attention(), AT_ZERO)
    return Plan(
        setting.dim,
        _number(constant, setting),
        _numbers(linear, setting, -1),
        _numbers(quadratic, setting, 1),
    )


def _numbers(
    found: Mapping[Places, MomentSum], setting: Setting, sign: int
) -> tuple[tuple[Places, float], ...]:
    classes = {places: len({own for _, own in places}) for places in found}
    numbers = (
        (places, sign * _number(total, setting))
        for places, total in found.items()
        if classes[places] <= (setting.dim or 0)
    )
    return tuple((places, value) for places, value in numbers if value)


def _number(total: MomentSum, setting: Setting) -> float:
    """Return a sum over moments as a number: exact but for harmonic numbers of long sequences."""
    length = setting.length or 0
    value = 0.0
    for (_, pattern), over_time in total.entries:
        steps = over_time.at(length, lambda m: _rational(harmonic_number(length - 2, m)), _same)
        moment = setting.law.coordinate_sum(pattern, setting.dim, Rationals())
        value += float(moment * steps)
    return value


def _rational(number: object) -> Fraction:
    return number if isinstance(number, Fraction) else Fraction(str(real(number)))


def _same(value: Fraction) -> Fraction:
    return value


@cache  # pure: the engine's answers, which hold for every law
def patterns() -> tuple[Mapping[Places, MomentSum], Mapping[Places, MomentSum]]:
    """Return the linear and the quadratic part of L by places, before any law is named."""
    model, triples = causal_linear_attention(), list(product((0, 1), repeat=3))
    linear: dict[Places, MomentSum] = {}
    for blocks, partition in product(triples, set_partitions(range(4))):
        names = _names(partition)
        total = entry_derivative(model, AT_ZERO, _entries(blocks, names[1:], names[0]))
        if total.entries:
            linear[_places((0, *blocks), names)] = total
    quadratic: dict[Places, MomentSum] = {}
    for (left, right), partition in product(
        combinations_with_replacement(triples, 2), set_partitions(range(6))
    ):
        if _charge(left) != _charge(right):
            continue  # their product turns with the phases
        names = _names(partition)
        row = names[0]  # whichever: M does not depend on the output
        sides = _entries(left, names[:3], row), _entries(right, names[3:], row)
        total = prediction_overlap(model, AT_ZERO, *sides)
        if total.entries:
            quadratic[_places((*left, *right), names)] = total
            quadratic[_places((*right, *left), names[3:] + names[:3])] = total
    return linear, quadratic


def _names(partition: tuple[tuple[int, ...], ...]) -> str:
    names = {place: NAMES[n] for n, part in enumerate(partition) for place in part}
    return "".join(names[place] for place in sorted(names))


def _places(blocks: tuple[int, ...], names: str) -> Places:
    """Return blocks and classes, classes numbered in the order of their occurrence."""
    numbers = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return tuple((block, numbers[name]) for block, name in zip(blocks, names, strict=True))


def _entries(blocks: tuple[int, ...], names: str, row: str) -> list[Entry]:
    """Return the entries of PV and KQ that belong to a triple (j, k, l)."""
    v, k, q = (block + 2 for block in blocks)
    return [(f"PV1{v}", row, names[0]), (f"KQ{k}{q}", names[1], names[2])]


def _charge(blocks: tuple[int, ...]) -> int:
    """Return the power of a phase common to all coordinates, less that of x_t."""
    v, k, q = blocks
    return k - v - q
