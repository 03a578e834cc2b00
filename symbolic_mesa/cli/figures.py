"""The command ``mesa-figures``: the paper's figures, with the theory drawn over the runs."""

import contextlib
import json
import multiprocessing
import os
import platform
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from symbolic_mesa.cli.numbers import count
from symbolic_mesa.cli.options import figures as options
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.running import application, on_one_thread, run
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable
from symbolic_mesa.text.whole_files import write_whole

if TYPE_CHECKING:
    from symbolic_mesa.figures.figure import Figure, Sizes

NAME = "mesa-figures"
MOST_WORKERS = 256
PACKAGES = ("symbolic-mesa", "numpy", "sympy", "mpmath", "matplotlib")

app = application()


def main() -> None:
    """Run the command and exit."""
    on_one_thread()
    run(app, NAME)


@app.command()
def figures(
    names: options.Names = None,
    out: options.Out = Path("figures"),
    quick: options.Quick = False,
    workers: options.Workers = None,
    listed: options.Listed = False,
    dim: options.Dim = None,
    length: options.Length = None,
    samples: options.Samples = None,
    debug: shared.Debug = False,
) -> int:
    """Make the paper's figures and others, as SVG, PNG, PDF and JSON; Ctrl-C keeps what was done.

    Called again it goes on: runs whose numbers are in the folder are not run again.
    """
    from symbolic_mesa.figures.figure import PAPER, QUICK
    from symbolic_mesa.figures.registry import named

    wanted = named(names or ())
    if listed:
        for figure in wanted:
            print(f"{figure.name:<20} {figure.question}")
        return 0
    sizes = _sized(QUICK if quick else PAPER, dim, length, samples)
    _make(wanted, sizes, out, _number_of(workers))
    print(f"{printable(out)}: {', '.join(figure.name for figure in wanted)}")
    return 0


def _sized(sizes: "Sizes", dim: str | None, length: str | None, samples: str | None) -> "Sizes":
    """Return sizes with those that were typed."""
    given = {"dim": dim, "length": length, "samples": samples}
    least = {"dim": 2, "length": 4, "samples": 2}
    typed = {name: count(f"--{name}", text) for name, text in given.items() if text is not None}
    for name, number in typed.items():
        if number < least[name]:
            raise InvalidInput(f"--{name} {number}: too small; give at least {least[name]}")
    return replace(sizes, **typed)


def _number_of(workers: str | None) -> int:
    if workers is None:
        return min(os.cpu_count() or 1, MOST_WORKERS)
    number = count("--workers", workers)
    if not 1 <= number <= MOST_WORKERS:
        raise InvalidInput(f"--workers {number}: a number of processes; give 1 to {MOST_WORKERS}")
    return number


def _make(wanted: "tuple[Figure, ...]", sizes: "Sizes", out: Path, workers: int) -> None:
    """Make figures with processes of their own, and write beside them with what they were made."""
    from symbolic_mesa.figures.making import OPTION, made

    with _pool(workers) as executor, _progress() as tell:
        made(wanted, sizes, out, executor, tell)
    settings = {
        "command": shlex.join([NAME, *sys.argv[1:]]),
        "figures": [figure.name for figure in wanted],
        "sizes": asdict(sizes),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in PACKAGES},
    }
    write_whole(out / "settings.json", json.dumps(settings, indent=1) + "\n", OPTION)


@contextlib.contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of processes, which are ended when something goes wrong.

    They are spawned, as threads of this one do not outlive a fork.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_dies_of_interruption)
    try:
        yield pool
    except BrokenProcessPool:
        raise InvalidInput(
            "--workers: a process was ended from outside, as where memory is short; give fewer, "
            "and the same command goes on"
        ) from None
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _dies_of_interruption() -> None:
    """Let Ctrl-C end a worker without a word: the command itself says what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Yield what is told of progress: on a terminal a bar, elsewhere nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("runs", total=None)

        def tell(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        yield tell


if __name__ == "__main__":
    main()
