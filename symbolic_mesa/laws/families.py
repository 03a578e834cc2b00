"""Laws of the catalogue: a family with its parameters given or left as symbols."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.catalogue import FAMILIES, Family, Powers
from symbolic_mesa.laws.existence_by_size import stated
from symbolic_mesa.laws.parameters import names_in, radicands_in, value_at, value_in
from symbolic_mesa.laws.protocol import NO_PINS, Ring, exchangeable_sum
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.expressions import Expression, Quantity, quantity
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted, shortened
from symbolic_mesa.text.surds import Exact, Surd


@dataclass(frozen=True)
class FamilyLaw:
    """A family with its parameters given, as numbers or expressions, or left as symbols."""

    family: Family
    values: tuple[tuple[str, Quantity], ...]

    @property
    def name(self) -> str:
        """The name of the family."""
        return self.family.name

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
        """What the square roots among the parameters are of."""
        return radicands_in(self.parameters.values())

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions on those parameters that are no numbers."""
        given = self.parameters
        words = [line for c in self.family.conditions for line in stated(c, given[c.parameter])]
        limit = given.get(self.family.finite_below or "")
        if isinstance(limit, str | Expression):
            words.append(f"{limit} larger than every power that occurs")
        return tuple(words)

    @property
    def dim(self) -> None:
        """No family fixes the dimension."""
        return None

    @property
    def exchangeable(self) -> bool:
        """Every family is exchangeable."""
        return True

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

    def at(self, values: Mapping[str, Exact]) -> "FamilyLaw":
        """Return the law with symbols among its parameters, and d, replaced by numbers."""
        return in_family(self.family, **{n: value_at(value, values) for n, value in self.values})

    def refuse_dimension(self, dim: int) -> None:
        """Refuse nothing: the families exist in every dimension."""

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbols among the parameters."""
        return names_in(self.parameters.values())

    def coordinate_sum(
        self, pattern: Pattern, dim: Any, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Any:
        """Return the pattern's moment times the number of choices of free coordinates."""
        return exchangeable_sum(pattern, dim, lambda: self._moment(pattern.powers, dim, ring))

    def nonzero_sum(self, free: tuple[int, ...], dim: Any, ring: Ring) -> Any:
        """Return the sum over distinct other coordinates of E[Π x_k^power; x_j ≠ 0]."""
        of = self.family.nonzero or self.family.moment
        moment = partial(self._moment, free, dim, ring, of)
        return exchangeable_sum(Pattern((("j", 0),), free), dim, moment)

    def _moment(
        self, powers: Powers, dim: Any, ring: Ring, of: Callable[..., Any] | None = None
    ) -> Any:
        self._require(powers)
        values = {name: value_in(ring, value, dim) for name, value in self.values}
        found = (of or self.family.moment)(powers, dim, values)
        return found if not isinstance(found, int) else ring.number(Fraction(found))

    def _require(self, powers: Powers) -> None:
        limit = self.parameters.get(self.family.finite_below or "")
        if isinstance(limit, Fraction | Surd) and powers and max(powers) >= limit:
            name, power = self.family.finite_below, max(powers)
            raise MissingMoment(
                f"E[x_j^{power}]",
                f"the {self.name} law has it only for {name} > {power}, and {name} = {limit}",
            )


def family_law(name: str, /, **given: Any) -> FamilyLaw:
    """Return the law of the family `name`; parameters that are None stay symbols.

    Args:
        name: the name of the family.
        given: numbers, text such as ``1/sqrt(d)`` or ``2*q``, or what prints so.

    Raises:
        InvalidInput: for an unknown family or parameter, a value that is not exact, or one for
            which there is no such law.
    """
    family = FAMILIES.get(name)
    if family is None:
        known = [*FAMILIES, "generic", "exchangeable"]
        raise InvalidInput(
            f"distribution {quoted(name)} is not in the catalogue; choose from "
            + ", ".join(known)
            + nearest(name, known)
        )
    return in_family(family, **given)


def in_family(family: Family, /, **given: Any) -> FamilyLaw:
    """Return the law of a family, of the catalogue or of one's own.

    Raises:
        InvalidInput: for an unknown parameter, a value that is not exact, or one for which there is
            no such law.
    """
    for parameter in given:
        if parameter not in family.parameters:
            known = ", ".join(family.parameters) + nearest(parameter, family.parameters)
            raise InvalidInput(
                f"{family.name} has no parameter {quoted(parameter)}; it has {known}"
            )
    values: list[tuple[str, Quantity]] = []
    for condition in family.conditions:
        value = given.get(condition.parameter)
        value = condition.parameter if value is None else quantity(value, condition.parameter)
        if isinstance(value, Fraction | Surd) and not condition.holds(value):
            raise InvalidInput(
                f"{condition.parameter}={shortened(str(value))}: the {family.name} law needs "
                f"{condition.words}"
            )
        stated(condition, value)  # refuses what holds in no dimension
        values.append((condition.parameter, value))
    return FamilyLaw(family, tuple(values))
