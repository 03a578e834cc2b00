"""Laws of the catalogue: a family with its parameters given or left as symbols."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.assumptions import Assumed, left_of
from symbolic_mesa.laws.catalogue import Family, Powers
from symbolic_mesa.laws.catalogue.affine import conditions, image, options
from symbolic_mesa.laws.catalogue.conditions import Condition
from symbolic_mesa.laws.catalogue.family import OF_ARGUMENT, ROOT
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.existence_by_size import refuse_in_dimension, stated, stated_in_dimension
from symbolic_mesa.laws.lines import law_line
from symbolic_mesa.laws.moment_laws import moment_words
from symbolic_mesa.laws.parameters import names_in, radicands_in, symbol_of, value_at, value_in
from symbolic_mesa.laws.protocol import NO_PINS, Rationals, Ring, exchangeable_sum, named
from symbolic_mesa.laws.squares import point_of, squares_of
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.expressions import Expression, Quantity, quantity
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted, shortened
from symbolic_mesa.text.surds import Surd

if TYPE_CHECKING:
    from symbolic_mesa.laws.catalogue.compounds import Inner


@dataclass(frozen=True, repr=False)
class FamilyLaw:
    """A family with its parameters given, as numbers or expressions, or left as symbols.

    Attributes:
        family: the family.
        values: its parameters.
        fixed: numbers in place of constants.
        assumed: what is assumed of its symbols.
        inner: the law that it is made from, if it is made from one.
    """

    family: Family
    values: tuple[tuple[str, Quantity], ...]
    fixed: tuple[tuple[str, Fraction], ...] = ()
    assumed: tuple[Assumed, ...] = ()
    inner: "FamilyLaw | None" = None

    def __repr__(self) -> str:
        return law_line(self)

    @property
    def name(self) -> str:
        """The name of the family, with that of the law that it is made from."""
        return f"{self.family.name}({self.inner.name})" if self.inner else self.family.name

    @property
    def phrase(self) -> str:
        """The law in words."""
        return self.family.phrase

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """Each parameter's number, or what stands for it."""
        return dict(self.values)

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """What the square roots are of that its moments are written in."""
        known = (value for _, value in self.family.known)
        found = radicands_in((*self.parameters.values(), *known))
        inner = self.inner.radicands if self.inner else ()
        return tuple(dict.fromkeys((*found, *squares_of(self.family, self.parameters), *inner)))

    @property
    def constants(self) -> tuple[ConstantOf, ...]:
        """The constants that moments are written in, as symbols."""
        fixed = dict(self.fixed)
        return tuple(
            ConstantOf(c, self.values) for c in self.family.constants if c.name not in fixed
        )

    def with_numbers(self) -> "FamilyLaw":
        """Return the law with its constants as fractions of many digits; it has no symbols."""
        found = ((c.name, c.fraction()) for c in self.constants)
        return replace(self, fixed=(*self.fixed, *found))

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions on those parameters that are no numbers."""
        given = self.parameters
        words = [line for c in self.family.conditions for line in stated(c, given[c.parameter])]
        words += [line for c in self.family.sized for line in stated_in_dimension(c, given)]
        limit = given.get(self.family.finite_below or "")
        if isinstance(limit, str | Expression):
            what = "power" if self.family.order is max else "sum of powers"
            words.append(f"{limit} larger than every {what} that occurs")
        return (*dict.fromkeys(words), *(one.words for one in self.assumed))

    @property
    def dim(self) -> int | None:
        """The dimension, when the family fixes it."""
        return self.family.dim

    @property
    def exchangeable(self) -> bool:
        """Every family is exchangeable."""
        return True

    @property
    def real(self) -> bool:
        """Whether tokens are real."""
        return self.family.real

    @property
    def symmetric(self) -> bool:
        """Whether a coordinate may change its sign."""
        return self.family.symmetric

    @property
    def independent(self) -> bool:
        """Whether coordinates are independent."""
        return self.family.independent

    @property
    def every_moment_exists(self) -> bool:
        """Whether no parameter limits the order of moments."""
        return self.family.finite_below is None

    def at(self, values: Mapping[str, Quantity]) -> "FamilyLaw":
        """Return the law with symbols among its parameters, and d, replaced."""
        known = {name: value_at(value, values) for name, value in self.values}
        if known == dict(self.values):
            return self
        base, assumed = self.family.image_of or self.family, left_of(self.assumed, values)
        if self.inner is None or base.compound is None:
            return replace(in_family(base, **known), fixed=self.fixed, assumed=assumed)
        of_inner = base.parameters[len(base.parameters) - len(self.inner.values) :]
        own = {name: value for name, value in known.items() if name not in of_inner}
        found = over(base.compound, own, self.inner.at(values))
        return replace(found, fixed=self.fixed, assumed=assumed)

    @property
    def sized_symbols(self) -> tuple[str, ...]:
        """The symbols that decide in which dimensions there is such a law."""
        names = {name for c in self.family.sized for name in c.margin.names}
        return names_in(value for name, value in self.values if name in names)

    def refuse_dimension(self, dim: int) -> None:
        """Refuse a dimension in which its parameters do not satisfy a condition."""
        refuse_in_dimension(self.name, self.family.sized, self.parameters, dim)

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbols among the parameters, and those of constants."""
        return (*names_in(self.parameters.values()), *(c.name for c in self.constants))

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the pattern's moment times the number of choices of free coordinates."""
        powers = pattern.powers if self.real else _pairs(pattern)
        return exchangeable_sum(pattern, dim, lambda: self._moment(powers, dim, ring))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Return the sum over distinct other coordinates of E[Π x_k^power; x_j ≠ 0]."""
        of = self.family.nonzero or self.family.moment
        pattern = named(self, Pattern((("j", 0),), free))
        powers = free if self.real else _pairs(pattern)
        return exchangeable_sum(pattern, dim, partial(self._moment, powers, dim, ring, of))

    def _moment(
        self, powers: Powers, dim: Element, ring: Ring, of: Callable[..., Element] | None = None
    ) -> Element:
        self._require(powers)
        found = (of or self.family.moment)(powers, dim, self._in(ring, dim, of is not None))
        return ring.number(Fraction(found)) if isinstance(found, int | Fraction) else found

    def _in(self, ring: Ring, dim: Element, at_zero: bool) -> dict[str, Any]:
        """Return what the family's functions take, in a ring; whole numbers as integers."""
        whole = {c.parameter for c in self.family.conditions if c.exponent}
        values: dict[str, Any] = {}
        for name, value in self.values:
            if name in whole and isinstance(value, Fraction):
                values[name] = int(value)
            else:
                values[name] = value_in(ring, value, dim)
        numeric = isinstance(ring, Rationals) and not names_in(self.parameters.values())
        for c in self.constants:  # a ring without symbols has no constants
            if c.constant.in_moments or at_zero:
                values[c.name] = ring.number(c.fraction()) if numeric else ring.symbol(c.name)
        values |= {n: ring.number(x) for n, x in (*self.family.known, *self.fixed)}
        return values | self._roots(ring)

    def _roots(self, ring: Ring) -> dict[str, Callable[..., Element]]:
        """Return what takes the roots of the family's functions, and those of the argument."""
        inner = self.inner._roots(ring) if self.inner else {}
        found: dict[str, Callable[..., Element]] = {
            name + OF_ARGUMENT: of for name, of in inner.items()
        }
        if self.family.square:
            point = point_of(self.family, self.parameters)
            found[ROOT] = partial(ring.root_near, point=point)
        return found

    def _require(self, powers: Powers) -> None:
        limit, order = self.parameters.get(self.family.finite_below or ""), self.family.order
        if isinstance(limit, Fraction | Surd) and powers and order(powers) >= limit:
            name, power = self.family.finite_below, order(powers)
            raise MissingMoment(
                moment_words((power,) if order is max else powers),
                f"the {self.name} law has it only for {name} > {power}, and {name} = {limit}",
            )


