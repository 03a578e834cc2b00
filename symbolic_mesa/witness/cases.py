"""Laws without symbols of which a claim must hold, for a law that may have symbols."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern, integer_partitions
from symbolic_mesa.laws.assumptions import candidates
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.parameters import at_size
from symbolic_mesa.laws.protocol import Rationals, TokenLaw, named
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.unlike.covariance import diagonal_matrix
from symbolic_mesa.laws.unlike.diagonal import DiagonalGaussian
from symbolic_mesa.laws.unlike.gaussian import GaussianVector
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.text.errors import InvalidInput, MissingMoment

POOL = tuple(
    Fraction(value) for value in ("3/2", "1/3", "9", "15", "1", "3", "2", "105", "1/2", "1/10")
)  # rational points for symbols; 1, 3, 15 and 105 are the even moments of N(0, 1)
STATED_POINTS, SIZED_POINTS = 2, 3  # the latter where symbols decide in which d there is a law
WIDEST = 3  # d up to which every claim is checked
DEGREE = 6  # of the moments that a claim may depend on
MOST_TRIED = 2000
VARIANCES = POOL[:4]


@dataclass(frozen=True)
class Case:
    """A law without symbols, and what the symbols of the claim are there.

    Attributes:
        law: the law.
        values: numbers for the claim's symbols; None when they are the law's own moments.
        words: the case in words.
        moments: the symbols of moments whose numbers are measured where `values` is None.
    """

    law: TokenLaw
    values: Mapping[str, Fraction] | None
    words: str
    moments: tuple[str, ...] = ()


def cases(law: TokenLaw, problem: Problem) -> list[Case]:
    """Return the laws at which a claim of a problem about `law` is checked."""
    if law.name in _CONCRETE:
        names = tuple(problem.moments)
        return [Case(one, None, _described(one), names) for one in _CONCRETE[law.name]()]
    if isinstance(law, DiagonalGaussian):  # a law in each dimension, its traces measured
        return [Case(one, None, _described(one)) for one in _diagonal()]
    constants = {constant.name for constant in law.constants}
    symbols = sorted({s for pattern in _patterns(law) for s in law.symbols(pattern)} - constants)
    if not symbols:
        return [_in_numbers(law, {}, "")]
    found: list[Case] = []
    assumptions = law.assumed if isinstance(law, FamilyLaw | MomentLaw) else ()
    tried = candidates(symbols, assumptions, POOL)
    for values in _tried(symbols, tried):
        if not _differs(values, found) or not _exists(law, values, problem):
            continue
        words = " and ".join(f"{name} = {number}" for name, number in values.items())
        found.append(_in_numbers(law.at(values), values, words))
        if len(found) == (SIZED_POINTS if _is_sized(law) else STATED_POINTS):
            break
    return found


def _tried(
    symbols: list[str], pools: Iterable[tuple[Fraction, ...]]
) -> Iterator[Mapping[str, Fraction]]:
    """Yield numbers for symbols, those first at which no two symbols have the same.

    Where they have, two that were exchanged in a claim would not be told apart, a complex Gaussian
    is real, and coordinates may be alike that are not.
    """
    turned = [(*pool[n % len(pool) :], *pool[: n % len(pool)]) for n, pool in enumerate(pools)]
    every = [*islice(product(*turned), MOST_TRIED)]
    for numbers in sorted(every, key=lambda numbers: len(set(numbers)), reverse=True):
        yield dict(zip(symbols, numbers, strict=True))


def _patterns(law: TokenLaw) -> Iterator[Pattern]:
    """Yield the patterns of the moments that a claim may depend on."""
    for powers in (one for n in range(1, DEGREE + 1) for one in integer_partitions(n)):
        if law.real:
            yield Pattern((), powers)
            continue
        for barred in product(*(range(power + 1) for power in powers)):
            yield Pattern((), powers, barred)


def cases_in(dim: int, law: TokenLaw, problem: Problem) -> Iterator[Case]:
    """Yield those of the laws that there are in a dimension, as they are there."""
    for case in cases(law, problem):
        if case.law.dim in (None, dim):
            with contextlib.suppress(InvalidInput):
                yield replace(case, law=at_size(case.law, dim))


def _in_numbers(law: TokenLaw, values: Mapping[str, Fraction], words: str) -> Case:
    """Return a case in which constants are fractions: what is said of them is an identity."""
    if not isinstance(law, FamilyLaw) or not law.constants:
        return Case(law, values, words)
    fixed = law.with_numbers()
    return Case(fixed, {**values, **dict(fixed.fixed)}, words)


def _is_sized(law: TokenLaw) -> bool:
    return isinstance(law, FamilyLaw) and bool(law.sized_symbols)


def _differs(values: Mapping[str, Fraction], found: list[Case]) -> bool:
    """Whether every symbol has a value that it has in no case yet."""
    taken = [case.values or {} for case in found]
    return all(other.get(name) != number for other in taken for name, number in values.items())


def _exists(law: TokenLaw, values: Mapping[str, Fraction], problem: Problem) -> bool:
    """Whether there is such a law, with all moments that the problem names."""
    try:
        concrete = law.at(values)
        if isinstance(concrete, FamilyLaw):
            concrete = concrete.with_numbers()
            if _is_sized(law):
                concrete.refuse_dimension(law.dim or WIDEST)
            for pattern in problem.moments.values():
                concrete.coordinate_sum(named(concrete, pattern), 2, Rationals())
    except (InvalidInput, MissingMoment):
        return False
    return True


def _common_scale(dim: int) -> TokenLaw:
    """Return a random scale times i.i.d. skewed coordinates: dependent, with mean 0."""
    rows = product((2.0, -1.0, -1.0), repeat=dim)
    return laws.samples([[scale * x for x in row] for row in rows for scale in (1.0, 2.0)])


def _diagonal() -> Iterator[TokenLaw]:
    """Yield Gaussians of unlike variances, one in each dimension up to four."""
    for dim in range(1, len(VARIANCES) + 1):
        yield GaussianVector(diagonal_matrix(VARIANCES[:dim]))


_CONCRETE: Mapping[str, Callable[[], tuple[TokenLaw, ...]]] = {
    "generic": lambda: (laws.gaussian(1), laws.bernoulli_gaussian("1/3", 2), laws.sphere(2)),
    "exchangeable": lambda: (
        laws.two_point("1/3", 2),
        laws.full_one("1/2"),
        _common_scale(2),
        _common_scale(3),
    ),
}
"""Laws of which no moment vanishes that the law with symbols has."""


def _described(law: TokenLaw) -> str:
    if isinstance(law, SampleLaw):
        return "a common random scale times skewed coordinates"
    given = ", ".join(f"{name}={value}" for name, value in law.parameters.items())
    return f"{law.name}({given})"
