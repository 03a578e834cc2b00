"""`derivations` and `numeric_check` are ours, or nothing runs: anybody may use such names."""

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from symbolic_mesa import InvalidInput, siblings
from symbolic_mesa.text.errors import ForeignPackage
from tests.docs.test_proofs_page import INSTALLED, PLUGIN
from tests.release import NAME, PACKAGES, ROOT, owners, ran, stranger

COMMANDS = ("derive", "check", "train", "lock", "mutate", "new_model")
OTHERS = ("derivations", "numeric_check")


def foreign(folder: Path, package: str) -> Path:
    """Make a package of somebody else's in a folder."""
    (folder / package).mkdir(parents=True)
    (folder / package / "__init__.py").write_text('"""Something else."""\n')
    return folder


def started(code: str, folder: Path, *path: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with other folders first on its path."""
    places = [*path, *map(Path, filter(None, sys.path))]
    more = {"PYTHONPATH": ":".join(map(str, places))}
    return ran([sys.executable, "-P", "-c", code], folder, more)


def test_no_other_distribution_has_files_in_our_packages() -> None:
    for package, names in owners().items():
        assert names <= {NAME}, f"{package} is owned by {sorted(names)}"


@pytest.mark.parametrize("package", PACKAGES)
def test_another_owner_is_seen(package: str, tmp_path: Path) -> None:
    shutil.unpack_archive(stranger(tmp_path, package), tmp_path / "site", "zip")
    expected = {name: set[str]() for name in PACKAGES} | {package: {f"stranger-{package}"}}
    assert owners([str(tmp_path / "site")]) == expected


@pytest.mark.parametrize("package", OTHERS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_package_that_comes_first_is_one_line(name: str, package: str, tmp_path: Path) -> None:
    code = f"from symbolic_mesa.cli.{name} import main; main()"
    done = started(code, tmp_path, foreign(tmp_path / "other", package), ROOT)
    assert (done.returncode, done.stdout) == (2, ""), done
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        f"mesa-{name.replace('_', '-')}: package {package}: symbolic-mesa comes with one"
    )
    assert str(tmp_path / "other" / package / "__init__.py") in line
    assert "rename that folder" in line
    assert "install" not in line


@pytest.mark.parametrize("package", OTHERS)
def test_a_package_written_over_ours_is_one_line(package: str, tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    site.mkdir()
    for ours in set(PACKAGES) - {package}:
        (site / ours).symlink_to(ROOT / ours)
    foreign(site, package)
    for code in (
        "from symbolic_mesa import derive",
        "import symbolic_mesa; symbolic_mesa.laws",
        "from symbolic_mesa import check",
    ):
        done = started(code, tmp_path, site)
        assert done.returncode == 1
        last = done.stderr.splitlines()[-1]
        assert last.startswith(f"symbolic_mesa.text.errors.ForeignPackage: package {package}: ")
        assert last.endswith("uninstall the other one, and then install symbolic-mesa again")
    done = started("from symbolic_mesa.cli.derive import main; main()", tmp_path, site)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("package", OTHERS)
def test_the_plugin_says_it_too(package: str, tmp_path: Path) -> None:
    foreign(tmp_path / "other", package)
    arguments = ["--proofs", "-p", "no:cacheprovider", *(() if INSTALLED else ("-p", PLUGIN))]
    code = f"import pytest, sys; sys.exit(pytest.main({arguments}))"
    done = started(code, tmp_path, tmp_path / "other", ROOT)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"ERROR: package {package}: symbolic-mesa comes with one" in done.stdout + done.stderr


def test_a_folder_without_modules_hides_nothing(tmp_path: Path) -> None:
    for package in OTHERS:
        (tmp_path / package).mkdir()
    done = started("from symbolic_mesa.cli.derive import main; main()", tmp_path, tmp_path, ROOT)
    assert done.returncode == 0, done


def test_what_is_no_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    siblings.refuse_others()
    monkeypatch.setitem(sys.modules, "derivations", type(sys)("derivations"))
    with pytest.raises(ForeignPackage, match="Python finds no file, which") as seen:
        siblings.refuse_others()
    assert isinstance(seen.value, ImportError)
    assert not isinstance(seen.value, InvalidInput)
    assert pickle.loads(pickle.dumps(seen.value)) == seen.value  # noqa: S301  # our own
