"""Numbers for symbols at which formulas are looked at: the law exists there, with its moments.

What holds of a formula as an identity holds at every point where it is defined; a sign, a root, or
whether something is 0 is that of the claim only where the law's own conditions hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, product
from math import prod

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.assumptions import candidates
from symbolic_mesa.laws.catalogue import FAMILIES
from symbolic_mesa.laws.catalogue.conditions import above_one, below_half
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.parameters import at_size, names_in
from symbolic_mesa.laws.protocol import TokenLaw, moment_powers
from symbolic_mesa.laws.support_laws import SupportLaw
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression

DIM, LENGTH = 5, 7  # where they are symbols
POOL = (
    *map(above_one, range(3)),
    *map(Fraction, (1, 3, 15, 105)),
    *map(below_half, range(3)),
)  # the last as for N(0, 1)
MOST_TRIED = 2000
NO_MOMENTS: Mapping[str, Pattern] = {}
_SKEWED = SupportLaw(
    ((Fraction(2), Fraction(3, 11)), (Fraction(-1), Fraction(8, 11)))
)  # of which no moment is 0


def trial_point(
    law: TokenLaw, names: Iterable[str], moments: Mapping[str, Pattern] = NO_MOMENTS
) -> dict[str, Fraction]:
    """Return a number for each name, as in a law that there is.

    d and T are whole numbers; what is no symbol of the law is positive.

    >>> from symbolic_mesa.laws import two_point
    >>> trial_point(two_point(), ["a_0", "p"])
    {'a_0': Fraction(7, 3), 'p': Fraction(3, 11)}
    """
    known = sorted(names)
    point = {name: above_one(k) for k, name in enumerate(known)}
    sizes = {"d": Fraction(DIM), "T": Fraction(LENGTH)}
    point |= {name: size for name, size in sizes.items() if name in point}
    return {**point, **trial_values(law, known, moments=moments)}


def trial_values(
    law: TokenLaw,
    names: Iterable[str],
    shift: int = 0,
    moments: Mapping[str, Pattern] = NO_MOMENTS,
) -> dict[str, Fraction]:
    """Return numbers for those names that are symbols of the law, others for another shift.

    Args:
        law: the law.
        names: symbols.
        shift: counts the points.
        moments: moments that have a symbol of their own; mu_4_2 and the like are known.
    """
    found = _values(law, shift)
    if isinstance(law, MomentLaw) and law.table is None:
        return {
            name: value
            for name in names
            if (value := _moment(law, name, shift, moments)) is not None
        }
    return {name: found[name] for name in names if name in found}


def _values(law: TokenLaw, shift: int) -> Mapping[str, Fraction]:
    if isinstance(law, FamilyLaw):
        given = law.parameters
        if law.assumed or any(isinstance(value, Expression) for value in given.values()):
            return next(islice(_existing(law), shift, None), {})
        open_ = [c for c in law.family.conditions if isinstance(given[c.parameter], str)]
        return {str(given[c.parameter]): c.trial(k + shift) for k, c in enumerate(open_)}
    if isinstance(law, MomentLaw):
        return next(islice(_existing(law), shift, None), {})
    return {}


def _existing(law: TokenLaw) -> Iterator[Mapping[str, Fraction]]:
    """Yield numbers for the symbols among given moments or parameters that some law has."""
    names = sorted(names_in(law.parameters.values()))
    assumptions = law.assumed if isinstance(law, FamilyLaw | MomentLaw) else ()
    for numbers in islice(product(*candidates(names, assumptions, POOL)), MOST_TRIED):
        values = dict(zip(names, numbers, strict=True))
        try:
            at_size(law.at(values), DIM)
        except InvalidInput:
            continue
        yield values


def _moment(
    law: MomentLaw, name: str, shift: int, moments: Mapping[str, Pattern]
) -> Fraction | None:
    """Return the moment of a stated law that a symbol names; None for another symbol.

    That law is i.i.d., sparse and Gaussian, or, where odd moments may occur, skewed.
    """
    mixed = moment_powers(name)
    if not mixed and name not in moments:
        return None
    powers = mixed or moments[name].powers
    scale = above_one(shift)
    choices = Fraction(1 if mixed else moments[name].choices(DIM))
    if law.symmetric:
        values = {"p": below_half(shift), "sigma": scale}
        return choices * Fraction(FAMILIES["bernoulli-gaussian"].moment(powers, DIM, values))
    return choices * prod(_SKEWED.moment(power) * scale**power for power in powers)
