"""Which results are asked for, and of which theorem."""

from pathlib import Path

from symbolic_mesa.cli.chosen import first_theorem
from symbolic_mesa.cli.numbers import whole_number
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

BY_POWER = "wishart"  # the theorem whose results are named by powers


def theorem(theorem: str | None, results: str | None, model: Path | None) -> str | None:
    """Return the theorem whose results are meant; a model has its own."""
    if results is None and theorem is None and model is None:
        return first_theorem().id
    return theorem


def ids(results: str | None, theorem: str | None, power: str | None) -> list[str] | None:
    """Return the results that are named; None for all of the theorem."""
    if power is not None:
        return [_moment(power, theorem, results)]
    return None if results in (None, "all") else [id.strip() for id in results.split(",")]


def _moment(power: str, theorem: str | None, results: str | None) -> str:
    """Return the moment that powers name."""
    if theorem != BY_POWER or results is not None:
        raise InvalidInput(
            f"--power {quoted(power)}: belongs to --theorem {BY_POWER} without --results; give so, "
            "or leave it out"
        )
    powers = [whole_number("--power", text) or 0 for text in power.split(",")]
    if min(powers) < 1:
        raise InvalidInput(f"--power {quoted(power)}: give whole numbers from 1 on")
    return "-".join(("moment", *map(str, powers)))
