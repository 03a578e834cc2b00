"""Coq is not installed with the package: without it lemmas are not run, and tests say so."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def mathcomp() -> None:
    """Skip aloud where Coq or Mathematical Components is missing; where CI is set it must be."""
    command = shutil.which("coqc")
    if command is not None:
        where = subprocess.run([command, "-where"], capture_output=True, text=True, check=True)
        if (Path(where.stdout.strip()) / "user-contrib/mathcomp/algebra").is_dir():
            return
    missing = "no coqc or no Mathematical Components: install coq, libcoq-mathcomp-algebra"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
