"""Time whole commands, interleaved in one run, and print medians and ratios.

    python benchmarks/commands.py [ROUNDS]

Times are those of processors, which a busy machine moves little.
A ratio compares medians of the same run on the same machine; seconds compare nothing.
"""

import resource
import statistics
import subprocess
import sys

DERIVE = ("-m", "symbolic_mesa.cli.derive")

COMMANDS = {
    "import sympy": ("-c", "import sympy"),
    "mesa-derive --distribution gaussian": (*DERIVE, "--distribution", "gaussian"),
    "... --no-check": (*DERIVE, "--distribution", "gaussian", "--no-check"),
    "... --dim 1000000000 --length 1000000000": (
        *DERIVE, "--distribution", "gaussian", "--dim", "1000000000", "--length", "1000000000",
    ),
    "... --format json": (*DERIVE, "--distribution", "gaussian", "--format", "json"),
    "... --results all": (*DERIVE, "--distribution", "gaussian", "--results", "all"),
    "mesa-derive --compare": (*DERIVE, "--compare"),
    "mesa-derive --help": (*DERIVE, "--help"),
}  # fmt: skip


def seconds(arguments: tuple[str, ...]) -> float:
    """Return how long Python computes with these arguments, as a whole process."""
    start = _of_processors()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return _of_processors() - start


def _of_processors() -> float:
    """Return the seconds that processes which have ended were computing."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(rounds: int) -> None:
    """Time every command once a round, so that a slow moment of the machine meets them all."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for arguments in COMMANDS.values():  # not counted: byte code is written, files are cached
        seconds(arguments)
    for _ in range(rounds):
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    base = statistics.median(times["import sympy"])
    width = max(map(len, COMMANDS))
    print(f"{'command':{width}}  median    min    max  / import sympy")
    for name, found in times.items():
        middle = statistics.median(found)
        row = f"{middle:6.2f} {min(found):6.2f} {max(found):6.2f}  {middle / base:14.2f}"
        print(f"{name:{width}}  {row}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
