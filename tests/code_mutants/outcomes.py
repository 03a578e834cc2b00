"""What came of mutants, as lines of a file that a later run reads; and the share killed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.code_mutants.choice import Mutant, room_of

KILLED = ("killed", "timeout")
EQUIVALENT = "equivalent"


def read(path: Path) -> dict[str, str]:
    """Return the last outcome of each mutant by its name; a line is cut where a run was ended."""
    lines = path.read_text("utf-8").split("\n")[:-1] if path.exists() else []
    rows = (line.split("\t", 1) for line in lines)
    return {name: outcome for outcome, name in rows}


def added(path: Path, outcome: str, name: str) -> None:
    """Add a line to the file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{outcome}\t{name}\n")


def share(counts: Mapping[str, int]) -> str:
    """Return the killed, those that are not equivalent, and the share."""
    killed = sum(counts.get(what, 0) for what in KILLED)
    every = killed + counts.get("survived", 0)
    return f"{killed}/{every} = {killed / every:.1%}" if every else "0/0"


def table(mutants: Iterable[Mutant], outcomes: Mapping[str, str]) -> str:
    """Return a line a room with its counts, and one with all of them."""
    rooms: dict[str, Counter[str]] = {}
    for mutant in mutants:
        if mutant.name in outcomes:
            rooms.setdefault(room_of(mutant.path), Counter())[outcomes[mutant.name]] += 1
    rooms["all"] = sum(rooms.values(), Counter())
    return "\n".join(
        f"{room:28} killed {share(counts):16} equivalent {counts[EQUIVALENT]}"
        for room, counts in rooms.items()
    )
