"""The mixed moments of a law as fractions, from the catalogue, supports and tables."""

from fractions import Fraction
from itertools import permutations
from math import prod

from numeric_check.laws.law import numbers_of
from numeric_check.laws.mixed_moments import (
    Moments,
    NoNodes,
    PairMoments,
    Powers,
    independent,
    of_atoms,
    of_real,
    over,
)
from numeric_check.laws.said import said_of
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw
from symbolic_mesa.text.surds import Exact, Surd


def rational_moments(law: TokenLaw, dim: int) -> Moments:
    """Return the mixed moments up to degree 6.

    A moment that the law does not give is taken as 1: no claim that can be made depends on it.

    Raises:
        NoNodes: when the law has symbols, or nothing is known of its moments.
    """
    if isinstance(law, SampleLaw):
        return _of_sample(law, dim)
    if isinstance(law, SupportLaw):
        return independent(of_atoms(law.atoms))
    if isinstance(law, MomentLaw):
        return _tabled(law)
    return said_of(law).moments(numbers_of(law), dim)


def pair_moments(law: TokenLaw, dim: int) -> PairMoments:
    """Return the real parts of mixed moments of a law, whose tokens may be complex.

    Raises:
        NoNodes: see `rational_moments`.
    """
    if law.real:
        return of_real(rational_moments(law, dim))
    found = said_of(law).pairs
    if found is None:
        raise NoNodes(f"no moments are known for the complex law {law.name}")
    return found(numbers_of(law), dim)


def _tabled(law: MomentLaw) -> Moments:
    """The moments that a person gave are the law's definition."""
    if law.table is None:
        raise NoNodes("the moments are symbols")
    table: dict[Powers, Exact] = {}
    for key, value in law.table:
        if not isinstance(value, Fraction | Surd):
            raise NoNodes(f"{value} has no value")
        table[key] = value

    def given(*powers: int) -> Exact:
        if law.symmetric and any(power % 2 for power in powers):
            return Fraction(0)
        return table.get(powers, Fraction(1)) if powers else Fraction(1)

    def moments(powers: Powers) -> Exact:
        kept = sorted((power for power in powers if power), reverse=True)
        if law.independent:
            return prod((given(power) for power in kept), start=Fraction(1))
        return given(*kept)

    return moments


def _of_sample(law: SampleLaw, dim: int) -> Moments:
    if dim != law.dim:
        raise NoNodes(f"the data have {law.dim} coordinates, not {dim}")
    rows = [tuple(Fraction(x, 2**law.exponent) for x in row) for row in law.rows]
    if law.averaged in ("permutations", "both"):
        every = list(permutations(range(dim)))
        rows = [tuple(row[k] for k in order) for row in rows for order in every]
    given = over(rows)
    if law.averaged not in ("signs", "both"):
        return given
    return lambda powers: Fraction(0) if any(power % 2 for power in powers) else given(powers)
