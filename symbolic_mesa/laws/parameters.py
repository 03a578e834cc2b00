"""What stands for a parameter of a law: a number, a symbol, an expression in symbols and d."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.laws.protocol import Ring, TokenLaw
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.expressions import Expression, Quantity
from symbolic_mesa.text.surds import Exact, Surd

SIZE = "d"  # the name that stands for the dimension in an expression
GREEK = ("alpha", "beta", "gamma", "Delta", "epsilon", "eta", "mu", "rho", "tau")
TAKEN = frozenset((*GREEK, *"abdnstux", *"ABCDEGHKLMNQTVWYZ"))
"""Names that the theory has: no parameter has one of these as its symbol."""


@dataclass(frozen=True, slots=True)
class _Sized:
    """A ring in which d is the dimension."""

    ring: Ring
    dim: Element

    def number(self, value: Exact) -> Element:
        return self.ring.number(value)

    def symbol(self, name: str) -> Element:
        if name != SIZE:
            return self.ring.symbol(name)
        return self.number(Fraction(self.dim)) if isinstance(self.dim, int) else self.dim

    def root(self, radicand: Element) -> Element:
        return self.ring.root(radicand)


def symbol_of(parameter: str) -> str:
    """Return what stands for a parameter that is not given: its name, or that with an index.

    >>> symbol_of("sigma"), symbol_of("alpha")
    ('sigma', 'alpha_1')
    """
    return f"{parameter}_1" if parameter in TAKEN else parameter


def value_in(ring: Ring, value: Quantity, dim: Element) -> Element:
    """Return a parameter as an element of a ring, with d the dimension there."""
    sized = _Sized(ring, dim)
    if isinstance(value, Expression):
        found: Element = value.of(sized)
        return found
    return sized.symbol(value) if isinstance(value, str) else ring.number(value)


def value_at(value: Quantity, numbers: Mapping[str, Quantity]) -> Quantity:
    """Return a parameter with numbers, or others, for symbols."""
    if isinstance(value, Expression):
        return value.at(numbers)
    return numbers.get(value, value) if isinstance(value, str) else value


def names_in(values: Iterable[Quantity]) -> tuple[str, ...]:
    """Return the symbols in parameters, each once, in order; d is none of them.

    >>> from symbolic_mesa.text.expressions import quantity
    >>> names_in([quantity("q/sqrt(d)", "sigma"), Fraction(2), "p"])
    ('q', 'p')
    """
    found = (
        name
        for value in values
        for name in (value.names if isinstance(value, Expression) else (value,))
        if isinstance(name, str) and name != SIZE
    )
    return tuple(dict.fromkeys(found))


def radicands_in(values: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Return what the square roots in parameters are of."""
    return tuple(dict.fromkeys(radicand for value in values for radicand in _radicands(value)))


def _radicands(value: Quantity) -> Iterator[Quantity]:
    if isinstance(value, Surd):
        yield from (Fraction(radicand) for radicand in value.terms)
    if isinstance(value, Expression):
        yield from value.radicands


def at_size(law: TokenLaw, dim: int) -> TokenLaw:
    """Return a law as it is in a dimension, with d in its parameters replaced.

    Raises:
        InvalidInput: when there is no such law in that dimension.
    """
    there = law.at({SIZE: Fraction(dim)})
    there.refuse_dimension(dim)
    return there
