"""The command ``mesa-train``: train the full model on a law, on the population or on samples."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from symbolic_mesa.cli import prompts
from symbolic_mesa.cli.chosen import LAW, LawOptions, numeric_setting, parameters
from symbolic_mesa.cli.modes import Mode, typed
from symbolic_mesa.cli.numbers import count, seed_number, whole_number
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.options import train as options
from symbolic_mesa.cli.options.shared import Format
from symbolic_mesa.cli.running import application, complain, run
from symbolic_mesa.cli.starts import Starts
from symbolic_mesa.cli.stated import stated_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact

if TYPE_CHECKING:
    from symbolic_mesa.models.problem import Problem
    from symbolic_mesa.setting import Setting
    from symbolic_mesa.training.general import TrainingOf, W
    from symbolic_mesa.training.running import RunOf, StateOf
    from symbolic_mesa.training.samples import Samples

NAME = "mesa-train"
SECONDS = 2.0  # between two checkpoints
STARTS = frozenset({"--init", "--init-std", "--init-from"})
POPULATION = Mode(
    LAW
    | STARTS
    | {"--population", "--dim", "--length", "--step-size", "--epochs", "--seed", "--mask"}
    | {"--model", "--fixed", "--theorem", "--output", "--resume", "--format", "--debug"},
    "{option} belongs to --samples; give their number, or leave it out",
)

app = application()


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command()
def train(
    context: typer.Context,
    step_size: options.StepSize,
    epochs: options.Epochs,
    length: shared.Length,
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
    population: options.Population = False,
    samples: options.Samples = None,
    seed: options.Seed = None,
    fresh: options.Fresh = False,
    single: options.Single = False,
    gather: options.Gather = False,
    init: options.Init = None,
    init_std: options.InitStd = None,
    init_from: options.InitFrom = None,
    mask: options.Mask = False,
    output: options.Output = None,
    resume: options.Resume = False,
    format: shared.Written = Format.text,
    debug: shared.Debug = False,
) -> int:
    """Train the full model, every block, by gradient descent; Ctrl-C keeps what was done."""
    _refuse_idle(context)
    number = seed_number("1" if seed is None else seed)
    drawn = None
    if samples is not None:
        drawn = _samples(count("--samples", samples), number, fresh, single, gather)
    starts = Starts(init, init_std, init_from, number)
    starts.refuse_several()
    law = LawOptions.typed(context)
    stated = stated_model(model, fixed, whole_number("--dim", dim), law)
    size, steps = exact(step_size, "--step-size"), count("--epochs", epochs)
    in_words = prompts.stated(theorem, stated)
    training: TrainingOf[Any]
    if in_words is not None:
        prompts.PROMPTS.refuse_others(context)
        given = prompts.Prompts(in_words, covariance, parameters(param or []), dim, length)
        training = given.training(drawn, starts, size, steps)
    else:
        setting = numeric_setting(law.numeric_law, dim, length, stated)
        if samples is None:
            POPULATION.refuse_others(context)
        training = _training(stated, setting, drawn, starts, (mask, size, steps))
    done = _run(training, output, resume)
    from symbolic_mesa.export import run as written

    as_json = format is Format.json
    sys.stdout.write((written.as_json if as_json else written.text)(done, training))
    return 0


def _refuse_idle(context: typer.Context) -> None:
    """Refuse options that would do nothing beside the others."""
    given = set(typed(context))
    if "--resume" in given and "--output" not in given:
        raise InvalidInput("--resume goes on from --output; give a file")
    if "--seed" in given and not given & {"--samples", "--init-std"}:
        raise InvalidInput(
            "--seed: nothing is random here; give --samples or --init-std, or no seed"
        )
    if given >= {"--population", "--samples"}:
        raise InvalidInput("--population and --samples: give one of them")


def _training(
    stated: "Problem | None",
    setting: "Setting",
    samples: "Samples | None",
    starts: Starts,
    steps: tuple[bool, Fraction, int],
) -> "TrainingOf[Any]":
    """Return the training of a stated model, or else of the first paper's."""
    dim = setting.dim or 0
    if stated is None:
        from symbolic_mesa.training.settings import Training

        return Training(setting, samples, starts.of_paper(dim), *steps)
    from symbolic_mesa.training.stated_training import StatedTraining, trainable

    start = starts.of_model(trainable(stated, dim), dim)
    return StatedTraining(setting, samples, start, *steps, stated)


def _samples(number: int, seed: int, fresh: bool, single: bool, gather: bool) -> "Samples":
    """Return the sequences to train on."""
    from symbolic_mesa.training.samples import Samples

    return Samples(number, seed, fresh=fresh, single=single, gather=gather)


def _run(training: "TrainingOf[W]", output: Path | None, resume: bool) -> "RunOf[W]":
    """Train to the end, with a checkpoint every few seconds and at an interruption."""
    from symbolic_mesa.training.files import resumed, save
    from symbolic_mesa.training.running import begun, states

    first = resumed(output, training) if resume and output else None
    if first is not None and first.epoch == training.epochs:
        return first
    objective = training.objective()
    first = first or begun(training, objective)
    more: list[StateOf[W]] = []
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


def _shown(found: "Iterator[StateOf[W]]", first: int, epochs: int) -> "Iterator[StateOf[W]]":
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
            kept = "  ".join(f"{name} {value:.6g}" for name, value in state.kept.items())
            words = f"loss {state.loss:.6g}  {kept}"
            progress.update(task, completed=epoch, now=words)
            yield state


if __name__ == "__main__":
    main()
