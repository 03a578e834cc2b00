"""The files with which a model of one's own starts."""

import os
import re
from importlib.resources import files
from pathlib import Path

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted

MODEL, FORWARD = "{{name}}.toml", "{{module}}_forward.py"
TEMPLATES = {
    MODEL: "model",
    FORWARD: "forward",
    "test_{{module}}.py": "test_model",
    "pytest.ini": "pytest_ini",
    "README.md": "readme",
}
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
LONGEST = 40  # characters of a name


def files_of(name: str) -> dict[str, str]:
    """Return the texts of a new model's files, by their names.

    Raises:
        InvalidInput: when it cannot be called so.
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        raise InvalidInput(
            f"{quoted(name)}: no name of a model; write lower-case letters, digits and '-', as in "
            f"two-heads, at most {LONGEST} characters"
        )
    folder = files(__package__).joinpath("template")
    return {
        named(file, name): named(folder.joinpath(f"{template}.txt").read_text("utf-8"), name)
        for file, template in TEMPLATES.items()
    }


def named(text: str, name: str) -> str:
    """Return a text of a template for the model of a name; as a module it has no '-'."""
    return text.replace("{{name}}", name).replace("{{module}}", name.replace("-", "_"))


def free_place(name: str, folder: Path) -> Path:
    """Return where a new model's folder is made.

    Raises:
        InvalidInput: when there is something of that name, or no folder to make it in.
    """
    place = folder / name
    if not os.path.isdir(folder):  # which takes any name
        raise InvalidInput(f"--dir {printable(folder)}: no such folder; make it, or name another")
    if os.path.lexists(place):
        raise InvalidInput(
            f"{printable(place)}: exists, and stays as it is; choose another NAME or --dir"
        )
    return place
