"""Files of runs: written whole or not at all, read without trust."""

import os
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from numeric_check.model.attention import BLOCKS, Blocks, blocks_of
from symbolic_mesa.laws.array_files import NO_ARRAY, unpacked
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable
from symbolic_mesa.text.sized_files import read_bytes
from symbolic_mesa.text.whole_files import is_special, write_whole
from symbolic_mesa.training.running import Run
from symbolic_mesa.training.settings import Start, Training

LARGEST_FILE = 1 << 31  # bytes of a run, unpacked: twice what is held at a time


def save(path: Path, training: Training, run: Run) -> None:
    """Write a run to an .npz file, by rename: it is never seen half written."""
    if is_special(path):
        raise InvalidInput(f"--output {printable(path)}: no ordinary file; choose a file of yours")
    arrays = {**run.named_blocks, "ab": np.array(run.ab), "loss": np.array(run.loss)}
    stream = BytesIO()
    words, source = np.array(training.words), np.array(training.source)
    np.savez(stream, training=words, source=source, **arrays)
    write_whole(path, stream.getvalue())


def load(path: Path) -> tuple[str, Run]:
    """Return the settings and the run of a file.

    Raises:
        InvalidInput: when it is no such file.
    """
    arrays = _arrays(path)
    try:
        ab, loss = (tuple(map(float, arrays[name])) for name in ("ab", "loss"))
    except (KeyError, TypeError, ValueError):
        raise _no_run(path) from None
    if len(ab) != len(loss) or not ab or not np.all(np.isfinite((ab, loss))):
        raise _no_run(path)
    return str(arrays.get("training", "")), Run(_blocks(arrays, path), ab, loss)


def _arrays(path: Path) -> Mapping[str, Any]:
    if not os.path.exists(path):
        raise InvalidInput(f"{printable(path)}: no such file; give one that is there")
    content = read_bytes(path, LARGEST_FILE, "give a file of mesa-train")
    try:
        return unpacked(content, LARGEST_FILE)
    except InvalidInput as error:
        raise InvalidInput(f"{printable(path)}: {error}; give fewer numbers") from None
    except NO_ARRAY:
        raise _no_run(path) from None


def _blocks(arrays: Mapping[str, Any], path: Path) -> Blocks:
    """Return the six blocks: square, of one size, finite numbers."""
    found = {name: arrays[name] for name in BLOCKS if name in arrays}
    shapes = {block.shape for block in found.values()}
    numbers = all(block.dtype.kind in "fciu" for block in found.values())
    dim = max((max(shape, default=0) for shape in shapes), default=0)
    if set(found) != set(BLOCKS) or shapes != {(dim, dim)} or not dim or not numbers:
        raise _no_run(path)
    if not all(np.all(np.isfinite(block)) for block in found.values()):
        raise InvalidInput(
            f"{printable(path)}: a weight is not finite; give a file of finite numbers"
        )
    kind = np.complex128 if any(map(np.iscomplexobj, found.values())) else np.float64
    return blocks_of(dim, {name: block.astype(kind) for name, block in found.items()})


def _no_run(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{printable(path)}: no file of mesa-train; give one that it wrote, or arrays "
        + ", ".join(BLOCKS)
    )


def saved(path: Path) -> Start:
    """Return the last weights of a file of `mesa-train`, or of arrays under the blocks' names.

    Raises:
        InvalidInput: when it is no such file.
    """
    blocks = _blocks(_arrays(path), path)
    digest = sha256(blocks.kq.tobytes() + blocks.pv.tobytes()).hexdigest()
    return Start(f"saved {digest}", blocks)


def resumed(path: Path, training: Training) -> Run | None:
    """Return the run of a file to go on from; None when there is no file.

    Raises:
        InvalidInput: when it is of another training.
    """
    if not os.path.exists(path):  # also where there can be none, as under too long a name
        return None
    words, run = load(path)
    if words != training.words:
        raise InvalidInput(
            f"--resume: {printable(path)} is of another training; give the same options, or "
            "another file"
        )
    if run.epoch > training.epochs:
        raise InvalidInput(
            f"--resume: {printable(path)} has {run.epoch} epochs; give --epochs {run.epoch} or more"
        )
    return run
