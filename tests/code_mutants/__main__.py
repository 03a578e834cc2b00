"""Run the tests on a seeded sample of mutants; exit code 1 if any survives that is not known."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.code_mutants.choice import EQUIVALENTS, equivalents, modules, room_of, sample, suite_of
from tests.code_mutants.running import copied, outcome, outcomes

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Run the mutants that were asked for, and print what came of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.code_mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=120, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--module", default="*", metavar="PATTERN", help="as numeric_check/*")
    given = parser.parse_args()
    known = equivalents(EQUIVALENTS.read_text("utf-8"))
    drawn = sample(ROOT, modules(ROOT, given.module), given.sample, given.seed)
    asked = [mutant for mutant in drawn if mutant.name not in known]
    counts: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        root = copied(ROOT, Path(folder))
        for path in {room_of(mutant.path): mutant.path for mutant in asked}.values():
            if outcome(root, suite_of(root, path)) != "survived":
                print(f"the tests of {path} fail, or take too long, without any mutant")
                return 2
        for mutant, what in outcomes(root, asked, suite_of):
            counts[what] += 1
            print(f"{what:9}{mutant.change.line:5} {mutant.name}", flush=True)
    share = 1 - counts["survived"] / max(len(asked), 1)
    print(f"{dict(counts)}, {len(drawn) - len(asked)} equivalent; killed {share:.1%}")
    return 1 if counts["survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
