"""Claims beside a simulation: a table on the terminal, and JSON."""

import json
from collections.abc import Iterator
from math import isfinite
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from numeric_check.sampling.statistics import FALSE_ALARM, Comparison
from symbolic_mesa.checking.courses import ModelTraining, PromptCourse
from symbolic_mesa.checking.simulation import Checked, Row, Simulation
from symbolic_mesa.export import courses
from symbolic_mesa.text.json_values import Object

HEADINGS = ("prediction", "estimate", "std. error", "z", "visible", "m for 1%", "exact", "verdict")
VERDICTS = {True: "agrees", False: "DIFFERS", None: "not compared"}
WIDTH = 116  # of the table


def show(done: Checked, stream: TextIO) -> None:
    """Write the claims beside the simulation as a table, with what is to be said of it."""
    console = Console(file=stream, highlight=False)
    console.width = max(console.width, WIDTH)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("claim", no_wrap=True)
    for heading in HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in done.rows:
        table.add_row(row.step.id, *_cells(row))
    console.print(table)
    for line in _notes(done):
        Console(file=stream, highlight=False).print(line)


def _cells(row: Row) -> list[str]:
    """Return the number that differs most, what could be seen, and the error of exact routes."""
    verdict = VERDICTS[row.agrees]
    errors = [check.error for check in row.step.checks if check.error is not None]
    passed = any(check.outcome == "passed" for check in row.step.checks)
    exact = f"{max(errors):.0e}" if any(errors) else "yes" if passed else "-"
    worst = row.worst
    if worst is None:
        return ["-"] * 6 + [exact, verdict]
    visible = max(one.visible for one in row.numbers)
    size = max(one.size_for_one_percent for one in row.numbers)
    numbers = [f"{x:.5g}" for x in (worst.predicted, worst.found.value)]
    seen = [f"{worst.found.error:.2g}", f"{worst.z:+.2f}", f"{100 * visible:.3g}%"]
    return [*numbers, *seen, f"{size:.0e}" if size >= 1 else "1", exact, verdict]


def _notes(done: Checked) -> Iterator[str]:
    """Yield what the table does not say by itself."""
    yield "exact: the largest error by exact routes, at small d and T."
    for words in dict.fromkeys(words for row in done.rows for words in row.step.caveats):
        ids = ", ".join(row.step.id for row in done.rows if words in row.step.caveats)
        yield f"{ids}: {words}."
    for row in done.rows:
        if row.of_the_theorem and row.verdict is False:
            yield (
                f"{row.step.id}: beside sequences stands the claim of the theorem, that nothing "
                "pulls off the diagonal. For this law it is derived to be false: a difference "
                "says that the sequences show it, agrees that they are too few to."
            )
    if done.agrees is None:
        yield "Nothing was compared."
    if done.left_out:
        yield "Not claimed for this law: " + ", ".join(step.id for step in done.left_out) + "."
    if done.simulation is None:
        yield f"Only exact routes count: {done.why}."
        return
    found, count = done.simulation, sum(len(row.numbers) for row in done.rows)
    if isinstance(found, ModelTraining):
        yield from courses.of_model(found, count)
        return
    if isinstance(found, PromptCourse):
        yield from courses.of_prompts(found, count)
        return
    yield (
        f"{found.count} sequences, {count} numbers; of several the one that differs most is shown. "
        f"An alarm is |z| > {found.limit:.2f}: one false alarm in {1 / FALSE_ALARM:.0e} runs. "
        "visible: the largest discrepancy that is no alarm, beside the number, or, where that is "
        "0, beside the largest gradient entry."
    )
    if found.tail > 1:
        yield f"Standard errors are {found.tail:.2f} times those seen: the law's tail is longer."
    value, error = found.rate
    if error == float("inf"):
        yield "The loss is the same for every sequence: its error has no rate."
        return
    verdict = "agrees" if found.agrees else "DIFFERS"
    yield f"The error of the loss falls like m^({value:.3f} +- {error:.3f}): {verdict}."


def as_json(done: Checked) -> str:
    """Return the claims and the simulation as JSON; what is infinite is null."""
    return json.dumps(_object(done)) + "\n"


def _object(done: Checked) -> Object:
    return {
        "agrees": done.agrees,
        **_whole(done.simulation),
        "why_no_simulation": done.why or None,
        "claims": [
            {
                "claim": row.step.id,
                "agrees": row.agrees,
                "status": row.step.status,
                "trust": row.step.trust,
                "derived_verdict": row.verdict,
                "caveats": list(row.step.caveats),
                "numbers": list(map(_number, row.numbers)),
                "checks": [
                    {"kind": check.kind, "outcome": check.outcome, "error": check.error}
                    for check in row.step.checks
                ],
            }
            for row in done.rows
        ],
        "left_out": {step.id: step.status for step in done.left_out},
    }


def _whole(found: Simulation | ModelTraining | PromptCourse | None) -> Object:
    if isinstance(found, ModelTraining | PromptCourse):
        return {"training": courses.as_object(found)}
    return {"simulation": _simulation(found) if found else None}


def _simulation(found: Simulation) -> Object:
    value, error = found.rate
    return {
        "samples": found.count,
        "limit": found.limit,
        "tail": found.tail,
        "rate": {"exponent": value, "error": _finite(error), "agrees": found.agrees},
    }


def _number(one: Comparison) -> Object:
    return {
        "prediction": one.predicted,
        "estimate": one.found.value,
        "standard_error": one.found.error,
        "z": _finite(one.z),
        "agrees": one.agrees,
        "visible": _finite(one.visible),
        "samples_for_one_percent": _finite(one.size_for_one_percent),
    }


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
