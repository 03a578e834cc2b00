"""Checking, a step of its own: results held against the full model, or given to a proof kernel."""

from dataclasses import replace

from symbolic_mesa.record import Check
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.results.results import Checks, Results
from symbolic_mesa.text.errors import InvalidInput


def check(results: Results) -> Results:
    """Return results held against the full model, with the steps that they rest on.

    What was checked before is not checked again; nothing else runs a check.

    Args:
        results: what `symbolic_mesa.derive` gives with ``check=False``.

    >>> from symbolic_mesa import derive, laws
    >>> found = derive(laws.gaussian(), results=["fixed-point"], check=False)
    >>> found["fixed-point"].status, check(found)["fixed-point"].status
    ('unchecked', 'verified')
    """
    checks = dict(results.checks)
    for one, ids in results.wanted:
        for id in dict.fromkeys([*ids, *one.resting_on(ids)]):
            if (one.entry.id, id) not in checks:
                checks[one.entry.id, id] = one.checked(id).checks
    return replace(results, checks=checks)


def proved(results: Results) -> Results:
    """Return the results with the word of a proof kernel added to their steps' checks.

    Where ``coqc`` is not installed the checks say that it was not run.

    Raises:
        InvalidInput: when none of them has lemmas.
    """
    if all(one.entry.lemmas is None for one in results.derived):
        raise InvalidInput("kernel: none of these results has lemmas for Coq; leave it out")
    words: dict[tuple[str, str], tuple[Check, ...]] = {}
    for one in results.derived:
        words |= _proved(one)
    return replace(results, kernel=words)


def _proved(one: Derived) -> Checks:
    from symbolic_mesa.kernel.coqc import kernel_checks

    if one.entry.lemmas is None:
        return {}
    return {(one.entry.id, id): checks for id, checks in kernel_checks(one.coq_file).items()}
