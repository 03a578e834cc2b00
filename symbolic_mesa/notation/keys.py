"""The keys of a claim's parts as words: moments by their patterns, products by their factors."""

from collections.abc import Hashable
from typing import Protocol, runtime_checkable

from symbolic_mesa.engine.patterns import Pattern


@runtime_checkable
class Headed(Protocol):
    """The key of one of several quantities that are said of one thing."""

    @property
    def heading(self) -> str:
        """What they are said of."""

    @property
    def name(self) -> str:
        """The quantity."""


def part_words(key: Hashable) -> str:
    """Return what a part of a claim is called.

    >>> part_words(Pattern((("j", 3),), (1,))), part_words("a"), part_words(("A", "B"))
    ('sum over r != j of E[x_j^3 x_r]', 'a', 'A B')
    """
    if isinstance(key, Pattern):
        return moment_words(key)
    return " ".join(key) if type(key) is tuple else str(key)


def moment_words(pattern: Pattern) -> str:
    """Return the moment of a pattern in mathematical words.

    >>> moment_words(Pattern((("j", 2),), (4,)))
    'sum over r != j of E[x_j^2 x_r^4]'
    >>> moment_words(Pattern((("j", 1), ("l", 3)), (), (0, 2)))
    'Re E[x_j conj(x_l) |x_l|^2]'
    """
    held = [index for index, _ in pattern.pinned]
    free = list("rsuvwxyz"[: len(pattern.free)])
    if pattern.barred:
        mean = _complex_mean([*zip((*held, *free), pattern.pairs, strict=True)])
    else:
        every = zip((*held, *free), pattern.every, strict=True)
        mean = f"E[{' '.join(_power(f'x_{index}', power) for index, power in every if power)}]"
    if not free:
        return mean
    over = ("distinct " if len(free) > 1 else "") + ", ".join(free)
    others = " != " + ", ".join(held) if held else ""
    return f"sum over {over}{others} of {mean}"


def _complex_mean(factors: list[tuple[str, tuple[int, int]]]) -> str:
    """Return a moment of complex tokens: moduli as such, and what is left beside them."""
    both = [(index, min(pair)) for index, pair in factors]
    left = [(index, p - min(p, q), q - min(p, q)) for index, (p, q) in factors]
    turning = [_power(f"x_{index}", p) for index, p, _ in left if p]
    turning += [_power(f"conj(x_{index})", q) for index, _, q in left if q]
    moduli = [f"|x_{index}|^{2 * n}" for index, n in both if n]
    return f"{'Re ' if turning else ''}E[{' '.join([*turning, *moduli])}]"


def _power(base: str, power: int) -> str:
    return f"{base}^{power}" if power > 1 else base
