"""Laws given by their moments alone: numbers, named symbols, or all symbols (`generic`)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.assumptions import Assumed, left_of
from symbolic_mesa.laws.complex_moments import BAR, ComplexMomentLaw, complex_moments
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.lines import law_line
from symbolic_mesa.laws.moment_texts import (
    Powers,
    Value,
    key_of,
    listed,
    powers_of,
    value_of,
)
from symbolic_mesa.laws.parameters import names_in, radicands_in, value_at, value_in
from symbolic_mesa.laws.protocol import NO_PINS, Ring, exchangeable_sum, moment_symbol
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.quoting import printable, quoted
from symbolic_mesa.text.sized_files import read_text
from symbolic_mesa.text.surds import Exact

ONE = Fraction(1)
LARGEST_FILE = 10**6  # bytes


def moment_words(powers: Powers) -> str:
    """Return the moment in mathematical words.

    >>> moment_words((4, 2))
    'E[x_j^4 x_r^2]'
    """
    indices = "jr" if len(powers) <= 2 else [f"i{k}" for k in range(1, len(powers) + 1)]
    factors = [f"x_{i}" + (f"^{p}" if p > 1 else "") for i, p in zip(indices, powers, strict=False)]
    return f"E[{' '.join(factors)}]"


@dataclass(frozen=True, repr=False)
class MomentLaw:
    """An exchangeable law known by a table of moments of distinct coordinates.

    Attributes:
        table: pairs (powers, value); None means that every moment is its own symbol.
        symmetric: whether moments with an odd power vanish.
        independent: whether mixed moments are the products of single ones.
        stated: conditions beyond that the symbols are the moments of some law.
        assumed: what is assumed of its symbols.
    """

    table: tuple[tuple[Powers, Value], ...] | None
    symmetric: bool
    independent: bool
    name: str = "moments"
    stated: tuple[str, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    dim: None = None
    constants: tuple[ConstantOf, ...] = ()
    real: bool = True
    exchangeable: bool = True
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return law_line(self)

    @property
    def phrase(self) -> str:
        """The law in words."""
        kind = "i.i.d. coordinates" if self.independent else "exchangeable coordinates"
        sign = ", symmetric under signs" if self.symmetric else ""
        known = "every moment a symbol" if self.table is None else "moments as given"
        if self.table is not None and not self.independent:
            known += " (existence of a joint law not decided)"
        return f"{kind}{sign}; {known}"

    @property
    def parameters(self) -> Mapping[str, Value]:
        """The moments that were given."""
        return {key_of(powers): value for powers, value in self.table or ()}

    @property
    def conditions(self) -> tuple[str, ...]:
        """What any law's moments satisfy, said of those that are symbols here, and what is open."""
        if self.table is None or names_in(self.parameters.values()):
            assumed = (one.words for one in self.assumed)
            words = "the symbols are the moments of some law, with E x_j^4 > 0"
            return (words, *self.stated, *assumed)
        return self.stated

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """What the square roots among the moments are of."""
        return radicands_in(self.parameters.values())

    def refuse_dimension(self, dim: int) -> None:
        """Refuse a dimension in which no law has these joint moments.

        Raises:
            InvalidInput: where the square of a symmetric sum would have a negative expectation.
        """
        if not self.independent and self.table is not None:
            from symbolic_mesa.laws.stated_moments import refuse_size

            refuse_size(dict(self.table), self.symmetric, dim)

    def at(self, values: Mapping[str, Exact]) -> "MomentLaw":
        """Return the law with symbols in its table, and d, replaced by numbers."""
        known = {key_of(powers): value_at(value, values) for powers, value in self.table or ()}
        if known == self.parameters:
            return self
        law = _of(known, self.symmetric)
        return replace(law, assumed=left_of(self.assumed, values))

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbols that the pattern's moment is written in."""
        if self._vanishes(pattern.powers):
            return ()
        if self.table is None:
            return (moment_symbol(pattern.powers),) if pattern.powers else ()
        known = dict(self.table)
        keys = [(power,) for power in pattern.powers] if self.independent else [pattern.powers]
        return names_in(known[key] for key in keys if key in known)

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the pattern's moment times the number of choices of free coordinates.

        Raises:
            MissingMoment: when the table does not give the moment.
        """
        return exchangeable_sum(pattern, dim, lambda: self._moment(pattern.powers, dim, ring))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Refuse: moments do not say whether a coordinate can be 0.

        Raises:
            MissingMoment: always.
        """
        raise MissingMoment(
            "P(x_j != 0)", "moments do not tell it; name a law, or give --support or --data"
        )

    def _vanishes(self, powers: Powers) -> bool:
        return self.symmetric and any(power % 2 for power in powers)

    def _moment(self, powers: Powers, dim: Element, ring: Ring) -> Element:
        if self._vanishes(powers) or not powers:
            return ring.number(Fraction(not powers))
        if self.table is None:
            return ring.symbol(moment_symbol(powers))
        if not self.independent:
            return self._given(powers, dim, ring)
        if any(dict(self.table).get((power,)) == 0 for power in powers):
            return ring.number(Fraction(0))  # whatever the other factors are
        factors = (self._given((power,), dim, ring) for power in powers)
        return prod(factors, start=ring.number(ONE))

    def _given(self, powers: Powers, dim: Element, ring: Ring) -> Element:
        value = dict(self.table or ()).get(powers)
        if value is None:
            raise MissingMoment(moment_words(powers), f"give it, as in {key_of(powers)}=1")
        return value_in(ring, value, dim)


