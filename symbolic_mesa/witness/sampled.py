"""Claims at their own d and T beside what random sequences show, number by number."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from math import inf
from typing import Any

import numpy as np

from derivations import observables as states
from derivations.capability import observables as capability_states
from derivations.dynamics import observables as flow
from derivations.sharp import observables as sharp_states
from derivations.stability import observables as stability_states
from derivations.symmetric import observables as symmetric_states
from numeric_check.estimates import Estimate
from numeric_check.model.attention import BLOCKS, TRAINED, Blocks, blocks_of
from numeric_check.model.scale_flow import TooFar
from numeric_check.model.second_order import moved
from numeric_check.sampling.jackknife import Jackknifed, jackknife
from numeric_check.sampling.sampled_scene import SampledFullScene, SampledScene
from numeric_check.sampling.statistics import ROUNDING
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.text.surds import Exact
from symbolic_mesa.witness import stability
from symbolic_mesa.witness.measure import Compared, MeanOfLaw
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.measures.every import MEASURES

NOTHING: Mapping[str, Exact] = {}
END, MASKED_END = "end", "masked end"  # places where training is claimed to end


@dataclass(frozen=True)
class SampledTrial:
    """Sequences beside a claim about just their d and T.

    Attributes:
        scene: what they show.
        known: the numbers predicted so far, which are the same for all sequences.
    """

    scene: Any
    known: dict[Any, Any] = field(default_factory=dict)

    def at(self, side: Any, more: Mapping[str, Exact] = NOTHING) -> Any:
        """Return the value of a formula, at the scales of the scene and at more numbers."""
        key = id(side), tuple(sorted(more.items()))
        if key not in self.known:
            scales = {name: Fraction(value) for name, value in self.scene.scales.items()}
            point = {"d": self.scene.dim, "T": self.scene.length, **scales, **more}
            # the side is kept too, so that no other object can have its id
            self.known[key] = side, side.at(point)
        return self.known[key][1]


def stays(trial: SampledTrial, claim: Claim, of: sharp_states.StaysDiagonal) -> Pairs:
    """Training stays on the diagonal: nothing pulls off it. So claims the theorem, of every law."""
    for block in TRAINED:
        for row, column in permutations(range(trial.scene.dim), 2):
            yield 0.0, trial.scene.gradient("diagonal", block, row, column)


def product(trial: SampledTrial, claim: Claim, of: states.StationaryProduct) -> Pairs:
    """The product ab at which the sequences' own velocities vanish."""
    flow = trial.scene.flow
    found = flow.growth / flow.saturation
    yield trial.at(claim.value), Estimate(found, abs(found))


def rest(
    trial: SampledTrial,
    claim: Claim,
    of: symmetric_states.SymmetricEnd | symmetric_states.SymmetricComparison,
) -> Pairs:
    """Nothing moves where training is claimed to end."""
    for block in TRAINED:
        for column in range(min(trial.scene.dim, 2)):
            yield 0.0, trial.scene.gradient(END, block, 0, column)


def comparison(
    trial: SampledTrial, claim: Claim, of: symmetric_states.SymmetricComparison
) -> Pairs:
    """The same, both losses, and that diagonals do not move at the masked product."""
    yield from rest(trial, claim, of)
    stated = claim.value.floats
    yield stated["loss"], trial.scene.loss(END)
    yield stated["masked-loss"], trial.scene.loss(MASKED_END)
    for block in TRAINED:
        yield 0.0, trial.scene.gradient(MASKED_END, block, 0, 0)


def spectrum(trial: SampledTrial, claim: Claim, of: stability_states.SpectrumNumbers) -> Pairs:
    """The spectrum of the Hessian where training ends, sector by sector, from second derivatives.

    Sums of powers of a sector's eigenvalues are compared, traces of powers of its matrix: they say
    as much, and are regular also where an eigenvalue is 0.
    """
    stated = defaultdict(list)
    for key, text in claim.value.texts:
        stated[key.sector].append(float(text))
    for sector, values in stated.items():
        places = [CURVED.index((block, sector.direction)) for block in sector.blocks]
        matrix = trial.scene.curvature(places)
        for power in range(1, len(values) + 1):
            found = float(np.trace(np.linalg.matrix_power(matrix, power)))
            yield sum(x**power for x in values), Estimate(found, float(np.trace(matrix)) ** power)


CURVED = tuple((block, direction) for direction in stability.DIRECTIONS for block in BLOCKS)
"""The directions of second derivatives; one coordinate has the first of each block only."""


