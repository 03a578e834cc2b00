"""Moments of Wishart matrices beside those that are listed: their powers name them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from derivations.entry import Entry
from derivations.regression.powers import MOST, listed, powers_of
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from symbolic_mesa.record import Derivation


@dataclass(frozen=True, slots=True)
class OfPowers:
    """What derives the moments that are listed, and others.

    Attributes:
        others: powers, one a trace, of each of the others.
    """

    others: tuple[tuple[int, ...], ...]

    def __call__(self, setting: Setting) -> "Derivation":
        """Return the derivation; it loads SymPy."""
        from derivations.regression.wishart import moments

        return moments(setting, (*listed(), *self.others))


def further(entry: Entry, id: str) -> Entry | None:
    """Return the entry with one more moment, if an id is that of one.

    Raises:
        InvalidInput: when it has too many letters.
    """
    powers = powers_of(id)
    if powers is None:
        return None
    if sum(powers) > MOST:
        raise InvalidInput(f"{id}: its powers add up to {sum(powers)}; give at most {MOST}")
    known = entry.deriver.others if isinstance(entry.deriver, OfPowers) else ()
    return replace(entry, results=(*entry.results, id), deriver=OfPowers((*known, powers)))
