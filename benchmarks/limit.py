"""How near the simulated epoch is to what the machine can do.

    python benchmarks/limit.py [SAMPLES]

counts the real floating-point operations of `numeric_check/sampling/simulation.py` by a formula,
and divides them by rates that are measured in the same run.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import repeat

import numpy as np
from threadpoolctl import threadpool_limits
from ways import LAW, SEED, Epoch, medians, weights

from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.simulation import CELLS, WORKERS, simulated

DIM, LENGTH, ROUNDS = 5, 100, 9
SIDE = 3072  # of the square matrices
CACHED = 1 << 14  # complex numbers in single precision: three arrays of them are 0.4 MB
SHARE = 1e9  # operations of a worker in a measurement: some hundredths of a second


def products(dim: int) -> dict[str, int]:
    """Return the operations at one time of a sequence that are products with real weights.

    A real number times a complex one, added up, is 2 multiplications and 2 additions.
    """
    return {
        "K e": 4 * (2 * dim) ** 2,
        "P v": 4 * dim * 2 * dim,
        "P^T r": 4 * dim * 2 * dim,
        "gradient of K, u e^*": 4 * (2 * dim) ** 2,
        "gradient of P, r v^*": 4 * dim * 2 * dim,
    }


def pointwise(dim: int) -> dict[str, int]:
    """Return the rest: there every sequence has a matrix A of its own.

    A complex product is 6 operations, a sum 2, a real number times a complex one 2. Around A q
    there are 24 d: B^* q 8 d, 1/(t-1) 2 d, B 6 d, and x_1 x_1^* q 8 d.
    """
    return {
        "A by doubling": 8 * dim**2,
        "A q, twice": 2 * (8 * dim**2 - 2 * dim),
        "around A q, twice": 2 * 24 * dim,
        "x by doubling, residual, loss": (6 + 2 + 4) * dim,
    }


def spared(dim: int) -> int:
    """Return what is not needed as A is Hermitian with t x_1^2 on its diagonal."""
    return 8 * dim**2 - 8 * dim * (dim - 1) // 2


def square() -> float:
    """Return the operations a second of a large matrix product in single precision."""
    chance = np.random.default_rng(SEED)
    left, right, found = (chance.random((SIDE, SIDE), np.float32) for _ in range(3))
    with threadpool_limits(WORKERS, "blas"):
        return 2 * SIDE**3 / best(partial(np.matmul, left, right, out=found))


def thin(dim: int) -> float:
    """Return those of a product as in K e, of the size it has there, each worker with its own."""
    chance, columns = np.random.default_rng(SEED), 2 * CELLS // dim**2
    left = chance.random((2 * dim, dim), np.float32)
    right = [chance.random((dim, columns), np.float32) for _ in range(WORKERS)]
    found = [np.empty((2 * dim, columns), np.float32) for _ in range(WORKERS)]
    work = [partial(np.matmul, left, right[k], out=found[k]) for k in range(WORKERS)]
    return together(work, 2 * 2 * dim * dim * columns)


def multiply() -> float:
    """Return those of complex products, entry by entry, in a cache, each worker with its own."""
    chance = np.random.default_rng(SEED)
    left, right, found = chance.random((3, WORKERS, 2 * CACHED), np.float32).view(np.complex64)
    work = [partial(np.multiply, left[k], right[k], out=found[k]) for k in range(WORKERS)]
    return together(work, 6 * CACHED)


def together(work: Sequence[Epoch], operations: int) -> float:
    """Return the operations a second when each worker does its work again and again."""
    times = int(SHARE / operations)

    def run(one: Epoch) -> None:
        for _ in repeat(None, times):
            one()

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(WORKERS) as pool:
        return WORKERS * times * operations / best(lambda: list(pool.map(run, work)))


def best(work: Epoch) -> float:
    """Return the least of several times, as a rate is what a machine can reach."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def show(title: str, numbers: Mapping[str, float], form: str) -> None:
    """Print named numbers."""
    print(title)
    for name, number in numbers.items():
        print(f"  {name:36} {number:{form}}")


def main(samples: int) -> None:
    """Print operations, rates, and the share that is reached."""
    drawn = list(sequences(LAW, DIM, samples, SEED))  # drawing is not counted, nor timed
    epoch = partial(simulated, weights(DIM), drawn, LENGTH, single=True)
    taken = medians({"": epoch}, ROUNDS)[""]
    by_weights, rest = sum(products(DIM).values()), sum(pointwise(DIM).values())
    both = by_weights + rest
    sums = {"all": both, "with one half of A": both - spared(DIM)}
    title = f"d = {DIM}, T = {LENGTH}, m = {samples}: operations of a sequence at one time"
    show(title, products(DIM) | pointwise(DIM) | sums, "8")
    large, narrow, entries = square(), thin(DIM), multiply()
    rates = {
        "product of square matrices": large / 1e9,
        "product as in K e": narrow / 1e9,
        "complex products, entry by entry": entries / 1e9,
    }
    show(f"10^9 operations a second, single precision, {WORKERS} cores", rates, "8.1f")
    steps = samples * (LENGTH - 2)
    limits = {
        "at the rate of square matrices": steps * both / large,
        "each part at a rate of its own": steps * (by_weights / narrow + rest / entries),
    }
    show("seconds of an epoch", limits | {"measured": taken}, "8.4f")
    show("share reached", {name: limit / taken for name, limit in limits.items()}, "8.1%")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
