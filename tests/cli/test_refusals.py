from pathlib import Path

import pytest

from tests.cli import Run

HOSTILE = "__import__('os').system('touch hacked')"

BAD = {
    "two laws": ("--distribution", "gaussian", "--support", "1:1"),
    "unknown law": ("--distribution", "cauchy"),
    "unknown parameter": ("--distribution", "gaussian", "--param", "tau=1"),
    "parameter called name": ("--distribution", "gaussian", "--param", "name=1"),
    "parameter without value": ("--distribution", "gaussian", "--param", "sigma"),
    "parameter twice": ("--distribution", "gaussian", "--param", "sigma=1", "--param", "sigma=2"),
    "parameter of generic": ("--param", "sigma=1"),
    "parameter of a support": ("--support", "1:1", "--param", "c=1"),
    "sigma = 0": ("--distribution", "gaussian", "--param", "sigma=0"),
    "sigma = nan": ("--distribution", "gaussian", "--param", "sigma=nan"),
    "sigma = 1/0": ("--distribution", "gaussian", "--param", "sigma=1/0"),
    "code as a value": ("--distribution", "gaussian", "--param", f"sigma={HOSTILE}"),
    "code as a name": ("--distribution", "gaussian", "--param", f"{HOSTILE}=1"),
    "code as a law": ("--distribution", HOSTILE),
    "code as a moment": ("--moments", f"m2={HOSTILE}"),
    "code as a moment's name": ("--moments", f"{HOSTILE}=1"),
    "code as a probability": ("--support", f"1:{HOSTILE}"),
    "code as a result": ("--results", HOSTILE),
    "T = 2": ("--length", "2"),
    "d = 0": ("--dim", "0"),
    "d = 2.5": ("--dim", "2.5"),
    "d = 1_0": ("--dim", "1_0"),
    "degenerate moments": ("--moments", "m2=1,m4=1,m6=15"),
    "probabilities below 1": ("--support", "1:1/2"),
    "all tokens zero": ("--support", "0:1"),
    "unknown result": ("--results", "kappa-9"),
    "unknown option": ("--colour",),
    "symmetrize without data": ("--symmetrize", "both"),
    "symmetrize over what": ("--data", "nowhere.npy", "--symmetrize"),
    "symmetrize over an option": ("--data", "nowhere.npy", "--symmetrize", "--no-check"),
    "symmetrize over nothing known": ("--data", "nowhere.npy", "--symmetrize", "orders"),
    "data that are not there": ("--data", "nowhere.npy"),
    "moments that are not there": ("--moments", "nowhere.toml"),
    "neither loss nor fixed point": ("--distribution", "student-t", "--param", "nu=5"),
    "a folder that is not there": ("--no-check", "--output", "nowhere/out.txt"),
}


@pytest.mark.parametrize("arguments", BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_line_and_exit_2(
    run: Run, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("mesa-derive: ")
    assert list(tmp_path.iterdir()) == []


def test_a_file_cut_in_half_is_refused(run: Run, tmp_path: Path) -> None:
    import numpy as np

    whole = tmp_path / "whole.npy"
    np.save(whole, np.ones((10, 2)))
    half = tmp_path / "half.npy"
    half.write_bytes(whole.read_bytes()[:150])
    outcome = run("--data", str(half))
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_a_pickle_is_refused(run: Run, tmp_path: Path) -> None:
    import numpy as np

    path = tmp_path / "objects.npy"
    np.save(path, np.array([[{}]], dtype=object), allow_pickle=True)
    outcome = run("--data", str(path))
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_code_in_a_toml_file_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in (f'm2 = "{HOSTILE}"\n', f'"{HOSTILE}" = 1\n'):
        Path("law.toml").write_text(text)
        outcome = run("--moments", "law.toml")
        assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert not Path("hacked").exists()


def test_a_file_that_is_there_stays_whole_when_writing_fails(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("before")
    outcome = run("--no-check", "--results", "nothing", "--output", str(kept))
    assert outcome.code == 2
    assert kept.read_text() == "before"


@pytest.mark.parametrize(
    "law",
    [
        ("--support", "1e-60:1/2,-1e-60:1/2"),
        ("--distribution", "sphere", "--param", "radius=1e-60"),
    ],
)
def test_step_sizes_of_a_flow_below_doubles_are_one_line(run: Run, law: tuple[str, ...]) -> None:
    outcome = run("--step-sizes", *law, "--dim", "2", "--length", "4", "--init", "1,1")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "range of doubles" in outcome.err
