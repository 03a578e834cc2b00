"""The image of a law under x → mean + factor (x − E x), by the binomial theorem.

`mean` and `variance` are parameters of the image. `variance` takes the place of the parameter that
is a scale, where the law has one. Without `mean`, the law has the mean that it has anyway.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from symbolic_mesa.laws.catalogue.affine_moments import (
    FACTOR,
    MASS,
    MEAN,
    VARIANCE,
    Image,
    Square,
)
from symbolic_mesa.laws.catalogue.conditions import Condition, above, positive, real
from symbolic_mesa.laws.catalogue.family import Family, Moment, Powers
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.expressions import Expression, Quantity
from symbolic_mesa.text.surds import Exact, Surd, root

DIM = 5  # of independent coordinates, whose moments depend on none

Given = Mapping[str, Quantity]


def options(family: Family) -> tuple[str, ...]:
    """Return those of `mean` and `variance` that can be given beside a family's parameters."""
    fixed = family.constant or family.image_of or not family.real
    return () if fixed else (MEAN, VARIANCE)


def image(family: Family, given: Given) -> Family:
    """Return the family with the mean and the variance that are given.

    Args:
        family: a family with `options`.
        given: each parameter that is given, `mean` and `variance` among them, as a number or as
            the symbol of the same name.

    Raises:
        InvalidInput: when a variance is given and the scale too.
    """
    scaled, shifted = VARIANCE in given, MEAN in given
    if scaled and family.scale in given:
        raise InvalidInput(
            f"{family.scale}={given[family.scale or '']} and variance={given[VARIANCE]}: the "
            f"variance takes the place of {family.scale}; give one of them"
        )
    image_of = Image(family, shifted and not _is_centred(family, given), scaled)
    found = replace(
        family,
        phrase=f"{family.phrase}, {_words(shifted, scaled)}",
        conditions=conditions(family, given),
        moment=image_of,
        sized=(*family.sized, *family.varies) if scaled else family.sized,
        symmetric=family.symmetric and not image_of.shifted,
        nonzero=None,
        scale=None,
        image_of=family,
    )
    factor = _factor(image_of, given)
    known: dict[str, Exact] = {} if factor is None else {FACTOR: factor}
    asked = _nonzero(image_of, found.parameters, given, known)
    if isinstance(asked, Fraction):
        known[MASS], asked = asked, _Share(image_of)
    square = Square(image_of) if FACTOR not in known and _has_root(image_of, given) else None
    return replace(found, nonzero=asked, known=tuple(known.items()), square=square)


def _is_centred(family: Family, given: Given) -> bool:
    """Whether the mean that is given is the one that the law has anyway, whatever its values."""
    return family.symmetric and given.get(MEAN) == 0


def _words(shifted: bool, scaled: bool) -> str:
    done = ["shifted to the given mean"] * shifted + ["scaled to the given variance"] * scaled
    return " and ".join(done)


def conditions(family: Family, given: Given) -> tuple[Condition, ...]:
    """Return the conditions of the image; the mean and the variance must exist."""
    scaled, shifted = VARIANCE in given, MEAN in given
    kept = [c for c in family.conditions if not (scaled and c.parameter == family.scale)]
    order = 2 if scaled else 1
    limited = [
        above(c.parameter, order, c.trial) if c.parameter == family.finite_below else c
        for c in kept
    ]
    return (*limited, *[real(MEAN)] * shifted, *[positive(VARIANCE)] * scaled)


@dataclass(frozen=True, slots=True)
class _Share:
    """Moments where another coordinate is not 0, for independent coordinates."""

    image: Image

    def __call__(self, powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
        """Return the product of the moment and the probability."""
        units = (values[c.name] for c in self.image.family.constants if not c.in_moments)
        return self.image(powers, dim, values) * (1 - prod(units, start=values[MASS]))


@dataclass(frozen=True, slots=True)
class _Undecided:
    """What is said where it is not decided whether a coordinate can be 0."""

    reason: str

    def __call__(self, powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
        """Refuse.

        Raises:
            MissingMoment: always.
        """
        raise MissingMoment("P(x_j != 0)", self.reason)


def _numbers(found: tuple[str, ...], given: Given) -> dict[str, Exact] | None:
    """Return the values of these parameters; None when one of them is no number."""
    values = ((name, given.get(name)) for name in found)
    numbers = {name: value for name, value in values if isinstance(value, Fraction | Surd)}
    return numbers if len(numbers) == len(found) else None


def _factor(of: Image, given: Given) -> Exact | None:
    """Return the factor where the values are numbers and its square is rational."""
    names = [name for name in of.family.parameters if name != of.family.scale]
    numbers = _numbers((*names, VARIANCE), given)
    unknown = any(constant.in_moments for constant in of.family.constants)
    if not of.scaled or not of.family.independent or numbers is None or unknown:
        return None
    square = of.line(DIM, {**numbers, MEAN: Fraction(0)}).square
    return None if isinstance(square, Surd) else root(Fraction(square))


def _has_root(of: Image, given: Given) -> bool:
    """Whether moments have a root of which the sign is known: that of a point of a convex set.

    Even moments have it too where neither the mean is 0 nor tokens are multiples; with symbols
    among the law's own parameters formulas would be too long to work with.
    """
    if not of.scaled or of.family.symmetric or not of.family.independent:
        return False
    names = [name for name in of.family.parameters if name != of.family.scale]
    values = [given.get(name, name) for name in (*names, VARIANCE)]
    symbols = [value for value in values if isinstance(value, str)]
    plain = not any(isinstance(value, Surd) or _is_open(value) for value in values)
    short = of.is_multiple or given.get(MEAN) == 0 or {*symbols} <= {given[VARIANCE]}
    return plain and short and len({*symbols}) == len(symbols)


def _is_open(value: Quantity) -> bool:
    """Whether a value is an expression in symbols, or has a root."""
    known = isinstance(value, Expression) and {*value.names} <= {"d"} and not value.radicands
    return isinstance(value, Expression) and not known


def _nonzero(
    of: Image, parameters: tuple[str, ...], given: Given, known: Mapping[str, Exact]
) -> Moment | Fraction | None:
    """Return the moments where another coordinate is not 0, or how often it is; None for never."""
    family = of.family
    if of.is_multiple:
        return family.nonzero and replace(of, other=family.nonzero)
    if not family.independent:
        return _Undecided(f"not known of a shifted {family.name} law; leave mean and variance out")
    if family.mass is None:
        return None
    numbers = _numbers(parameters, given)
    if numbers is None:
        return _Undecided("a symbol decides whether 0 is a value of x_j; give every parameter")
    line = of.line(DIM, {**numbers, **known})
    if line.start and line.factor is None:
        return _Undecided("it is not decided whether 0 is a value of x_j; give rational numbers")
    zero = line.centre - (line.start / line.factor if line.start else 0)
    rational = not any(isinstance(value, Surd) for value in numbers.values())
    if isinstance(zero, Surd) and rational:
        return None  # irrational, and values of x are rational
    if not rational:
        return _Undecided(
            "whether 0 is a value of x_j is decided for rational parameters; give such"
        )
    share = family.mass(Fraction(zero), line.values)
    if share is None:
        return _Undecided(
            f"P(x_j = 0) of {family.name} is no short number there; choose another mean"
        )
    return share or None
