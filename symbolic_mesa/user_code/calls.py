"""Calls of somebody's own function, in a process of its own, for a limited time."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import briefly, printable
from symbolic_mesa.user_code import runner

Array = NDArray[Any]
Argument = Array | Mapping[str, Array] | float


@dataclass(frozen=True)
class Contract:
    """What a function must be.

    Attributes:
        signature: its arguments, as ``(x, weights)``.
        returned: what it returns, in words.
        complex: whether that may be complex.
        calls: what the calls are, in a word.
        faster: what to do when it takes too long.
        limit: how many seconds it may take, for all calls.
    """

    signature: str
    returned: str
    complex: bool
    calls: str
    faster: str
    limit: float


@dataclass(frozen=True)
class Call:
    """What a function is called with.

    Attributes:
        arguments: arrays, dicts of arrays, and floats.
        shape: of what it returns.
        where: the sizes, in words.
    """

    arguments: tuple[Argument, ...]
    shape: tuple[int, ...]
    where: str


def answers(file: Path, function: str, contract: Contract, calls: Sequence[Call]) -> list[Array]:
    """Return what a function of a Python file answers: its code is run.

    Args:
        file: the file.
        function: the name of the function.
        contract: what it must be.
        calls: what it is called with, one after another.

    Raises:
        InvalidInput: when there is no such function, or it raises, returns anything else, or takes
            longer.
    """
    name = f"{printable(file)}:{function}"
    if not os.path.isfile(file):  # which takes any name
        raise InvalidInput(f"{printable(file)}: no such file; name one with def {function}")
    with TemporaryDirectory() as place:
        folder = Path(place)
        _write(folder, contract, calls)
        code = _ran(folder, file, function, contract.limit)
        if code is None:
            raise InvalidInput(
                f"{name}: takes longer than {contract.limit:g} s for {len(calls)} "
                f"{contract.calls}; {contract.faster}"
            )
        try:
            outcome = json.loads((folder / runner.OUTCOME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise InvalidInput(
                f"{name}: its process ends without an answer (exit code {code}); mend it"
            ) from None
        if outcome["problem"]:
            where = "" if outcome["place"] is None else f"at {calls[outcome['place']].where} it "
            raise InvalidInput(f"{name}: {where}{briefly(outcome['problem'])}")
        with np.load(folder / runner.ANSWERS) as stored:
            return [stored[str(k)] for k in range(len(calls))]


def _write(folder: Path, contract: Contract, calls: Sequence[Call]) -> None:
    """Write what the process reads."""
    arrays: dict[str, Any] = {}
    for place, call in enumerate(calls):
        for k, argument in enumerate(call.arguments):
            if isinstance(argument, Mapping):
                arrays |= {runner.key(place, k, name): a for name, a in argument.items()}
            else:
                arrays[runner.key(place, k)] = np.asarray(argument)
    said = {
        "signature": contract.signature,
        "returned": contract.returned,
        "complex": contract.complex,
        "shapes": [list(call.shape) for call in calls],
        "calls": [[_kind(argument) for argument in call.arguments] for call in calls],
    }
    np.savez(folder / runner.ARRAYS, **arrays)
    (folder / runner.CONTRACT).write_text(json.dumps(said), encoding="utf-8")


def _kind(argument: Argument) -> list[str] | str | None:
    if isinstance(argument, Mapping):
        return list(argument)
    return runner.NUMBER if isinstance(argument, float) else None


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