def generic() -> MomentLaw:
    """Exchangeable, symmetric under signs of coordinates, its moments symbols."""
    return MomentLaw(None, symmetric=True, independent=False, name="generic")


def exchangeable() -> MomentLaw:
    """Exchangeable, its moments symbols, the odd ones too."""
    return MomentLaw(None, symmetric=False, independent=False, name="exchangeable")


def moments(
    given: str | Mapping[str, Any], symmetric: bool = False
) -> MomentLaw | ComplexMomentLaw:
    """Return the law with these moments.

    Args:
        given: text such as ``"m2=1,m4=3,m6=q,symmetric"``, or a mapping. Keys are ``m4`` for
            E x_j^4 and ``"2,4"`` for E[x_j^2 x_r^4]; those of complex tokens have a bar, see
            `complex_moments`. Values are exact numbers, new symbols, or
            expressions such as ``3*q^2``. With
            no mixed key the coordinates are i.i.d.; with one, mixed moments that are not given are
            missing.
        symmetric: whether moments with an odd power vanish; otherwise those not given are missing.

    Raises:
        InvalidInput: for a key or value of another form, or moments that no law has.

    >>> moments("m2=1,m4=3,m6=15").parameters
    {'m2': Fraction(1, 1), 'm4': Fraction(3, 1), 'm6': Fraction(15, 1)}
    """
    if isinstance(given, str):
        given, said = listed(given)
        symmetric = symmetric or said
    if any(BAR in str(key) for key in given):
        if symmetric:
            raise InvalidInput("moments: symmetric is said of real tokens; leave it out")
        return complex_moments(given)
    return _of(given, symmetric)


def _of(given: Mapping[str, Any], symmetric: bool) -> MomentLaw:
    """Return the law of real tokens with these moments."""
    table: dict[Powers, Value] = {}
    for key, value in given.items():
        powers = powers_of(key)
        if powers in table:
            raise InvalidInput(f"moments: {quoted(str(key))} is given twice; give it once")
        table[powers] = value_of(powers, value)
    if not table:
        raise InvalidInput("moments: none is given; write for example m2=1,m4=3,m6=15")
    independent = all(len(powers) == 1 for powers in table)
    from symbolic_mesa.laws.stated_moments import conditions_of  # heavy, and for few laws

    stated = conditions_of(table, symmetric, independent)
    return MomentLaw(tuple(sorted(table.items())), symmetric, independent, stated=stated)


def moments_from_file(path: str | Path) -> MomentLaw | ComplexMomentLaw:
    """Return the law of a TOML file with the keys of `moments`, and ``symmetric = true``.

    Raises:
        InvalidInput: when the file cannot be read, is no TOML, or its moments are refused.
    """
    import tomllib  # for files only

    name = printable(path)
    text = read_text(path, LARGEST_FILE, "give a file of moments; see docs/laws.md")
    try:
        content = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise InvalidInput(f"{name}: not a TOML file ({reason}); see docs/laws.md") from None
    symmetric = content.pop("symmetric", False)
    if not isinstance(symmetric, bool):
        raise InvalidInput(f"{name}: symmetric={quoted(str(symmetric))}; write true or false")
    for key, value in content.items():
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise InvalidInput(
                f"{name}: {quoted(key)} must be a number or a name in quotes, at the top level"
            )
    return moments(content, symmetric)
