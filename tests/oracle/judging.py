"""Everything that is claimed in a case, held against what is true there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import mpmath

from symbolic_mesa import MesaError, Result, derive, laws
from symbolic_mesa.results import checks
from tests.oracle import (
    capability,
    coordinates,
    dynamics,
    obstacles,
    sharp,
    stability,
    symmetric,
    theorem_4_1,
)
from tests.oracle.cases import Case
from tests.oracle.numbers import DIGITS, Claim, Undefined, claim_of
from tests.oracle.reading import Judge
from tests.oracle.tokens import Missing

JUDGES: Mapping[str, Judge] = {
    **theorem_4_1.JUDGES,
    **dynamics.JUDGES,
    **stability.JUDGES,
    **sharp.JUDGES,
    **symmetric.JUDGES,
    **capability.JUDGES,
    **coordinates.JUDGES,
}
WRONG = "failed"  # the status of a claim that a check refutes


@dataclass(frozen=True)
class Disagreement:
    """Where a claim and the truth part.

    Attributes:
        id: the result's id.
        status: the word that it is given.
        what: a sentence.
    """

    id: str
    status: str
    what: str

    def __str__(self) -> str:
        return f"{self.id} [{self.status}] {self.what}"


@cache
def every_id() -> tuple[str, ...]:
    """Return the ids of all results of the registry."""
    return tuple(derive(laws.gaussian(1), 1, 3, check=False))


def claims(case: Case, ids: Iterable[str], check: bool) -> Iterator[Claim | Disagreement]:
    """Yield what is claimed in a case, or what went wrong where nothing was."""
    try:
        together = derive(case.law, check=False, **case.told)
    except MesaError:  # one law gives too few moments for some, and refuses them all
        together = None
    for id in ids:
        try:
            results = together or derive(case.law, results=[id], check=False, **case.told)
            if check:
                results = checks.check(replace(results, ids=(id,)))
            if not _left_out(case, results[id]):
                yield claim_of(results[id], (MesaError,))
        except MesaError as error:
            if case.tokens.has_model:
                yield Disagreement(id, "refused", f"{type(error).__name__}: {error}")
        except Exception as error:  # a crash is what is looked for
            yield Disagreement(id, "crashed", f"{type(error).__name__}: {error}")


def _left_out(case: Case, result: Result) -> bool:
    """Whether a result says that it is about other starts: it assumes what is not so here."""
    a, b = case.start
    so = {"a_0 + b_0 != 0": a + b != 0}
    if case.tokens.has_model:
        so["a_0 b_0 != s"] = a * b != case.product
    assumed = [one.statement for one in result.assumptions if one.status == "not-decided"]
    return not all(so.get(statement, True) for statement in assumed)


def disagreements(case: Case, claim: Claim) -> list[Disagreement]:
    """Return how a claim and its status differ from the truth."""
    if claim.obstacle:
        found = list(obstacles.judged(case, claim))
    else:
        try:
            with mpmath.workdps(DIGITS):
                found = list(JUDGES[claim.id](case, claim))
        except Missing:  # the oracle itself needs the moment
            found = []
        except (Undefined, LookupError) as error:
            said = [f"{type(error).__name__}: {error}"]
            found = said if case.tokens.has_model else []  # a formula in nu, where there is none
        if claim.status == WRONG and not found:
            found = ["a true claim is called failed"]
        elif claim.status == WRONG:
            found = [f"called failed, and it is: {what}" for what in found]
    return [Disagreement(claim.id, claim.status, what) for what in found]


def judged(case: Case, check: bool = False, ids: Iterable[str] = ()) -> list[Disagreement]:
    """Return every disagreement in a case; of some results if `ids` names any."""
    found: list[Disagreement] = []
    for one in claims(case, ids or every_id(), check):
        found += [one] if isinstance(one, Disagreement) else disagreements(case, one)
    return found
