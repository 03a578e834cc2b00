"""The keys of a claim's parts as words: moments by their patterns, products by their factors."""

from collections.abc import Hashable

from symbolic_mesa.engine.patterns import Pattern


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
    """
    held = [(index, power) for index, power in pattern.pinned]
    free = list(zip("rsuvwxyz", pattern.free, strict=False))
    factors = " ".join(f"x_{i}^{p}" if p > 1 else f"x_{i}" for i, p in (*held, *free) if p)
    if not free:
        return f"E[{factors}]"
    over = ("distinct " if len(free) > 1 else "") + ", ".join(index for index, _ in free)
    others = " != " + ", ".join(index for index, _ in held) if held else ""
    return f"sum over {over}{others} of E[{factors}]"
