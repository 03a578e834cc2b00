"""Laws without symbols of which a claim must hold, for a law that may have symbols."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from symbolic_mesa import laws
from symbolic_mesa.assumptions import MOMENTS, Rationals, TokenLaw
from symbolic_mesa.errors import InvalidInput, MissingMoment
from symbolic_mesa.laws.families import FamilyLaw

POOL = tuple(
    Fraction(value) for value in ("3/2", "1/3", "9", "15", "1", "3", "2", "105", "1/2", "1/10")
)  # rational points for symbols; 1, 3, 15 and 105 are the even moments of N(0, 1)
STATED_POINTS = 2
MOST_TRIED = 2000


@dataclass(frozen=True)
class Case:
    """A law without symbols, and what the symbols of the claim are there.

    Attributes:
        law: the law.
        values: numbers for the claim's symbols; None when they are the law's own moments.
        words: the case in words.
    """

    law: TokenLaw
    values: Mapping[str, Fraction] | None
    words: str


def cases(law: TokenLaw) -> list[Case]:
    """Return the laws at which a claim about `law` is checked."""
    symbols = sorted({s for pattern in MOMENTS.values() for s in law.symbols(pattern)})
    if not symbols:
        return [Case(law, {}, "")]
    if law.name == "generic":
        concrete = (laws.gaussian(1), laws.bernoulli_gaussian("1/3", 2), laws.sphere(2))
        return [Case(one, None, _described(one)) for one in concrete]
    found: list[Case] = []
    for numbers in islice(product(POOL, repeat=len(symbols)), MOST_TRIED):
        values = dict(zip(symbols, numbers, strict=True))
        if not _differs(values, found) or not _exists(law, values):
            continue
        words = " and ".join(f"{name} = {number}" for name, number in values.items())
        found.append(Case(law.at(values), values, words))
        if len(found) == STATED_POINTS:
            break
    return found


def _differs(values: Mapping[str, Fraction], found: list[Case]) -> bool:
    """Whether every symbol has a value that it has in no case yet."""
    taken = [case.values or {} for case in found]
    return all(other.get(name) != number for other in taken for name, number in values.items())


def _exists(law: TokenLaw, values: Mapping[str, Fraction]) -> bool:
    """Whether there is such a law, with all the moments of the family."""
    try:
        concrete = law.at(values)
        if isinstance(law, FamilyLaw):
            for pattern in MOMENTS.values():
                concrete.coordinate_sum(pattern, 2, Rationals())
    except (InvalidInput, MissingMoment):
        return False
    return True


def _described(law: TokenLaw) -> str:
    given = ", ".join(f"{name}={value}" for name, value in law.parameters.items())
    return f"{law.name}({given})"
