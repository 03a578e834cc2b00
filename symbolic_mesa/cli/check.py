"""The command ``mesa-check``: a law's claims against a simulation, or one's own weights."""

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from symbolic_mesa.cli.options import (
    Data,
    Debug,
    Distribution,
    Moments,
    Param,
    Support,
    Symmetrize,
    required_law,
    seed_number,
    whole_number,
)
from symbolic_mesa.cli.running import FAILED, run
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from numeric_check.sampling.statistics import Comparison
    from symbolic_mesa.checking.simulation import Checked, Row, Simulation
    from symbolic_mesa.checking.weights import Weights

NAME = "mesa-check"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    """The formats of the output."""

    text = "text"
    json = "json"


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command(context_settings={"help_option_names": ["-h", "--help"]})
def check(
    length: Annotated[str, typer.Option(metavar="T", help="T.")],
    dim: Annotated[str | None, typer.Option(metavar="D", help="d; data have their own.")] = None,
    distribution: Distribution = None,
    param: Param = None,
    support: Support = None,
    moments: Moments = None,
    data: Data = None,
    symmetrize: Symmetrize = None,
    samples: Annotated[
        str | None, typer.Option(metavar="M", help="The number of random sequences (10000).")
    ] = None,
    seed: Annotated[
        str | None, typer.Option(metavar="N", help="The seed of the sequences (1).")
    ] = None,
    claims: Annotated[str | None, typer.Option(metavar="ID,...", help="Only these claims.")] = None,
    weights: Annotated[
        Path | None, typer.Option(metavar="FILE.npz", help="Hold these weights against the theory.")
    ] = None,
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.text,
    debug: Debug = False,
) -> int:
    """Compare claims with a simulation of the full model; exit 1 when one does not agree."""
    chosen = {"--distribution": distribution, "--support": support, "--moments": moments}
    law = required_law({**chosen, "--data": data}, param or [], symmetrize)
    from symbolic_mesa.checking.simulation import checked
    from symbolic_mesa.checking.weights import compared
    from symbolic_mesa.setting import Setting

    setting = Setting(law, whole_number("--dim", dim), whole_number("--length", length))
    PROBLEM.refuse(setting.length)
    as_json = format is Format.json
    if weights is not None:
        given = {"--samples": samples, "--seed": seed, "--claims": claims}
        for option in (name for name, value in given.items() if value is not None):
            raise InvalidInput(f"{option} belongs to a simulation, not to --weights; leave it out")
        found = compared(setting, weights)
        labelled = {**asdict(found), "excess_source": "engine-derived"}
        sys.stdout.write(json.dumps(labelled) + "\n" if as_json else _weights_text(found))
        return 0
    wanted = None if claims is None else [id.strip() for id in claims.split(",")]
    count, start = whole_number("--samples", samples or "10000") or 0, seed_number(seed or "1")
    with _working():
        done = checked(setting, count, start, wanted)
    if as_json:
        sys.stdout.write(json.dumps(_object(done)) + "\n")
    else:
        _show(done)
    return FAILED if done.agrees is False else 0


def _working() -> AbstractContextManager[object]:
    """Show on a terminal that something is done."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status("deriving, simulating, comparing")


def _object(done: "Checked") -> dict[str, Any]:
    return {
        "agrees": done.agrees,
        "simulation": done.simulation and _simulation(done.simulation),
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


def _simulation(found: "Simulation") -> dict[str, Any]:
    value, error = found.rate
    return {
        "samples": found.count,
        "limit": found.limit,
        "tail": found.tail,
        "rate": {"exponent": value, "error": _finite(error), "agrees": found.rate_agrees},
    }


def _number(one: "Comparison") -> dict[str, Any]:
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


def _show(done: "Checked") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(file=sys.stdout, highlight=False)
    console.width = max(console.width, WIDTH)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("claim", no_wrap=True)
    for heading in HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in done.rows:
        table.add_row(row.step.id, *_cells(row))
    console.print(table)
    for line in _notes(done):
        Console(file=sys.stdout, highlight=False).print(line)


HEADINGS = ("prediction", "estimate", "std. error", "z", "visible", "m for 1%", "exact", "verdict")
VERDICTS = {True: "agrees", False: "DIFFERS", None: "not compared"}
WIDTH = 116  # of the table


def _cells(row: "Row") -> list[str]:
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


def _notes(done: "Checked") -> Iterator[str]:
    """Yield what the table does not say by itself."""
    from numeric_check.sampling.statistics import FALSE_ALARM

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
    found = done.simulation
    count = sum(len(row.numbers) for row in done.rows)
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
    verdict = "agrees" if found.rate_agrees else "DIFFERS"
    yield f"The error of the loss falls like m^({value:.3f} +- {error:.3f}): {verdict}."


def _weights_text(found: "Weights") -> str:
    a, b = found.nearest
    lines = (
        f"off the diagonal        {found.off_diagonal:.6g} of the norm of all weights",
        f"ab                      {found.product:.14g}",
        f"fixed point of ab       {found.fixed_point:.14g}",
        f"loss above the least    {found.excess:.6g} of that of predicting 0 (engine-derived)",
        f"nearest fixed point     a = {a:.6g}, b = {b:.6g}",
        *(f"the fixed point {words}" for words in found.caveats),
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
