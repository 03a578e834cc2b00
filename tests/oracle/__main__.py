"""The long run: `python -m tests.oracle --seeds 300`; every fourth case with all checks."""

import argparse
import sys
import time
from collections import Counter

from tests.oracle.cases import Case
from tests.oracle.findings import KNOWN, Finding, finding
from tests.oracle.judging import Disagreement, judged
from tests.oracle.settings import drawn

CHECKED = 4  # one case in so many is derived with its checks, which takes most of the time


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many random settings")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--all-checks", action="store_true", help="check every case")
    return parser.parse_args()


def _report(seed: int, case: Case, new: list[Disagreement]) -> None:
    print(f"seed {seed}: {case.name}")
    print(f"  derive({case.law!r}, **{dict(case.told)!r})")
    for one in new:
        print(f"  {one}", flush=True)


def main() -> int:
    """Judge many random settings; return 1 if something is found that is not known."""
    asked = _arguments()
    seen: Counter[Finding] = Counter()
    began, wrong = time.process_time(), 0
    for seed in range(asked.first, asked.first + asked.seeds):
        case = drawn(seed)
        found = judged(case, check=asked.all_checks or seed % CHECKED == 0)
        known = {one: finding(case, one) for one in found}
        seen.update(kind for kind in known.values() if kind)
        new = [one for one, kind in known.items() if kind is None]
        if new:
            wrong += 1
            _report(seed, case, new)
    for kind in KNOWN:
        print(f"known: {seen[kind]:5} times: {', '.join(kind.ids)}: {kind.what}")
    print(f"{asked.seeds} settings in {time.process_time() - began:.0f} s, {wrong} with news")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
