"""What is said of a parametric law: its parameters, what they must satisfy, its moments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbolic_mesa.laws.catalogue.conditions import Condition, InDimension
from symbolic_mesa.laws.constants import Constant
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.surds import Exact

ROOT = "what takes a square root"
OF_ARGUMENT = " of the argument"  # ends the name of what is known of a law that is an argument
Powers = tuple[int, ...]  # powers of distinct coordinates, descending, none zero
Moment = Callable[[Powers, Any, Mapping[str, Any]], Any]  # elements; what takes roots is a function
Mass = Callable[[Fraction, Mapping[str, Any]], Fraction | None]


@dataclass(frozen=True, slots=True)
class Family:
    """A parametric law: its name, its parameters and its mixed moments.

    Its functions are those of a module, or frozen callables: laws are compared and pickled.

    Attributes:
        phrase: the law in words.
        conditions: what the parameters must satisfy, one condition a parameter.
        moment: E[x_1^{k1} x_2^{k2} ⋯] from the powers, the dimension and the parameters; the
            parameters and the dimension are elements of any field.
        finite_below: the parameter that the order of every moment must stay below, when there is
            such a limit.
        order: what the order is: the largest power of a coordinate, or the sum of all.
        sized: what parameters must satisfy in R^d, where d decides.
        varies: what must hold besides for a coordinate to have a variance that is not 0.
        dim: the dimension, when the family itself fixes it.
        symmetric: whether a coordinate may change its sign.
        real: whether tokens are real; a power of complex ones is a pair, how often a coordinate
            occurs, and how often its conjugate.
        independent: whether coordinates are independent.
        nonzero: the same as `moment` on the tokens with another coordinate ≠ 0; None when no
            coordinate is ever 0.
        numeric: the full name of the module whose ``LAWS`` has, by the law's name, what is said of
            it a second time, to be checked with (see `numeric_check.laws.catalogue`).
        scale: the parameter that tokens are multiples of, when there is one: `variance` can be
            given in its place.
        mass: the probability that a coordinate is a given number, from that number and the
            parameters, all of them numbers, up to the constants that no moment has; its answer is
            None where that is no short number. None when every number has probability 0, or
            coordinates are dependent.
        constant: whether every token is the same, so that nothing is left to shift or to scale.
        image_of: the family of which this is the image x → mean + factor (x − E x), if it is one.
        compound: what made this from the family of a law, if something did.
        known: numbers that its functions take beside the parameters, by name.
        square: what moments have the square root of, from the dimension and the parameters: it is
            positive wherever there is the law, and these are convex; None where there is no such
            root. What takes the root is given to its functions by the name `ROOT`.
        constants: numbers that depend on the parameters and are not algebraic, which its functions
            take by name as well.
    """

    name: str
    phrase: str
    conditions: tuple[Condition, ...]
    moment: Moment
    finite_below: str | None = None
    order: Callable[[Powers], int] = max
    sized: tuple[InDimension, ...] = ()
    varies: tuple[InDimension, ...] = ()
    dim: int | None = None
    symmetric: bool = True
    real: bool = True
    independent: bool = True
    nonzero: Moment | None = None
    numeric: str = "numeric_check.laws.catalogue"
    scale: str | None = None
    mass: Mass | None = None
    constant: bool = False
    image_of: "Family | None" = None
    compound: Callable[..., "Family"] | None = None
    known: tuple[tuple[str, Exact], ...] = ()
    square: Callable[[Any, Mapping[str, Any]], Any] | None = None
    constants: tuple[Constant, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(condition.parameter for condition in self.conditions)

    @property
    def needed(self) -> tuple[str, ...]:
        """What its parameters must satisfy, in words."""
        return (*(c.words for c in self.conditions), *(c.words for c in self.sized))


@dataclass(frozen=True, slots=True)
class Maker:
    """A parameter that is no number but a text, and the family that is made from it.

    Attributes:
        name: the name of the law.
        phrase: the law in words.
        parameter: the parameter.
        words: what its text must be.
        made: the family that the text stands for, and the values that it gives to parameters.
        options: what can be given beside the text.
    """

    name: str
    phrase: str
    parameter: str
    words: str
    made: Callable[[str], tuple[Family, dict[str, Quantity]]]
    options: tuple[str, ...] = ("mean", "variance")


@dataclass(frozen=True, slots=True)
class Independent:
    """The mixed moments of i.i.d. coordinates.

    Attributes:
        univariate: E x^k from k and the parameters by name.
        share: the probability that a coordinate which is none of these is not 0, from the
            parameters by name; without it, nothing is asked of another coordinate.
    """

    univariate: Callable[..., Element]
    share: Callable[..., Element] | None = None

    def __call__(self, powers: Powers, dim: Element, values: Mapping[str, Element]) -> Element:
        """Return the product of the moments of single coordinates."""
        product: Element = self.share(**values) if self.share else 1
        for power in powers:
            product = product * self.univariate(power, **values)
        return product


def share_of(part: Element, whole: Element) -> Element:
    """Return a quotient, of integers too."""
    if isinstance(part, int) and isinstance(whole, int):
        return Fraction(part, whole)
    return part / whole


def rising(base: Element, k: int) -> Element:
    """Return base (base + 1) ⋯ (base + k − 1)."""
    product: Element = 1
    for i in range(k):
        product = product * (base + i)
    return product


def power_of(base: Element, n: int) -> Element:
    """Return base^n, 1 for n = 0 also where the base is 0: fields refuse 0^0."""
    return base**n if n else 1


def odd_product(power: int) -> int:
    """Return (power − 1)!! = 1·3·5⋯(power − 1), the Gaussian moment of that even order."""
    product = 1
    for factor in range(1, power, 2):
        product *= factor
    return product
