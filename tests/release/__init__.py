"""Tests of what is released: wheel and sdist, and what another distribution can do to them."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("symbolic_mesa", "derivations", "numeric_check")
NAME = "symbolic-mesa"


def ran(
    command: Sequence[str | Path], folder: Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with nothing of this checkout on Python's path."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**kept, **(more or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def built(sources: Path, folder: Path, target: str) -> Path:
    """Return the wheel or the sdist that is built of some sources."""
    done = ran([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder], sources)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return file


def owners(path: Sequence[str] | None = None) -> dict[str, set[str]]:
    """Return who has files in each package, by the records of all distributions on a path."""
    found: dict[str, set[str]] = {package: set() for package in PACKAGES}
    for distribution in distributions(**({} if path is None else {"path": [*path]})):
        for file in distribution.files or ():
            top = file.parts[0].removesuffix(".py")
            if top in found:
                found[top].add(distribution.metadata["Name"])
    return found


def stranger(folder: Path, package: str) -> Path:
    """Return a wheel of another distribution that has a package of the same name."""
    label = f"stranger_{package}-1.0"
    info = f"{label}.dist-info"
    files = {
        f"{package}/__init__.py": '"""Something else."""\n',
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: stranger-{package}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    wheel = folder / f"{label}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel
