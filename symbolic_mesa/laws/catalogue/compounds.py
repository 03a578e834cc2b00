"""Families that are made from a law: vectors of it on random places, or times a random scale."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from symbolic_mesa.engine.patterns import falling_factorial
from symbolic_mesa.laws.catalogue.conditions import (
    Condition,
    InDimension,
    count,
    few,
    in_dimension,
    positive,
    share,
)
from symbolic_mesa.laws.catalogue.family import OF_ARGUMENT, Family, Powers, share_of
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.laws.weights import refuse_sum
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression, Quantity, quantity
from symbolic_mesa.text.quoting import quoted

MOST_SCALES = 20


@dataclass(frozen=True, slots=True)
class Inner:
    """The family of a law that is an argument, within the family that is made from it.

    Attributes:
        family: the family of the argument.
        names: what its parameters are called in the family that is made.
    """

    family: Family
    names: tuple[tuple[str, str], ...]

    def called(self, name: str) -> str:
        """Return what a parameter, or a known number, is called."""
        return dict(self.names).get(name, name + OF_ARGUMENT)

    def moment(
        self, powers: Powers, dim: Element, values: Mapping[str, Element], nonzero: bool = False
    ) -> Element:
        """Return a moment of the argument, where another coordinate is not 0 if so asked."""
        of = (self.family.nonzero if nonzero else None) or self.family.moment
        names = {there: name for name, there in self.names}
        constants = {constant.name for constant in self.family.constants}
        given = {name: value for name, value in values.items() if name in constants}
        for there, value in values.items():
            name = names.get(there, there.removesuffix(OF_ARGUMENT))
            if there in names or there.endswith(OF_ARGUMENT):
                given[name] = value
        found: Element = of(powers, dim, given)
        return found

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions on its parameters."""
        return tuple(
            replace(c, parameter=self.called(c.parameter), words=self._called_in(c.words))
            for c in self.family.conditions
        )

    def in_dimension(self, size: str) -> tuple[InDimension, ...]:
        """Return its conditions in R^d, with what it has as d."""
        names: dict[str, Quantity] = {**dict(self.names), "d": size}
        found = []
        for c in self.family.sized:
            margin, words = c.margin.at(names), re.sub(r"\bd\b", size, self._called_in(c.words))
            if isinstance(margin, Expression):
                found.append(InDimension(words, margin))
        return tuple(found)

    def _called_in(self, words: str) -> str:
        names = dict(self.names)
        return re.sub(r"\b[A-Za-z]\w*", lambda found: names.get(found[0], found[0]), words)

    def made(self, **of: Any) -> Family:
        """Return a family with what it takes from this one, and what else is said of it."""
        limit = self.family.finite_below
        known = tuple((self.called(name), number) for name, number in self.family.known)
        return Family(
            finite_below=limit and self.called(limit),
            order=self.family.order,
            symmetric=self.family.symmetric,
            independent=False,
            constants=self.family.constants,
            known=known,
            **of,
        )


