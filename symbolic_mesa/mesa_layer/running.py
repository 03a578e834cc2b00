"""Somebody's own layer, run in a process of its own for a limited time."""

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

from symbolic_mesa.mesa_layer import runner
from symbolic_mesa.mesa_layer.inputs import Array
from symbolic_mesa.mesa_layer.judging import Case
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import briefly, printable

LIMIT = 300.0  # seconds, for all cases


def answers(file: Path, function: str, cases: Sequence[Case], limit: float = LIMIT) -> list[Array]:
    """Return what a function of a Python file answers: its code is run.

    Args:
        file: the file.
        function: the name of ``function(K, V, Q, gamma, lam)`` in it: arrays of doubles of shapes
            (T, d_k), (T, d_v), (T, d_k), (T,) and a float; it returns an array of shape (T, d_v).
        cases: what it is called with.
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
        np.savez(folder / runner.CASES, **_arrays(cases))
        code = _ran(folder, file, function, limit)
        if code is None:
            raise InvalidInput(
                f"{name}: takes longer than {limit:g} s for {len(cases)} sequences; make it "
                "faster, or give a shorter --length"
            )
        try:
            outcome = json.loads((folder / runner.OUTCOME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise InvalidInput(
                f"{name}: its process ends without an answer (exit code {code}); mend it"
            ) from None
        if outcome["problem"]:
            place_of = outcome["place"]
            where = "" if place_of is None else f"at T = {cases[place_of].length} it "
            raise InvalidInput(f"{name}: {where}{briefly(outcome['problem'])}")
        with np.load(folder / runner.ANSWERS) as stored:
            return [stored[str(k)] for k in range(len(cases))]


def _arrays(cases: Sequence[Case]) -> dict[str, Any]:
    return {
        f"{place} {name}": np.asarray(getattr(case, name))
        for place, case in enumerate(cases)
        for name in runner.ARGUMENTS
    }


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
