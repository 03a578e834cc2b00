"""What is said of a claim that nobody has proved: measured, sampled, cited, not checked."""

from symbolic_mesa.record import Step
from symbolic_mesa.trust import Status

_REMARKS: dict[Status, str] = {
    "consistent": "consistent with the other claims, not held against the model",
    "sampled": "sampled: measured, not proved",
    "cited": "cited, not proved here",
    "unchecked": "unchecked",
    "failed": "a check of it failed",
}
_ALGEBRA = frozenset(
    {"kernel-from-model", "kernel-from-claims", "symbolic-zero", "substitution"}
)  # the kinds of checks that follow the argument, and do not only compare numbers
_MEASURED = {
    "exact": "compared with the full model in exact arithmetic, at single sizes",
    "quadrature": "compared with the full model up to rounding, at single sizes",
}


def remark(step: Step) -> str:
    """Return what is said beside a claim; empty where every check that it needs was passed."""
    return _REMARKS.get(step.status, "")


def measured(step: Step) -> str:
    """Return how a claim was measured where no check followed its argument; else empty."""
    passed = {check.kind for check in step.checks if check.outcome == "passed"}
    if passed & _ALGEBRA:
        return ""
    return _MEASURED.get(step.trust, "")