@dataclass(frozen=True, slots=True)
class _OnPlaces:
    """Moments of a vector in R^k on k of d places: the others are 0."""

    inner: Inner
    without: bool = False

    def __call__(self, powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
        """Return its moment times the probability that the places are among the k."""
        size, k = len(powers) + self.without, values["k"]
        if not size:
            return 1
        kept, places = falling_factorial(k, size), falling_factorial(dim, size)
        if not kept or not places:
            return 0
        return share_of(self.inner.moment(powers, k, values, self.without) * kept, places)


@dataclass(frozen=True, slots=True)
class KSparse:
    """The family of vectors of a law in R^k on k of d places."""

    def __call__(self, inner: Inner) -> Family:
        """Return the family for an argument."""
        fixed = inner.family.dim
        whole = replace(count("k"), trial=few, exponent=False)
        same = [
            in_dimension(f"k = {fixed}", margin)
            for margin in (f"k - {fixed}", f"{fixed} - k")
            if fixed is not None
        ]
        return inner.made(
            name="k-sparse",
            phrase=f"on k coordinates, chosen at random, {inner.family.phrase}; the others 0",
            conditions=(whole, *inner.conditions),
            moment=_OnPlaces(inner),
            nonzero=_OnPlaces(inner, without=True),
            sized=(in_dimension("k <= d", "d - k"), *inner.in_dimension("k"), *same),
            compound=self,
        )


@dataclass(frozen=True, slots=True)
class _Scaled:
    """Moments of s y with an independent random s."""

    inner: Inner
    count: int
    without: bool = False

    def __call__(self, powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
        """Return E s^Σk times the moment of y."""
        degree = sum(powers)
        total: Element = 0
        for i in range(1, self.count + 1):
            total = total + values[f"weight_{i}"] * values[f"scale_{i}"] ** degree
        return total * self.inner.moment(powers, dim, values, self.without)


@dataclass(frozen=True, slots=True)
class ScaleMixture:
    """The family of vectors of a law times one of so many scales."""

    count: int

    def __call__(self, inner: Inner) -> Family:
        """Return the family for an argument."""
        own: list[Condition] = []
        for i in range(1, self.count + 1):
            own += [share(f"weight_{i}"), positive(f"scale_{i}")]
        family = inner.family
        return inner.made(
            name="scale-mixture",
            phrase=f"scale_i with probability weight_i, i = 1..{self.count}, times {family.phrase}",
            conditions=(*own, *inner.conditions),
            moment=_Scaled(inner, self.count),
            nonzero=_Scaled(inner, self.count, without=True) if family.nonzero else None,
            sized=inner.in_dimension("d"),
            varies=family.varies if self.count == 1 else (),
            dim=family.dim,
            constant=family.constant and self.count == 1,
            compound=self,
        )


Given = dict[str, Quantity]


@dataclass(frozen=True, slots=True)
class Compound:
    """A row of the catalogue: what makes a family from a law and, perhaps, from a text.

    Attributes:
        name: the name of the law.
        phrase: the law in words.
        argument: the parameter that is a law.
        default: that law, in words, where it need not be given.
        needed: what its parameters must satisfy, in words.
        own: the parameters that are numbers.
        made: what makes the family, and the values that the text gives to parameters.
        text: the parameter that is a text.
    """

    name: str
    phrase: str
    argument: str
    default: str
    needed: tuple[str, ...]
    own: tuple[str, ...]
    made: Callable[[str], tuple[Callable[[Inner], Family], Given]]
    text: str = ""


def k_sparse(text: str) -> tuple[KSparse, Given]:
    """Return what makes a k-sparse family; it takes no text."""
    return KSparse(), {}


def scale_mixture(scales: str) -> tuple[ScaleMixture, Given]:
    """Return what makes the family of as many scales, and their values.

    Args:
        scales: text such as ``"1:1/2,2:1/2"``: each scale with its probability.

    Raises:
        InvalidInput: when it is no such text, or probabilities do not sum to 1.

    >>> scale_mixture("1:1/3,q:2/3")[1]["scale_2"]
    'q'
    """
    items = [item.split(":") for item in scales.split(",")]
    if len(items) > MOST_SCALES:
        raise InvalidInput(f"scales: {len(items)} of them; give at most {MOST_SCALES}")
    if any(len(item) != 2 for item in items):
        raise InvalidInput(
            f"scales {quoted(scales)}: write each as scale:probability, as in 1:1/2,2:1/2"
        )
    values: Given = {}
    for i, (scale, weight) in enumerate(items, 1):
        values[f"weight_{i}"] = quantity(weight, f"weight_{i}")
        values[f"scale_{i}"] = quantity(scale, f"scale_{i}")
    weights = [values[f"weight_{i}"] for i in range(1, len(items) + 1)]
    refuse_sum("scales", "probabilities", weights)
    return ScaleMixture(len(items)), values


def beside(own: Iterable[str], parameters: Iterable[str]) -> dict[str, str]:
    """Return what parameters of an argument are called beside others: a name that is free."""
    taken, names = set(own), {}
    for parameter in parameters:
        name = parameter
        while name in taken:
            name += "_1"
        taken.add(name)
        names[parameter] = name
    return names


ROWS = by_name(
    Compound(
        "k-sparse",
        "on k coordinates, chosen at random, the law of values; the others 0",
        "values",
        "rademacher(c=1)",
        ("k >= 1, a whole number", "k <= d"),
        ("k",),
        k_sparse,
    ),
    Compound(
        "scale-mixture",
        "a random scale times the law of coordinates",
        "coordinates",
        "",
        ("scales: scale:probability of each, probabilities that sum to 1, scale > 0",),
        (),
        scale_mixture,
        "scales",
    ),
)
"""Laws that are made from a law."""
