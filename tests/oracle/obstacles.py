"""Whether a result that is not given could not be given: the truth of its status and reason."""

from collections.abc import Iterator

from tests.oracle.cases import Case
from tests.oracle.numbers import Claim
from tests.oracle.tokens import Missing

SECOND_ORDER = ("hessian-spectrum", "local-minimum")
NUMBERS = ("dim", "length")


def judged(case: Case, claim: Claim) -> Iterator[str]:
    """Yield a sentence when a result is missing without need."""
    needed = {
        "coordinates-differ": _differ,
        "missing-moment": _missing,
        "not-applicable": _not_applicable,
    }.get(claim.status)
    if needed is None:
        yield f"status {claim.status} without a claim: {claim.obstacle}"
    elif not needed(case, claim):
        yield f"{claim.status} without need: {claim.obstacle}"


def _differ(case: Case, claim: Claim) -> bool:
    return case.tokens.has_model and not case.alike


def _missing(case: Case, claim: Claim) -> bool:
    if not case.tokens.has_model or case.law.name in ("generic", "exchangeable"):
        return True
    if claim.id.startswith("prediction-ratio"):
        try:
            return case.tokens.present(0, (0,) * case.dim) is None
        except Missing:
            return True
    return claim.id == "assumption-4.1" and not case.tokens.every_moment


def _not_applicable(case: Case, claim: Claim) -> bool:
    a, b = case.start
    symbols = bool(case.values) or not set(NUMBERS) <= set(case.told)
    unlike = not case.tokens.exchangeable
    no_pairs = bool(case.told.get("dim", case.law.dim) == 1)
    rests = case.tokens.has_model and not unlike and a * b == case.product
    saddle = a + b == 0
    needs: dict[str, bool] = {
        "gradient-KQ32-off": no_pairs,
        "gradient-PV12-off": no_pairs,
        "emergence-conditions": no_pairs,
        "hessian-spectrum": saddle or unlike or not case.tokens.symmetric,
        "local-minimum": unlike or not case.tokens.symmetric or saddle,
        "step-size-limit": saddle or unlike or symbols or "init" not in case.told,
        "step-size-safe": saddle,
        "symmetric-loss": unlike or no_pairs,
        "symmetric-flow": unlike or no_pairs,
        "symmetric-fixed-point": unlike or no_pairs,
        "masked-comparison": unlike or symbols or no_pairs,
        "pl-constant": rests or saddle,
        "time-to": rests or saddle,
        "recoverable": symbols,
        "coordinate-flow": "dim" not in case.told and not case.law.dim,
        "asymptotic-fixed-point": True,  # where it is no longer an approximation
    }
    return needs.get(claim.id, False)
