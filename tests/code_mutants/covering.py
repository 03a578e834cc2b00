"""A plugin of pytest: writes down which functions each test enters, or runs tests in an order.

    pytest -p tests.code_mutants.covering --covered-to FILE
    pytest -p tests.code_mutants.covering --tests-of FILE

The first writes a line of JSON a test: its id, the seconds that it took and the functions of the
packages that were called. `sys.settrace` sees each call once; lines would cost ten times as much.
The second runs the ids in the file, one a line, in that order, after the tests that the file does
not name: lines that begin with # are ids that are known and not wanted.
"""

import json
import sys
import time
from collections.abc import Generator
from pathlib import Path
from types import CodeType, FrameType

import pytest

ROOMS = ("symbolic_mesa", "derivations", "numeric_check")
UNNAMED = ("<locals>", "<lambda>", "<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take a file to write, or one to read."""
    parser.addoption("--covered-to", type=Path, metavar="FILE")
    parser.addoption("--tests-of", type=Path, metavar="FILE")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Write what one test enters, its fixtures included."""
    path: Path | None = item.config.getoption("--covered-to")
    if path is None:
        return (yield)
    entered: dict[int, CodeType] = {}

    def trace(frame: FrameType, _event: str, _value: object) -> None:
        code = frame.f_code
        if id(code) not in entered:
            entered[id(code)] = code

    begin = time.perf_counter()
    sys.settrace(trace)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        seconds = round(time.perf_counter() - begin, 3)
        called = sorted({name for code in entered.values() if (name := named(code, item))})
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([item.nodeid, seconds, called]) + "\n")


def named(code: CodeType, item: pytest.Item) -> str:
    """Return `path: function` as mutants are named, or nothing outside the packages."""
    file = Path(code.co_filename)
    if not file.is_relative_to(item.config.rootpath):
        return ""
    path = file.relative_to(item.config.rootpath)
    parts = [part for part in code.co_qualname.split(".") if part not in UNNAMED]
    return f"{path.as_posix()}: {'.'.join(parts)}" if path.parts[0] in ROOMS else ""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that the file names, in its order, and before them those it does not know."""
    path: Path | None = config.getoption("--tests-of")
    if path is not None:
        lines = path.read_text("utf-8").splitlines()
        places = {line: k for k, line in enumerate(lines) if not line.startswith("#")}
        known = {line.removeprefix("#") for line in lines}
        items[:] = sorted(
            (one for one in items if one.nodeid in places or one.nodeid not in known),
            key=lambda one: places.get(one.nodeid, -1),
        )
