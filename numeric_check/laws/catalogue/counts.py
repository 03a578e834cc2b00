"""Laws of i.i.d. coordinates that are counts: moments from generating functions."""

from collections.abc import Mapping
from fractions import Fraction
from math import comb

from numeric_check.laws.coordinates import of_moments
from numeric_check.laws.law import Law, Values
from numeric_check.laws.mixed_moments import Coordinate, from_cumulants
from symbolic_mesa.text.surds import Exact

MOST_TRIALS = 300  # for which (1 − p)^trials is written out
MOST_COUNTED = 300  # of Poisson numbers whose probability is not rounded to 0
LARGEST_RATE = 800  # beyond which e^−rate is 0 in doubles
DIGITS = 40


def _binomial_moments(values: Values) -> Coordinate:
    """The sum of as many independent numbers 0 or 1, by doubling."""
    trials, p = int(values["trials"]), values["p"]

    def moment(k: int) -> Exact:
        total: list[Exact] = [Fraction(1), *[Fraction(0)] * k]
        double: list[Exact] = [Fraction(1), *[p] * k]
        left = trials
        while left:
            total = _of_sum(total, double) if left % 2 else total
            double, left = _of_sum(double, double), left // 2
        return total[k]

    return moment


def _of_sum(one: list[Exact], other: list[Exact]) -> list[Exact]:
    """Return the moments of the sum of two independent numbers."""
    return [
        sum((comb(k, j) * one[j] * other[k - j] for j in range(k + 1)), Fraction(0))
        for k in range(len(one))
    ]


def _binomial_mass(values: Values, x: Fraction) -> Exact:
    trials, p = int(values["trials"]), values["p"]
    if trials > MOST_TRIALS or x not in range(trials + 1):
        return Fraction(0)
    return comb(trials, int(x)) * p ** int(x) * (1 - p) ** (trials - int(x))


def _poisson_mass(values: Values, x: Fraction) -> Exact:
    """The chance of none, by the series of e^rate to many digits, times rate/n for each n."""
    if x not in range(MOST_COUNTED + 1):
        return Fraction(0)
    rate = values["rate"]
    chance = _none(rate)
    for n in range(1, int(x) + 1):
        chance = chance * rate / n
    return chance


def _none(rate: Exact) -> Exact:
    """Return 1 over the series of e^rate, of which terms are added until they are small."""
    given = rate if isinstance(rate, Fraction) else Fraction(rate.decimal(DIGITS))
    if given > LARGEST_RATE:
        return Fraction(0)
    total = term = Fraction(1)
    n = 0
    while n < given or term * 10**DIGITS > total:
        n += 1
        term = _short(term * given / n)
        total += term
    return _short(1 / total)


def _short(number: Fraction) -> Fraction:
    """Return a number to twice the digits, with a power of 10 below."""
    return Fraction(round(number * 10 ** (2 * DIGITS)), 10 ** (2 * DIGITS))


def _geometric_moments(values: Values) -> Coordinate:
    """With probability p it is 0, else 1 more than such a number."""
    p = values["p"]

    def moment(k: int) -> Exact:
        found: list[Exact] = [Fraction(1)]
        for n in range(1, k + 1):
            less = sum((comb(n, j) * m for j, m in enumerate(found)), Fraction(0))
            found.append((1 - p) * less / p)
        return found[k]

    return moment


def _geometric_mass(values: Values, x: Fraction) -> Exact:
    p = values["p"]
    return p * (1 - p) ** int(x) if x >= 0 and x.denominator == 1 else Fraction(0)


LAWS: Mapping[str, Law] = {
    "poisson": of_moments(
        lambda values: from_cumulants(lambda k: values["rate"]),
        lambda chance, n, dim, v: chance.poisson(v["rate"], (n, dim)).astype(float),
        mass=_poisson_mass,
    ),
    "binomial": of_moments(
        _binomial_moments,
        lambda chance, n, dim, v: chance.binomial(int(v["trials"]), v["p"], (n, dim)).astype(float),
        mass=_binomial_mass,
    ),
    "geometric": of_moments(
        _geometric_moments,
        lambda chance, n, dim, v: (chance.geometric(v["p"], (n, dim)) - 1).astype(float),
        mass=_geometric_mass,
    ),
}
"""Laws of counts by name."""
