"""Time expectations of balanced products, and the slow route where it ends soon.

    python -m benchmarks.expectations [ROUNDS]

from the folder of the project. Every time is that of a process of its own, whose caches are empty.
A ratio compares medians of the same run: to listing the set partitions of ten indices, which is
the least that a route does that looks at each of them.
"""

import statistics
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from benchmarks.products import balanced
from symbolic_mesa.engine.expectation import expectation
from symbolic_mesa.engine.patterns import set_partitions
from tests.engine.slow import expectation as slow

SIZES = ((6, 1), (8, 1), (10, 1), (12, 1), (8, 4), (10, 5), (12, 4))  # indices, inner times
ENDS_SOON = 8  # indices, by the slow route
SEED = 6
BASE = "set partitions of ten indices"


def listing() -> None:
    """List the set partitions of ten indices, and keep none."""
    deque(set_partitions(range(10)), maxlen=0)


def fast(indices: int, inner: int, apart: bool) -> None:
    """Take an expectation by the engine."""
    expectation([balanced(indices, inner, apart, SEED)])


def slowly(indices: int, inner: int, apart: bool) -> None:
    """Take an expectation by the slow route."""
    slow.expectation([balanced(indices, inner, apart, SEED)])


def seconds(work: Callable[[], None]) -> float:
    """Return how long this process computes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def works() -> dict[str, Callable[[], None]]:
    """Return what is timed, by name."""
    found: dict[str, Callable[[], None]] = {BASE: listing}
    for apart, kind in ((False, "both in one index"), (True, "each in its own")):
        for size in SIZES:
            found[f"{size} {kind}"] = partial(fast, *size, apart)
            if size[0] <= ENDS_SOON:
                found[f"{size} {kind}, slow route"] = partial(slowly, *size, apart)
    return found


def main(rounds: int) -> None:
    """Time all once a round, so that a slow moment of the machine meets them all."""
    every = works()
    times: dict[str, list[float]] = {name: [] for name in every}
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        for _ in range(rounds):
            for name, work in every.items():
                times[name].append(pool.submit(seconds, work).result())
    base = statistics.median(times[BASE])
    width = max(map(len, every))
    print(f"{'expectation':{width}}  seconds  / {BASE}")
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"{name:{width}}  {middle:7.3f}  {middle / base:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
