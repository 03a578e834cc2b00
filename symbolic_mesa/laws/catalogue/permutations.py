"""Given values in a random order: a family for each number of them, made from a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import perm

from symbolic_mesa.laws.catalogue.conditions import nonzero
from symbolic_mesa.laws.catalogue.family import Family, Maker, Powers
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Quantity, quantity

NAME = "permutation"
MOST_VALUES = 100


@dataclass(frozen=True, slots=True)
class _Distinct:
    """E Π x_i^k of distinct coordinates, by sums of powers of the values that are not 0.

    Attributes:
        count: the number of values.
        kept: of those that are not 0.
        without: whether it is the moment where another coordinate is not 0.
    """

    count: int
    kept: int
    without: bool = False

    def __call__(self, powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
        """Return the sum over distinct values, over the number of choices."""
        if self.without:
            powers = (*powers, 0)
        if not powers:
            return 1
        given = [values[f"value_{i}"] for i in range(1, self.kept + 1)]
        return _over_distinct(powers, given) / perm(self.count, len(powers))


def _over_distinct(powers: Powers, values: list[Element]) -> Element:
    """Return Σ Π v_i^k over distinct i: that over all, less where one is among the others."""
    first, *others = powers
    total: Element = 0
    for value in values:
        total = total + value**first
    if not others:
        return total
    total = total * _over_distinct(tuple(others), values)
    for j, power in enumerate(others):
        merged = (*others[:j], power + first, *others[j + 1 :])
        total = total - _over_distinct(merged, values)
    return total


def permutation(values: str) -> tuple[Family, dict[str, Quantity]]:
    """Return the family of as many values, and those that are not 0 as parameters.

    Args:
        values: text such as ``"0,1,q"``. What is no number is not 0.

    Raises:
        InvalidInput: when it is no such text, or every value is 0.

    >>> permutation("0,1,q")[1]
    {'value_1': Fraction(1, 1), 'value_2': 'q'}
    """
    items = values.split(",")
    if len(items) > MOST_VALUES:
        raise InvalidInput(f"values: {len(items)} of them; give at most {MOST_VALUES}")
    read = [quantity(item, f"value {i} of {NAME}") for i, item in enumerate(items, 1)]
    kept = [value for value in read if value != 0]
    if not kept:
        raise InvalidInput("values: every value is 0; give one that is not")
    names = [f"value_{i}" for i in range(1, len(kept) + 1)]
    alike = len(set(read)) == 1
    return _family(names, len(items), alike), dict(zip(names, kept, strict=True))


def _family(names: list[str], count: int, constant: bool) -> Family:
    zeros = count - len(names)
    beside = f" and {zeros} times 0" if zeros else ""
    return Family(
        NAME,
        f"value_1..value_{len(names)}{beside}, in each order with the same probability",
        tuple(map(nonzero, names)),
        _Distinct(count, len(names)),
        symmetric=False,
        independent=False,
        nonzero=_Distinct(count, len(names), without=True) if zeros else None,
        dim=count,
        constant=constant,
    )


MAKERS = by_name(
    Maker(
        NAME,
        "given values in each order with the same probability; there are d of them",
        "values",
        "the values, with commas",
        permutation,
    ),
)
"""The law of given values in a random order."""