def directions(dim: int) -> list[Blocks]:
    """Return them as weights."""
    count = len(CURVED) if dim > 1 else len(BLOCKS)
    units = (stability.unit(dim, *one) for one in CURVED[:count])
    nothing = blocks_of(dim, {})
    return [moved(nothing, one) for one in units]


ON_DIAGONAL = (
    states.Moment,
    states.Loss,
    states.Velocity,
    states.StationaryLoss,
    states.StationaryProduct,
    flow.Conserved,
    flow.Trajectory,
    flow.Limit,
    flow.Rate,
    flow.TimeTo,
    capability_states.Unexplained,
    capability_states.PredictionRatio,
    capability_states.PredictionRatioVariance,
    capability_states.TestError,
)
"""What is stated of the diagonal manifold, and sequences show."""

EVERYWHERE = (
    sharp_states.DiagonalGradient,
    sharp_states.OffDiagonalGradient,
    sharp_states.OtherGradients,
    states.CoordinateVelocity,
    symmetric_states.SymmetricLoss,
    symmetric_states.SymmetricVelocity,
)
"""What they show at other weights."""

OWN: Mapping[type, Callable[..., Pairs]] = {
    states.StationaryProduct: product,
    sharp_states.StaysDiagonal: stays,
    stability_states.SpectrumNumbers: spectrum,
    symmetric_states.SymmetricEnd: rest,
    symmetric_states.SymmetricComparison: comparison,
}
"""Comparisons that the small exact scenes make in another way."""


@dataclass(frozen=True)
class Scenes:
    """What sequences show, on the diagonal manifold and elsewhere."""

    diagonal: SampledScene
    full: SampledFullScene


def is_sampled(step: Step) -> bool:
    """Whether sequences show what a step claims."""
    if step.observable is None or step.obstacle:
        return False
    return type(step.observable) in {*ON_DIAGONAL, *EVERYWHERE, *OWN}


def is_theorems(step: Step) -> bool:
    """Whether sequences are held against what the theorem says of every law, not the claim."""
    return isinstance(step.observable, sharp_states.StaysDiagonal)


def missed_tail(
    known: Mapping[str, Sequence[float]], whole: Scenes, without: Sequence[Scenes]
) -> float:
    """Return how many times too small the standard errors of moments are, at least 1.

    A sample that lacks what is rare and large has too small a mean and too small a standard error
    of it. How much too small, the law says: its moments of degree 12 give the true ones. Infinite
    where the law has a spread and a sample, or one without some group, shows none.

    Args:
        known: the true standard errors for each coordinate, by the name of the moment.
        whole: what all sequences show.
        without: what they show without each of the groups.
    """
    factors = [1.0]
    for name, errors in known.items():
        for own, error in enumerate(errors):
            moments = [one.diagonal.moment(name, own).value for one in (whole, *without)]
            found = jackknife(moments[0], np.array(moments[1:])).error
            if error:
                shown = all(moments) and found > ROUNDING * error
                factors.append(error / found if shown else inf)
    return max(factors)


def estimates(
    step: Step, whole: Scenes, without: Sequence[Scenes]
) -> list[tuple[float, Jackknifed, float]]:
    """Return what a step predicts, the estimate and the size, for each number that it states.

    Args:
        step: a step for which `is_sampled` holds, with numbers for all symbols but scales. One
            whose flow is beyond doubles says nothing.
        whole: what all sequences show.
        without: what they show without each of the groups.
    """
    known: dict[Any, Any] = {}
    try:
        found = _pairs(step, whole, known)
        rest = np.array([[one.value for _, one in _pairs(step, one, known)] for one in without])
    except TooFar:
        return []
    return [
        (float(predicted), jackknife(seen.value, rest[:, k]), seen.scale)
        for k, (predicted, seen) in enumerate(found)
    ]


def pairs_of(kind: type) -> Callable[..., Pairs]:
    """Return the comparing function of what is compared trial by trial.

    Raises:
        KeyError: when claims of this type are measured otherwise.
    """
    measure = MEASURES[kind]
    measure = measure.compared if isinstance(measure, MeanOfLaw) else measure
    if isinstance(measure, Compared):
        return measure.pairs
    raise KeyError(kind.__name__)


def _pairs(step: Step, scenes: Scenes, known: dict[Any, Any]) -> list[tuple[Any, Estimate]]:
    stated = step.observable
    pairs = OWN.get(type(stated)) or pairs_of(type(stated))
    scene = scenes.diagonal if isinstance(stated, ON_DIAGONAL) else scenes.full
    return list(pairs(SampledTrial(scene, known), step.claim, stated))
