"""Where training ends, held against the full model at the d and T of the claim."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import sqrt
from typing import TypeAlias

import numpy as np

from derivations.stability.keys import Entries
from derivations.stability.observables import SpectrumNumbers, StepLimitNumbers
from derivations.symmetric.observables import SymmetricComparison, SymmetricEnd
from numeric_check.checks import exact_zeros
from numeric_check.estimates import relative_error
from numeric_check.model import symmetric_flow
from numeric_check.model.attention import BLOCKS, TRAINED
from numeric_check.model.full_scene import FullScene
from symbolic_mesa.record import Claim
from symbolic_mesa.witness import stability
from symbolic_mesa.witness.at_its_size import Gaps
from symbolic_mesa.witness.dynamics import Start, point_of
from symbolic_mesa.witness.trials import Trial

FOLLOWED = 1e-8  # relative to the largest scale: what following a flow in doubles leaves
LOOSEST = 1e-4  # of what a followed flow may be off by, so that it still tells ends apart
WAY = (1.0, 0.3, 0.01)  # points of the way to the saddle, as shares of the start
Ending: TypeAlias = SymmetricEnd | SymmetricComparison | StepLimitNumbers
START = (Fraction(1, 2), Fraction(1, 2))  # where none is given


def limit(trial: Trial, claim: Claim, of: Ending, tolerance: float, init: Start | None) -> Gaps:
    """No block moves there, and the flow measured on the model ends there."""
    stated, scene = claim.value.floats, trial.scene
    found = scene.at(stated)
    places = product(BLOCKS, range(scene.dim), range(scene.dim))
    still = max(relative_error(0.0, found.entry(*place)) for place in places)
    yield still, tolerance, "every entry of the gradient is 0 there"
    a, b = point_of(init or START)
    if not a and not b:  # where nothing moves the flow stays
        return
    if a + b == 0 and not any(stated[name] for name in symmetric_flow.SCALES):
        yield _off_the_way(scene, a), tolerance, "its velocity on the line a + b = 0 leads there"
        return
    ends = _followed(trial, of, a, b)
    size = max(abs(value) for value in ends.values()) or 1.0
    gap = max(abs(ends[name] - stated[name]) for name in ends) / size
    allowed = FOLLOWED * max(1.0, abs(a) / size, abs(b) / size)  # steps are as good as the start
    if allowed > LOOSEST:
        raise symmetric_flow.Unsettled("the flow ends too near 0 to be followed from its start")
    yield gap, allowed, f"its flow, followed in doubles, ends there to {allowed:.1g}"


def _followed(trial: Trial, of: Ending, a: float, b: float) -> Mapping[str, float]:
    """Return where the flow from (aI, bI) ends.

    Raises:
        Unsettled: when it may move slower than doubles show. Where odd moments vanish exactly
            off-diagonal entries do not move, and on a surface of fixed points nothing does.
    """
    start = {"a": a, "alpha": 0.0, "b": b, "beta": 0.0}
    end = symmetric_flow.limit(trial.scene, start)
    even = exact_zeros.even_in_signs(trial.case.law, trial.scene.dim)
    if end.slowest < symmetric_flow.FLAT and not even and not of.surface:
        raise symmetric_flow.Unsettled("the flow is too slow in one direction to be followed")
    return end.scales


def _off_the_way(scene: FullScene, a: float) -> float:
    """Return 0 if the flow from (a, −a) goes straight to 0; in doubles it would leave the line."""
    worst = 0.0
    for share in WAY:
        x = share * a
        found = scene.at({"a": x, "alpha": 0.0, "b": -x, "beta": 0.0})
        first, second = (found.entry(block, 0, 0) for block in TRAINED)
        off = [first + second, *(found.entry(b, 0, 1) for b in TRAINED if scene.dim > 1)]
        worst = max(worst, float(first.value * x <= 0), *(relative_error(0.0, e) for e in off))
    return worst


def comparison(
    trial: Trial, claim: Claim, of: SymmetricComparison, tolerance: float, init: Start | None
) -> Gaps:
    """The same, both losses, and that the masked flow rests at the stated product."""
    yield from limit(trial, claim, of, tolerance, init)
    stated, scene = claim.value.floats, trial.scene
    yield relative_error(stated["loss"], scene.at(stated).loss), tolerance, "the loss is its"
    scale = sqrt(abs(stated["masked-product"]))
    other = stated["masked-product"] / (scale or 1.0)
    masked = scene.at({"a": scale, "alpha": 0.0, "b": other, "beta": 0.0})
    gap = relative_error(stated["masked-loss"], masked.loss)
    yield gap, tolerance, "the masked loss is its"
    slopes = [masked.entry(block, 0, 0) for block in TRAINED]
    gap = max(relative_error(0.0, slope) for slope in slopes)
    yield gap, tolerance, "diagonal entries do not move at the masked product"


def spectrum(
    trial: Trial, claim: Claim, of: SpectrumNumbers, tolerance: float, init: Start
) -> Gaps:
    """Each eigenvalue in its sector, and all together as often as they are said to occur."""
    scene = trial.scene
    hessian = scene.hessian(scene.flow.limit(init)).values
    measured = np.linalg.eigvalsh(hessian)
    gaps, every = [0.0], []
    for key, text in claim.value.texts:
        found = stability.eigenvalue(hessian, scene.dim, key)
        gaps.append(abs(found - float(text)) / measured[-1])
        every += [float(text)] * key.sector.direction.multiplicity(scene.dim)
    yield max(gaps), tolerance, "each is the eigenvalue of its sector"
    gap = max(abs(np.sort(every) - measured)) if len(every) == len(measured) else np.inf
    yield gap / measured[-1], tolerance, "all are its spectrum, as often as stated"


def step_limit(
    trial: Trial, claim: Claim, of: StepLimitNumbers, tolerance: float, init: Start
) -> Gaps:
    """2/λ_max of the Hessian: of all entries, of the diagonal ones, where each of them ends."""
    (a, b), scene = point_of(init), trial.scene
    for key, value in claim.value.floats.items():
        if key is Entries.UNMASKED:
            ends = _followed(trial, of, a, b)
            hessian, allowed = scene.symmetric_hessian(ends).values, FOLLOWED
        else:
            hessian, allowed = scene.hessian(scene.flow.limit(init)).values, tolerance
        if key is Entries.MASKED:
            kept = [k for k in range(len(hessian)) if _on_diagonal(k, scene.dim)]
            hessian = hessian[np.ix_(kept, kept)]
        eigenvalues = np.linalg.eigvalsh(hessian)
        if eigenvalues[0] < -FOLLOWED * eigenvalues[-1]:
            yield float(value != 0), allowed, f"{key} is 0, and its Hessian has both signs"
            continue
        gap = abs(value * eigenvalues[-1] / 2 - 1)
        yield gap, allowed, f"{key or 'it'} is 2/lambda_max of its Hessian"


def _on_diagonal(k: int, dim: int) -> bool:
    row, column = divmod(k % dim**2, dim)
    return row == column
