"""Whether a claim at given d and T is the claim for every d and T, taken there."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath

from symbolic_mesa.exceptional import parts_at
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula, taken_at
from symbolic_mesa.record import Check, Claim
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.text.surds import Exact
from symbolic_mesa.witness.points import points
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.standing_in import words

Placed = tuple[Claim, Setting]
Named = Mapping[str, Exact | mpmath.mpf]


def linked(check: Check, route: Route, special: Placed, general: Placed) -> Check:
    """Return the check of a general claim as a check of one that must be its case.

    Args:
        check: what came of measuring the general claim.
        route: how it was measured.
        special: the claim, with its setting.
        general: the claim for every d or T that was measured, with its setting.
    """
    setting, reference = special[1], general[1]
    if setting.law != reference.law:
        found = words(setting.law)
        return replace(check, detail=f"{check.detail}; for {found}", instead=found)
    every = _every(setting, reference)
    same = _is_case_of(special, general[0], route)
    if same is False:
        what = "the formula differs from the one for every d and T, taken here"
        return Check(route.kind, "failed", what)
    if check.outcome != "passed" or not every:
        return check
    if same is None:
        what = "no numbers were found at which the formula and the one for every d and T are real"
        return Check(route.kind, "not-run", what)
    taken = f"the formula for every {' and '.join(every)}, which gives this"
    return replace(check, detail=f"{check.detail}; {taken}")


def _every(setting: Setting, reference: Setting) -> list[str]:
    """Return which sizes the general claim leaves open, and this one does not."""
    every = ["d"] if reference.dim is None and setting.dim is not None else []
    every += ["T"] if setting.length is not None else []
    every += ["T_test"] if setting.test_length is not None else []
    return every


def _is_case_of(special: Placed, general: Claim, route: Route) -> bool | None:
    """Whether a claim is a case of a general one; None when they could not be compared."""
    claim, setting = special
    own, every = _parts(special, general)
    if says_more(special, general):
        return False
    if claim.value is not None and every:  # the numbers decide which part it is
        parts = [_agree((claim.value, setting), part, route) for part in every.values()]
        return True if any(parts) else None if None in parts else False
    pairs = [(claim.value, general.value)]
    pairs += [(side, every[key]) for key, side in own.items()]
    found = [_agree((one, setting), other, route) for one, other in pairs if one is not None]
    if False in found:
        return False
    return None if None in found or not found else True


def says_more(special: Placed, general: Claim) -> bool:
    """Whether a claim has parts that a general one has not, taken at its d and T."""
    own, every = _parts(special, general)
    return bool(set(own) - set(every))


def _parts(special: Placed, general: Claim) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Return the parts of a claim, and those of a general one at its d and T."""
    claim, setting = special
    return parts_at(claim.parts, _open), parts_at(general.parts, partial(_number, setting))


def _open(formula: Any) -> None:
    """Return that no formula in the places of a claim's own parts has a number."""


def _number(setting: Setting, formula: Any) -> Fraction | None:
    """Return the number of d or T in a setting; None for what is open there."""
    size = {("d",): setting.dim, ("T",): setting.length}.get(tuple(formula.symbols))
    return None if size is None else Fraction(formula.at({formula.symbols[0]: size}))


def _agree(special: tuple[Any, Setting], everywhere: Any, route: Route) -> bool | None:
    """Whether a formula is a general one taken at its d and T: as an element, or as a number."""
    side, setting = special
    if isinstance(side, Closed):
        sizes = {"d": setting.dim, "T": setting.length, "T_test": setting.test_length}
        given = {name: size for name, size in sizes.items() if size is not None}
        return _close((side, setting), everywhere, given)
    if not isinstance(side, Formula):
        return bool(side == everywhere)
    there = taken_at(everywhere, side.algebra, {"T_test": setting.test_length})
    if route.exact:
        return bool(side.element == there.element)
    return _close((side, setting), there, {})


def _close(
    special: tuple[Formula | Closed, Setting], there: Formula | Closed, sizes: Mapping[str, int]
) -> bool | None:
    """Whether two sides agree at the first point where one is real; None when there is none.

    The second one's d and T are `sizes` there. Names that both define have the same values. Where
    one side is real and the other is not, they differ.
    """
    side, setting = special
    for point in points({*side.symbols, *there.symbols}, setting.law, side.problem):
        one, other = _values(side, point), _values(there, {**point, **sizes})
        if one is None and other is None:
            continue
        if one is None or other is None:
            return False
        return _alike(one, other)
    return None


def _alike(one: Named, other: Named) -> bool:
    """Whether numbers of the same name agree; what is rounding beside the largest is 0."""
    nothing = max(map(abs, (*one.values(), *other.values()))) / 10**40
    pairs = ((one[name], other[name]) for name in one.keys() & other.keys())
    return all(abs(x - y) * 10**12 <= max(abs(x), abs(y), nothing) for x, y in pairs)


def _values(side: Formula | Closed, point: Mapping[str, Exact | int]) -> Named | None:
    """Return the value of a side, under no name, and of what it defines; None if it is not real."""
    try:
        named = side.values(point) if isinstance(side, Closed) else {}
        return {**named, "": side.at(point)}
    except MesaError:
        return None
