"""What is so of several results, and is said once: reasons for there being none, assumptions."""

from collections.abc import Iterator, Mapping

from symbolic_mesa.record import Assumption
from symbolic_mesa.results.results import Results


def obstacles(results: Results) -> Mapping[str, str]:
    """Return why there is no formula, by id; what an earlier result says is referred to.

    >>> from symbolic_mesa import derive, laws
    >>> found = derive(laws.gaussian_vector("diag"), results=["m2", "flow-a"], check=False)
    >>> obstacles(found)["flow-a"]
    'for the reason of m2'
    """
    said: dict[str, str] = {}
    found: dict[str, str] = {}
    for id, result in results.items():
        if result.step.obstacle:
            reason = str(result.step.obstacle.error)
            found[id] = f"for the reason of {said[reason]}" if reason in said else reason
            said.setdefault(reason, id)
    return found


def assumed(results: Results) -> Iterator[str]:
    """Yield the assumptions of claims that hold, each with its claims where these are not all.

    >>> from symbolic_mesa import derive, laws
    >>> list(assumed(derive(laws.gaussian(), results=["m2", "loss"], check=False)))
    ['KQ32 = a I, PV12 = b I, all other blocks 0 (Assumption 3.1), for loss']
    """
    claims = {id: result for id, result in results.items() if not result.step.obstacle}
    grouped: dict[Assumption, list[str]] = {}
    for id, result in claims.items():
        for one in result.assumptions:
            grouped.setdefault(one, []).append(id)
    for one, ids in grouped.items():
        if one.status == "holds":
            yield one.statement + _which(ids, list(claims))


def _which(ids: list[str], every: list[str]) -> str:
    """Return of which claims something is said, in as few names as that takes."""
    others = [id for id in every if id not in ids]
    if not others:
        return ""
    if len(others) < len(ids):
        return f", for all but {', '.join(others)}"
    return f", for {', '.join(ids)}"
