"""What is to be said of the training of a stated model, in sentences and as data."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from numeric_check.sampling.statistics import FALSE_ALARM
from symbolic_mesa.checking.model_training import ModelTraining


def notes(found: ModelTraining, count: int) -> Iterator[str]:
    """Yield sentences about a training beside which so many numbers are compared."""
    kind = "all that are exact for the law" if found.exact else "random"
    yield (
        f"{found.count} sequences, {kind}; {count} numbers; of several the one that differs most "
        "is shown."
    )
    if not found.exact:
        yield (
            f"An alarm is |z| > {found.limit:.2f}: one false alarm in {1 / FALSE_ALARM:.0e} runs. "
            "Entries of one scale are moved together, as any sample pulls off the ansatz; that "
            "pull is compared with 0, entry by entry."
        )
    yield (
        f"Gradient flow from {_at(found.start)} ends after {found.time:.4g} units of time at "
        f"{_at(found.end)}, L = {found.loss:.10g}."
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


def as_object(found: ModelTraining) -> dict[str, Any]:
    """Return a training as JSON has it."""
    return {
        "sequences": found.count,
        "exact": found.exact,
        "limit": found.limit if isfinite(found.limit) else None,
        "start": dict(found.start),
        "end": dict(found.end),
        "loss": found.loss,
        "time": found.time,
        "at_rest": found.at_rest,
        "stays": found.stays,
        "loss_off_ansatz": found.elsewhere,
    }


def _at(scales: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:.6g}" for name, value in scales.items())
