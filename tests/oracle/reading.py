"""Which right-hand side is about a case: names of parts are conditions, coordinates or labels."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.oracle.cases import Case
from tests.oracle.numbers import Claim, Number, Values, differs, evaluated, is_verdict, said

Judge = Callable[[Case, Claim], Iterator[str]]

_RELATIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_RELATION = re.compile(r"\s(<=|>=|!=|<|>|=)\s")
_PLACE = re.compile(r"\b([jl])=(\d+)")


def _quantities(case: Case) -> dict[str, Any]:
    a, b = case.start
    return {
        "a_0 + b_0": a + b,
        "a_0 b_0": a * b,
        "|a_0 b_0|": abs(a * b),
        "Delta": a**2 - b**2,
        "0": 0,
    } | ({"s": case.product} if case.tokens.has_model else {})


def holds(case: Case, condition: str) -> bool | None:
    """Whether a condition on the start is met; None for words that are no condition."""
    words = _RELATION.split(condition.strip())
    known = _quantities(case)
    terms = words[::2]
    if len(words) < 3 or any(term not in known for term in terms):
        return None
    pairs = zip(terms, words[1::2], terms[1:], strict=False)
    return all(_RELATIONS[sign](known[x], known[y]) for x, sign, y in pairs)


def about(case: Case, claim: Claim) -> dict[str, Any]:
    """Return the right-hand sides whose conditions the start meets, without these conditions."""
    found = {}
    for name, side in claim.sides.items():
        words = name.split(", ")
        judged = [holds(case, word) for word in words]
        if False not in judged:
            kept = [w for w, verdict in zip(words, judged, strict=True) if verdict is None]
            found[", ".join(kept)] = side
    return found


def only(case: Case, claim: Claim) -> Any:
    """Return the one right-hand side that is about the case."""
    found = about(case, claim)
    if list(found) != [""]:
        raise LookupError(f"{claim.id} has the parts {sorted(claim.sides)} at {case.start}")
    return found[""]


def number(case: Case, claim: Claim, **more: Any) -> Number:
    """Return the value of the one right-hand side that is about the case."""
    return evaluated(only(case, claim), {**case.numbers, **more})


def equal(what: Callable[[Case], Number], allowed: float = 0.0) -> Judge:
    """Return the judge of a claim that is one number."""

    def judge(case: Case, claim: Claim) -> Iterator[str]:
        yield from differs(number(case, claim), what(case), allowed)

    return judge


def verdict(what: Callable[[Case], bool | str]) -> Judge:
    """Return the judge of a claim that is a word or a truth value."""

    def judge(case: Case, claim: Claim) -> Iterator[str]:
        word, true = said(claim, only(case, claim), case.numbers), what(case)
        undecided = word is None and claim.exceptions
        if not undecided and (not is_verdict(word) or word != true):
            yield f"it says {word}, it is {true}"

    return judge


def places(name: str) -> dict[str, int]:
    """Return the coordinates (from 0) that a name is about: j=1, l=2."""
    return {index: int(k) - 1 for index, k in _PLACE.findall(name)}


def by_place(
    claim: Claim, values: Values, wanted: Callable[[Mapping[str, int]], Number]
) -> Iterator[str]:
    """Compare each right-hand side with what it must be at the coordinates that it names."""
    for name, side in claim.sides.items():
        yield from differs(evaluated(side, values), wanted(places(name)), 0.0, name)
