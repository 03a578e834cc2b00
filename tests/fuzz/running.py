"""Commands run many to a process, in workers that are replaced, or each as a process of its own."""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path

from tests.fuzz import laws
from tests.fuzz.grammar import command
from tests.fuzz.judging import Outcome, faults
from tests.fuzz.lines import Command

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 120  # of a command
CHUNK = 100  # commands until a worker is replaced


@dataclass(frozen=True)
class Finding:
    """A command by its index, and what came of it."""

    index: int
    command: Command
    code: int | None
    seconds: float
    faults: tuple[str, ...]


class Overdue(BaseException):
    """A command took too long; nothing in it catches this."""


def module(name: str) -> str:
    """Return the module of a command."""
    return f"symbolic_mesa.cli.{name.removeprefix('mesa-').replace('-', '_')}"


def in_process(one: Command) -> Outcome:
    """Run a command in this process, as its entry point does."""
    out, err = BytesIO(), BytesIO()
    streams = [TextIOWrapper(buffer, "utf-8", write_through=True) for buffer in (out, err)]
    before, code, begun = sys.argv, None, time.monotonic()
    sys.argv = [one.name, *one.arguments]
    signal.signal(signal.SIGALRM, _overdue)
    signal.alarm(MOST_SECONDS)
    try:
        with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
            import_module(module(one.name)).main()
    except SystemExit as left:
        code = int(left.code or 0)
    except Overdue:
        pass
    finally:
        signal.alarm(0)
        sys.argv = before
        gc.enable()
    seconds = time.monotonic() - begun
    return Outcome(code, out.getvalue().decode(), err.getvalue().decode(), seconds)


def _overdue(number: int, frame: object) -> None:
    raise Overdue


def as_process(one: Command, folder: Path) -> Outcome:
    """Run a command as a person does."""
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", module(one.name), *one.arguments],
            cwd=folder,
            env=_environment(),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(None, "", "", time.monotonic() - begun)
    out, err = done.stdout.decode(), done.stderr.decode()
    return Outcome(done.returncode, out, err, time.monotonic() - begun)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}


def _judged(seed: int, index: int, outcome: Outcome) -> Finding:
    one = command(seed, index)
    found = tuple(faults(one, outcome))
    return Finding(index, one, outcome.code, outcome.seconds, found)


def _single(seed: int, index: int, folder: Path) -> list[Finding]:
    return [_judged(seed, index, as_process(command(seed, index), folder))]


def _several(seed: int, indices: range, folder: Path) -> list[Finding]:
    """Run commands in a worker: a line of JSON for each, in their order; it may break off."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(seed), str(indices.start), str(indices.stop)],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    found = [
        Finding(index, command(seed, index), code, seconds, tuple(faults_))
        for index, code, seconds, faults_ in told
    ]
    if len(found) < len(indices):
        index = indices[len(found)]
        word = f"the process ended: {done.stderr.strip()[-300:]}"
        found.append(Finding(index, command(seed, index), done.returncode, 0.0, (word,)))
    return found


def worker(seed: int, start: int, stop: int) -> None:
    """Run commands in this process, and say what came of each."""
    for index in range(start, stop):
        one = _judged(seed, index, in_process(command(seed, index)))
        print(json.dumps([index, one.code, one.seconds, one.faults]), flush=True)


def fuzz(
    seed: int, within: int, processes: int, folder: Path, workers: int = 2
) -> Iterator[Finding]:
    """Yield what came of every command, in the order in which workers are done."""
    laws.write_files(folder)
    chunk = min(CHUNK, -(-within // workers)) or 1
    chunks = [range(k, min(k + chunk, within)) for k in range(0, within, chunk)]
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(_several, seed, one, folder) for one in chunks]
        single = range(within, within + processes)
        waiting += [pool.submit(_single, seed, index, folder) for index in single]
        for done in as_completed(waiting):
            yield from done.result()


if __name__ == "__main__":
    worker(*map(int, sys.argv[1:]))
