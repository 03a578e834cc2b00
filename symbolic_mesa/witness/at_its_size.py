"""What is measured at a claim's own d and T, by the full model of just that size."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from numeric_check.model import symmetric_flow
from numeric_check.model.scale_flow import TooFar
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.judging import finite
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.trials import trials_at

Gaps = Iterator[tuple[float, float, str]]  # a gap, what is allowed, what was compared
MOST_TOKENS = 300_000  # that one measurement averages over: sequences times their length


@dataclass(frozen=True)
class AtItsSize:
    """What is measured at the claim's own d and T.

    Attributes:
        gaps: yields what differs by how much, what is allowed, and what was compared.
        routes: by which it can be measured.
    """

    gaps: Callable[..., Gaps]
    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check in the setting."""
        return at_its_size(self.gaps, route, step.observable, claim, witness)


def at_its_size(
    measure: Callable[..., Gaps],
    route: Route,
    observable: Hashable | None,
    claim: Claim,
    witness: Measurable,
) -> Check:
    """Return the check of a claim about given d and T by the full model of just that size."""
    setting = witness.setting
    dim, length = setting.dim or 0, setting.length or 0
    every = cases(setting.law, witness.problem)
    ready, reason = trials_at(route, every, [(dim, length)]) if dim <= 3 else ([], "")
    able = [trial for trial in ready if trial.scene.sequences * length <= MOST_TOKENS]
    if not able:
        large = f"d = {dim}, T = {length} is too large for it"
        why = large if ready or not reason else reason
        return Check(route.kind, "not-run", f"full model not measured: {why}")
    try:
        gaps = list(measure(able[0], claim, observable, route.tolerance, setting.init))
    except (symmetric_flow.Unsettled, TooFar) as error:
        return Check(route.kind, "not-run", str(error))
    at = f"{route.model}, at (d,T) = ({dim},{length})"
    failed = [f"not so: {words}" for gap, allowed, words in gaps if gap > allowed]
    if failed:
        return Check(route.kind, "failed", f"{at}: {'; '.join(failed)}")
    worst = max((gap for gap, _, _ in gaps), default=0.0)
    words = "; ".join(words for _, _, words in gaps)
    return Check.decided(route.kind, True if gaps else None, f"{at}: {words}", finite(worst))
