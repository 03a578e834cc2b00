"""What is to be said of a training, in sentences and as data."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from numeric_check.sampling.statistics import FALSE_ALARM
from symbolic_mesa.checking.courses import Course, ModelTraining, PromptCourse


def of_model(found: ModelTraining, count: int) -> Iterator[str]:
    """Yield sentences about a training beside which so many numbers are compared."""
    yield _compared(found, "sequences", "law", count)
    if not found.exact:
        yield (
            f"{_alarm(found)} Entries of one scale are moved together, as any sample pulls off the "
            "ansatz; that pull is compared with 0, entry by entry."
        )
    yield (
        f"Gradient flow from {_listed(found.start)} ends after {found.time:.4g} units of time at "
        f"{_listed(found.end)}, L = {found.loss:.10g}."
    )
    if not found.at_rest:
        yield "It is not at rest there: where it ends is compared with no fixed point."
    if found.stays is False:
        yield "Training leaves the ansatz: claims about the flow held there are not compared."
    elif found.elsewhere is not None:
        yield (
            "The ansatz is unstable: rounding off it grows until training is elsewhere, with "
            f"L = {found.elsewhere:.10g} when it was given up. What is compared is the flow on it, "
            "where nothing pulls off."
        )


def of_prompts(found: PromptCourse, count: int) -> Iterator[str]:
    """Yield sentences about a training on prompts, likewise."""
    yield _compared(found, "prompts", "loss", count)
    if not found.exact:
        yield _alarm(found)
    start = f" from {_listed(found.start)}" if found.start else ""
    end = f" at {_listed(found.end)}" if found.end else ""
    yield (
        f"Gradient flow of the population{start} ends after {found.time:.4g} units of time{end}, "
        f"L = {found.loss:.10g} on these prompts."
    )
    if not found.at_rest:
        yield "It is not at rest there: where it ends is compared with no minimiser."
    if not found.on_ansatz:
        yield "It ends off the ansatz: claims about the ansatz are compared where it starts."


def as_object(found: ModelTraining | PromptCourse) -> dict[str, Any]:
    """Return a training as JSON has it."""
    course = {
        "exact": found.exact,
        "limit": found.limit if isfinite(found.limit) else None,
        "start": dict(found.start),
        "end": dict(found.end),
        "loss": found.loss,
        "time": found.time,
        "at_rest": found.at_rest,
    }
    if isinstance(found, PromptCourse):
        return {"prompts": found.count, **course, "on_ansatz": found.on_ansatz}
    off = {"stays": found.stays, "loss_off_ansatz": found.elsewhere}
    return {"sequences": found.count, **course, **off}


def _compared(found: Course, what: str, exact_for: str, count: int) -> str:
    kind = f"all that are exact for the {exact_for}" if found.exact else "random"
    return (
        f"{found.count} {what}, {kind}; {count} numbers; of several the one that differs most is "
        "shown."
    )


def _alarm(found: Course) -> str:
    return f"An alarm is |z| > {found.limit:.2f}: one false alarm in {1 / FALSE_ALARM:.0e} runs."


def _listed(scales: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:.6g}" for name, value in scales.items())
