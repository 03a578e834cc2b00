"""What a parameter of a law must satisfy, and the numbers that are tried for it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.text.expressions import Expression, expression
from symbolic_mesa.text.surds import Exact

ZERO, ONE = Fraction(0), Fraction(1)
LARGEST_POWER = 300  # of a probability, in P(x_j != 0)


def above_one(k: int) -> Fraction:
    """Return 7/3, 8/4, 9/5, …: what is tried for a symbol that may be any positive number."""
    return Fraction(7 + k, 3 + k)


def below_half(k: int) -> Fraction:
    """Return 3/11, 4/13, 5/15, …: probabilities, at none of which two values are alike."""
    return Fraction(3 + k, 11 + 2 * k)


def far_above(k: int) -> Fraction:
    """Return 101/3, 103/3, …: degrees of freedom at which every moment that occurs exists."""
    return Fraction(101 + 2 * k, 3)


def from_two(k: int) -> Fraction:
    """Return 2, 3, 4, …: numbers of trials."""
    return Fraction(2 + k)


def few(k: int) -> Fraction:
    """Return 2, 3, 4, 2, …: numbers of coordinates."""
    return Fraction(2 + k % 3)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a parameter must satisfy: in words, as a test, and by bounds, and by values that do.

    Attributes:
        parameter: the parameter.
        words: the condition in words.
        holds: the condition as a test.
        low: what the parameter is not below, where there is such a bound.
        high: what it is not above, likewise.
        trial: a value that satisfies it for each number from 0 on, none of them a special one.
        whole: whether it is a whole number.
        exponent: whether it is an exponent in formulas, which get it as an integer.
    """

    parameter: str
    words: str
    holds: Callable[[Exact], bool]
    low: Fraction | None = None
    high: Fraction | None = None
    trial: Callable[[int], Fraction] = above_one
    whole: bool = False
    exponent: bool = False


@dataclass(frozen=True, slots=True)
class InDimension:
    """What parameters must satisfy in R^d, where d decides.

    Attributes:
        words: the condition in words, with parameters by their names.
        margin: an expression in parameters and d that must not be negative.
    """

    words: str
    margin: Expression


@dataclass(frozen=True, slots=True)
class Above:
    """Whether a number is larger than another."""

    low: Fraction

    def __call__(self, value: Exact) -> bool:
        """Return whether it is."""
        return value > self.low


def _is_nonzero(value: Exact) -> bool:
    return value != 0


def _is_share(value: Exact) -> bool:
    return 0 < value <= 1


def _is_inner_share(value: Exact) -> bool:
    return 0 < value < 1


def _is_count(value: Exact) -> bool:
    return isinstance(value, Fraction) and value >= 1 and value.denominator == 1


def _is_not_negative(value: Exact) -> bool:
    return value >= 0


def _is_below_one(value: Exact) -> bool:
    return value < 1


def _is_any(value: Exact) -> bool:
    return True


def above(name: str, low: int, trial: Callable[[int], Fraction] = above_one) -> Condition:
    """Return the condition that a parameter is larger than a number."""
    return Condition(name, f"{name} > {low}", Above(Fraction(low)), Fraction(low), trial=trial)


def positive(name: str) -> Condition:
    """Return the condition that a parameter is positive."""
    return above(name, 0)


def nonzero(name: str) -> Condition:
    """Return the condition that a parameter is not 0."""
    return Condition(name, f"{name} != 0", _is_nonzero)


def share(name: str) -> Condition:
    """Return the condition that a parameter is a probability, not 0."""
    return Condition(name, f"0 < {name} <= 1", _is_share, ZERO, ONE, below_half)


def inner_share(name: str) -> Condition:
    """Return the condition that a parameter is a probability, neither 0 nor 1."""
    return Condition(name, f"0 < {name} < 1", _is_inner_share, ZERO, ONE, below_half)


def not_negative(name: str) -> Condition:
    """Return the condition that a parameter is not negative."""
    return Condition(name, f"{name} >= 0", _is_not_negative, ZERO)


def count(name: str) -> Condition:
    """Return the condition that a parameter is a whole number from 1 on."""
    words = f"{name} >= 1, a whole number"
    return Condition(name, words, _is_count, ONE, trial=from_two, whole=True, exponent=True)


def below_one(name: str) -> Condition:
    """Return the condition that a parameter is less than 1."""
    return Condition(name, f"{name} < 1", _is_below_one, high=ONE, trial=below_half)


def in_dimension(words: str, margin: str) -> InDimension:
    """Return a condition on parameters and d, from an expression that must not be negative."""
    return InDimension(words, expression(margin, "margin"))


def real(name: str) -> Condition:
    """Return that a parameter may be any number."""
    return Condition(name, f"{name} real", _is_any)
