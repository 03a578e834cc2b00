"""The command ``mesa-train``: train the full model on a law, on the population or on samples."""

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from symbolic_mesa.cli.options import (
    Data,
    Debug,
    Distribution,
    Moments,
    Param,
    Support,
    Symmetrize,
    initial_point,
    required_law,
    seed_number,
    whole_number,
)
from symbolic_mesa.cli.running import complain, run
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact

if TYPE_CHECKING:
    from symbolic_mesa.training.running import Run, State
    from symbolic_mesa.training.settings import Samples, Start, Training

NAME = "mesa-train"
SECONDS = 2.0  # between two checkpoints

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    """The formats of the output."""

    text = "text"
    json = "json"


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command(context_settings={"help_option_names": ["-h", "--help"]})
def train(
    step_size: Annotated[str, typer.Option(metavar="ETA", help="The step size, exact.")],
    epochs: Annotated[str, typer.Option(metavar="N", help="The number of steps.")],
    length: Annotated[str, typer.Option(metavar="T", help="T.")],
    dim: Annotated[str | None, typer.Option(metavar="D", help="d; data have their own.")] = None,
    distribution: Distribution = None,
    param: Param = None,
    support: Support = None,
    moments: Moments = None,
    data: Data = None,
    symmetrize: Symmetrize = None,
    population: Annotated[
        bool,
        typer.Option("--population", help="The exact population gradient, no samples (default)."),
    ] = False,
    samples: Annotated[
        str | None, typer.Option(metavar="M", help="Train on so many random sequences.")
    ] = None,
    seed: Annotated[
        str | None, typer.Option(metavar="N", help="The seed of all that is random (1).")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="New sequences in each epoch.")] = False,
    single: Annotated[
        bool, typer.Option("--single", help="Compute on sequences in single precision.")
    ] = False,
    gather: Annotated[
        bool,
        typer.Option(
            "--gather", help="Gather sequences once, for many epochs; for small d, up to 8 or so."
        ),
    ] = False,
    init: Annotated[
        str | None, typer.Option(metavar="A,B", help="Diagonal initial weights (default 0.1,0.1).")
    ] = None,
    init_std: Annotated[
        str | None,
        typer.Option(metavar="S", help="Gaussian initial weights in every block, instead."),
    ] = None,
    init_from: Annotated[
        Path | None, typer.Option(metavar="FILE.npz", help="Saved initial weights, instead.")
    ] = None,
    mask: Annotated[
        bool, typer.Option("--mask", help="Keep the off-diagonal entries of every block.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE.npz", help="Where to keep the run.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from --output, if there is one.")
    ] = False,
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.text,
    debug: Debug = False,
) -> int:
    """Train the full model, all six blocks, by gradient descent; Ctrl-C keeps what was done."""
    chosen = {"--distribution": distribution, "--support": support, "--moments": moments}
    law = required_law({**chosen, "--data": data}, param or [], symmetrize)
    if resume and output is None:
        raise InvalidInput("--resume goes on from --output; give a file")
    given = {"--fresh": fresh, "--single": single, "--gather": gather}
    from symbolic_mesa.setting import Setting
    from symbolic_mesa.training.settings import Training

    setting = Setting(law, whole_number("--dim", dim), whole_number("--length", length))
    PROBLEM.refuse(setting.length)
    if seed is not None and samples is None and init_std is None:
        raise InvalidInput(
            "--seed: nothing is random here; give --samples or --init-std, or no seed"
        )
    number = seed_number("1" if seed is None else seed)
    training = Training(
        setting,
        _samples(population, samples, number, [name for name, on in given.items() if on]),
        _start(setting.dim or 0, number, init, init_std, init_from),
        mask,
        exact(step_size, "--step-size"),
        whole_number("--epochs", epochs) or 0,
    )
    done = _run(training, output, resume)
    sys.stdout.write(_json(done, training) if format is Format.json else _text(done, training))
    return 0


def _samples(population: bool, count: str | None, seed: int, given: list[str]) -> "Samples | None":
    """Return the sequences to train on; None for the population."""
    from symbolic_mesa.training.settings import Samples

    if population and count is not None:
        raise InvalidInput("--population and --samples: give one of them")
    if count is None:
        if given:
            raise InvalidInput(
                f"{given[0]} belongs to --samples; give their number, or leave it out"
            )
        return None
    options = {name.removeprefix("--"): True for name in given}
    return Samples(whole_number("--samples", count) or 0, seed, **options)


