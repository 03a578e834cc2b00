"""The layers on the page about the mesa-layer do what the page says."""

import re
import shlex
from pathlib import Path

import pytest

from symbolic_mesa.cli import check
from tests.cli import ROOT

PAGE = (ROOT / "docs" / "mesa-layer.md").read_text(encoding="utf-8")
(SOURCE,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
COMMANDS = re.findall(r"^    (mesa-check .*)$", PAGE, re.M)
SAID = re.findall(r"`((?:layers\.py:layer|it) solves [^`\n]*)`", PAGE)
CASES = list(zip(COMMANDS, SAID, (0, 1), strict=False))


def test_there_is_a_command_for_each_exit_code() -> None:
    assert (len(COMMANDS), len(SAID)) == (2, 2)


@pytest.mark.parametrize(("command", "said", "code"), CASES)
def test_each_command_says_what_the_page_says(
    command: str,
    said: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "layers.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", shlex.split(command))
    with pytest.raises(SystemExit) as left:
        check.main()
    out, err = capsys.readouterr()
    assert (left.value.code, err) == (code, "")
    assert said in out
    if code == 0:
        digits = re.search(r"problem: ([0-9.]+) digits", out)
        assert digits
        assert float(digits[1]) >= 13
