"""Files of runs: written whole or not at all, read without trust."""

import os
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from symbolic_mesa.laws.array_files import NO_ARRAY, unpacked
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable
from symbolic_mesa.text.sized_files import read_bytes
from symbolic_mesa.text.whole_files import is_special, write_whole
from symbolic_mesa.training.general import Layout, StartOf, TrainingOf, W
from symbolic_mesa.training.running import Run, RunOf
from symbolic_mesa.training.settings import SIX_BLOCKS, Start

LARGEST_FILE = 1 << 31  # bytes of a run, unpacked: twice what is held at a time


def save(path: Path, training: TrainingOf[W], run: RunOf[W]) -> None:
    """Write a run to an .npz file, by rename: it is never seen half written."""
    if is_special(path):
        raise InvalidInput(f"--output {printable(path)}: no ordinary file; choose a file of yours")
    kept = {name: np.array(values) for name, values in {**run.kept, "loss": run.loss}.items()}
    stream = BytesIO()
    words, source = np.array(training.words), np.array(training.source)
    arrays: dict[str, Any] = {**run.named_blocks, **kept}
    np.savez(stream, training=words, source=source, **arrays)
    write_whole(path, stream.getvalue())


def load(path: Path) -> tuple[str, Run]:
    """Return the settings and the run of a file of the first paper's model.

    Raises:
        InvalidInput: when it is no such file.
    """
    return load_as(path, SIX_BLOCKS)


def load_as(path: Path, layout: Layout[W]) -> tuple[str, RunOf[W]]:
    """Return the settings and the run of a file of any model.

    Raises:
        InvalidInput: when it is no such file.
    """
    arrays = _arrays(path)
    try:
        *kept, loss = (tuple(map(float, arrays[name])) for name in (*layout.kept, "loss"))
    except (KeyError, TypeError, ValueError):
        raise _no_run(path, layout) from None
    if not loss or not all(len(one) == len(loss) for one in kept):
        raise _no_run(path, layout)
    if not np.all(np.isfinite((*kept, loss))):
        raise _no_run(path, layout)
    named = dict(zip(layout.kept, kept, strict=True))
    return str(arrays.get("training", "")), RunOf(_blocks(arrays, path, layout), named, loss)


def _arrays(path: Path) -> Mapping[str, Any]:
    if not os.path.exists(path):
        raise InvalidInput(f"{printable(path)}: no such file; give one that is there")
    content = read_bytes(path, LARGEST_FILE, "give a file of mesa-train")
    try:
        return unpacked(content, LARGEST_FILE)
    except InvalidInput as error:
        raise InvalidInput(f"{printable(path)}: {error}; give fewer numbers") from None
    except NO_ARRAY:
        raise InvalidInput(f"{printable(path)}: no file of mesa-train; give one") from None


def _blocks(arrays: Mapping[str, Any], path: Path, layout: Layout[W]) -> W:
    """Return the blocks: of the shapes that they have, finite numbers."""
    found = {name: arrays[name] for name in layout.blocks if name in arrays}
    numbers = all(block.dtype.kind in "fciu" for block in found.values())
    dim = layout.dim_of(found) if set(found) == set(layout.blocks) and numbers else None
    if dim is None:
        raise _no_run(path, layout)
    if not all(np.all(np.isfinite(block)) for block in found.values()):
        raise InvalidInput(
            f"{printable(path)}: a weight is not finite; give a file of finite numbers"
        )
    kind = np.complex128 if any(map(np.iscomplexobj, found.values())) else np.float64
    return layout.weights_of(dim, {name: block.astype(kind) for name, block in found.items()})


def _no_run(path: Path, layout: Layout[W]) -> InvalidInput:
    return InvalidInput(
        f"{printable(path)}: no file of mesa-train; give one that it wrote, or arrays "
        + ", ".join(layout.blocks)
    )


def saved(path: Path) -> Start:
    """Return the last weights of a file of the first paper's model, as `saved_as` does."""
    return saved_as(path, SIX_BLOCKS)


def saved_as(path: Path, layout: Layout[W]) -> StartOf[W]:
    """Return the last weights of a file of `mesa-train`, or of arrays under the blocks' names.

    Raises:
        InvalidInput: when it is no such file.
    """
    blocks = _blocks(_arrays(path), path, layout)
    digest = sha256(b"".join(one.tobytes() for one in blocks.named.values())).hexdigest()
    return StartOf(f"saved {digest}", blocks)


def resumed(path: Path, training: TrainingOf[W]) -> RunOf[W] | None:
    """Return the run of a file to go on from; None when there is no file.

    Raises:
        InvalidInput: when it is of another training.
    """
    if not os.path.exists(path):  # also where there can be none, as under too long a name
        return None
    words, run = load_as(path, training.layout)
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
