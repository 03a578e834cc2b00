"""What must hold of every command: its exit code, its output, what it says when all is not well."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from jsonschema import Draft202012Validator

from symbolic_mesa.export.json import schema
from tests.fuzz.lines import Command

PATIENCE = 30.0  # seconds that a person waits without a word
ALIVE = "still at work after"
INTERNAL = ("divides by zero there", "not real; give other numbers", "has no value; give one")


@dataclass(frozen=True)
class Outcome:
    """What a command left behind; no code where it was ended for taking too long."""

    code: int | None
    out: str
    err: str
    seconds: float


def faults(command: Command, outcome: Outcome) -> Iterator[str]:
    """Yield what is wrong with an outcome, in words."""
    words = [line for line in outcome.err.splitlines() if ALIVE not in line]
    if outcome.code is None:
        yield "ended: it took too long"
        return
    if outcome.code not in (0, 1, 2):
        yield f"exit code {outcome.code}: {outcome.err.strip()[-300:]}"
        return
    if "Traceback" in outcome.err or "Warning" in outcome.err:
        yield f"a traceback or a warning: {outcome.err.strip()[-300:]}"
    if outcome.seconds > PATIENCE and ALIVE not in outcome.err:
        yield f"silent for {outcome.seconds:.0f} s"
    if command.wrong and outcome.code != 2:
        yield f"a wrong piece, and exit code {outcome.code}"
    if outcome.code == 2:
        yield from _refused(command, outcome, words)
    else:
        yield from _shown(command, outcome, words)


def _refused(command: Command, outcome: Outcome, words: list[str]) -> Iterator[str]:
    if len(words) != 1 or not words[0].startswith(f"{command.name}: "):
        yield f"not one line for exit code 2: {words}"
    elif not words[0].isprintable():
        yield f"not printable: {words[0]!r}"
    elif any(internal in words[0] for internal in INTERNAL):
        yield f"a refusal from within: {words[0]}"
    if outcome.out:
        yield "output beside exit code 2"


def _shown(command: Command, outcome: Outcome, words: list[str]) -> Iterator[str]:
    """Yield what is wrong with what is shown: a failed claim of a true law is."""
    if command.name == "mesa-check":
        agrees = "DIFFERS" not in outcome.out and '"agrees": false' not in outcome.out
        if agrees != (outcome.code == 0):
            yield f"exit code {outcome.code}, and agreement is {agrees}"
        return
    if outcome.code == 1 and not (_required(command) and _only_required(words)):
        yield f"failed: {'; '.join(words)[-300:]}"
    elif words and outcome.code == 0:
        yield f"words beside exit code 0: {words}"
    if command.format == "json" and outcome.out.startswith("{"):
        yield from _json(command, outcome)


def _required(command: Command) -> bool:
    """Whether a trust is asked for, without which a command ends with 1 although nothing failed."""
    return any(argument.partition("=")[0] == "--require" for argument in command.arguments)


def _only_required(words: list[str]) -> bool:
    return bool(words) and all(word.endswith(" is required") for word in words)


def _json(command: Command, outcome: Outcome) -> Iterator[str]:
    try:
        found = json.loads(outcome.out, parse_constant=_refuse)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    if command.name == "mesa-derive" and not {"--compare", "--compare-models", "--step-sizes"} & {
        *command.arguments
    }:
        yield from (f"schema: {e.message[:200]}" for e in _VALIDATOR.iter_errors(found))
        steps = [*found["results"].values(), *found["steps"]]
        failed = any(step["status"] == "failed" for step in steps)
        if failed != (outcome.code == 1) and (failed or not _required(command)):
            yield f"exit code {outcome.code}, and failed is {failed}"


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


_VALIDATOR = Draft202012Validator(schema())
