"""Where training ends, held against the full model at the d and T of the claim."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from math import sqrt
from typing import Any

import numpy as np

from numeric_check import symmetric_flow
from numeric_check.estimates import relative_error
from numeric_check.full_scene import FullScene
from numeric_check.scale_flow import TooFar
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.record import Check, Claim
from symbolic_mesa.witness import stability
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.dynamics import Start, point_of
from symbolic_mesa.witness.measures import BLOCKS
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.trials import trials_at
from symbolic_mesa.witness.verdicts import finite

FOLLOWED = 1e-8  # relative to the largest scale: what following a flow in doubles leaves
MOST_SEQUENCES = 30_000  # that one measurement averages over
WAY = (1.0, 0.3, 0.01)  # points of the way to the saddle, as shares of the start
START = (Fraction(1, 2), Fraction(1, 2))  # where none is given


def at_its_size(route: Route, quantity: str, claim: Claim, setting: Setting) -> Check:
    """Return the check of a claim about given d and T by the full model of just that size."""
    dim, length = setting.dim or 0, setting.length or 0
    ready, reason = trials_at(route, cases(setting.law), [(dim, length)]) if dim <= 3 else ([], "")
    scenes = [trial.scene for trial in ready if trial.scene.sequences <= MOST_SEQUENCES]
    if not scenes:
        large = f"d = {dim}, T = {length} is too large for it"
        why = large if ready or not reason else reason
        return Check(route.kind, "not-run", f"full model not measured: {why}")
    try:
        gaps = list(MEASURED[quantity](scenes[0], claim, route.tolerance, setting.init))
    except (symmetric_flow.Unsettled, TooFar) as error:
        return Check(route.kind, "not-run", str(error))
    at = f"the full model with all six blocks, at (d,T) = ({dim},{length})"
    failed = [f"not so: {words}" for gap, allowed, words in gaps if gap > allowed]
    if failed:
        return Check(route.kind, "failed", f"{at}: {'; '.join(failed)}")
    worst = max((gap for gap, _, _ in gaps), default=0.0)
    words = "; ".join(words for _, _, words in gaps)
    return Check.decided(route.kind, True if gaps else None, f"{at}: {words}", finite(worst))


Gaps = Iterator[tuple[float, float, str]]  # a gap, what is allowed, what was compared


def _limit(scene: FullScene, claim: Claim, tolerance: float, init: Start | None) -> Gaps:
    """No block moves there, and the flow measured on the model ends there."""
    stated = claim.value.floats
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
    ends = symmetric_flow.limit(scene, {"a": a, "alpha": 0.0, "b": b, "beta": 0.0})
    size = max(abs(value) for value in ends.values()) or 1.0
    gap = max(abs(ends[name] - stated[name]) for name in ends) / size
    yield gap, FOLLOWED, f"its flow, followed in doubles, ends there to {FOLLOWED:g}"


def _off_the_way(scene: FullScene, a: float) -> float:
    """Return 0 if the flow from (a, −a) goes straight to 0; in doubles it would leave the line."""
    worst = 0.0
    for share in WAY:
        x = share * a
        found = scene.at({"a": x, "alpha": 0.0, "b": -x, "beta": 0.0})
        first, second = (found.entry(block, 0, 0) for block in ("KQ32", "PV12"))
        off = [first + second, *(found.entry(b, 0, 1) for b in ("KQ32", "PV12") if scene.dim > 1)]
        worst = max(worst, float(first.value * x <= 0), *(relative_error(0.0, e) for e in off))
    return worst


def _comparison(scene: FullScene, claim: Claim, tolerance: float, init: Start | None) -> Gaps:
    """The same, both losses, and that the masked flow rests at the stated product."""
    yield from _limit(scene, claim, tolerance, init)
    stated = claim.value.floats
    yield relative_error(stated["loss"], scene.at(stated).loss), tolerance, "the loss is its"
    scale = sqrt(abs(stated["masked-product"]))
    other = stated["masked-product"] / (scale or 1.0)
    masked = scene.at({"a": scale, "alpha": 0.0, "b": other, "beta": 0.0})
    gap = relative_error(stated["masked-loss"], masked.loss)
    yield gap, tolerance, "the masked loss is its"
    slopes = [masked.entry(block, 0, 0) for block in ("KQ32", "PV12")]
    gap = max(relative_error(0.0, slope) for slope in slopes)
    yield gap, tolerance, "diagonal entries do not move at the masked product"


def _spectrum(scene: FullScene, claim: Claim, tolerance: float, init: Start) -> Gaps:
    """Each eigenvalue in its sector, and all together as often as they are said to occur."""
    hessian = scene.hessian(scene.flow.limit(init)).values
    measured = np.linalg.eigvalsh(hessian)
    gaps, every = [0.0], []
    for name, text in claim.value.texts:
        found = stability.eigenvalue(hessian, scene.dim, name)
        gaps.append(abs(found - float(text)) / measured[-1])
        every += [float(text)] * stability.times(name, scene.dim)
    yield max(gaps), tolerance, "each is the eigenvalue of its sector"
    gap = max(abs(np.sort(every) - measured)) if len(every) == len(measured) else np.inf
    yield gap / measured[-1], tolerance, "all are its spectrum, as often as stated"


def _step_limit(scene: FullScene, claim: Claim, tolerance: float, init: Start) -> Gaps:
    """2/λ_max of the Hessian: of all entries, of the diagonal ones, where each of them ends."""
    a, b = point_of(init)
    for name, value in claim.value.floats.items():
        if name == "unmasked":
            ends = symmetric_flow.limit(scene, {"a": a, "alpha": 0.0, "b": b, "beta": 0.0})
            hessian, allowed = scene.symmetric_hessian(ends).values, FOLLOWED
        else:
            hessian, allowed = scene.hessian(scene.flow.limit(init)).values, tolerance
        if name == "masked":
            kept = [k for k in range(len(hessian)) if _on_diagonal(k, scene.dim)]
            hessian = hessian[np.ix_(kept, kept)]
        eigenvalues = np.linalg.eigvalsh(hessian)
        if eigenvalues[0] < -FOLLOWED * eigenvalues[-1]:
            yield float(value != 0), allowed, f"{name} is 0, and its Hessian has both signs"
            continue
        gap = abs(value * eigenvalues[-1] / 2 - 1)
        yield gap, allowed, f"{name or 'it'} is 2/lambda_max of its Hessian"


def _on_diagonal(k: int, dim: int) -> bool:
    row, column = divmod(k % dim**2, dim)
    return row == column


MEASURED: dict[str, Callable[..., Any]] = {
    "spectrum-numbers": _spectrum,
    "step-size-numbers": _step_limit,
    "symmetric-limit": _limit,
    "symmetric-comparison": _comparison,
}
"""The comparisons by quantity."""
