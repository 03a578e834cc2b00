"""What the oracle has found and nobody has mended yet: this list may only shrink.

A disagreement that an entry covers fails no test; the long run counts how often each is seen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.oracle.cases import Case
from tests.oracle.judging import Disagreement


@dataclass(frozen=True)
class Finding:
    """A kind of disagreement that is known.

    Attributes:
        what: what is wrong.
        ids: the results that it is seen in.
        where: the cases that it is seen in.
        status: the status that it comes with; empty for any.
        says: what the disagreement begins with; empty for anything.
    """

    what: str
    ids: tuple[str, ...]
    where: Callable[[Case], bool]
    status: str = ""
    says: str = ""

    def covers(self, case: Case, found: Disagreement) -> bool:
        """Whether a disagreement is of this kind."""
        fits = found.id in self.ids and self.status in ("", found.status)
        return fits and found.what.startswith(self.says) and self.where(case)


def _starts_at_a_minimum(case: Case) -> bool:
    a, b = case.start
    return case.tokens.has_model and a * b == case.product


def _starts_on_the_saddle_line(case: Case) -> bool:
    return sum(case.start) == 0


def _starts_near_rest(case: Case) -> bool:
    """Near the saddle line or a minimum, but not there."""
    a, b = case.start
    near_line = 0 < abs(a + b) < abs(a) / 1000
    return near_line or 0 < abs(a * b - case.product) < case.product / 1000


def _start_is_a_symbol(case: Case) -> bool:
    return "init" not in case.told


def _has_a_symbol(case: Case) -> bool:
    return bool(case.values) or not {"dim", "length"} <= set(case.told)


def _dimension_is_a_symbol(case: Case) -> bool:
    return "dim" not in case.told and case.law.dim is None


KNOWN: tuple[Finding, ...] = (
    Finding(
        "every point that is tried makes the logarithm's argument negative: nothing is compared",
        ("time-to",),
        lambda case: True,
        "failed",
        "a true claim",
    ),
    Finding(
        "a tolerance that does not know how ill-conditioned it is where the flow hardly moves",
        ("pl-constant",),
        _starts_near_rest,
        "failed",
        "a true claim",
    ),
    Finding(
        "a verdict for every d does not say that it is another one at d = 1",
        ("emergence", "emergence-conditions", "recoverable"),
        lambda case: _dimension_is_a_symbol(case) and case.dim == 1,
    ),
    Finding(
        "a trial value of nu for which a moment does not exist",
        ("hessian-spectrum", "local-minimum", "step-size-limit", "step-size-safe"),
        lambda case: case.law.name == "student-t" and "nu" in case.values,
        "refused",
    ),
    Finding(
        "the end on the symmetric manifold is a saddle of the full loss: training leaves it",
        ("step-size-limit",),
        lambda case: case.tokens.has_model and not case.stays,
        says="unstable",
    ),
    Finding(
        "a start at (0, 0)",
        ("conserved", "trajectory-a", "trajectory-b", "trajectory-ab", "pl-constant"),
        lambda case: not any(case.start),
        "crashed",
    ),
    Finding(
        "a step size in symbols that is true, and refuted at a small start",
        ("step-size-limit",),
        lambda case: case.law.name == "generic",
        "failed",
        "a true claim",
    ),
    Finding(
        "a trajectory on the saddle line that is true, and refuted",
        ("trajectory-a", "trajectory-b"),
        _starts_on_the_saddle_line,
        "failed",
        "a true claim",
    ),
    Finding(
        "where training ends ignores the start",
        ("masked-comparison",),
        lambda case: not _start_is_a_symbol(case),
        says="from the start",
    ),
    Finding(
        "a start that is a minimum: every mu satisfies it, and no time is ahead",
        ("pl-constant", "time-to"),
        _starts_at_a_minimum,
    ),
    Finding(
        "said of a start a_0, b_0 in symbols, and not so where a_0 + b_0 = 0",
        ("time-to", "hessian-spectrum", "local-minimum", "step-size-limit", "step-size-safe"),
        lambda case: _start_is_a_symbol(case) and _starts_on_the_saddle_line(case),
    ),
    Finding(
        "on the saddle line times with epsilon > 1 lie ahead",
        ("time-to",),
        _starts_on_the_saddle_line,
        "not-applicable",
    ),
    Finding(
        "a symbol is said not to be 0",
        ("assumption-4.1", "emergence"),
        lambda case: case.law.name == "exchangeable",
    ),
    Finding(
        "one coordinate is said not to be like itself",
        ("step-size-limit",),
        lambda case: case.dim == 1,
        "not-applicable",
    ),
    Finding(
        "coordinates of a table that are alike, and it is not seen",
        (
            "step-size-limit",
            *("symmetric-loss", "symmetric-flow", "symmetric-fixed-point", "masked-comparison"),
        ),
        lambda case: case.law.name == "data" and case.tokens.exchangeable,
        "not-applicable",
    ),
    Finding(
        "no symbol is left: a moment is missing",
        ("masked-comparison",),
        lambda case: not case.tokens.has_model,
        "not-applicable",
    ),
    Finding(
        "fixed points are not isolated, and the end of the flow is not found",
        ("symmetric-fixed-point", "masked-comparison"),
        lambda case: case.length == 3,
        "not-applicable",
    ),
)


def finding(case: Case, found: Disagreement) -> Finding | None:
    """Return the known kind that a disagreement is of, if there is one."""
    return next((one for one in KNOWN if one.covers(case, found)), None)
