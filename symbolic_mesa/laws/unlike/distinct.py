"""Sums over distinct coordinates, from sums of powers, by Möbius inversion over set partitions."""

from collections.abc import Callable, Iterator
from functools import cache
from math import factorial, prod
from typing import Any

from symbolic_mesa.engine.patterns import set_partitions

Powers = tuple[Any, ...]  # powers, or pairs of them: of a coordinate and of its conjugate


@cache  # a pure function of a few integers
def inversion(powers: Powers) -> tuple[tuple[int, Powers], ...]:
    """Return a sum of monomials over distinct coordinates as products of sums of powers.

    Each term is a number and the powers of its factors: Σ_partitions Π_parts
    (−1)^(|part| − 1) (|part| − 1)! p_{Σ part}.

    >>> inversion((4, 2))
    ((-1, (6,)), (1, (4, 2)))
    """
    return tuple(_terms(powers))


def _terms(powers: Powers) -> Iterator[tuple[int, Powers]]:
    for partition in set_partitions(tuple(range(len(powers)))):
        sign = prod((-1) ** (len(part) - 1) * factorial(len(part) - 1) for part in partition)
        yield sign, tuple(_sum([powers[k] for k in part]) for part in partition)


def _sum(powers: list[Any]) -> Any:
    """Return the sum of powers, or of pairs of powers."""
    if not isinstance(powers[0], tuple):
        return sum(powers)
    return tuple(map(sum, zip(*powers, strict=True)))


def distinct_sum(powers: Powers, power_sum: Callable[[Any], Any]) -> Any:
    """Return Σ Π x_k^power over distinct coordinates k.

    Args:
        powers: one for each coordinate that is summed over.
        power_sum: Σ x_k^n over the coordinates that there are, by n.

    >>> distinct_sum((2, 2), lambda n: 3**n + 2**n)  # 3² 2² + 2² 3²
    72
    """
    return sum(sign * prod(map(power_sum, found)) for sign, found in inversion(powers))
