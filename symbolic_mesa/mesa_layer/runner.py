"""The process that runs somebody's own layer: it is started for that, and imports no house.

It reads cases from a file, calls the function with each, and writes the answers, or what went
wrong, into another.
"""

import json
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

CASES, ANSWERS, OUTCOME = "cases.npz", "answers.npz", "outcome.json"
ARGUMENTS = ("keys", "values", "queries", "gamma", "lam")
CALL = "(K, V, Q, gamma, lam)"


class Unusable(Exception):
    """Why a file or an answer is of no use, in words."""


def main(folder: Path, file: Path, name: str) -> None:
    """Run a function of a file in the cases of a folder."""
    outcome: dict[str, Any] = {"problem": None, "place": None}
    try:
        layer = _function(file, name)
        answers = {}
        with np.load(folder / CASES) as stored:
            for place in range(len(stored.files) // len(ARGUMENTS)):
                outcome["place"] = place
                answers[str(place)] = _answer(layer, [stored[f"{place} {x}"] for x in ARGUMENTS])
        np.savez(folder / ANSWERS, **answers)
    except Unusable as error:
        outcome["problem"] = str(error)
    (folder / OUTCOME).write_text(json.dumps(outcome), encoding="utf-8")


def _function(file: Path, name: str) -> Callable[..., Any]:
    sys.path.insert(0, str(file.parent))  # as for a program: it may import what lies beside it
    spec = spec_from_file_location("somebodys_layer", file)
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
        raise Unusable(f"has no function {name}; write def {name}{CALL} in it")
    layer: Callable[..., Any] = found
    return layer


def _answer(layer: Callable[..., Any], arguments: list[Any]) -> Any:
    *arrays, lam = arguments
    wanted = arrays[1].shape
    try:
        answer = _as_numpy(layer(*arrays, float(lam)))
    except (Exception, SystemExit) as error:
        raise Unusable(f"raises {_said(error)}; mend it") from None
    if answer.dtype.kind not in "biuf":
        raise Unusable(f"returns no real numbers ({answer.dtype}); return an array of them")
    if answer.shape != wanted:
        raise Unusable(
            f"returns the shape {answer.shape}, not {wanted}; return an array of shape (T, d_v)"
        )
    return answer.astype(float)


def _as_numpy(answer: Any) -> Any:
    """Return an array, also of a tensor that knows where it came from, or lies elsewhere."""
    for step in ("detach", "cpu"):
        answer = getattr(answer, step, lambda same=answer: same)()
    return np.asarray(answer)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
