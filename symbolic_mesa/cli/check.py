"""The command ``mesa-check``: a law's claims against a simulation, or one's own weights."""

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from symbolic_mesa.cli.options import (
    Data,
    Distribution,
    Moments,
    Param,
    Support,
    Symmetrize,
    chosen_law,
    seed_number,
    whole_number,
)
from symbolic_mesa.cli.running import FAILED, run

if TYPE_CHECKING:
    from symbolic_mesa.checking import Checked, Weights

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
    dim: Annotated[str, typer.Option(metavar="D", help="d.")],
    length: Annotated[str, typer.Option(metavar="T", help="T.")],
    distribution: Distribution = None,
    param: Param = None,
    support: Support = None,
    moments: Moments = None,
    data: Data = None,
    symmetrize: Symmetrize = False,
    samples: Annotated[
        str, typer.Option(metavar="M", help="The number of random sequences.")
    ] = "10000",
    seed: Annotated[str, typer.Option(metavar="N", help="The seed of the sequences.")] = "1",
    claims: Annotated[str | None, typer.Option(metavar="ID,...", help="Only these claims.")] = None,
    weights: Annotated[
        Path | None, typer.Option(metavar="FILE.npz", help="Hold these weights against the theory.")
    ] = None,
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.text,
) -> int:
    """Compare claims with a simulation of the full model; exit 1 when one does not agree."""
    chosen = {"--distribution": distribution, "--support": support, "--moments": moments}
    law = chosen_law({**chosen, "--data": data}, param or [], symmetrize)
    from symbolic_mesa import checking
    from symbolic_mesa.assumptions import Setting

    setting = Setting(law, whole_number("--dim", dim), whole_number("--length", length))
    as_json = format is Format.json
    if weights is not None:
        found = checking.weights(setting, weights)
        sys.stdout.write(json.dumps(asdict(found)) + "\n" if as_json else _weights_text(found))
        return 0
    wanted = checking.CLAIMS if claims is None else [id.strip() for id in claims.split(",")]
    count, start = whole_number("--samples", samples) or 0, seed_number(seed)
    done = checking.checked(setting, count, start, wanted)
    if as_json:
        sys.stdout.write(json.dumps(_object(done)) + "\n")
    else:
        _show(done)
    return 0 if done.agrees else FAILED


def _object(done: "Checked") -> dict[str, Any]:
    rows = [
        {
            "claim": one.claim,
            "prediction": one.prediction,
            "estimate": one.estimate,
            "standard_error": one.error,
            "z": one.z if abs(one.z) < float("inf") else None,
            "agrees": one.agrees,
            "visible": one.visible if one.visible < float("inf") else None,
        }
        for one in done.comparisons
    ]
    value, error = done.rate
    rate = {"exponent": value, "error": error if error < float("inf") else None}
    return {"agrees": done.agrees, "claims": rows, "rate": {**rate, "agrees": done.rate_agrees}}


def _show(done: "Checked") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from numeric_check.statistics import FALSE_ALARM

    console = Console(file=sys.stdout, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("claim")
    for heading in ("prediction", "estimate", "std. error", "z", "verdict", "visible", "m for 1 %"):
        table.add_column(heading, justify="right")
    for one in done.comparisons:
        verdict = "agrees" if one.agrees else "DIFFERS"
        size = f"{one.size_for_one_percent:.2g}" if one.visible < float("inf") else "-"
        seen = f"{one.visible:.2g}" if one.visible < float("inf") else "-"
        numbers = (f"{x:.6g}" for x in (one.prediction, one.estimate, one.error))
        table.add_row(one.claim, *numbers, f"{one.z:+.2f}", verdict, seen, size)
    console.print(table)
    limit = done.comparisons[0].limit
    console.print(
        f"An alarm is |z| > {limit:.2f}: one false alarm among all claims in {1 / FALSE_ALARM:.0e} "
        "runs, if means are normal. visible: the relative discrepancy that would be an alarm.",
        soft_wrap=True,
    )
    value, error = done.rate
    if error == float("inf"):
        console.print("The loss is the same for every sequence: its error has no rate.")
        return
    verdict = "agrees" if done.rate_agrees else "DIFFERS"
    console.print(f"The error of the loss falls like m^({value:.3f} +- {error:.3f}): {verdict}.")


def _weights_text(found: "Weights") -> str:
    a, b = found.nearest
    lines = (
        f"off the diagonal        {found.off_diagonal:.6g} of the norm of all weights",
        f"ab                      {found.product:.14g}",
        f"fixed point of ab       {found.fixed_point:.14g}",
        f"loss above its minimum  {found.excess:.6g} of it",
        f"nearest fixed point     a = {a:.6g}, b = {b:.6g}",
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
