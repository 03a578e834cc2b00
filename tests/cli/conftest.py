import gc
import sys

import pytest

from symbolic_mesa.cli import running, train
from tests.cli import Outcome, Run, said


@pytest.fixture
def mesa_train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs mesa-train with arguments in this process."""

    def call(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", [train.NAME, *arguments])
        with pytest.raises(SystemExit) as exit_:
            running.run(train.app, train.NAME)
        gc.enable()
        captured = capsys.readouterr()
        return Outcome(int(exit_.value.code or 0), captured.out, said(captured.err))

    return call
