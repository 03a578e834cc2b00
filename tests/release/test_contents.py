"""What is in the wheel and in the sdist: everything that is needed, and nothing else."""

import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from email import message_from_string
from pathlib import Path

import pytest

from symbolic_mesa import __version__
from tests.release import PACKAGES, ROOT, built

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
INFO = f"symbolic_mesa-{__version__}.dist-info"


def sources(*folders: str) -> set[str]:
    """Return the files of some folders, but for what Python and tools leave behind."""
    return {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


def contents(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_wheel_has_the_packages_whole_and_nothing_else(wheel: Path) -> None:
    names = set(contents(wheel))
    assert {name for name in names if not name.startswith(INFO)} == sources(*PACKAGES)
    assert names >= {f"{package}/py.typed" for package in PACKAGES}
    assert "symbolic_mesa/export/schema.json" in names
    assert f"{INFO}/licenses/LICENSE" in names


def test_the_wheel_says_what_the_project_says(wheel: Path) -> None:
    files = contents(wheel)
    said = message_from_string(files[f"{INFO}/METADATA"])
    assert (said["Name"], said["Version"]) == (PROJECT["name"], __version__)
    assert said["Requires-Python"] == PROJECT["requires-python"]
    plain = [need for need in said.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert len(plain) == len(PROJECT["dependencies"])
    points = ConfigParser(delimiters="=")
    points.read_string(files[f"{INFO}/entry_points.txt"])
    assert dict(points["console_scripts"]) == PROJECT["scripts"]
    assert dict(points["pytest11"]) == PROJECT["entry-points"]["pytest11"]
    assert said.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.exhaustive
def test_the_sdist_builds_the_same_wheel_and_has_what_tests_it(
    wheel: Path, sdist: Path, tmp_path: Path
) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / f"symbolic_mesa-{__version__}"
    again = built(unpacked, tmp_path / "again", "wheel")
    assert contents(again) == contents(wheel)
    there = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert there >= sources(*PACKAGES, "tests", "docs", "benchmarks")
    assert there >= {"README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", "proofs.lock.json"}


def test_a_claimed_python_is_one_that_is_allowed() -> None:
    claimed = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if " 3." in line]
    assert claimed == sorted(claimed, key=lambda text: int(text.removeprefix("3.")))
    assert PROJECT["requires-python"] == f">={claimed[0]}"
