"""The laws that have a name, with what can be given to each, for people."""

from typing import NamedTuple

from symbolic_mesa.laws.catalogue import COMPOUNDS, FAMILIES, MAKERS, Family
from symbolic_mesa.laws.catalogue.affine import options
from symbolic_mesa.laws.catalogue.affine_moments import MEAN, VARIANCE
from symbolic_mesa.laws.catalogue.compounds import Compound
from symbolic_mesa.laws.moment_laws import exchangeable, generic


class Listed(NamedTuple):
    """A law: its name, what its parameters must satisfy, what else can be given, its words."""

    name: str
    needed: tuple[str, ...]
    more: tuple[str, ...]
    phrase: str

    @property
    def line(self) -> str:
        """The law in a line.

        >>> listed()[0].line
        'gaussian: i.i.d. coordinates N(0, sigma^2); sigma > 0; also mean, variance'
        """
        also = ("also " + ", ".join(self.more),) if self.more else ()
        return f"{self.name}: " + "; ".join((self.phrase, *self.needed, *also))

    @property
    def row(self) -> str:
        """The law as a row of a table in Markdown."""
        cells = (f"`{self.name}`", ", ".join(self.needed), ", ".join(self.more), self.phrase)
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def listed() -> tuple[Listed, ...]:
    """Return every law that has a name."""
    made = (
        Listed(maker.name, (f"{maker.parameter}: {maker.words}",), maker.options, maker.phrase)
        for maker in MAKERS.values()
    )
    compound = (
        Listed(row.name, (*row.needed, _argument(row)), (MEAN, VARIANCE), row.phrase)
        for row in COMPOUNDS.values()
    )
    symbolic = (Listed(law.name, (), (), law.phrase) for law in (generic(), exchangeable()))
    return (*map(_of_family, FAMILIES.values()), *made, *compound, *symbolic)


def _of_family(family: Family) -> Listed:
    return Listed(family.name, family.needed, options(family), family.phrase)


def _argument(row: Compound) -> str:
    return f"{row.argument}: a law" + (f", else {row.default}" if row.default else "")
