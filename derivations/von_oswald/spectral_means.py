"""Spectral means of a law's process as numbers: what every comparison of layers is made of."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from derivations.von_oswald.gradient_layers import chains, patterns
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.engine.time_sums import TimeSum
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.laws.protocol import seen
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment

Means = tuple[Any, ...]  # E x_t^* A^m x_t / (t−1)^m for m = 0, 1, …; as far as they are known


def spectral_means(setting: Setting, steps: int, times: Sequence[int]) -> list[Means]:
    """Return the means that the error of so many steps needs, at each of these times.

    They are fractions where the moments of the law are, and reals of mpmath otherwise.

    Raises:
        InvalidInput: when a symbol is left.
    """
    known = _moments(setting, steps)
    return [_means(setting, known, 2 * steps, time) for time in times]


def _moments(setting: Setting, steps: int) -> Mapping[Pattern, Any]:
    """Return the moments that the law gives, as numbers."""
    law = setting.law
    wanted = tuple(dict.fromkeys(p.real if law.real else p for p in patterns(steps)))
    field = algebra(PROBLEM, setting, (), wanted, ())
    known: dict[Pattern, Any] = {}
    for pattern in wanted:
        try:
            element = field.field(law.coordinate_sum(pattern, field.dim, field, {}))
        except MissingMoment:
            continue
        found = Formula(element, field)
        if found.symbols:
            raise InvalidInput(f"{found.symbols[0]} has no value; give the law's parameters")
        known[pattern] = found.at({})
    exact = all(isinstance(value, int | Fraction) for value in known.values())
    return known if exact else {pattern: real(value) for pattern, value in known.items()}


def _means(setting: Setting, known: Mapping[Pattern, Any], highest: int, time: int) -> Means:
    found: list[Any] = []
    for power in range(highest + 1):
        entries = seen(setting.law, chains(power)).last_step.entries
        if any(pattern not in known for (_, pattern), _ in entries):
            break
        terms = (known[pattern] * _whole(count, time) for (_, pattern), count in entries)
        found.append(sum(terms, Fraction(0)) / (time - 1) ** power)
    return tuple(found)


def _whole(count: TimeSum, time: int) -> int:
    """Return how many times there are; a number of times has no harmonic numbers."""
    return int(count.at(time, lambda order: 0, Fraction))
