"""What is to be said of a training on prompts, in sentences and as data."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from numeric_check.sampling.statistics import FALSE_ALARM
from symbolic_mesa.checking.prompt_course import PromptCourse


def notes(found: PromptCourse, count: int) -> Iterator[str]:
    """Yield sentences about a training beside which so many numbers are compared."""
    kind = "all that are exact for the loss" if found.exact else "random"
    yield (
        f"{found.count} prompts, {kind}; {count} numbers; of several the one that differs most is "
        "shown."
    )
    if not found.exact:
        yield (
            f"An alarm is |z| > {found.limit:.2f}: one false alarm in {1 / FALSE_ALARM:.0e} runs."
        )
    yield (
        f"Gradient flow of the population{_from(found.start)} ends after {found.time:.4g} units of "
        f"time{_at(found.end)}, L = {found.loss:.10g} on these prompts."
    )
    if not found.at_rest:
        yield "It is not at rest there: where it ends is compared with no minimiser."
    if not found.on_ansatz:
        yield "It ends off the ansatz: claims about the ansatz are compared where it starts."


def as_object(found: PromptCourse) -> dict[str, Any]:
    """Return a training as JSON has it."""
    return {
        "prompts": found.count,
        "exact": found.exact,
        "limit": found.limit if isfinite(found.limit) else None,
        "start": dict(found.start),
        "end": dict(found.end),
        "loss": found.loss,
        "time": found.time,
        "at_rest": found.at_rest,
        "on_ansatz": found.on_ansatz,
    }


def _from(scales: Mapping[str, float]) -> str:
    return f" from {_listed(scales)}" if scales else ""


def _at(scales: Mapping[str, float]) -> str:
    return f" at {_listed(scales)}" if scales else ""


def _listed(scales: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:.6g}" for name, value in scales.items())
