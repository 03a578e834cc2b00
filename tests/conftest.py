import os

import pytest

from tests.cli import Outcome, Run, in_process

# Workers share the cores; threads of linear algebra that wait for work would only take them.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# What is expected has the width of a pipe, whatever the width of the terminal that tests run in.
os.environ.pop("COLUMNS", None)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs mesa-derive with arguments."""

    def call(*arguments: str) -> Outcome:
        return in_process(monkeypatch, capsys, *arguments)

    return call
