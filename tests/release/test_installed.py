"""Wheel and sdist, installed as people install them: into a fresh environment, from an index.

They need an index of packages, as pip is set up to find it: ``-m exhaustive tests/release``.
"""

import sys
from pathlib import Path

import pytest

from tests.docs.test_readme import README
from tests.release import NAME, PACKAGES, owners, ran, stranger

pytestmark = pytest.mark.exhaustive

(FIRST,) = (
    line.partition(" && ")[2].split()
    for line in README.read_text(encoding="utf-8").splitlines()
    if line.startswith("    python -m pip install . && ")
)
COMMANDS = (
    *("mesa-derive", "mesa-check", "mesa-train", "mesa-figures"),
    *("mesa-lock", "mesa-mutate", "mesa-new-model"),
)


class Environment:
    """A fresh environment, and an empty folder to run its commands in."""

    def __init__(self, folder: Path, archive: Path) -> None:
        self.empty = folder / "empty"
        self.empty.mkdir()
        self.bin = folder / "venv" / "bin"
        done = ran([sys.executable, "-m", "venv", folder / "venv"], self.empty)
        assert done.returncode == 0, done.stderr
        self.install(archive)

    def run(self, name: str, *arguments: str | Path) -> tuple[int, str, str]:
        """Run a command of the environment in the empty folder."""
        done = ran([self.bin / name, *arguments], self.empty)
        return done.returncode, done.stdout, done.stderr

    def install(self, *what: str | Path) -> None:
        """Install something by pip."""
        code, out, err = self.run("python", "-m", "pip", "install", "--quiet", *what)
        assert code == 0, out + err

    @property
    def owners(self) -> dict[str, set[str]]:
        """Who has files in the packages."""
        script = "import sysconfig; print(sysconfig.get_path('purelib'))"
        return owners([self.run("python", "-P", "-c", script)[1].strip()])


@pytest.fixture(params=["wheel", "sdist"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Environment:
    return Environment(tmp_path, request.getfixturevalue(request.param))


def test_the_first_command_of_the_readme_runs_where_nothing_else_is(
    environment: Environment,
) -> None:
    assert FIRST == ["mesa-derive", "--distribution", "gaussian"]
    assert environment.owners == {package: {NAME} for package in PACKAGES}
    for name in COMMANDS:
        assert environment.run(name, "--help")[::2] == (0, ""), name
    script = "import symbolic_mesa; print(symbolic_mesa.__file__)"
    code, out, err = environment.run("python", "-P", "-c", script)
    assert (code, err) == (0, "")
    assert Path(out).is_relative_to(environment.bin.parent)
    code, out, err = environment.run(*FIRST)
    assert (code, err) == (0, ""), err
    assert "fixed-point        fixed point of ab" in out
    assert "failed" not in out


def test_another_owner_is_refused_until_the_remedy_is_followed(tmp_path: Path, wheel: Path) -> None:
    environment = Environment(tmp_path, wheel)
    for package in ("derivations", "numeric_check"):
        other = f"stranger-{package}"
        environment.install("--no-deps", stranger(tmp_path, package))
        assert environment.owners[package] == {NAME, other}
        code, out, err = environment.run(*FIRST)
        assert (code, out, err.count("\n")) == (2, "", 1), err
        assert f"package {package}: symbolic-mesa comes with one" in err
        environment.run("python", "-m", "pip", "uninstall", "--quiet", "--yes", other)
        environment.install("--no-deps", "--force-reinstall", wheel)
        assert environment.owners[package] == {NAME}
        assert environment.run(*FIRST)[0] == 0
