"""How far a claim is known to be true: kinds of checks, one scale of trust, the words of a status.

A leaf: it knows no mathematics and no format.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "kernel-from-model",
    "kernel-from-claims",
    "symbolic-zero",
    "exact-enumeration",
    "substitution",
    "quadrature",
    "statistical",
    "cited",
]
Outcome = Literal["passed", "failed", "not-run"]
Trust = Literal[
    "kernel-from-model",
    "kernel-from-claims",
    "exact",
    "quadrature",
    "sampled",
    "cited",
    "unchecked",
]
Status = Literal[
    "verified",
    "consistent",
    "sampled",
    "cited",
    "unchecked",
    "failed",
    "missing-moment",
    "coordinates-differ",
    "not-applicable",
]

KINDS: tuple[Kind, ...] = get_args(Kind)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
STATUSES: tuple[Status, ...] = get_args(Status)

TRUSTS: tuple[Trust, ...] = get_args(Trust)
"""How far a claim is known to be true of the model, the most trusted first."""

MEASURED: Mapping[Kind, Trust] = {
    "kernel-from-model": "kernel-from-model",
    "exact-enumeration": "exact",
    "quadrature": "quadrature",
    "statistical": "sampled",
    "cited": "cited",
}
"""The kinds of checks that hold a claim against the model itself, and the trust that each gives."""

WITHIN: frozenset[Kind] = frozenset({"symbolic-zero", "substitution", "kernel-from-claims"})
"""The kinds that hold a claim against other claims, or against itself: they see no model."""

VERIFYING = frozenset(TRUSTS[: TRUSTS.index("quadrature") + 1])
"""The trust that the word ``verified`` needs."""


def trusted_as(trust: Trust, least: Trust) -> bool:
    """Whether one level of trust is at least another.

    >>> trusted_as("exact", "quadrature"), trusted_as("sampled", "quadrature")
    (True, False)
    """
    return TRUSTS.index(trust) <= TRUSTS.index(least)


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a claim.

    Attributes:
        kind: how it was checked.
        outcome: what came out.
        detail: a sentence on what was compared with what.
        error: the largest difference that was seen, relative to the sum of the absolute terms.
        instead: what it was done for in place of the law, if it was not done for the law itself.
    """

    kind: Kind
    outcome: Outcome
    detail: str
    error: float | None = None
    instead: str = ""

    @property
    def decides(self) -> bool:
        """Whether something was compared."""
        return self.outcome != "not-run"

    @classmethod
    def decided(
        cls, kind: Kind, holds: bool | None, detail: str, error: float | None = None
    ) -> "Check":
        """Return a check that passed or failed; None when nothing was compared: it was not run."""
        outcome: Outcome = "not-run" if holds is None else "passed" if holds else "failed"
        return cls(kind, outcome, detail, error)


def all_of(comparisons: Iterable[bool]) -> bool | None:
    """Return whether every comparison holds; None when there is none: that decides nothing.

    >>> all_of([True, True]), all_of([True, False]), all_of([])
    (True, False, None)
    """
    seen = list(comparisons)
    return all(seen) if seen else None


def none_left(gaps: Iterable[Any]) -> bool | None:
    """Return whether every gap is empty; None when there is no gap to look at.

    >>> none_left([0, False]), none_left([0, 1]), none_left([])
    (True, False, None)
    """
    return all_of(not gap for gap in gaps)


def trust_of(checks: Iterable[Check]) -> Trust:
    """Return how far a claim with these checks is known to be true of the model.

    That is what its best measurement gives. What a kernel proved of claims counts once these are
    held against the model.
    """
    passed = {check.kind for check in checks if check.outcome == "passed"}
    levels = {MEASURED[kind] for kind in passed if kind in MEASURED}
    if "kernel-from-claims" in passed and levels & VERIFYING:
        levels.add("kernel-from-claims")
    return min(levels, key=TRUSTS.index, default="unchecked")


def instead_of(checks: Iterable[Check]) -> str:
    """Return what the model was run with in place of the law, wherever it was run; else nothing."""
    measured = [c for c in checks if c.kind in MEASURED and c.outcome == "passed"]
    return measured[0].instead if measured and all(c.instead for c in measured) else ""


def status_of(checks: Iterable[Check]) -> Status:
    """Return the weakest honest word for what checks show."""
    known = list(checks)
    if any(check.outcome == "failed" for check in known):
        return "failed"
    trust = trust_of(known)
    if trust in VERIFYING:
        return "verified"
    if trust == "sampled":
        return "sampled"
    passed = {check.kind for check in known if check.outcome == "passed"}
    if passed & WITHIN:
        return "consistent"
    return "cited" if "cited" in passed else "unchecked"
