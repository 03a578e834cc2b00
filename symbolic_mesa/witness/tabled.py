"""Claims whose sides are numbers at values of symbols, beside numbers that were measured there."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, SupportsFloat, TypeAlias

from symbolic_mesa.record import Claim
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.measure import WithoutLaw
from symbolic_mesa.witness.routes import Route

Number: TypeAlias = Fraction | float  # in rationals, or in doubles; a verdict is one too
Case = tuple[Mapping[str, Fraction], Number]  # values of symbols, and what is measured there
Cases = Callable[[Any], Iterable[Case]]  # of the key of a part; "" where there is one side


def tabled(exact: Cases, doubles: Cases, routes: tuple[Route, ...]) -> WithoutLaw:
    """Return the measure of a claim's sides at these cases, in rationals and in doubles."""
    return WithoutLaw(partial(_exact, exact), partial(_doubles, doubles), routes)


def _sides(claim: Claim) -> Mapping[Any, Any]:
    return claim.parts or {"": claim.value}


def _at(side: Any, values: Mapping[str, Fraction]) -> Any:
    """Return a side as a number, None where it is none."""
    try:
        return side.at(values) if hasattr(side, "at") else side
    except MesaError:
        return None


def _exact(cases: Cases, claim: Claim) -> float | None:
    """Return 0 if every side is the rational that was measured, else 1; None without a case."""
    found = [
        _at(side, values) == measured
        for key, side in _sides(claim).items()
        for values, measured in cases(key)
    ]
    return float(not all(found)) if found else None


def _doubles(cases: Cases, claim: Claim) -> float | None:
    """Return the largest relative difference; 1 where a side is no number."""
    return max(
        (
            _gap(_at(side, values), float(measured))
            for key, side in _sides(claim).items()
            for values, measured in cases(key)
        ),
        default=None,
    )


def _gap(stated: SupportsFloat | None, measured: float) -> float:
    if stated is None:
        return 1.0
    return abs(float(stated) - measured) / (abs(measured) or 1.0)
