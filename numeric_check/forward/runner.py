"""The process that runs somebody's own forward pass: it is started for that, and imports no house.

It reads points from a file, calls the function at each, and writes the answers, or what went wrong,
into another.
"""

import json
import sys
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

POINTS, ANSWERS, OUTCOME = "points.npz", "answers.npz", "outcome.json"
TOKENS = "tokens"

Forward = Callable[[Any, Mapping[str, Any]], Any]


class Unusable(Exception):
    """Why a file or an answer is of no use, in words."""


def key(place: int, name: str) -> str:
    """Return the key of an array of a point: of its tokens, or of a block of weights."""
    return f"{place} {name}"


def main(folder: Path, file: Path, name: str) -> None:
    """Run a function of a file at the points in a folder."""
    outcome: dict[str, Any] = {"problem": None, "place": None}
    try:
        forward = _function(file, name)
        with np.load(folder / POINTS) as stored:
            arrays = {label: stored[label] for label in stored.files}
        answers = {}
        for place in range(len({label.split()[0] for label in arrays})):
            outcome["place"] = place
            answers[str(place)] = _answer(forward, place, arrays)
        np.savez(folder / ANSWERS, **answers)
    except Unusable as error:
        outcome["problem"] = str(error)
    (folder / OUTCOME).write_text(json.dumps(outcome), encoding="utf-8")


def _function(file: Path, name: str) -> Forward:
    sys.path.insert(0, str(file.parent))  # as for a program: it may import what lies beside it
    spec = spec_from_file_location("forward_pass", file)
    if spec is None or spec.loader is None:
        raise Unusable("is no Python file; name one that ends in .py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise Unusable(f"cannot be imported ({_said(error)}); mend it") from None
    found = getattr(module, name, None)
    if not callable(found):
        raise Unusable(f"has no function {name}; write def {name}(x, weights) in it")
    forward: Forward = found
    return forward


def _answer(forward: Forward, place: int, arrays: Mapping[str, Any]) -> Any:
    own = {
        label.split()[1]: array for label, array in arrays.items() if label.startswith(f"{place} ")
    }
    tokens = own.pop(TOKENS)
    wanted = tokens.shape
    try:
        answer = _as_numpy(forward(tokens.copy(), own))
    except (Exception, SystemExit) as error:
        raise Unusable(f"raises {_said(error)}; mend it") from None
    if answer.dtype.kind not in "biufc":
        raise Unusable(f"returns no numbers ({answer.dtype}); return an array of shape (T, d)")
    if answer.shape != wanted:
        raise Unusable(
            f"returns the shape {answer.shape}, not {wanted}; return an array of shape (T, d), its "
            "row t - 1 the prediction at t"
        )
    return answer + 0j  # complex, of its own precision


def _as_numpy(answer: Any) -> Any:
    """Return an array, also of a tensor that knows where it came from, or lies elsewhere."""
    for step in ("detach", "cpu", "resolve_conj"):
        answer = getattr(answer, step, lambda same=answer: same)()
    return np.asarray(answer)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
