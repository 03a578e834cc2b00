import os

import pytest

from tests.cli import Outcome, Run, in_process

# Workers share the cores; threads of linear algebra that wait for work would only take them.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs mesa-derive with arguments."""

    def call(*arguments: str) -> Outcome:
        return in_process(monkeypatch, capsys, *arguments)

    return call
