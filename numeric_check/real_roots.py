"""How many real roots a polynomial has, in rationals (Sturm's theorem)."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise


def count_real_roots(polynomial: Sequence[Fraction]) -> int:
    """Return the number of different real roots of a polynomial that is not 0.

    Args:
        polynomial: its coefficients, the constant first.

    >>> count_real_roots([Fraction(c) for c in (0, -1, 0, 1)]), count_real_roots([Fraction(1)])
    (3, 0)
    """
    chain = [_trimmed(polynomial)]
    chain.append(_trimmed([k * value for k, value in enumerate(chain[0])][1:]))
    while chain[-1]:
        chain.append([-value for value in _remainder(chain[-2], chain[-1])])
    above = [one[-1] for one in chain[:-1]]  # their signs far to the right
    below = [-one[-1] if len(one) % 2 == 0 else one[-1] for one in chain[:-1]]
    return _changes(below) - _changes(above)


def _changes(signs: list[Fraction]) -> int:
    return sum((one > 0) != (other > 0) for one, other in pairwise(signs))


def _remainder(left: list[Fraction], right: list[Fraction]) -> list[Fraction]:
    rest = list(left)
    while len(rest) >= len(right):
        factor, shift = rest[-1] / right[-1], len(rest) - len(right)
        rest = _trimmed(
            [c - factor * right[k - shift] if k >= shift else c for k, c in enumerate(rest)][:-1]
        )
    return rest


def _trimmed(values: Sequence[Fraction]) -> list[Fraction]:
    found = list(values)
    while found and not found[-1]:
        found.pop()
    return found
