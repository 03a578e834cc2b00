"""The files with which a model of one's own starts."""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted
from symbolic_mesa.text.whole_files import write_folder

TEMPLATES = {
    "{{name}}.toml": "model",
    "forward.py": "forward",
    "test_model.py": "test_model",
    "README.md": "readme",
}
MARK = "{{name}}"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
LONGEST = 40  # characters of a name


def files_of(name: str) -> Mapping[str, str]:
    """Return the texts of a new model's files, by their names.

    Raises:
        InvalidInput: when it cannot be called so.
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        raise InvalidInput(
            f"{quoted(name)}: no name of a model; write lower-case letters, digits and '-', as "
            f"two-heads, at most {LONGEST} of them"
        )
    folder = files(__package__).joinpath("template")
    return {
        file.replace(MARK, name): folder.joinpath(f"{template}.txt")
        .read_text(encoding="utf-8")
        .replace(MARK, name)
        for file, template in TEMPLATES.items()
    }


def start(name: str, folder: Path) -> Path:
    """Write the files of a new model into a folder of its name, all or none.

    Args:
        name: what the model is called.
        folder: where its folder is made.

    Returns:
        The new folder.

    Raises:
        InvalidInput: when there is something of that name, or the files cannot be written.
    """
    contents = files_of(name)
    place = folder / name
    if not folder.is_dir():
        raise InvalidInput(f"--dir {printable(folder)}: no folder; make it, or choose another")
    if place.exists() or place.is_symlink():
        raise InvalidInput(
            f"{printable(place)}: is there already and stays as it is; choose another name or --dir"
        )
    write_folder(place, contents)
    return place
