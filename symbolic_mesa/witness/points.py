"""Numbers for the symbols of a formula, at which two of its forms are compared."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from random import Random

from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.trials import trial_values
from symbolic_mesa.models.problem import Problem

MOST_POINTS = 200
OF_LAW = 3  # different numbers for a symbol of the law
SIZES = {"d": 1, "T_test": 2}  # whole numbers, each with its smallest, besides T
TENS = (0, 0, 0, 1, 3, 6)  # most sizes are small
SIGNED = ("a", "b", "a_0", "b_0")  # scales may be negative
NEAR_ONE = ("epsilon",)  # also a little above 1
SPREAD = 6  # numbers are from 4^-6 to 4^2 in size: a root or a logarithm may need small ones


def points(
    names: Iterable[str], law: TokenLaw, problem: Problem
) -> Iterator[Mapping[str, Fraction]]:
    """Yield numbers for symbols, of many sizes, in the law's domain; the same in every run.

    Args:
        names: the symbols.
        law: the law whose parameters are among them.
        problem: names moments, and has a shortest length.
    """
    draw = Random(1)  # noqa: S311  # nothing here is secret
    ordered, sizes = sorted(names), {**SIZES, "T": problem.shortest_length}
    of_law = [trial_values(law, ordered, shift, problem.moments) for shift in range(OF_LAW)]
    for k in range(MOST_POINTS):
        yield {name: _number(name, draw, sizes) for name in ordered} | of_law[k % OF_LAW]


def _number(name: str, draw: Random, sizes: Mapping[str, int]) -> Fraction:
    if name in sizes:
        return Fraction(draw.randint(sizes[name], 9) * 10 ** draw.choice(TENS))
    size = Fraction(draw.randint(101, 400), 100) * Fraction(4) ** draw.randint(-SPREAD, 1)
    if name in NEAR_ONE and draw.random() < 1 / 2:
        return 1 + size
    return -size if name in SIGNED and draw.random() < 1 / 4 else size
