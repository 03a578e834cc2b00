"""A law in one line, as Python shows it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.quoting import shortened

MOST = 4  # parameters that are listed


class Shown(Protocol):
    """What is shown of a law."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """Its parameters."""


def law_line(law: Shown) -> str:
    """Return a law's name with its parameters.

    >>> from symbolic_mesa import laws
    >>> laws.two_point("1/3"), laws.gaussian_vector("diag")
    (two-point(p=1/3, scale), diagonal-gaussian)
    """
    given = law.parameters
    if len(given) > MOST:
        return f"{law.name}({len(given)} parameters)"
    listed = (key if key == value else f"{key}={value}" for key, value in given.items())
    return f"{law.name}({shortened(', '.join(listed))})" if given else law.name


def tokens_line(name: str, tokens: Sequence[Any], dim: int) -> str:
    """Return a law on a number of tokens.

    >>> from symbolic_mesa import laws
    >>> laws.samples([[1, 2], [3, 4]]), laws.joint([((1, "i"), 1)])
    (data(2 tokens, d=2), joint(1 tokens, d=2))
    """
    return f"{name}({len(tokens)} tokens, d={dim})"
