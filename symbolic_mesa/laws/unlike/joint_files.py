"""Files that state a joint finite law: a token and its probability a row, in TOML."""

from collections.abc import Mapping
from pathlib import Path

from symbolic_mesa.laws.unlike.joint import JointLaw, joint
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted
from symbolic_mesa.text.sized_files import read_text

LARGEST_FILE = 10**7  # bytes
FORM = 'write rows = [{ token = [1, "1/2"], probability = "1/3" }, ...]'


def joint_from_file(path: str | Path) -> JointLaw:
    """Return the joint law of a TOML file with ``rows``, each with a token and a probability.

    Raises:
        InvalidInput: when the file cannot be read, is no TOML of that form, or `joint` refuses it.
    """
    import tomllib  # for files only

    name = printable(path)
    text = read_text(path, LARGEST_FILE, "give a file of tokens; see docs/laws.md")
    try:
        content = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise InvalidInput(f"{name}: not a TOML file ({reason}); see docs/laws.md") from None
    rows = content.pop("rows", None)
    for key in content:
        raise InvalidInput(f"{name}: {quoted(key)}: not a key of a joint law; {FORM}")
    if not isinstance(rows, list):
        raise InvalidInput(f"{name}: rows are missing; {FORM}")
    try:
        return joint([_pair(row, k) for k, row in enumerate(rows, start=1)])
    except InvalidInput as error:
        raise InvalidInput(f"{name}: {error}") from None


def _pair(row: object, k: int) -> tuple[list[int | str], int | str]:
    if not isinstance(row, Mapping) or set(row) != {"token", "probability"}:
        raise InvalidInput(f"row {k}: no token with a probability; {FORM}")
    token, probability = row["token"], row["probability"]
    values = [*(token if isinstance(token, list) else [None]), probability]
    if not all(isinstance(x, int | str) and not isinstance(x, bool) for x in values):
        raise InvalidInput(f"row {k}: numbers or texts in a list, and one for it; {FORM}")
    return token, probability