def _pairs(pattern: Pattern) -> Any:
    """Return how often each coordinate occurs that does, and its conjugate."""
    return tuple(pair for pair in pattern.pairs if any(pair))


def in_family(family: Family, /, **given: object) -> FamilyLaw:
    """Return the law of a family, of the catalogue or of one's own.

    A parameter that is given its name as its value is a symbol, as one that is not given;
    `mean` and `variance` are not there unless they are given.

    Raises:
        InvalidInput: for an unknown parameter, a value that is not exact, or one for which there is
            no such law.
    """
    known = {name: quantity(value, name) for name, value in given.items() if value is not None}
    more = [name for name in options(family) if name not in family.parameters]
    refuse_unknown(family.name, given, (*family.parameters, *more))
    moved = any(name in known for name in more)
    _refuse_values(family, conditions(family, known) if moved else family.conditions, known)
    made = image(family, known) if moved else family
    found = FamilyLaw(made, tuple((name, _given(known, name)) for name in made.parameters))
    for condition in made.sized:
        stated_in_dimension(condition, found.parameters)
    return found


def over(
    compound: "Callable[[Inner], Family]", own: Mapping[str, Quantity], inner: FamilyLaw
) -> FamilyLaw:
    """Return the law of a family that is made from a law.

    Args:
        compound: what makes the family from that of the law.
        own: what is given beside the law.
        inner: the law; where a parameter of it has the name of another, it has another symbol.

    Raises:
        InvalidInput: for values for which there is no such law.
    """
    from symbolic_mesa.laws.catalogue.compounds import Inner, beside  # few laws are such

    names = beside(own, inner.parameters)
    symbols: dict[str, Quantity] = {
        symbol_of(name): there for name, there in names.items() if name != there
    }
    inner = inner.at(symbols) if symbols else inner
    family = compound(Inner(inner.family, tuple(names.items())))
    values = {names[name]: value for name, value in inner.values}
    return replace(in_family(family, **own, **values), inner=inner)


def _given(known: Mapping[str, Quantity], name: str) -> Quantity:
    """Return what is given for a parameter; its symbol where that is nothing, or its name."""
    value = known.get(name, name)
    return symbol_of(name) if value == name else value


def refuse_unknown(name: str, given: Iterable[str], known: tuple[str, ...]) -> None:
    """Refuse a parameter that is not known."""
    for parameter in given:
        if parameter not in known:
            raise InvalidInput(
                f"{name} has no parameter {quoted(parameter)}; it has {', '.join(known)}"
                + nearest(parameter, known)
            )


def _refuse_values(
    family: Family, needed: Iterable[Condition], given: Mapping[str, Quantity]
) -> None:
    """Refuse numbers for which there is no law of a family, and what is one in no dimension."""
    for condition in needed:
        value = given.get(condition.parameter, condition.parameter)
        if isinstance(value, Fraction | Surd) and not condition.holds(value):
            raise InvalidInput(
                f"{condition.parameter}={shortened(str(value))}: the {family.name} law needs "
                f"{condition.words}"
            )
        stated(condition, value)
