import os
import shutil

import pytest


@pytest.fixture(scope="session")
def tex() -> None:
    """Skip aloud where there is no pdflatex; where CI is set a machine must have it."""
    if shutil.which("pdflatex"):
        return
    missing = (
        "no pdflatex: install texlive-latex-base, texlive-latex-recommended, texlive-publishers"
    )
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
