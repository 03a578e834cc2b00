"""Whether a claim at given sizes is a case of the claim for every size."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symbolic_mesa.exceptional import said_at
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.record import Claim

DIGITS = 40  # to which closed forms, known to 50, must agree


def is_case_of(claim: Claim, general: Claim, sizes: Mapping[str, int]) -> bool:
    """Whether a claim is a general one at given sizes: the same at other symbols' numbers.

    Parts and digits whose key says that they are of another d alone are none of its own.
    """
    if not sizes:
        return True
    dim = sizes.get("d")
    if set(claim.parts) != {key for key in general.parts if _is_of(key, dim)}:
        return False
    point = {name: Fraction(size) for name, size in sizes.items()}
    value = said_at(
        general.value,
        general.exceptions,
        lambda left: left.at(point) if point.keys() >= set(left.symbols) else None,
    )
    if isinstance(value, Decimals):
        value = replace(value, texts=tuple(one for one in value.texts if _is_of(one[0], dim)))
    pairs = [(claim.value, value)] if claim.value is not None else []
    pairs += [(side, general.parts[key]) for key, side in claim.parts.items()]
    return all(_same(left, right, sizes) for left, right in pairs)


def _is_of(key: Any, dim: int | None) -> bool:
    return getattr(key, "dim", dim) in (None, dim)


def _same(left: Any, right: Any, sizes: Mapping[str, int]) -> bool:
    if isinstance(left, MatrixSum) and isinstance(right, MatrixSum):
        ours, theirs = dict(left), dict(right)
        shared = ours.keys() & theirs.keys()
        alone = [side[w] for side in (ours, theirs) for w in side if w not in shared]
        return all(_same(ours[w], theirs[w], sizes) for w in shared) and not any(
            form.at(_point(form.symbols, sizes)) for form in alone
        )
    if not isinstance(left, Formula | Closed) or type(left) is not type(right):
        return bool(left == right)
    point = _point({*left.symbols, *right.symbols}, sizes)
    ours, theirs = left.at(point), right.at(point)
    if isinstance(left, Formula):
        return bool(ours == theirs)
    return bool(abs(ours - theirs) * 10**DIGITS <= max(abs(ours), abs(theirs)))


def _point(names: Iterable[str], sizes: Mapping[str, int]) -> dict[str, Fraction]:
    """Return numbers of symbols, all different, but for the sizes that are given."""
    numbers = {name: Fraction(2 * k + 3, k + 2) for k, name in enumerate(sorted(names))}
    return {**numbers, **{name: Fraction(size) for name, size in sizes.items()}}
