"""Figures made: tasks run by an executor, each kept as soon as it is done; then pictures."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from inspect import getfile
from pathlib import Path
from typing import Any

from symbolic_mesa import __version__
from symbolic_mesa.export.pictures import drawn, matplotlib_for
from symbolic_mesa.figures.drawing import PRINTED
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.tasks import Numbers, Task, performed, row
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable
from symbolic_mesa.text.sized_files import read_bytes
from symbolic_mesa.text.whole_files import write_whole

FORMATS = ("svg", "png", "pdf")
RUNS = "runs"
COMMAND, OPTION = "mesa-figures", "--out"
LARGEST_FILE = 1 << 26  # bytes of a task's numbers


@dataclass(frozen=True)
class Kept:
    """Numbers of tasks in a folder, a file each, written whole.

    Those of another version of this package, or of the module that has the work, do not count.
    """

    folder: Path

    def path(self, task: Task) -> Path:
        """Return the file of a task."""
        return self.folder / RUNS / f"{task.key}.json"

    def write(self, task: Task, numbers: Numbers) -> None:
        """Keep the numbers of a task."""
        whole = {"version": _version(task), "task": task.words, "numbers": numbers}
        write_whole(self.path(task), as_text(whole), OPTION)

    def read(self, task: Task) -> Numbers | None:
        """Return the numbers of a task; None where they are not there, or were not written here."""
        path = self.path(task)
        if not path.is_file():
            return None
        try:
            whole = json.loads(read_bytes(path, LARGEST_FILE, "remove it"))
        except ValueError:
            return None
        if not isinstance(whole, dict) or set(whole) != {"version", "task", "numbers"}:
            return None
        if (whole["version"], whole["task"]) != (_version(task), task.words):
            return None
        numbers: Numbers = whole["numbers"]
        return numbers


def _version(task: Task) -> str:
    """Return the version of what computes a task."""
    source = Path(getfile(task.work)).read_bytes()
    return f"{__version__}, {sha256(source).hexdigest()[:16]}"


def made(
    figures: Iterable[Figure],
    sizes: Sizes,
    folder: Path,
    executor: Executor,
    tell: Callable[[int, int], None] | None = None,
) -> None:
    """Make figures: pictures, and beside each a JSON file with every number drawn.

    A task whose numbers are in the folder is not run again. Numbers are the same for every
    executor, and whether or not they were kept.

    Args:
        figures: which figures.
        sizes: how large their runs are.
        folder: where they go; it is made if it is not there.
        executor: what runs the tasks, as `concurrent.futures` has it; processes, or one thread.
        tell: told how many tasks are done, and of how many, whenever that changes.

    Raises:
        InvalidInput: when the folder cannot be written.
    """
    matplotlib_for(COMMAND)  # refused before anything is run
    kept = Kept(opened(folder))
    waiting = {figure.name: (figure, tuple(figure.tasks(sizes))) for figure in figures}
    tasks = {task.key: task for _, wanted in waiting.values() for task in wanted}
    for numbers in _growing(tasks, kept, executor):
        if tell:
            tell(len(numbers), len(tasks))
        for name, (figure, wanted) in tuple(waiting.items()):
            if all(task.key in numbers for task in wanted):
                _write(figure, [row(task, numbers[task.key]) for task in wanted], folder)
                del waiting[name]


def _growing(
    tasks: Mapping[str, Task], kept: Kept, executor: Executor
) -> Iterator[Mapping[str, Numbers]]:
    """Yield the numbers of tasks by key: those that are kept, and then with each that is done."""
    there = {key: kept.read(task) for key, task in tasks.items()}
    numbers = {key: found for key, found in there.items() if found is not None}
    left = [task for key, task in tasks.items() if key not in numbers]
    futures = {executor.submit(performed, task): task for task in left}
    try:
        yield numbers
        for future in as_completed(futures):
            numbers[futures[future].key] = future.result()
            kept.write(futures[future], future.result())
            yield numbers
    finally:
        for future, task in futures.items():
            done = not future.cancel() and future.done() and not future.exception()
            if done and task.key not in numbers:
                kept.write(task, future.result())


def _write(figure: Figure, rows: Sequence[Numbers], folder: Path) -> None:
    """Write the numbers of a figure and, drawn from them, its pictures."""
    write_whole(folder / f"{figure.name}.json", as_text(figure.record(rows)), OPTION)
    for format, content in pictures(figure, rows).items():
        write_whole(folder / f"{figure.name}.{format}", content, OPTION)


def pictures(figure: Figure, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, bytes]:
    """Return the pictures of a figure by format, drawn from its numbers alone."""
    rc_context, figure_of = matplotlib_for(COMMAND)
    with rc_context(PRINTED):
        canvas = figure_of(figsize=figure.inches, layout="constrained")
        figure.draw(canvas, rows)
        return {format: drawn(canvas, format) for format in FORMATS}


def as_text(numbers: Numbers) -> str:
    """Return numbers as JSON, every digit of a double."""
    return json.dumps(numbers, allow_nan=False, indent=1) + "\n"


def opened(folder: Path) -> Path:
    """Make a folder for figures, if it is not there.

    Raises:
        InvalidInput: when it cannot be made.
    """
    try:
        (folder / RUNS).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(
            f"{OPTION} {printable(folder)}: cannot be written ({reason}); choose a folder of yours"
        ) from None
    return folder
