"""What is compared with what, for fixed points that are known to so many digits."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from derivations import stated
from derivations.any_model.isolated import DIGITS
from derivations.any_model.keys import AtPoint, Kind
from numeric_check.estimates import Estimate
from numeric_check.interpreter.reading import weight_degree
from numeric_check.linear import solved
from numeric_check.real_roots import count_real_roots
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.at_its_size import Gaps
from symbolic_mesa.witness.stated_pairs import entries_of, manifold_at
from symbolic_mesa.witness.trials import Trial

LAST = Fraction(1, 10 ** (DIGITS - 1))  # beside a number, what its last digit but one is
SIGNS = {Kind.MINIMUM: (-1, 1), Kind.MAXIMUM: (1, -1)}


def isolated_points(
    problem: Problem,
    trial: Trial,
    claim: Claim,
    of: stated.IsolatedPoints,
    tolerance: float,
    init: object,
) -> Gaps:
    """The slope on both sides of each point, in rationals; in doubles that it is 0 there."""
    name, manifold = manifold_at(problem, of.manifold)
    scene = trial.scene
    entry = entries_of(manifold, of.scale, scene.dim)[0]
    points = {key: Fraction(text) for key, text in claim.value.texts}
    if tolerance == 0:
        stated_points = sum(key.name != "L" for key in points)
        there = _count(lambda at: scene.slope(name, {of.scale: at}, entry), problem)
        yield float(stated_points != there), 0.0, f"the slope has {there} real roots"
    for key, value in points.items():
        if key.name == "L":
            measured = scene.loss(name, {of.scale: points[_place(key, of)]})
            yield from _loss(measured, value, key, tolerance)
            continue
        slopes = (scene.slope(name, {of.scale: at}, entry) for at in _around(value))
        yield from _slopes([*slopes], key, tolerance)


def _count(slope: Callable[[Fraction], Fraction], problem: Problem) -> int:
    """Return how many real roots the polynomial has that a slope is, by its values."""
    size = range(2 * weight_degree(problem.model))
    rows = [[*(Fraction(at) ** k for k in size), slope(Fraction(at))] for at in size]
    return count_real_roots(solved(rows))


def _around(value: Fraction) -> tuple[Fraction, ...]:
    """Return a number with one on either side of it, as near as its digits say."""
    near = LAST * (abs(value) or 1)
    return value - near, value, value + near


def _place(key: AtPoint, of: stated.IsolatedPoints) -> AtPoint:
    return AtPoint(key.number, key.kind, of.scale)


def _loss(
    measured: Any, value: Fraction, key: AtPoint, tolerance: float
) -> Iterator[tuple[float, float, str]]:
    """Yield by how much the loss is another, to the digits that the route knows."""
    if isinstance(measured, Estimate):
        gap = abs(measured.value - float(value)) / (measured.scale or 1)
        yield gap, tolerance, f"L at point {key.number}"
    else:
        gap = float(abs(measured - value) / (abs(measured) or 1))
        yield gap, float(10 * LAST), f"L at point {key.number} to its digits"


def _slopes(found: list[Any], key: AtPoint, tolerance: float) -> Iterator[tuple[float, float, str]]:
    before, at, after = found
    if isinstance(at, Estimate):
        yield abs(at.value) / (at.scale or 1), tolerance, f"the slope is 0 at point {key.number}"
    elif key.kind in SIGNS:
        signs = tuple((one > 0) - (one < 0) for one in (before, after))
        wrong = float(signs != SIGNS[key.kind])
        yield wrong, 0.0, f"the slope changes its sign at point {key.number}, which is {key.kind}"
