"""What kind of fixed points sets of them have, measured: the least loss, and second derivatives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod
from random import Random
from typing import Any

import numpy as np

from derivations import stated
from derivations.any_model.keys import KindOfSet
from derivations.any_model.kinds import MINIMUM, NONE, OPEN, SADDLE
from numeric_check.estimates import Estimate
from numeric_check.interpreter.scenes import scale_names
from numeric_check.linear import solved, some_solution
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.stated_pairs import manifold_at
from symbolic_mesa.witness.trials import Trial
from symbolic_mesa.witness.verdicts import trials_of

NEAR = 1e-7  # beside the largest loss or second derivative: doubles, after a linear system
LARGE = 3  # of d: each kind takes many losses and second derivatives
Point = Mapping[str, Fraction]


@dataclass(frozen=True)
class SetKinds:
    """A measure of the kinds of sets.

    Attributes:
        problem: the model.
        routes: by which they can be measured.
    """

    problem: Problem
    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the kinds at the claim's d and T, the sizes that differ included."""
        ready, reason = trials_of(route, witness, witness.trials(route))
        ready = [trial for trial in ready if trial.scene.dim < LARGE] or ready[:1]
        of, told = step.observable, list[str]()
        if not isinstance(of, stated.SetKinds):
            raise TypeError(f"{step.id}: its observable has no sets")
        for trial in ready:
            try:
                compared = list(self._compared(trial, claim, of))
            except ArithmeticError:  # at d = 1 a product may do nothing
                continue
            for number, said, seen in compared:
                if said != seen:
                    words = f"set {number} is of kind {seen!r}, not {said!r}, at {trial.words}"
                    return Check(route.kind, "failed", words, None if route.exact else 0.0)
            told += [trial.size] if compared else []
        if not told:
            why = reason or "no kind was decided where it can be measured"
            return Check(route.kind, "not-run", f"full model not measured: {why}")
        at = f"{route.model}, at (d,T) = {', '.join(dict.fromkeys(told))}"
        return Check(route.kind, "passed", at, None if route.exact else 0.0)

    def _compared(
        self, trial: Trial, claim: Claim, of: stated.SetKinds
    ) -> Iterator[tuple[int, str, str]]:
        """Yield the number of each set that a claim decides, what it says, and what is measured."""
        name, manifold = manifold_at(self.problem, of.manifold)
        names = scale_names([manifold], trial.scene.dim)
        least = _least(trial.scene, name, names, of.products)
        for number, values in of.sets:
            said = _said(claim, number, trial)
            if said == OPEN:
                continue
            try:
                moved = {scale: Fraction(trial.at(value)) for scale, value in values}
            except MesaError:
                yield number, said, NONE
                continue
            yield number, said, _kind(trial.scene, name, {**trial.scene.scales, **moved}, least)


def _said(claim: Claim, number: int, trial: Trial) -> str:
    """Return what a claim says of a set at a trial: of several places that of most equations."""
    met = [
        (len(key.place), kind)
        for key, kind in claim.parts.items()
        if isinstance(key, KindOfSet)
        and key.number == number
        and all(trial.at(left) == value for left, value in key.place)
    ]
    return str(max(met)[1])


def _kind(scene: Any, manifold: str, point: Point, least: Any) -> str:
    """Return the kind of a point: of minima L is the least, from saddles it falls."""
    if _is_zero(_less(scene.loss(manifold, point), least)):
        return MINIMUM
    for pair in combinations(scene.scales, 2):
        first, second = (scene.scale_curvature(manifold, point, p, p) for p in pair)
        if _is_negative(first, second, scene.scale_curvature(manifold, point, *pair)):
            return SADDLE
    return OPEN


def _is_negative(first: Any, second: Any, mixed: Any) -> bool:
    """Whether a form in two scales is negative somewhere."""
    if not isinstance(mixed, Estimate):
        return bool(first * second < mixed**2)
    size = max(first.scale * second.scale, mixed.scale**2)
    return bool(first.value * second.value - mixed.value**2 < -NEAR * size)


def _less(one: Any, other: Any) -> Any:
    if isinstance(one, Estimate):
        return Estimate(one.value - other.value, one.scale + other.scale)
    return one - other


def _is_zero(measured: Any) -> bool:
    if isinstance(measured, Estimate):
        return abs(measured.value) <= NEAR * measured.scale
    return bool(measured == 0)


def _least(
    scene: Any, manifold: str, names: tuple[str, ...], products: tuple[tuple[int, ...], ...]
) -> Any:
    """Return the value at the vertex of the form in products that the losses at points make.

    Raises:
        ArithmeticError: when they make no such form.
    """
    count, draw = len(products), Random(1)  # noqa: S311  # nothing here is secret
    pairs = [(k, m) for k in range(count) for m in range(k, count)]
    unit = max(abs(value) for value in scene.scales.values())
    rows: list[list[Fraction]] = []
    sizes: list[Any] = []
    for _ in range(1 + count + len(pairs)):
        point = {n: unit * Fraction(draw.randint(-8, 8), 4) for n in names}
        u = [
            prod((point[n] ** p for n, p in zip(names, q, strict=True)), start=Fraction(1))
            for q in products
        ]
        rows.append([Fraction(1), *u, *(u[k] * u[m] for k, m in pairs)])
        sizes.append(scene.loss(manifold, point))
    if isinstance(sizes[0], Estimate):
        return _numerical(rows, sizes, pairs, count)
    form = solved([[*row, size] for row, size in zip(rows, sizes, strict=True)])
    rest, slopes, twice = form[0], form[1 : 1 + count], _twice(form[1 + count :], pairs, count)
    vertex = some_solution([[*row, -slope] for row, slope in zip(twice, slopes, strict=True)])
    return rest + sum((s * u for s, u in zip(slopes, vertex, strict=True)), Fraction(0)) / 2


def _twice(gram: list[Any], pairs: list[tuple[int, int]], count: int) -> list[list[Any]]:
    """Return 2 G by rows, from its entries at pairs of places, twice those off the diagonal."""
    by_pair = dict(zip(pairs, gram, strict=True))
    return [
        [by_pair[min(k, m), max(k, m)] * (2 if k == m else 1) for m in range(count)]
        for k in range(count)
    ]


def _numerical(
    rows: list[list[Fraction]], sizes: list[Any], pairs: list[tuple[int, int]], count: int
) -> Estimate:
    matrix = np.array(rows, float)
    form = np.linalg.solve(matrix, np.array([one.value for one in sizes]))
    twice = np.array(_twice([*form[1 + count :]], pairs, count))
    vertex = np.linalg.lstsq(twice, -form[1 : 1 + count], rcond=NEAR)[0]
    value = float(form[0] + form[1 : 1 + count] @ vertex / 2)
    return Estimate(value, float(abs(form[0]) + abs(form[1 : 1 + count]) @ abs(vertex)))
