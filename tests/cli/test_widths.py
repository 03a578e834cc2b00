"""No line is wider than the terminal: tables, lists, results."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

from symbolic_mesa.export.narrow_tables import table
from symbolic_mesa.export.terminal import NARROWEST
from tests.exhaustive import first

COMPARED = ("--compare", "--laws", "gaussian,bernoulli-gaussian,two-point", "--no-check")
SHOWN = {
    "compare": COMPARED,
    "laws": ("--list-laws",),
    "list": ("--list",),
    "results": ("--distribution", "gaussian", "--results", "loss", "--no-check"),
    "steps": ("--distribution", "gaussian", "--param", "sigma=1", "--step-sizes"),
}
HEAD = ("--dim", "5", "--length", "100", "--init", "1/10,1/10")


def command(*arguments: str) -> list[str]:
    more = HEAD if "--step-sizes" in arguments else ()
    return [sys.executable, "-m", "symbolic_mesa.cli.derive", *arguments, *more]


def environment(**more: str) -> dict[str, str]:
    left = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    return {**left, "PYTHONIOENCODING": "utf-8", **more}


def piped(*arguments: str, **more: str) -> list[str]:
    run = subprocess.run(
        command(*arguments),
        capture_output=True,
        env=environment(**more),
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return run.stdout.splitlines()


def on_terminal(columns: int, *arguments: str) -> list[str]:
    """Return what a command writes to a terminal of so many columns, without colours."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    run = subprocess.Popen(command(*arguments), stdout=slave, env=environment(NO_COLOR="1"))
    os.close(slave)
    written = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        written += piece
    os.close(master)
    assert run.wait(timeout=120) == 0
    return written.decode().splitlines()


@pytest.mark.exhaustive
@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("columns", first([60, 80]))
def test_a_terminal_is_as_wide_as_it_is(shown: str, columns: int) -> None:
    lines = on_terminal(columns, *SHOWN[shown])
    assert max(map(len, lines)) <= columns


@pytest.mark.exhaustive
@pytest.mark.parametrize("shown", SHOWN)
def test_a_pipe_is_as_wide_as_columns_says(shown: str) -> None:
    assert max(map(len, piped(*SHOWN[shown], COLUMNS="80"))) <= 80


@pytest.mark.parametrize("shown", ["laws", "list"])
def test_a_pipe_of_no_width_has_one_line_for_each(shown: str) -> None:
    assert all(line and not line.startswith(" ") for line in piped(*SHOWN[shown]))


@pytest.mark.parametrize("columns", ["", "0", "-3", "many", "²"])
def test_columns_that_are_no_number_are_passed_over(columns: str) -> None:
    assert piped("--list", COLUMNS=columns) == piped("--list")


def test_the_narrowest_is_wide_enough() -> None:
    assert max(map(len, piped("--list", COLUMNS="1"))) <= NARROWEST


def test_long_cells_stand_below_numbered_in_the_order_of_reading() -> None:
    long, longer = "a + " * 8 + "b", "c + " * 9 + "d"
    rows = [("one", longer, "yes"), ("two", "no", long), ("three", long, "no")]
    text = table(("law", "x", "y"), rows, 40, unicode=True)
    assert max(map(len, text.splitlines())) <= 40
    assert text.index("(1) c + ") < text.index("(2) a + ")
    assert text.count("(2)") == 3
    assert text.count("(1)") == 2
    wide = table(("law", "x", "y"), rows, 120, unicode=False)
    assert "(1)" not in wide


def test_nothing_stands_below_in_a_wide_terminal() -> None:
    lines = piped("--compare", "--laws", "gaussian", "--no-check", COLUMNS="200")
    assert not any(line.startswith("(1)") for line in lines)
