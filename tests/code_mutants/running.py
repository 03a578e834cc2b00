"""Mutants run one after another, in a copy of the tree."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.code_mutants.choice import Mutant

SECONDS = 600  # of computing, some times what the tests of a room take
MEMORY = 8 << 30  # bytes of addresses
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__")
Tests = Callable[[Path, str], Sequence[str]]


def copied(root: Path, folder: Path) -> Path:
    """Return a copy of the tree, as it is now, committed or not."""
    return Path(shutil.copytree(root, folder / "tree", ignore=LEFT_OUT))


def outcomes(root: Path, mutants: Sequence[Mutant], tests: Tests) -> Iterator[tuple[Mutant, str]]:
    """Yield each mutant with `killed`, `survived` or `timeout`; root is a copy."""
    for mutant in mutants:
        path = root / mutant.path
        source, times = path.read_bytes(), path.stat()
        path.write_bytes(mutant.change.applied(source))
        try:
            yield mutant, outcome(root, tests(root, mutant.path))
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def outcome(root: Path, tests: Sequence[str]) -> str:
    """Return what comes of tests: `survived` where all of them pass."""
    options = ("-x", "-q", "-p", "no:cacheprovider", "--no-header")
    paths = os.pathsep.join([str(root), *filter(None, sys.path[1:])])
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.prlimit(process.pid, resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        code = process.wait(10 * SECONDS)
    except subprocess.TimeoutExpired:
        code = -signal.SIGXCPU
    finally:
        _end(process)
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "timeout"
    return "killed" if code else "survived"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the tests and whatever they have started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
