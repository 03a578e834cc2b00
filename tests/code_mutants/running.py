"""Mutants run one after another, in a copy of the tree."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.code_mutants.choice import Mutant

MEMORY = 8 << 30  # bytes of addresses
SLOWER = 10  # times the seconds of computing, beside other work
OPTIONS = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__")


def copied(root: Path, folder: Path) -> Path:
    """Return a copy of the tree, as it is now, committed or not."""
    return Path(shutil.copytree(root, folder / "tree", ignore=LEFT_OUT))


@contextmanager
def mutated(root: Path, mutant: Mutant) -> Iterator[None]:
    """Have a mutant stand in a copy of the tree."""
    path = root / mutant.path
    source, times = path.read_bytes(), path.stat()
    path.write_bytes(mutant.change.applied(source))
    try:
        yield
    finally:
        path.write_bytes(source)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def outcome(root: Path, arguments: Sequence[str], seconds: int) -> str:
    """Return `survived` where no test fails, `timeout` after so many seconds of computing."""
    code = exit_code(root, arguments, seconds)
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "timeout"
    return "survived" if code in (0, _NO_TESTS) else "killed"


_NO_TESTS = 5


def exit_code(root: Path, arguments: Sequence[str], seconds: int, log: Path | None = None) -> int:
    """Return the exit code of pytest; what it prints is kept in a log, or nowhere."""
    with (log or Path(os.devnull)).open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, *OPTIONS, *arguments],
            cwd=root,
            env=_environment(root),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds))
    try:
        return process.wait(SLOWER * seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        _end(process)


def _environment(root: Path) -> dict[str, str]:
    """Return the environment of the tests: one thread, the copy first, nothing written beside."""
    path = os.pathsep.join([str(root), *filter(None, sys.path[1:])])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the tests and whatever they have started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
