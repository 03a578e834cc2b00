"""What a person assumes of a law's symbols: ``q > 1``, a name, a comparison, a number.

It guides the numbers at which claims are tried, and what sign a formula in one symbol has.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Quantity, quantity
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.surds import Exact, Surd

_ASSUMED = re.compile(r"\s*([A-Za-z]\w{0,30})\s*(<=|>=|!=|<|>)\s*(\S[^<>=!]*)", re.ASCII)
Law = TypeVar("Law")
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Assumed:
    """A symbol compared with a number.

    Attributes:
        name: the symbol.
        sign: ``<``, ``<=``, ``>``, ``>=`` or ``!=``.
        number: the number.
    """

    name: str
    sign: str
    number: Exact

    @property
    def words(self) -> str:
        """The assumption as it is written."""
        return f"{self.name} {self.sign} {self.number}"

    def holds(self, value: Exact) -> bool:
        """Whether it holds of a value."""
        return _COMPARED[self.sign](value, self.number)

    @property
    def low(self) -> Fraction | None:
        """A rational number that the symbol is not below, if one is assumed."""
        return self.number if ">" in self.sign and isinstance(self.number, Fraction) else None

    @property
    def high(self) -> Fraction | None:
        """A rational number that the symbol is not above, if one is assumed."""
        return self.number if "<" in self.sign and isinstance(self.number, Fraction) else None

    def near(self) -> tuple[Fraction, ...]:
        """Return rational numbers of which it holds, on both sides of what is usual."""
        centre = Fraction(float(self.number)).limit_denominator(10**6)
        size = abs(centre)
        steps = (size / 7, 3 * size / 5, (1 + size) / 7, 3 * (1 + size) / 2, 11 * (1 + size) / 3)
        around = (centre + sign * step for step in steps for sign in (1, -1))
        return tuple(value for value in around if self.holds(value))


def assumed(text: str) -> Assumed:
    """Return an assumption from what a person writes.

    Raises:
        InvalidInput: when it is no comparison of a symbol with a number.

    >>> assumed("q > 1").words
    'q > 1'
    """
    found = _ASSUMED.fullmatch(text)
    number = quantity(found[3].strip(), found[1]) if found else None
    if found is None or not isinstance(number, Fraction | Surd):
        raise InvalidInput(
            f"assume {quoted(text)}: not a symbol compared with a number; write q > 1, with one of "
            "<, <=, >, >=, !="
        )
    return Assumed(found[1], found[2], number)


def assuming(law: Law, texts: Iterable[str]) -> Law:
    """Return a law with assumptions about its symbols.

    Raises:
        InvalidInput: when one is no assumption, or about something that is no symbol of the law.
    """
    made = tuple(map(assumed, texts))
    known = names_in(getattr(law, "parameters", {}).values())
    for one in made:
        if one.name not in known or not hasattr(law, "assumed"):
            names = f"it has {', '.join(known)}" if known else "it has none"
            raise InvalidInput(
                f"assume {quoted(one.words)}: {one.name} is no symbol of the law; {names}"
            )
    return replace(law, assumed=made) if made else law  # type: ignore[type-var]  # it has the field


def candidates(
    names: Iterable[str], assumptions: Iterable[Assumed], pool: Sequence[Fraction]
) -> list[tuple[Fraction, ...]]:
    """Return the numbers that are tried for each symbol: of a pool, and near what is assumed."""
    assumptions = tuple(assumptions)
    of_name = {
        name: [one for one in assumptions if one.name == name] for name in dict.fromkeys(names)
    }
    tried = {
        name: (*(value for one in own for value in one.near()), *pool)
        for name, own in of_name.items()
    }
    return [
        tuple(v for v in dict.fromkeys(values) if all(one.holds(v) for one in of_name[name]))
        for name, values in tried.items()
    ]


def left_of(assumptions: Iterable[Assumed], values: Mapping[str, Quantity]) -> tuple[Assumed, ...]:
    """Return what is assumed of symbols that have no number yet.

    Raises:
        InvalidInput: when a number is assumed not to be.
    """
    left = []
    for one in assumptions:
        value = values.get(one.name, one.name)
        if value == one.name:
            left.append(one)
        elif isinstance(value, Fraction | Surd) and not one.holds(value):
            raise InvalidInput(f"{one.name}={value}: it is assumed that {one.words}; leave one out")
    return tuple(left)
