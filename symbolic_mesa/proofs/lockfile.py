"""The lock file: every claim of every registered derivation, to be read in a diff."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from symbolic_mesa.proofs.canonical import differences, step_data
from symbolic_mesa.proofs.statements import STATEMENT, statement_data
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted
from symbolic_mesa.text.sized_files import read_text
from symbolic_mesa.trust import Check, Trust, trust_of

SCHEMA = "symbolic-mesa-lock/1"
FILE = "proofs.lock.json"
LARGEST = 10**8  # bytes
RESOLVED = (
    "take either side whole (git checkout --ours or --theirs), run mesa-lock, and read the diff "
    "before you commit it"
)
_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( .*)?\r?$", re.M)

Steps = Mapping[str, Any]  # step id -> its data
Locked = Mapping[str, Steps]  # name of a proof -> its steps


def locked(proofs: Iterable[Derived]) -> Locked:
    """Return what a lock file says of these proofs; checks everything."""
    return {proof.name: proof_data(proof) for proof in proofs}


def proof_data(proof: Derived) -> Steps:
    """Return the steps of one proof as plain data, all checked; of a stated model its statement."""
    ids = [step.id for step in proof.derivation.steps]
    return {**statement_of(proof), **{id: step_data(proof.checked(id)) for id in ids}}


def statement_of(proof: Derived) -> Steps:
    """Return what a proof is about, where a person states it; nothing where a module does."""
    return {} if proof.entry.deriver is None else {STATEMENT: statement_data(proof.entry.problem)}


def trusted(proofs: Iterable[Derived], found: Locked) -> Iterator[tuple[str, Trust]]:
    """Yield the results that are claimed, by proof and id, with their trust."""
    for proof in proofs:
        for id in proof.entry.results:
            step = found[proof.name][id]
            if step["claim"] is not None:
                pairs = (words.split(": ") for words in step["checks"])
                checks = [Check(kind, outcome, "") for kind, outcome in pairs]
                yield f"{proof.name} {id}", trust_of(checks)


def dumps(found: Locked) -> str:
    """Return the text of a lock file."""
    content = {"schema": SCHEMA, "proofs": found}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def parsed(text: str, where: str) -> Locked:
    """Return what the text of a lock file says.

    Raises:
        InvalidInput: when it is no lock file, or of a schema that this version does not know.
    """
    again = "write it anew with mesa-lock"
    if _MARKER.search(text):
        raise InvalidInput(f"{where}: holds conflict markers of a merge; {RESOLVED}")
    try:
        content = json.loads(text, object_pairs_hook=_each_once)
    except _Twice as error:
        raise InvalidInput(f"{where}: {quoted(str(error))} is there twice; {RESOLVED}") from None
    except (ValueError, RecursionError):
        raise InvalidInput(f"{where}: not a whole JSON file; {again}") from None
    schema = content.get("schema") if isinstance(content, dict) else None
    if schema != SCHEMA:
        raise InvalidInput(
            f"{where}: schema {quoted(str(schema))}, and this version reads {SCHEMA}; "
            "update symbolic-mesa, or write the file anew with mesa-lock"
        )
    found = content.get("proofs")
    steps = found.values() if isinstance(found, dict) else [None]
    if not all(isinstance(one, dict) for one in steps):
        raise InvalidInput(f"{where}: holds no proofs; {again}")
    return {str(name): dict(one) for name, one in found.items()}


class _Twice(Exception):
    """A key of an object that another has too."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, of which no key is lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def read(path: Path) -> Locked:
    """Return what a lock file says.

    Raises:
        InvalidInput: when it cannot be read, or is no lock file.
    """
    return parsed(read_text(path, LARGEST, "write it with mesa-lock"), printable(path))


def compared(old: Locked, new: Locked) -> Iterator[str]:
    """Yield a line for every difference between a lock file and the code, in both directions."""
    for name in sorted({*old, *new}):
        if name not in new:
            yield f"{name}: locked, but no such derivation or setting is registered"
        elif name not in old:
            yield f"{name}: registered, but not locked"
        else:
            yield from compared_steps(old[name], new[name], name)


def compared_steps(old: Steps, new: Steps, name: str) -> Iterator[str]:
    """Yield the differences of one proof."""
    for id in sorted({*old, *new}):
        yield from compared_step(old, id, new.get(id), name)


def compared_step(old: Steps, id: str, found: Any, name: str) -> Iterator[str]:
    """Yield the differences of one step."""
    where = f"{name} {id}"
    if found is None:
        yield f"{where}: locked, but the derivation has no such step"
    elif id not in old:
        yield f"{where}: a step of the derivation, but not locked"
    else:
        yield from differences(old[id], found, where)
