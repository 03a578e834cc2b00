"""``mesa-lock --require LEVEL`` names the claims that do not reach it."""

from pathlib import Path

import pytest

from symbolic_mesa.cli import lock, running

MODULE = """
from derivations import REGISTRY
from dataclasses import replace
from symbolic_mesa import laws
from symbolic_mesa.setting import Setting

own = replace(REGISTRY["theorem-4.1"], id="own", settings=(Setting(laws.gaussian(1)),))
ENTRIES = (own,)
"""


@pytest.mark.parametrize(
    ("level", "code", "short"),
    [
        ("quadrature", 0, []),
        ("exact", 1, ["flow-a", "flow-b", "fixed-point", "minimum-loss"]),
        ("kernel-from-model", 1, ["kappa-1", "loss", "m2"]),
    ],
)
def test_claims_that_fall_short_are_named(
    level: str,
    code: int,
    short: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "my_own_theorem.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [lock.NAME, "my_own_theorem", "--require", level])
    with pytest.raises(SystemExit) as left:
        running.run(lock.app, lock.NAME)
    found = capsys.readouterr()
    assert left.value.code == code
    for id in short:
        assert f"own[gaussian sigma=1] {id} has the trust " in found.err
    assert found.err.count("is required") >= len(short)
    assert (tmp_path / "proofs.lock.json").exists()


def test_a_level_that_is_none_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", [lock.NAME, "--require", "exakt"])
    with pytest.raises(SystemExit) as left:
        running.run(lock.app, lock.NAME)
    assert left.value.code == 2
    assert "did you mean exact?" in capsys.readouterr().err
