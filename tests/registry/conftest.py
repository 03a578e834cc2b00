import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.registry import TOY

Module = Callable[..., str]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Module:
    """Return a function that writes a module and returns its name."""
    monkeypatch.syspath_prepend(tmp_path)

    def written(text: str = TOY, name: str = "toy_lemmas") -> str:
        (tmp_path / f"{name}.py").write_text(text)
        monkeypatch.delitem(sys.modules, name, raising=False)
        return name

    return written


@pytest.fixture
def toy(module: Module) -> str:
    """Return the name of the module with the toy theorem."""
    return module()


@pytest.fixture
def installed(toy: str, tmp_path: Path) -> str:
    """Return its name too, where its package is installed with an entry point."""
    info = tmp_path / "toy-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[symbolic_mesa.derivations]\ntoy = {toy}\n")
    return toy
