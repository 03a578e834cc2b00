"""A moment that is claimed of a table of tokens, held against its mean over the whole table."""

from fractions import Fraction
from typing import Any

from numeric_check.estimates import TOLERANCE, Estimate, relative_error
from numeric_check.laws.nodes import table
from numeric_check.model.moments import moments_at
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.record import Check, Claim
from symbolic_mesa.witness.judging import finite
from symbolic_mesa.witness.routes import Route


def summed(claim: Claim, moment: tuple[str, Pattern], law: SampleLaw, route: Route) -> Check:
    """Compare a moment of a table of tokens with its mean over the whole table.

    Args:
        claim: states it.
        moment: its name, and its pattern.
        law: the table.
        route: in rationals or in doubles.
    """
    if route.exact:
        return _added_up(route, claim, moment[1], law)
    nodes = table(law)
    found = [moments_at(nodes, coordinate)[moment[0]] for coordinate in range(law.dim)]
    if law.permuted:
        found = [Estimate(sum(e.value for e in found), sum(e.scale for e in found))]
    factor = law.dim if law.permuted else 1
    worst = max(
        relative_error(float(factor * side), e)
        for side, e in zip(_sides(claim, len(found)), found, strict=True)
    )
    detail = f"the mean over all {len(law.rows)} tokens"
    return Check.decided(route.kind, worst <= TOLERANCE, detail, finite(worst))


def _added_up(route: Route, claim: Claim, pattern: Pattern, law: SampleLaw) -> Check:
    """The same by adding up integers, one token and one coordinate after the other."""
    ((_, own),), free = pattern.pinned, pattern.free
    totals = [0] * law.dim
    for row in law.rows:
        for j, x in enumerate(row):
            rest = [y ** free[0] for r, y in enumerate(row) if r != j] if free else [1]
            totals[j] += x**own * sum(rest)
    unit = Fraction(1, 2 ** (law.exponent * (own + sum(free))) * len(law.rows))
    values = [total * unit for total in totals]
    if law.permuted:
        values = [sum(values, Fraction(0)) / law.dim]
    equal = _sides(claim, len(values)) == values
    detail = f"all {len(law.rows)} tokens added up in integers"
    return Check.decided(route.kind, equal, detail)


def _sides(claim: Claim, count: int) -> list[Any]:
    """Return the numbers that a claim about a moment states, one for each coordinate."""
    return [side.at({}) for side in claim.parts.values()] or [claim.value.at({})] * count
