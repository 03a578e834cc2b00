"""One epoch of the full model by several ways, in one run: seconds, memory and ratios.

    python benchmarks/training.py [SAMPLES [PYTHON]]

An epoch is the loss and the gradient of all six blocks at d = 5 and T = 100. PYTHON is an
interpreter with PyTorch, for the textbook; without PyTorch that way is left out.
"""

import subprocess
import sys
import time
from pathlib import Path

from ways import gathering, medians, population, recursion, seconds, simulation, weights

DIM, LENGTH, ROUNDS = 5, 100, 5
WIDTHS = (2, 4, 5, 8, 16, 32)
HERE = Path(__file__).parent
MEMORY = (
    "import memory, sys, ways; ways.simulation(*map(int, sys.argv[1:]))(); print(memory.peak())"
)


def alone(python: str, *arguments: str) -> list[float]:
    """Return the numbers that a process of its own prints."""
    command = [python, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE)
    return [float(number) for number in done.stdout.split()]


def textbook(samples: int, python: str) -> list[float] | None:
    """Return seconds and GiB of an epoch of the textbook; None without PyTorch."""
    try:
        return alone(python, "textbook.py", str(samples), str(DIM), str(LENGTH))
    except subprocess.CalledProcessError as problem:
        print("the textbook is left out:", *problem.stderr.strip().splitlines()[-1:])
        return None


def row(name: str, number: float, memory: float | None = None) -> None:
    """Print seconds, and GiB."""
    print(f"{name:28} {number:11.6f} s" + (f"  {memory:7.3f} GiB" if memory else ""))


def ratio(name: str, number: float) -> None:
    """Print a ratio."""
    print(f"{name:40} {number:10.4g}")


def main(samples: int, python: str) -> None:
    """Time every way and print the ratios."""
    print(f"d = {DIM}, T = {LENGTH}, m = {samples}")
    slow = textbook(samples, python)
    (memory,) = alone(sys.executable, "-c", MEMORY, str(samples), str(DIM), str(LENGTH))
    start = time.perf_counter()
    form, blocks = gathering(samples, DIM, LENGTH), weights(DIM)
    once = time.perf_counter() - start
    epochs = {
        "recursion over t, one core": recursion(samples, DIM, LENGTH),
        "simulated, single": simulation(samples, DIM, LENGTH),
        "simulated, double": simulation(samples, DIM, LENGTH, single=False),
        "gathered, an epoch": lambda: form.at(blocks),
        "population, an epoch": population(DIM, LENGTH),
    }
    found = medians(epochs, ROUNDS)
    first, fast, _, sampled, exact = found.values()
    if slow:
        row("textbook, autograd", *slow)
    for name, number in found.items():
        row(name, number, memory if number == fast else None)
    row("gathered, once", once)
    for dim in WIDTHS:
        row(f"population, d = {dim}", seconds(population(dim, LENGTH)))
    print()
    if slow:
        ratio("textbook / simulated, time", slow[0] / fast)
        ratio("textbook / simulated, memory", slow[1] / memory)
    ratio("recursion / simulated", first / fast)
    ratio("recursion / population", first / exact)
    ratio("epochs after which gathering pays", once / (fast - sampled))


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 10_000, given[1] if len(given) > 1 else sys.executable)
