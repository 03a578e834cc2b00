"""The full gradient at the diagonal, and what its off-diagonal entries say of a law.

Shared by the steps of the sharp form of Theorem 4.1: the engine's sums, which hold for every law,
and their values in one setting.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from sympy.polys.fields import FracElement

from derivations.coordinates import Coordinates, Pins, by_coordinate, choices, first_difference
from derivations.sharp.invariance import Condition, vanishing_conditions
from derivations.sharp.keys import Harmonic, MomentCondition
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_gradient
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.harmonics import harmonic_number
from symbolic_mesa.laws.protocol import seen
from symbolic_mesa.models.causal_linear_attention import (
    DIAGONAL,
    MOMENTS,
    PROBLEM,
    causal_linear_attention,
)
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import MissingMoment, NotApplicable

TRAINED = tuple(name for name, _ in DIAGONAL.blocks)
DIAGONAL_ENTRY, OFF = ("j", "j"), ("j", "l")
LONGEST = 12  # characters of a coefficient
MOST_ENTRIES = 20  # off-diagonal entries that are listed where coordinates are not alike


@cache  # pure: the engine's answers, which hold for every law
def gradient(block: str, entry: tuple[str, str]) -> MomentSum:
    """Return ∂L/∂W[entry] at (aI, bI) for the block W, for complex tokens."""
    return entry_gradient(causal_linear_attention(), DIAGONAL, block, *entry)


def other_blocks() -> tuple[str, ...]:
    """Return the blocks that are 0 on the manifold."""
    return tuple(b for b in causal_linear_attention().blocks if b not in TRAINED)


@dataclass(frozen=True)
class Violation:
    """A condition that a law does not meet.

    Attributes:
        words: the condition's left-hand side.
        pins: the coordinates at which it fails; none where coordinates are alike.
        value: the value, which is not 0.
        condition: the condition.
    """

    words: str
    pins: Pins
    value: Formula
    condition: Condition

    @property
    def where(self) -> str:
        """The coordinates in words."""
        return str(at_places(self.pins))


@dataclass(frozen=True)
class OffDiagonal:
    """A law, d and T with the field in which the gradient entries and the conditions live."""

    setting: Setting
    field: Algebra

    def gradient(self, block: str, entry: tuple[str, str]) -> MomentSum:
        """Return ∂L/∂W[entry] at (aI, bI), by the moments that the law tells apart."""
        return seen(self.setting.law, gradient(block, entry))

    @property
    def has_entries(self) -> bool:
        """Whether there are off-diagonal entries."""
        return self.setting.dim != 1

    def entry(self, block: str, entry: tuple[str, str]) -> Formula | Mapping[Coordinates, Formula]:
        """Return a gradient entry; one formula for each choice of coordinates where they differ.

        Raises:
            MissingMoment: when the law gives too few moments.
            NotApplicable: when there is no such entry, or there are too many to list.
        """
        total = self.gradient(block, entry)
        indices = tuple(dict.fromkeys(entry))
        if len(indices) > 1:
            self._require_entries()
        values = by_coordinate(lambda pins: self.value(total, pins), indices, self.setting)
        if not isinstance(values, Mapping):
            return Formula(values, self.field)
        return {key: Formula(value, self.field) for key, value in values.items()}

    def _require_entries(self) -> None:
        if not self.has_entries:
            raise NotApplicable("d = 1: there is no off-diagonal entry; give d >= 2")
        if len(choices(self.setting, OFF)) > MOST_ENTRIES:
            raise NotApplicable(
                f"d = {self.setting.dim}: coordinates that are not alike have more than "
                f"{MOST_ENTRIES} off-diagonal entries; give fewer coordinates, "
                "or --symmetrize permutations, which takes another law"
            )

    def value(self, total: MomentSum, pins: Pins) -> FracElement:
        """Return a sum over moments at these coordinates."""
        return self.field.evaluate(total, self.setting, pins)

    @cached_property
    def vanishing(self) -> tuple[Condition, ...]:
        """What must be 0 for the off-diagonal entries to vanish, for all a and b."""
        if not self.has_entries:
            return ()
        return vanishing_conditions([self.gradient(b, OFF) for b in TRAINED], self.setting.length)

    @cached_property
    def equal(self) -> tuple[Condition, ...]:
        """What must be the same for every coordinate for the diagonal entries to agree."""
        sums = [self.gradient(block, DIAGONAL_ENTRY) for block in TRAINED]
        return vanishing_conditions(sums, self.setting.length)

    def condition_value(self, condition: Condition, pins: Pins) -> FracElement:
        """Return Σ coefficient × moment at these coordinates."""
        total = self.field.field.zero
        for pattern, coefficient in condition.terms:
            law = self.setting.law
            value = law.coordinate_sum(pattern, self.field.dim, self.field, pins)
            total = total + self.field.number(coefficient) * value
        return total

    def not_vanishing(self, condition: Condition) -> tuple[Pins, Formula]:
        """Return where a condition fails first, and its value there; else 0."""
        pins, value = first_difference(
            lambda pins: self.condition_value(condition, pins), OFF, self.setting
        )
        return pins, Formula(self.field.field(value), self.field)

    def not_equal(self, condition: Condition) -> tuple[Pins, Formula]:
        """Return the first coordinate that differs from coordinate 1, and by how much."""
        index = "j"
        first = self.condition_value(condition, {index: 0})
        pins, value = first_difference(
            lambda pins: self.condition_value(condition, pins) - first if pins else first - first,
            (index,),
            self.setting,
        )
        return pins, Formula(self.field.field(value), self.field)

    def violations(self) -> Iterator[Violation]:
        """Yield the conditions that fail.

        Raises:
            MissingMoment: after those that fail, when the law does not decide some others.
        """
        missing: list[str] = []
        pairs = [(c, self.not_vanishing, "") for c in self.vanishing]
        pairs += [(c, self.not_equal, ", less that of j=1") for c in self.equal if self._unlike]
        for condition, measure, suffix in pairs:
            try:
                pins, value = measure(condition)
            except MissingMoment as error:
                missing.append(error.moment)
                continue
            if value.element:
                name = words(condition, self.setting.length)
                yield Violation(name + suffix, pins, value, condition)
        if missing:
            every = " and ".join(dict.fromkeys(missing))
            raise MissingMoment(every, "whether training stays cannot be decided")

    def coefficients(self) -> Iterator[FracElement]:
        """Yield what must vanish at a d, T and law for training to stay: in each entry, by scales.

        Moments that the law does not give are left out.
        """
        for block in TRAINED:
            for pins in choices(self.setting, OFF) if self.has_entries else []:
                yield from self._parts(self.gradient(block, OFF), pins, {})
            for pins in choices(self.setting)[1:]:
                yield from self._parts(self.gradient(block, DIAGONAL_ENTRY), pins, {"j": 0})

    def _parts(self, total: MomentSum, pins: Pins, other: Pins) -> Iterator[FracElement]:
        """Yield the coefficients of the scales, less those at other coordinates if given."""
        for scales in dict.fromkeys(scales for (scales, _), _ in total.entries):
            part = MomentSum(tuple(one for one in total.entries if one[0][0] == scales))
            try:
                value = self.value(part, pins) - (self.value(part, other) if other else 0)
            except MissingMoment:
                continue
            yield from self.field.coefficients(value).values()

    def entries_agree(self) -> bool:
        """Whether the gradient at (aI, bI) is a multiple of I, from its entries themselves.

        Raises:
            MissingMoment: when the law gives too few moments.
        """
        off = (
            self._is_zero(self.value(self.gradient(block, OFF), pins))
            for block in TRAINED
            for pins in (choices(self.setting, OFF) if self.has_entries else [])
        )
        return all(off) and all(
            self._same_for_all(self.gradient(b, DIAGONAL_ENTRY)) for b in TRAINED
        )

    def _same_for_all(self, total: MomentSum) -> bool:
        first, *others = (self.value(total, pins) for pins in choices(self.setting))
        return all(self._is_zero(other - first) for other in others)

    def _is_zero(self, element: FracElement) -> bool:
        """Whether an entry vanishes for all a and b; harmonic numbers are put in where exact."""
        for coefficient in self.field.coefficients(element).values():
            formula = Formula(coefficient, self.field)
            if formula.symbols or formula.at({}):
                return False
        return True

    @property
    def _unlike(self) -> bool:
        return not self.setting.law.exchangeable


def words(condition: Condition, length: int | None) -> str:
    """Return a condition's left-hand side in words."""
    return str(MomentCondition(_terms(condition, length)))


