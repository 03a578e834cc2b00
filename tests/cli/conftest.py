import pytest

from symbolic_mesa.cli import train
from tests.cli import Outcome, Run, called


@pytest.fixture
def mesa_train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs mesa-train with arguments in this process."""

    def call(*arguments: str) -> Outcome:
        return called(train, monkeypatch, capsys, *arguments)

    return call
