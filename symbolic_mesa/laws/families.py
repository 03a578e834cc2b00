"""Laws of the catalogue: a family with its parameters given or left as symbols."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.catalogue import FAMILIES, Family, Powers
from symbolic_mesa.laws.protocol import NO_PINS, Ring, exchangeable_sum
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.exact_numbers import Number, exact
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted, shortened


@dataclass(frozen=True)
class FamilyLaw:
    """A family with its parameters given or left as symbols of the same name."""

    family: Family
    values: tuple[tuple[str, Fraction | str], ...]

    @property
    def name(self) -> str:
        """The name of the family."""
        return self.family.name

    @property
    def phrase(self) -> str:
        """The law in words."""
        return self.family.phrase

    @property
    def parameters(self) -> Mapping[str, Fraction | str]:
        """Each parameter's number, or its symbol."""
        return dict(self.values)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions on those parameters that are symbols."""
        open_ = {name for name, value in self.values if isinstance(value, str)}
        words = [c.words for c in self.family.conditions if c.parameter in open_]
        if self.family.finite_below in open_:
            words.append(f"{self.family.finite_below} larger than every power that occurs")
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

    def at(self, values: Mapping[str, Fraction]) -> "FamilyLaw":
        """Return the law with symbols among its parameters replaced by numbers."""
        known = {
            name: values.get(name) if isinstance(value, str) else value
            for name, value in self.values
        }
        return in_family(self.family, **known)

    def refuse_dimension(self, dim: int) -> None:
        """Refuse nothing: the families exist in every dimension."""

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbols among the parameters."""
        return tuple(value for _, value in self.values if isinstance(value, str))

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
        values = {
            name: ring.symbol(value) if isinstance(value, str) else ring.number(value)
            for name, value in self.values
        }
        found = (of or self.family.moment)(powers, dim, values)
        return found if not isinstance(found, int) else ring.number(Fraction(found))

    def _require(self, powers: Powers) -> None:
        limit = self.parameters.get(self.family.finite_below or "")
        if isinstance(limit, Fraction) and powers and max(powers) >= limit:
            name, power = self.family.finite_below, max(powers)
            raise MissingMoment(
                f"E[x_j^{power}]",
                f"the {self.name} law has it only for {name} > {power}, and {name} = {limit}",
            )


def family_law(name: str, /, **given: Number | None) -> FamilyLaw:
    """Return the law of the family `name`; parameters that are None stay symbols.

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


def in_family(family: Family, /, **given: Number | None) -> FamilyLaw:
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
    values: list[tuple[str, Fraction | str]] = []
    for condition in family.conditions:
        value = given.get(condition.parameter)
        if value is None:
            values.append((condition.parameter, condition.parameter))
            continue
        number = exact(value, condition.parameter)
        if not condition.holds(number):
            raise InvalidInput(
                f"{condition.parameter}={shortened(str(number))}: the {family.name} law needs "
                f"{condition.words}"
            )
        values.append((condition.parameter, number))
    return FamilyLaw(family, tuple(values))
