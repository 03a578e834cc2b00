"""The command ``mesa-check``: claims against a simulation, one's own weights, one's own layer."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from symbolic_mesa.cli import layers
from symbolic_mesa.cli.chosen import LAW, LawOptions, numeric_setting
from symbolic_mesa.cli.modes import Mode
from symbolic_mesa.cli.numbers import count, seed_number
from symbolic_mesa.cli.options import check as options
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.options.shared import Format
from symbolic_mesa.cli.running import FAILED, application, run
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from symbolic_mesa.setting import Setting

NAME = "mesa-check"
WEIGHTS = Mode(
    LAW | {"--weights", "--dim", "--length", "--format", "--debug"},
    "{option} belongs to a simulation, not to --weights; leave it out",
)
LAYER = Mode(
    frozenset({"--layer", "--length", "--format", "--debug"}),
    "{option} belongs to a model of the theory, not to --layer; leave it out",
)

app = application()


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command()
def check(
    context: typer.Context,
    length: options.Length = None,
    dim: shared.Dim = None,
    distribution: shared.Distribution = None,
    param: shared.Param = None,
    support: shared.Support = None,
    moments: shared.Moments = None,
    data: shared.Data = None,
    symmetrize: shared.Symmetrize = None,
    weights_column: shared.WeightsColumn = None,
    joint: shared.Joint = None,
    covariance: shared.Covariance = None,
    samples: options.Samples = None,
    seed: options.Seed = None,
    claims: options.Claims = None,
    weights: options.Weights = None,
    layer: options.Layer = None,
    format: shared.Written = Format.text,
    debug: shared.Debug = False,
) -> int:
    """Compare claims with a simulation of the full model; exit 1 when one does not agree."""
    if layer is not None:
        LAYER.refuse_others(context)
        return layers.judge(layer, length, as_json=format is Format.json)
    if length is None:
        raise InvalidInput("--length is missing; give T, such as --length 8")
    law = LawOptions.typed(context).numeric_law
    if not law.real:
        raise InvalidInput(
            f"{law.name}: the simulation compares real tokens; mesa-derive measures complex ones "
            "exactly"
        )
    setting = numeric_setting(law, dim, length)
    if weights is not None:
        WEIGHTS.refuse_others(context)
        return _compared(setting, weights, format)
    wanted = None if claims is None else [id.strip() for id in claims.split(",")]
    number = count("--samples", "10000" if samples is None else samples)
    start = seed_number("1" if seed is None else seed)
    return _simulated(setting, number, start, wanted, format)


def _compared(setting: "Setting", weights: Path, format: Format) -> int:
    """Write what weights are beside the theory; return the exit code."""
    from symbolic_mesa.checking.weights import compared
    from symbolic_mesa.export import weights as written

    found = compared(setting, weights)
    sys.stdout.write(written.as_json(found) if format is Format.json else written.text(found))
    return 0


def _simulated(
    setting: "Setting", count: int, seed: int, claims: list[str] | None, format: Format
) -> int:
    """Write the claims beside a simulation; return the exit code."""
    from symbolic_mesa.checking.simulation import checked

    with _working():
        done = checked(setting, count, seed, claims)
    from symbolic_mesa.export import simulation

    if format is Format.json:
        sys.stdout.write(simulation.as_json(done))
    else:
        simulation.show(done, sys.stdout)
    return FAILED if done.agrees is False else 0


def _working() -> AbstractContextManager[object]:
    """Show on a terminal that something is done."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status("deriving, simulating, comparing")


if __name__ == "__main__":
    main()
