"""Run the tests on a seeded sample of mutants; exit code 1 if any survives that is not known."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.code_mutants import outcomes
from tests.code_mutants.choice import EQUIVALENTS, Mutant, equivalents, modules, sample
from tests.code_mutants.running import copied, exit_code, mutated, outcome
from tests.code_mutants.selection import (
    BUDGET,
    Covered,
    Selection,
    budget,
    covered,
    measured,
    selections,
)

ROOT = Path(__file__).parents[2]
PLUGIN = ("-p", "tests.code_mutants.covering")
HOUR = 3600


def main() -> int:
    """Run the mutants that were asked for, and print what came of each and of all so far."""
    given = _parser().parse_args()
    given.results.mkdir(parents=True, exist_ok=True)
    drawn = sample(ROOT, modules(ROOT, given.module), given.sample, given.seed)
    file = given.results / "outcomes.tsv"
    known = dict.fromkeys(equivalents(EQUIVALENTS.read_text("utf-8")), outcomes.EQUIVALENT)
    came = {**outcomes.read(file), **known}
    if given.again:
        came = {name: what for name, what in came.items() if what != "survived"}
    asked = [one for one in drawn if one.name not in came]
    with TemporaryDirectory() as folder:
        root = copied(ROOT, Path(folder))
        tests = _covered(root, given.results / "covered.jsonl") if asked else []
        for mutant in asked:
            begin = time.monotonic()
            chosen = selections(ROOT, tests, mutant, given.budget)
            came[mutant.name] = _tried(root, tests, mutant, chosen)
            outcomes.added(file, came[mutant.name], mutant.name)
            counts = Counter(came[one.name] for one in drawn if one.name in came)
            told = f"{sum(counts.values())}/{len(drawn)} {came[mutant.name]:9}"
            took = f"{time.monotonic() - begin:.0f} s; {outcomes.share(counts)}"
            print(f"{told} ({took}) line {mutant.change.line} of {mutant.name}", flush=True)
    print(outcomes.table(drawn, came))
    return 1 if "survived" in [came[one.name] for one in drawn] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.code_mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=140, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--module", default="*", metavar="PATTERN", help="as numeric_check/*")
    parser.add_argument(
        "--results",
        type=Path,
        default=ROOT / ".code_mutants_cache",
        metavar="FOLDER",
        help="what came of mutants, which are not run again, and what tests enter",
    )
    parser.add_argument(
        "--budget", type=float, default=BUDGET, metavar="S", help="seconds of tests for each mutant"
    )
    parser.add_argument("--again", action="store_true", help="run those that survived again")
    return parser


def _covered(root: Path, path: Path) -> list[Covered]:
    """Return what each test enters, measured once without any mutant: all tests must pass."""
    if not path.exists():
        print("measuring what each test enters, some minutes, once", flush=True)
        begun = path.with_suffix(".begun")
        begun.unlink(missing_ok=True)
        asked = [*PLUGIN, f"--covered-to={begun}", *measured(root)]
        if exit_code(root, asked, HOUR, path.with_suffix(".log")):
            sys.exit(f"tests fail without any mutant: see {path.with_suffix('.log')}")
        begun.rename(path)
    return covered(path.read_text("utf-8"))


def _tried(root: Path, tests: list[Covered], mutant: Mutant, parts: list[Selection]) -> str:
    """Return what comes of the tests of a mutant."""
    listing = root.with_name("tests.txt")
    with mutated(root, mutant):
        for part in parts:
            listing.write_text(part.listing(tests), "utf-8")
            asked = [*PLUGIN, f"--tests-of={listing}", *part.files]
            what = outcome(root, asked, budget(part.seconds))
            if what != "survived":
                return what
    return "survived"


if __name__ == "__main__":
    sys.exit(main())
