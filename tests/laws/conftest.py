from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def nothing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stay in an empty folder, where `touch hacked` would show."""
    monkeypatch.chdir(tmp_path)
    yield
    assert {path.name for path in tmp_path.iterdir()} <= {"law.toml"}
