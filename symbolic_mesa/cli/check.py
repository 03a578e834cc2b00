"""The command ``mesa-check``: claims against a simulation, one's own weights, one's own layer."""

import sys
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from symbolic_mesa.cli import layers, prompts
from symbolic_mesa.cli.chosen import (
    LAW,
    LawOptions,
    numeric_setting,
    parameters,
)
from symbolic_mesa.cli.modes import Mode
from symbolic_mesa.cli.numbers import count, seed_number, start_of, whole_number
from symbolic_mesa.cli.options import check as options
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.options.shared import Format
from symbolic_mesa.cli.running import FAILED, application, run
from symbolic_mesa.cli.starts import Starts
from symbolic_mesa.cli.stated import stated_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact

if TYPE_CHECKING:
    from symbolic_mesa.checking.simulation import Checked
    from symbolic_mesa.models.problem import Problem
    from symbolic_mesa.setting import Setting
    from symbolic_mesa.training.samples import Samples

NAME = "mesa-check"
WEIGHTS = Mode(
    LAW | {"--weights", "--dim", "--length", "--format", "--debug"},
    "{option} belongs to a simulation, not to --weights; leave it out",
)
LAYER = Mode(
    frozenset({"--layer", "--length", "--format", "--debug"}),
    "{option} belongs to a model of the theory, not to --layer; leave it out",
)
MODEL = Mode(
    LAW
    | {"--model", "--fixed", "--dim", "--length", "--init", "--samples", "--seed", "--claims"}
    | {"--format", "--debug"},
    "{option} belongs to the first paper's model, not to --model; leave it out",
)
PROMPTS = Mode(
    frozenset({"--theorem", "--model", "--covariance", "--param", "--dim", "--length", "--init"})
    | {"--samples", "--seed", "--claims", "--format", "--debug"},
    "{option} belongs to sequences, not to prompts; leave it out",
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
    model: shared.Model = None,
    fixed: shared.Fixed = None,
    theorem: shared.Theorem = None,
    init: options.Init = None,
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
    if weights is not None and model is None:
        WEIGHTS.refuse_others(context)
    if length is None:
        raise InvalidInput("--length is missing; give T, such as --length 8")
    options_of_law = LawOptions.typed(context)
    stated = stated_model(model, fixed, whole_number("--dim", dim), options_of_law)
    in_words = prompts.stated(theorem, stated)
    if in_words is not None:
        PROMPTS.refuse_others(context)
        given = prompts.Prompts(in_words, covariance, parameters(param or []), dim, length)
        names = None if claims is None else [id.strip() for id in claims.split(",")]
        return _on_prompts(given, init, _drawn(samples, seed), names, theorem, format)
    law = options_of_law.numeric_law
    wanted = None if claims is None else [id.strip() for id in claims.split(",")]
    if stated is not None:
        MODEL.refuse_others(context)
        setting = numeric_setting(law, dim, length, stated)
        return _trained(stated, setting, _drawn(samples, seed), wanted, init, format)
    if not law.real:
        raise InvalidInput(
            f"{law.name}: the simulation compares real tokens; mesa-derive measures complex ones "
            "exactly"
        )
    setting = numeric_setting(law, dim, length)
    if weights is not None:
        return _compared(setting, weights, format)
    if init is not None:
        raise InvalidInput("--init belongs to --model; give a model too, or leave it out")
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
    return _written(done, format)


def _drawn(samples: str | None, seed: str | None) -> "Samples | None":
    """Return the random sequences that are asked for; None for all that are exact."""
    from symbolic_mesa.training.samples import Samples

    if samples is None and seed is not None:
        raise InvalidInput("--seed: nothing is random here; give --samples, or no seed")
    if samples is None:
        return None
    return Samples(count("--samples", samples), seed_number("1" if seed is None else seed))


def _trained(
    model: "Problem",
    setting: "Setting",
    samples: "Samples | None",
    claims: list[str] | None,
    init: str | None,
    format: Format,
) -> int:
    """Write the claims about a stated model beside its training; return the exit code."""
    from symbolic_mesa.checking.stated_models import checked_model

    given = start_of(init)
    start = None if given is None else [exact(text, "--init") for text in given]
    with _working():
        done = checked_model(model, setting, samples, claims, start)
    return _written(done, format)


def _on_prompts(
    given: prompts.Prompts,
    init: str | None,
    samples: "Samples | None",
    claims: list[str] | None,
    theorem: str | None,
    format: Format,
) -> int:
    """Write the claims about a model on prompts beside its training; return the exit code."""
    from symbolic_mesa.checking.prompts import checked_on_prompts

    starts = Starts(init or given.default_start, None, None, 1)
    training = given.training(None, starts, Fraction(1), 0)
    with _working():
        done = checked_on_prompts(training, samples, claims, theorem)
    return _written(done, format)


def _written(done: "Checked", format: Format) -> int:
    """Write what was compared; return the exit code."""
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
