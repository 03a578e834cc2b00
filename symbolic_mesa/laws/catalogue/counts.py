"""Laws of i.i.d. coordinates that are whole numbers: E x^k = Σ_j S(k, j) E x (x − 1) ⋯ (x − j + 1).

S(k, j) counts the partitions of k things into j blocks (Stirling numbers of the second kind).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial

from symbolic_mesa.laws.catalogue.conditions import LARGEST_POWER, count, inner_share, positive
from symbolic_mesa.laws.catalogue.family import Family, Independent
from symbolic_mesa.laws.constants import Constant, emptiness
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import MissingMoment


def _partitions(k: int, blocks: int) -> int:
    """Return the number of partitions of k things into blocks.

    The last thing is alone, or in one of the blocks of the others.
    """
    if k == 0 or blocks == 0:
        return int(k == blocks)
    return _partitions(k - 1, blocks - 1) + blocks * _partitions(k - 1, blocks)


@dataclass(frozen=True, slots=True)
class _OfFactorial:
    """E x^k from the factorial moments E x (x − 1) ⋯ (x − j + 1)."""

    factorial_moment: Callable[..., Element]

    def __call__(self, k: int, **values: Element) -> Element:
        total: Element = 0
        for j in range(k + 1):
            total = total + _partitions(k, j) * self.factorial_moment(j, **values)
        return total


def _poisson(j: int, rate: Element, z: Element | None = None) -> Element:
    """Return a factorial moment; none has the constant z = exp(−rate) in it."""
    return rate**j


def _poisson_share(rate: Element, z: Element) -> Element:
    return 1 - z


def _poisson_mass(x: Fraction, values: Mapping[str, Fraction]) -> Fraction | None:
    """Return the factor of z = exp(−rate)."""
    if not _is_count(x):
        return Fraction(0)
    n = int(x)
    return None if n > LARGEST_POWER else values["rate"] ** n / factorial(n)


def _binomial(j: int, trials: Element, p: Element) -> Element:
    product = p**j
    for i in range(j):
        product = product * (trials - i)
    return product


def _binomial_share(trials: Element, p: Element) -> Element:
    if not isinstance(trials, int) or trials > LARGEST_POWER:
        power = trials if isinstance(trials, int) else "trials"
        raise MissingMoment(
            "P(x_j != 0)", f"it has the power {power}; give trials, at most {LARGEST_POWER}"
        )
    return 1 - (1 - p) ** trials


def _binomial_mass(x: Fraction, values: Mapping[str, Fraction]) -> Fraction | None:
    trials, p = int(values["trials"]), values["p"]
    if trials > LARGEST_POWER:
        return None
    if not _is_count(x) or x > trials:
        return Fraction(0)
    return comb(trials, int(x)) * p ** int(x) * (1 - p) ** (trials - int(x))


def _geometric(j: int, p: Element) -> Element:
    return factorial(j) * ((1 - p) / p) ** j


def _geometric_share(p: Element) -> Element:
    return 1 - p


def _geometric_mass(x: Fraction, values: Mapping[str, Fraction]) -> Fraction | None:
    p = values["p"]
    if not _is_count(x):
        return Fraction(0)
    return None if x > LARGEST_POWER else p * (1 - p) ** int(x)


def _is_count(x: Fraction) -> bool:
    return x >= 0 and x.denominator == 1


_POISSON = _OfFactorial(_poisson)
_BINOMIAL = _OfFactorial(_binomial)
_GEOMETRIC = _OfFactorial(_geometric)

ROWS = by_name(
    Family(
        "poisson",
        "i.i.d. coordinates, Poisson of mean rate",
        (positive("rate"),),
        Independent(_POISSON),
        symmetric=False,
        nonzero=Independent(_POISSON, _poisson_share),
        mass=_poisson_mass,
        constants=(
            Constant("z", "exp(-rate), of the Poisson law", emptiness, ("rate",), in_moments=False),
        ),
    ),
    Family(
        "binomial",
        "i.i.d. coordinates, the successes among trials, each of probability p",
        (count("trials"), inner_share("p")),
        Independent(_BINOMIAL),
        symmetric=False,
        nonzero=Independent(_BINOMIAL, _binomial_share),
        mass=_binomial_mass,
    ),
    Family(
        "geometric",
        "i.i.d. coordinates 0, 1, 2, ..., n with probability p (1-p)^n",
        (inner_share("p"),),
        Independent(_GEOMETRIC),
        symmetric=False,
        nonzero=Independent(_GEOMETRIC, _geometric_share),
        mass=_geometric_mass,
    ),
)
"""Laws of i.i.d. coordinates that are counts."""