def at_places(pins: Pins) -> Coordinates:
    """Return the coordinates of pinned indices."""
    return Coordinates(tuple(pins.items()))


def stated(
    condition: Condition, length: int | None, pins: Pins, less_first: bool = False
) -> MomentCondition:
    """Return a condition as a claim states it, at the coordinates where it is not 0."""
    return MomentCondition(_terms(condition, length), at_places(pins), less_first)


def _terms(
    condition: Condition, length: int | None
) -> tuple[tuple[Pattern, Fraction | Harmonic], ...]:
    return tuple((pattern, _coefficient(value, length)) for pattern, value in condition.terms)


def _coefficient(value: Fraction, length: int | None) -> Fraction | Harmonic:
    """Return a coefficient; long harmonic numbers by their orders."""
    if length is None or len(str(value)) <= LONGEST:
        return value
    orders = {harmonic_number(length - 2, m): Harmonic(m) for m in (1, 2)}
    return orders.get(value, value)


def off_diagonal(setting: Setting, others: Iterable[Pattern]) -> OffDiagonal:
    """Return the gradient at the diagonal in a setting; `others` are moments asked for besides."""
    sums = [gradient(block, entry) for block in TRAINED for entry in (DIAGONAL_ENTRY, OFF)]
    moments = (*MOMENTS.values(), *(others if setting.law.real else ()))
    return OffDiagonal(setting, field_of(PROBLEM, setting, DIAGONAL.scales, sums, moments))