def _start(
    dim: int, seed: int, init: str | None, deviation: str | None, saved: Path | None
) -> "Start":
    """Return the initial weights that were chosen."""
    from symbolic_mesa.training import files, settings

    options = {"--init": init, "--init-std": deviation, "--init-from": saved}
    several = [name for name, value in options.items() if value is not None]
    if len(several) > 1:
        raise InvalidInput(f"{' and '.join(several)}: give one of them")
    if saved is not None:
        return files.saved(saved)
    if deviation is not None:
        return settings.gaussian(dim, exact(deviation, "--init-std"), seed)
    a, b = initial_point(init) or ("0.1", "0.1")
    return settings.diagonal(dim, exact(a, "a_0"), exact(b, "b_0"))


def _run(training: "Training", output: Path | None, resume: bool) -> "Run":
    """Train to the end, with a checkpoint every few seconds and at an interruption."""
    from symbolic_mesa.training.files import resumed, save
    from symbolic_mesa.training.running import begun, states

    first = resumed(output, training) if resume and output else None
    if first is not None and first.epoch == training.epochs:
        return first
    objective = training.objective()
    first = first or begun(training, objective)
    more: list[State] = []
    written = time.monotonic()
    with _interruptions() as asked:
        try:
            for state in _shown(states(training, objective, first), first.epoch, training.epochs):
                more.append(state)
                if output and time.monotonic() - written > SECONDS:
                    first, more = first.followed_by(more), []
                    save(output, training, first)
                    written = time.monotonic()
                if asked:
                    raise KeyboardInterrupt
        finally:
            first = first.followed_by(more)
            if output:
                save(output, training, first)
    return first


@contextmanager
def _interruptions() -> Iterator[list[int]]:
    """Yield what the first Ctrl-C is noted in, so that no file is left half written.

    An exception may come anywhere, and where Python cleans up it is lost. A second Ctrl-C is one.
    """
    asked: list[int] = []

    def note(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        if sys.stderr.isatty():
            complain("stopping after this epoch; Ctrl-C again stops now")

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:  # as in a run that was sent to the background
        signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _shown(found: "Iterator[State]", first: int, epochs: int) -> "Iterator[State]":
    """Pass states on, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeRemainingColumn

    now = TextColumn("{task.fields[now]}")
    columns = (*Progress.get_default_columns()[:3], TimeRemainingColumn(), now)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("training", total=epochs, now="", completed=first)
        for epoch, state in enumerate(found, first + 1):
            words = f"loss {state.loss:.6g}  ab {state.ab:.6g}"
            progress.update(task, completed=epoch, now=words)
            yield state


def _json(done: "Run", training: "Training") -> str:
    """Return the run as JSON; complex weights have imaginary parts beside."""
    import numpy as np

    blocks = done.named_blocks
    found: dict[str, object] = {
        "source": training.source,
        "ab": list(done.ab),
        "loss": list(done.loss),
        "blocks": {name: block.real.tolist() for name, block in blocks.items()},
    }
    if any(map(np.iscomplexobj, blocks.values())):
        found["imaginary"] = {name: block.imag.tolist() for name, block in blocks.items()}
    return json.dumps(found, allow_nan=False) + "\n"


def _text(done: "Run", training: "Training") -> str:
    """Say where training ended, and beside it what the theory of the law says."""
    from symbolic_mesa.results.deriving import in_setting

    setting = training.setting
    samples = training.samples
    kind = "population" if samples is None else f"{samples.count} sequences"
    kind = f"{kind} ({training.source})"
    ids = ("masked-fixed-point", "fixed-point")
    found = in_setting(setting, ids)
    stated = found["masked-fixed-point"]
    caveats = () if training.mask else found["fixed-point"].caveats
    theory = "" if stated.step.obstacle or stated.value is None else f"{stated.value:.14g}"
    sizes = f"d = {setting.dim}, T = {setting.length}"
    lines = [
        f"{setting.law.name}, {sizes}, {kind}, {done.epoch} epochs",
        f"ab    {done.ab[0]:.14g} -> {done.ab[-1]:.14g}",
        *([f"s*    {theory}  (derived: the fixed point of ab on the diagonal)"] if theory else []),
        *(f"      {words}" for words in caveats if theory),
        f"loss  {done.loss[0]:.14g} -> {done.loss[-1]:.14g}",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
