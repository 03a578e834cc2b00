"""Laws of complex tokens given by their moments: real numbers, by pairs of powers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.lines import law_line
from symbolic_mesa.laws.parameters import names_in, radicands_in, value_at, value_in
from symbolic_mesa.laws.protocol import NO_PINS, Ring, exchangeable_sum
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.expressions import Quantity, quantity
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.surds import Exact, Surd

Pairs = tuple[tuple[int, int], ...]  # how often distinct coordinates occur, and their conjugates

BAR = "|"
HIGHEST, MOST = 12, 4  # of all powers together; coordinates
_PAIR = re.compile(r"\s*(\d{1,2})\s*\|\s*(\d{1,2})\s*", re.ASCII)


@dataclass(frozen=True, repr=False)
class ComplexMomentLaw:
    """An exchangeable law of complex tokens, known by a table of moments, all of them real.

    Attributes:
        table: pairs of powers and values.
    """

    table: tuple[tuple[Pairs, Quantity], ...]
    name: str = "complex-moments"
    dim: None = None
    constants: tuple[ConstantOf, ...] = ()
    real: bool = False
    exchangeable: bool = True
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return law_line(self)

    @property
    def independent(self) -> bool:
        """Whether no mixed moment is given: coordinates are i.i.d. then."""
        return all(len(pairs) == 1 for pairs, _ in self.table)

    @property
    def symmetric(self) -> bool:
        """Whether a coordinate may change its sign: moments do not say so."""
        return False

    @property
    def phrase(self) -> str:
        """The law in words."""
        kind = "i.i.d." if self.independent else "exchangeable"
        return f"{kind} complex coordinates; moments as given (existence of a law not decided)"

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """The moments that were given."""
        return {key_of(pairs): value for pairs, value in self.table}

    @property
    def conditions(self) -> tuple[str, ...]:
        """What its symbols are."""
        if not names_in(self.parameters.values()):
            return ()
        return ("the symbols are the moments of some law, with E |x_j|^4 > 0",)

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """What the square roots among the moments are of."""
        return radicands_in(self.parameters.values())

    def at(self, values: Mapping[str, Exact]) -> "ComplexMomentLaw":
        """Return the law with symbols in its table, and d, replaced by numbers."""
        known = {key_of(pairs): value_at(value, values) for pairs, value in self.table}
        return self if known == self.parameters else complex_moments(known)

    def refuse_dimension(self, dim: int) -> None:
        """Refuse nothing: existence is not decided."""

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbols that the pattern's moment is written in."""
        known = dict(self.table)
        return names_in(known[key] for key in self._keys(pattern) if key in known)

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the pattern's moment times the number of choices of free coordinates.

        Raises:
            MissingMoment: when the table does not give the moment.
        """
        return exchangeable_sum(pattern, dim, lambda: self._moment(pattern, dim, ring))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Refuse: moments do not say whether a coordinate can be 0.

        Raises:
            MissingMoment: always.
        """
        raise MissingMoment("P(x_j != 0)", "moments do not tell it; name a law")

    def _keys(self, pattern: Pattern) -> list[Pairs]:
        """Return what moments a pattern's is made of: it is that of the conjugate, too."""
        pairs = [pair for pair in pattern.pairs if any(pair)]
        if self.independent:
            return [canonical((pair,)) for pair in pairs]
        return [canonical(tuple(pairs))] if pairs else []

    def _moment(self, pattern: Pattern, dim: Element, ring: Ring) -> Element:
        known = dict(self.table)
        keys = self._keys(pattern)
        if any(known.get(key) == 0 for key in keys):
            return ring.number(Fraction(0))
        for key in keys:
            if key not in known:
                raise MissingMoment(words(key), f'give it, as in "{key_of(key)}=1"')
        factors = (value_in(ring, known[key], dim) for key in keys)
        return prod(factors, start=ring.number(Fraction(1)))


def canonical(pairs: Pairs) -> Pairs:
    """Return pairs in order; a moment that is real is that of its conjugate.

    >>> canonical(((0, 1), (2, 1)))
    ((2, 1), (0, 1))
    """
    ordered = tuple(sorted(pairs, reverse=True))
    return max(ordered, tuple(sorted(((q, p) for p, q in pairs), reverse=True)))


def key_of(pairs: Pairs) -> str:
    """Return the key of a moment, such as ``1|0,1|2`` for E[x_j x_l x̄_l²]."""
    return ",".join(f"{p}{BAR}{q}" for p, q in pairs)


def words(pairs: Pairs) -> str:
    """Return a moment in mathematical words.

    >>> words(((2, 2), (1, 0)))
    'E[x_i1^2 conj(x_i1)^2 x_i2]'
    """
    factors = [
        f"{base}^{power}" if power > 1 else base
        for k, pair in enumerate(pairs, start=1)
        for base, power in zip((f"x_i{k}", f"conj(x_i{k})"), pair, strict=True)
        if power
    ]
    return f"E[{' '.join(factors)}]"


def complex_moments(given: Mapping[str, object]) -> ComplexMomentLaw:
    """Return the law of complex tokens with these moments.

    Args:
        given: keys are ``2|2`` for E x_j² x̄_j² and ``1|0,1|2`` for E[x_j x_l x̄_l²]; values are real
            numbers, new symbols, or expressions. With no mixed key the coordinates are i.i.d.

    Raises:
        InvalidInput: for a key or value of another form, or E|x_j|² that is not positive.

    >>> complex_moments({"1|1": 1, "2|2": 2, "3|3": 6}).parameters["2|2"]
    Fraction(2, 1)
    """
    table: dict[Pairs, Quantity] = {}
    for key, value in given.items():
        pairs = _pairs(str(key))
        if pairs in table:
            raise InvalidInput(f"moments: {quoted(str(key))} is given twice; give it once")
        table[pairs] = quantity(value, str(key))
        square = len(pairs) == 1 and pairs[0][0] == pairs[0][1]
        if square and isinstance(table[pairs], Fraction | Surd) and table[pairs] <= 0:  # type: ignore[operator]  # a number
            raise InvalidInput(f"moments: {key}={value}: a mean of squares; give one > 0")
    return ComplexMomentLaw(tuple(sorted(table.items(), reverse=True)))


def _pairs(key: str) -> Pairs:
    found = [_PAIR.fullmatch(part) for part in key.split(",")]
    pairs = tuple((int(one[1]), int(one[2])) for one in found if one)
    total = sum(map(sum, pairs))
    if len(pairs) < len(found) or not all(map(any, pairs)):
        raise InvalidInput(
            f"moments: {quoted(key)} is no moment of complex tokens; write 2|2 for E x_j^2 "
            "conj(x_j)^2, '1|0,1|2' for E[x_j x_l conj(x_l)^2], and only such"
        )
    if len(pairs) > MOST or total > HIGHEST:
        raise InvalidInput(
            f"moments: {quoted(key)}: at most {MOST} coordinates and total power {HIGHEST}"
        )
    return canonical(pairs)
