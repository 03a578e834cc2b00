"""Results with a covariance and numbers at which they are looked at; what is in none is refused."""

from dataclasses import replace

from symbolic_mesa.results.prompt_points import (
    SAMPLES,
    TEST_SAMPLES,
    PromptPoint,
    covariance_of,
    refuse_strange,
)
from symbolic_mesa.results.reach import GAMMA_INVERSE, letters_in, symbols_met
from symbolic_mesa.results.results import Result, Results
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.letters import INVERTED
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.words.names import letters_of_trace

MOST_IDS = 4  # that are listed in a line
NAMES = {SAMPLES: "samples", TEST_SAMPLES: "test_samples"}


def looked_at(results: Results, point: PromptPoint) -> Results:
    """Return results that are looked at there.

    Raises:
        InvalidInput: when no result has a covariance, or one of the symbols.
    """
    entries = [one.entry for one in results.derived]
    refuse_strange(point, entries)
    symbols = set().union(*(symbols_met(one.entry, one.step) for one in results.values()))
    for name, _ in point.numbers:
        if name not in symbols:
            known = sorted(n for n in symbols if letters_of_trace(n) is None and n != "d")
            having = _having(name, results)
            remedy = f"ask for {', '.join(having[:MOST_IDS])}, or leave it out"
            raise InvalidInput(
                f"{NAMES.get(name, 'numbers')}: {quoted(name)} is in none of the results"
                f"{nearest(name, known)}; {remedy if having else 'leave it out'}"
            )
    if point.has_covariance and not any(map(_has_covariance, results.values())):
        ids = ", ".join(results.ids)
        raise InvalidInput(f"covariance: it is in none of {ids}; leave it out")
    return replace(results, point=point)


def _having(name: str, results: Results) -> list[str]:
    """Return the results of the same theorems that have a symbol."""
    return [
        id
        for one in results.derived
        for id in one.entry.results
        if name in symbols_met(one.entry, one.derivation.step(id))
    ]


def _has_covariance(result: Result) -> bool:
    if result.step.obstacle:
        return False
    name = covariance_of(result.entry)
    return bool({name, name + INVERTED, GAMMA_INVERSE} & letters_in(result.step))
