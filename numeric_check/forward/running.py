"""Somebody's own forward pass, run in a process of its own for a limited time."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from numeric_check.forward import runner
from numeric_check.forward.comparison import Answer
from numeric_check.forward.points import Point
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import briefly, printable

LIMIT = 60.0  # seconds, of which importing a large library may take ten


def answers(
    file: Path, function: str, points: Sequence[Point], limit: float = LIMIT
) -> list[Answer]:
    """Return what a function of a Python file answers at points: its code is run.

    Args:
        file: the file.
        function: the name of ``function(x, weights)`` in it: x of shape (T, d), the weights a dict
            of d×d arrays; it returns an array of shape (T, d).
        points: x and weights.
        limit: how many seconds it may take, for all of them.

    Raises:
        InvalidInput: when there is no such function, or it raises, returns anything else, or takes
            longer.
    """
    name = f"{printable(file)}:{function}"
    if not os.path.isfile(file):  # which takes any name
        raise InvalidInput(f"{printable(file)}: no such file; name one with def {function}")
    with TemporaryDirectory() as place:
        folder = Path(place)
        np.savez(folder / runner.POINTS, **_arrays(points))
        code = _ran(folder, file, function, limit)
        if code is None:
            raise InvalidInput(
                f"{name}: takes longer than {limit:g} s for {len(points)} points; make it faster"
            )
        try:
            outcome = json.loads((folder / runner.OUTCOME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise InvalidInput(
                f"{name}: its process ends without an answer (exit code {code}); mend it"
            ) from None
        if outcome["problem"]:
            raise InvalidInput(f"{name}: {_where(outcome, points)}{briefly(outcome['problem'])}")
        with np.load(folder / runner.ANSWERS) as stored:
            return [stored[str(k)] for k in range(len(points))]


def _arrays(points: Sequence[Point]) -> dict[str, Any]:
    return {
        runner.key(place, name): array
        for place, point in enumerate(points)
        for name, array in {runner.TOKENS: point.tokens, **point.weights}.items()
    }


def _where(outcome: Any, points: Sequence[Point]) -> str:
    if outcome["place"] is None:
        return ""
    dim, length = points[outcome["place"]].size
    return f"at d = {dim}, T = {length} it "


def _ran(folder: Path, file: Path, function: str, limit: float) -> int | None:
    """Return the exit code of the process; None where it took too long, and was ended."""
    process = subprocess.Popen(  # noqa: S603  # the user's own file, which they ask to be run
        [sys.executable, "-P", runner.__file__, folder, file.resolve(), function],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and those that it started."""
    with contextlib.suppress(OSError, AttributeError):  # it has ended, or the system has no groups
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
