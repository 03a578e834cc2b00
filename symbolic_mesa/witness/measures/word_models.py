"""What is compared with what for models in words: their statement, run on nodes.

Exactly, over whole numbers with the moments of a Gaussian up to the degree of the loss, and in
doubles, over the nodes of Gauss and Hermite. Derivatives are differences that are exact for
polynomials of the degree of the loss.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from derivations.in_words import observables as of
from numeric_check.words.arrays import Array, Number
from numeric_check.words.interpreter import Scene
from numeric_check.words.rational_matrices import inverse
from numeric_check.words.scenes import scenes
from numeric_check.words.slopes import Slope, gradient, sized_gradient, sized_slope
from symbolic_mesa.exceptional import said_at
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.witness.every_size import WHAT, of_every_size, sizes_in_words
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route
from symbolic_mesa.witness.special_sizes import is_case_of
from symbolic_mesa.witness.word_staying import Staying, of_scale
from symbolic_mesa.witness.word_trials import Trial, Unfit, Unmet

ROUTES = tuple(replace(route, model=WHAT) for route in ON_DIAGONAL)
GAMMA = "Gamma"
ROUNDING = 1e-9  # of a gradient: what is a multiple differs by less, what is not by more

Gap = tuple[Any, Any, Any]  # what is claimed, what is measured, and what rounding is a part of


Measuring = Callable[[Trial, Claim, Any], Iterator[Gap]]


@dataclass(frozen=True)
class Run:
    """A claim, compared with the model in every scene.

    Attributes:
        pairs: yields what is claimed and what is measured.
    """

    pairs: Measuring

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes by which it can be measured."""
        return ROUTES

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of a claim by a route."""
        general = of_every_size(witness)
        ready = scenes(general.model, None, route.exact)
        if not ready:
            return Check(route.kind, "not-run", "full model not measured: too many nodes")
        if not is_case_of(claim, general.claim(step.id), general.sizes):
            return Check(route.kind, "failed", "differs from the formula for every d and N, there")
        measured = general.claim(step.id) if general.sizes else claim
        worst, where, met = 0.0, "", []
        for scene in ready:
            try:
                error = self._error(Trial(scene, general.derivation), measured, step.observable)
            except Unmet:
                continue
            met.append(scene)
            if error >= worst:
                worst, where = error, sizes_in_words(scene)
        if not met:
            return Check(route.kind, "not-run", "full model not measured: no scene meets this")
        return judged(route, worst, general.at(tuple(met)), where)

    def _error(self, trial: Trial, claim: Claim, observable: Any) -> float:
        """Return the largest difference beside the size of what is measured; 1 where none fits.

        Raises:
            Unmet: when what the claim assumes does not hold there.
        """
        try:
            pairs = list(self.pairs(trial, claim, observable))
        except Unmet:
            raise
        except (Unfit, ArithmeticError, np.linalg.LinAlgError):  # also a matrix without inverse
            return 1.0
        return max((_difference(*pair, trial.scene.exact) for pair in pairs), default=1.0)


def _difference(claimed: Any, measured: Any, size: Any, exact: bool) -> float:
    """Return 0 or 1 for exact numbers; for doubles the difference beside the larger size."""
    claimed, measured = np.asarray(claimed), np.asarray(measured)
    if claimed.shape != measured.shape:
        return 1.0
    if exact:
        return float(bool(np.any(claimed != measured)))
    sizes = (float(np.max(np.abs(one))) for one in (claimed, measured, size))
    return float(np.max(np.abs(claimed - measured))) / (max(sizes) or 1.0)


def _loss(trial: Trial, claim: Claim, _: object) -> Iterator[Gap]:
    yield trial.at(claim.value), trial.scene.loss, 0


def _gradient(trial: Trial, claim: Claim, observable: of.Gradient) -> Iterator[Gap]:
    measured, size = sized_gradient(trial.scene, observable.weight)
    scalar = isinstance(claim.value, Formula)
    yield trial.at(claim.value), measured[0, 0] if scalar else measured, size


def _at_rest(trial: Trial, gamma: Any, minimiser: Any) -> Iterator[Gap]:
    """Yield the gradient at the minimiser, measured, beside 0."""
    (weight,) = trial.scene.model.trained
    matrix = trial.at(gamma)
    if _is_singular(matrix, trial.scene.exact) and _is_flat(trial.scene, weight.name):
        raise Unmet  # a singular matrix where the loss has no flat direction is an error
    inverse = _inverse(matrix, trial.scene.exact)
    least = trial.at(minimiser, {f"{GAMMA}^-1": inverse})
    if least.shape != trial.scene.matrices[weight.name].shape:
        raise Unfit
    there = trial.scene.placed({weight.name: least})
    found, size = sized_gradient(there, weight.name)
    yield found, np.zeros(found.shape, dtype=found.dtype), size


def _is_singular(matrix: Array, exact: bool) -> bool:
    if not exact:
        rounding = ROUNDING * max(1.0, float(np.max(np.abs(matrix))))
        return int(np.linalg.matrix_rank(matrix, tol=rounding)) < len(matrix)
    try:
        _inverse(matrix, exact)
    except ArithmeticError:
        return True
    return False


def _is_flat(scene: Scene, weight: str) -> bool:
    """Whether the loss, of degree 2 in a weight, has a direction without a curvature."""
    before = gradient(scene, weight)
    rows = []
    for place in np.ndindex(before.shape):
        change = np.zeros_like(before)
        change[place] = 1
        rows.append((gradient(scene.moved(weight, change), weight) - before).ravel())
    return _is_singular(np.array(rows), scene.exact)


def _inverse(matrix: Array, exact: bool) -> Array:
    if not exact:
        return np.linalg.inv(matrix)
    rows = tuple(tuple(map(Fraction, row)) for row in matrix)
    return np.array(inverse(rows), dtype=object)


def _normal(trial: Trial, claim: Claim, _: object) -> Iterator[Gap]:
    yield from _at_rest(trial, claim.value, trial.claimed("minimiser"))


def _minimiser(trial: Trial, claim: Claim, _: object) -> Iterator[Gap]:
    yield from _at_rest(trial, trial.claimed("normal-matrix"), claim.value)


def _velocity(trial: Trial, claim: Claim, observable: of.Velocity) -> Iterator[Gap]:
    along = of_scale(trial.scene, observable.scale)
    norm = sum((matrix * matrix).sum() for matrix in along.values())
    found = sized_slope(trial.scene, along)
    yield trial.at(claim.value) * norm, -found.value, found.size


def _resting(trial: Trial, claim: Claim, observable: of.RestingScale) -> Iterator[Gap]:
    """Yield the slope at the resting scale, in steps of its own size, beside 0.

    It is not 0 elsewhere, as the claim has one scale; where it says in words that every one rests,
    it is 0 at two.
    """
    along = of_scale(trial.scene, observable.scale)
    value = said_at(claim.value, claim.exceptions, trial.at)
    one = isinstance(value, Formula)
    for scale in (trial.at(value)[()],) if one else (1, 2):
        found = _slope_at(trial.scene, along, scale)
        yield found.value, 0, found.size
        if one:
            other = _slope_at(trial.scene, along, 2 * scale or 1)
            rounding = 0 if trial.scene.exact else ROUNDING * float(other.size)
            yield int(abs(float(other.value)) > rounding), 1, 0


def _slope_at(scene: Scene, along: Mapping[str, Array], scale: Number) -> Slope:
    there = scene.placed({name: matrix * scale for name, matrix in along.items()})
    return sized_slope(there, {name: matrix * (scale or 1) for name, matrix in along.items()})


def _conserved(trial: Trial, claim: Claim, _: object) -> Iterator[Gap]:
    """Yield the speed of each form along the flow, by differences of the form, beside 0."""
    scene = trial.scene
    flow = {w.name: gradient(scene, w.name) for w in scene.model.trained}
    for form in claim.parts.values():
        moved = ({n: scene.matrices[n] + step * flow[n] for n in flow} for step in (1, -1))
        ends = [_placed(trial, weights).at(form) for weights in moved]
        yield ends[0] - ends[1], ends[0] * 0, abs(ends[0]) + abs(ends[1])
        if isinstance(form, Formula):
            yield from _as_stated(trial, form)


def _as_stated(trial: Trial, form: Formula) -> Iterator[Gap]:
    """Yield that a form is a sum of squared norms, the first with the coefficient 1."""
    weights = {w.name: trial.scene.matrices[w.name] for w in trial.scene.model.trained}
    alone = {
        name: _placed(trial, {n: w * int(n == name) for n, w in weights.items()}).at(form)
        for name in weights
    }
    yield sum(alone.values()), trial.at(form), 0
    first = next((name for name, value in alone.items() if value), "")
    yield alone.get(first, 0), (weights[first] * weights[first]).sum() if first else 1, 0


def _placed(trial: Trial, weights: Mapping[str, Array]) -> Trial:
    """Return a trial at other weights, none of them on an ansatz."""
    scene = trial.scene
    numbers = {w.name: weights[w.name][0, 0] for w in scene.model.trained if w.is_number}
    return replace(
        trial, scene=replace(scene.placed(weights), numbers={**scene.numbers, **numbers})
    )


MEASURES: Mapping[type, Measure] = {
    of.Loss: Run(_loss),
    of.Gradient: Run(_gradient),
    of.NormalMatrix: Run(_normal),
    of.Minimiser: Run(_minimiser),
    of.Stays: Staying(ROUTES),
    of.Velocity: Run(_velocity),
    of.RestingScale: Run(_resting),
    of.Conserved: Run(_conserved),
}
"""The measure of each type of observable."""
