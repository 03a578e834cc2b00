"""The process that calls somebody's own function: it is started for that, and imports no house.

It reads what to call it with from files, calls it, and writes the answers, or what went wrong, into
others.
"""

import json
import sys
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

ARRAYS, CONTRACT, ANSWERS, OUTCOME = "arrays.npz", "contract.json", "answers.npz", "outcome.json"
NUMBER = "number"  # of an argument that is no array

Function = Callable[..., Any]


class Unusable(Exception):
    """Why a file or an answer is of no use, in words."""


def key(*parts: object) -> str:
    """Return the key of an array: of a call, an argument, and a name where that is a mapping."""
    return " ".join(map(str, parts))


def main(folder: Path, file: Path, name: str) -> None:
    """Call a function of a file as a folder says."""
    outcome: dict[str, Any] = {"problem": None, "place": None}
    contract = json.loads((folder / CONTRACT).read_text(encoding="utf-8"))
    try:
        function = _function(file, name, contract["signature"])
        answers = {}
        with np.load(folder / ARRAYS) as stored:
            for place, call in enumerate(contract["calls"]):
                outcome["place"] = place
                given = [_argument(kind, key(place, k), stored) for k, kind in enumerate(call)]
                answers[str(place)] = _answer(function, given, contract, place)
        np.savez(folder / ANSWERS, **answers)
    except Unusable as error:
        outcome["problem"] = str(error)
    (folder / OUTCOME).write_text(json.dumps(outcome), encoding="utf-8")


def _argument(kind: Any, label: str, stored: Mapping[str, Any]) -> Any:
    """Return an argument: an array, a number, or a dict of arrays by these names."""
    if isinstance(kind, list):
        return {name: stored[key(label, name)] for name in kind}
    return float(stored[label]) if kind == NUMBER else stored[label]


def _function(file: Path, name: str, signature: str) -> Function:
    sys.path.insert(0, str(file.parent))  # as for a program: it may import what lies beside it
    spec = spec_from_file_location("users_own", file)
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
        raise Unusable(f"has no function {name}; write def {name}{signature} in it")
    function: Function = found
    return function


def _answer(function: Function, given: list[Any], contract: Mapping[str, Any], place: int) -> Any:
    wanted, returned = tuple(contract["shapes"][place]), contract["returned"]
    try:
        answer = _as_numpy(function(*given))
    except (Exception, SystemExit) as error:
        raise Unusable(f"raises {_said(error)}; mend it") from None
    if answer.dtype.kind not in ("biufc" if contract["complex"] else "biuf"):
        kind = "numbers" if contract["complex"] else "real numbers"
        raise Unusable(f"returns no {kind} ({answer.dtype}); return {returned}")
    if answer.shape != wanted:
        raise Unusable(f"returns the shape {answer.shape}, not {wanted}; return {returned}")
    return answer + 0j if contract["complex"] else answer.astype(float)


def _as_numpy(answer: Any) -> Any:
    """Return an array, also of a tensor that knows where it came from, or lies elsewhere."""
    for step in ("detach", "cpu", "resolve_conj"):
        answer = getattr(answer, step, lambda same=answer: same)()
    return np.asarray(answer)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
