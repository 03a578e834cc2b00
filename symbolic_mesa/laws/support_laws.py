"""i.i.d. coordinates with a finite support."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.lines import law_line
from symbolic_mesa.laws.parameters import radicands_in
from symbolic_mesa.laws.protocol import NO_PINS, Ring, exchangeable_sum
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Number
from symbolic_mesa.text.expressions import Quantity, quantity
from symbolic_mesa.text.quoting import printable, quoted, shortened
from symbolic_mesa.text.surds import Exact, Surd

LONGEST_SUM = 40  # characters of a wrong sum that are shown


@dataclass(frozen=True, repr=False)
class SupportLaw:
    """i.i.d. coordinates; `atoms` are pairs (value, probability)."""

    atoms: tuple[tuple[Exact, Exact], ...]
    name: str = "support"
    conditions: tuple[str, ...] = ()
    dim: None = None
    constants: tuple[ConstantOf, ...] = ()
    real: bool = True
    exchangeable: bool = True
    independent: bool = True
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return law_line(self)

    @property
    def phrase(self) -> str:
        """The law in words."""
        return f"i.i.d. coordinates on {len(self.atoms)} points"

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """The probability of each value."""
        return {f"P({value})": probability for value, probability in self.atoms}

    @property
    def symmetric(self) -> bool:
        """Whether each value is as probable as its negative."""
        shares = dict(self.atoms)
        return all(shares.get(-value) == p for value, p in self.atoms)

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """What the square roots in values and probabilities are of."""
        return radicands_in(number for atom in self.atoms for number in atom)

    def at(self, values: Mapping[str, Exact]) -> "SupportLaw":
        """Return the law itself: it has no symbols."""
        return self

    def refuse_dimension(self, dim: int) -> None:
        """Refuse nothing: independent coordinates exist in every dimension."""

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return no symbols: every moment is a number."""
        return ()

    def moment(self, power: int) -> Exact:
        """Return E x_j^power."""
        return sum((p * value**power for value, p in self.atoms), Fraction(0))

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the pattern's moment times the number of choices of free coordinates."""
        moment = prod((self.moment(power) for power in pattern.powers), start=Fraction(1))
        return exchangeable_sum(pattern, dim, lambda: ring.number(moment))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Return the sum over distinct other coordinates of E[Π x_k^power; x_j ≠ 0]."""
        share = sum((p for value, p in self.atoms if value), Fraction(0))
        moment = prod((self.moment(power) for power in free), start=share)
        return exchangeable_sum(Pattern((("j", 0),), free), dim, lambda: ring.number(moment))


def support(atoms: str | Sequence[tuple[Number, Number]] | Mapping[Number, Number]) -> SupportLaw:
    """Return the law of i.i.d. coordinates with these values and probabilities.

    Args:
        atoms: pairs (value, probability), a mapping of these, or text such as ``"2:1/3,-1:2/3"``.

    Raises:
        InvalidInput: when a probability is negative, they do not sum to 1, a value occurs twice,
            or every value is 0.

    >>> support("2:1/3,-1:2/3").moment(3)
    Fraction(2, 1)
    """
    if isinstance(atoms, Mapping):
        atoms = list(atoms.items())
    pairs = _pairs(atoms) if isinstance(atoms, str) else list(atoms)
    exact_pairs = [
        (_number(value, "support value"), _number(p, f"probability of {printable(value)}"))
        for value, p in pairs
    ]
    _check(exact_pairs)
    return SupportLaw(tuple(sorted((value, p) for value, p in exact_pairs if p)))


def _pairs(text: str) -> list[tuple[Number, Number]]:
    pairs: list[tuple[Number, Number]] = []
    for item in text.split(","):
        value, colon, probability = item.partition(":")
        if not colon:
            raise InvalidInput(
                f"support {quoted(item)}: an atom is value:probability, as in 2:1/3,-1:2/3"
            )
        pairs.append((value, probability))
    return pairs


def _number(value: object, name: str) -> Exact:
    found = quantity(value, name)
    if isinstance(found, Fraction | Surd):
        return found
    raise InvalidInput(
        f"{name}={quoted(str(found))}: a support has numbers, no symbols; give a number, or a law "
        "with a parameter, as rademacher with c=1/sqrt(d)"
    )


def _short(total: Exact) -> str:
    text = str(total)
    return text if len(text) <= LONGEST_SUM else text[:LONGEST_SUM] + "…"


def _check(pairs: list[tuple[Exact, Exact]]) -> None:
    for value, probability in pairs:
        if probability < 0:
            raise InvalidInput(
                f"support: the probability of {shortened(str(value))} is "
                f"{shortened(str(probability))}; it must not be negative"
            )
    total = sum((probability for _, probability in pairs), Fraction(0))
    if total != 1:
        raise InvalidInput(f"support: the probabilities sum to {_short(total)}; they must sum to 1")
    values = [value for value, _ in pairs]
    if len(set(values)) < len(values):
        raise InvalidInput("support: a value occurs twice; add its probabilities up")
    if all(value == 0 or probability == 0 for value, probability in pairs):
        raise InvalidInput("support: every token is 0, so E x_j^4 = 0; give a non-zero value")
