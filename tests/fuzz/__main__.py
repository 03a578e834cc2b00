"""Run many random commands and print what is wrong with any: exit code 1 if anything is."""

import argparse
import shlex
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.running import Finding, fuzz


def main() -> int:
    """Run the commands that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--in-process", type=int, default=300, metavar="N")
    parser.add_argument("--processes", type=int, default=20, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    given = parser.parse_args()
    codes: Counter[int | None] = Counter()
    slow: list[Finding] = []
    wrong = 0
    with TemporaryDirectory() as folder:
        for found in fuzz(
            given.seed, given.in_process, given.processes, Path(folder), given.workers
        ):
            codes[found.code] += 1
            slow = sorted([*slow, found], key=lambda one: -one.seconds)[:5]
            for fault in found.faults:
                wrong += 1
                print(f"{found.index}: {fault}\n    {_line(found)}", flush=True)
    print(f"{sum(codes.values())} commands, {wrong} faults; exit codes {dict(codes)}")
    for one in slow:
        print(f"{one.seconds:.1f} s: {_line(one)}")
    return 1 if wrong else 0


def _line(found: Finding) -> str:
    return shlex.join([found.command.name, *found.command.arguments])


if __name__ == "__main__":
    sys.exit(main())
