"""A plugin of pytest: writes down which functions each test enters, or runs tests in an order.

    pytest -p tests.code_mutants.covering --covered-to FILE
    pytest -p tests.code_mutants.covering --tests-of FILE

The first writes a line of JSON a test: its id, the seconds that it took and the functions of the
packages that were called, by it or while its file was imported, where tables of tests are made.
`sys.settrace` sees each call once; lines would cost ten times as much.
The second runs the ids in the file, one a line, in that order, after the tests that the file does
not name: lines that begin with # are ids that are known and not wanted.
"""

import json
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
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
    root, begin = item.config.rootpath, time.perf_counter()
    entered: dict[int, CodeType] = {}
    try:
        with _seen(entered):
            return (yield)
    finally:
        seconds = round(time.perf_counter() - begin, 3)
        imported = item.config.stash.setdefault(_IMPORTED, {}).get(str(item.path), set())
        called = sorted(
            imported | {name for code in entered.values() if (name := named(code, root))}
        )
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([item.nodeid, seconds, called]) + "\n")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, object, object]:
    """Keep what the import of a file of tests enters."""
    if collector.config.getoption("--covered-to") is None or not isinstance(
        collector, pytest.Module
    ):
        return (yield)
    entered: dict[int, CodeType] = {}
    try:
        with _seen(entered):
            return (yield)
    finally:
        root = collector.config.rootpath
        names = {name for code in entered.values() if (name := named(code, root))}
        collector.config.stash.setdefault(_IMPORTED, {})[str(collector.path)] = names


_IMPORTED = pytest.StashKey[dict[str, set[str]]]()


@contextmanager
def _seen(entered: dict[int, CodeType]) -> Iterator[None]:
    """See the functions that are entered meanwhile, each once."""

    def trace(frame: FrameType, _event: str, _value: object) -> None:
        code = frame.f_code
        if id(code) not in entered:
            entered[id(code)] = code

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(None)


def named(code: CodeType, root: Path) -> str:
    """Return `path: function` as mutants are named, or nothing outside functions and packages."""
    file = Path(code.co_filename)
    if code.co_name == "<module>" or not file.is_relative_to(root):
        return ""
    path = file.relative_to(root)
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
