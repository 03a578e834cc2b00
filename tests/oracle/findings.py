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


KNOWN: tuple[Finding, ...] = ()


def finding(case: Case, found: Disagreement) -> Finding | None:
    """Return the known kind that a disagreement is of, if there is one."""
    return next((one for one in KNOWN if one.covers(case, found)), None)
