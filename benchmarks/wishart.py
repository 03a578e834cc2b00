"""Time moments of Wishart matrices, beside FORM where it is installed.

    python -m benchmarks.wishart

from the folder of the project. E tr (GG')^p for symbolic dimensions: by words, and by FORM, which
adds up all (2p − 1)!! pairings. Every time is that of a whole process, start-up included; the ratio
is to FORM's in the same run.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from symbolic_mesa.words.wishart import moment

POWERS = (6, 7, 14)
PAIRED = (6, 7)  # powers that FORM is asked for
FORM = "form"


def program(power: int) -> str:
    """Return a program in FORM: all pairings, each as Kronecker deltas of rows and of columns."""
    places = range(2 * power)
    return "\n".join(
        [
            "Off Statistics;",
            "Symbols d, N;",
            "CFunction p(symmetric);",
            f"Dimension d; Indices {_names('i', power)};",
            f"Dimension N; Indices {_names('a', power)};",
            f"Dimension 4; Indices {_names('m', 2 * power)};",
            f"Local E = dd_({_names('m', 2 * power)});",
            "id d_(m1?,m2?) = p(m1,m2);",
            *_pairs(power, places),
            "Print;",
            ".end",
        ]
    )


def _names(letter: str, count: int) -> str:
    return ",".join(f"{letter}{k}" for k in range(1, count + 1))


def _pairs(power: int, places: range) -> Iterator[str]:
    for x, y in combinations(places, 2):
        rows = (x + 1) // 2 % power + 1, (y + 1) // 2 % power + 1
        columns = x // 2 + 1, y // 2 + 1
        deltas = f"d_(i{rows[0]},i{rows[1]})*d_(a{columns[0]},a{columns[1]})"
        yield f"id p(m{x + 1},m{y + 1}) = {deltas};"


def seconds(command: list[str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # our own command
    return time.perf_counter() - start


def ours(power: int) -> float:
    """Return the time of a process that computes a moment by words."""
    code = f"from symbolic_mesa.words.wishart import moment; moment({power})"
    return min(seconds([sys.executable, "-c", code]) for _ in range(3))


def form(power: int) -> float:
    """Return the time of FORM."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "moment.frm"
        path.write_text(program(power), encoding="utf-8")
        return min(seconds([FORM, str(path)]) for _ in range(3))


def main() -> None:
    """Print the times."""
    moment(1)  # the module is there
    compared = PAIRED if shutil.which(FORM) else ()
    for power in POWERS:
        own = ours(power)
        line = f"E tr (G G')^{power:<3} {own:8.3f} s"
        if power in compared:
            other = form(power)
            line += f"   FORM {other:8.3f} s   ratio {own / other:.4f}"
        print(line)


if __name__ == "__main__":
    main()
