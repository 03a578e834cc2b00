"""Arrays in files that a person names: .npy, .npz and .csv, up to a size, never unpickled."""

import csv
import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any, NamedTuple

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted
from symbolic_mesa.text.sized_files import read_bytes, read_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_ARRAY = (
    *(OSError, ValueError, EOFError, SyntaxError, TokenError, TypeError, KeyError),
    *(OverflowError, RecursionError, zipfile.BadZipFile, zlib.error),
    *(RuntimeError, MemoryError),  # encrypted or packed in an unknown way; of an absurd size
)
"""What reading a file that is no array, or no archive of arrays, may raise."""

NO_TABLE = (
    "not a .npy file of numbers; save one (n, d) array with numpy.save, alone in an .npz file, or "
    "as a .csv file"
)

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)


class Table(NamedTuple):
    """A table of numbers, and the names of its columns where the file has them."""

    array: "NDArray[Any]"
    names: tuple[str, ...] = ()


def table(path: str | Path, most: int, remedy: str) -> Table:
    """Return the one table of a .npy, .npz or .csv file.

    Args:
        path: the file; what it is, its first bytes say, and of a .csv its name.
        most: the most bytes that it has, unpacked.
        remedy: what a person can do when it is too large, in the imperative.

    Raises:
        InvalidInput: when it cannot be read, is longer, or is none of these.
    """
    if Path(path).suffix.lower() == ".csv":
        return _from_csv(read_text(path, most, remedy), printable(path))
    name = printable(path)
    content = read_bytes(path, most, remedy)
    try:
        found = unpacked(content, most) if zipfile.is_zipfile(BytesIO(content)) else None
        arrays = {"": _array(content)} if found is None else found
    except InvalidInput as error:
        raise InvalidInput(f"{name}: {error}; {remedy}") from None
    except NO_ARRAY:
        raise InvalidInput(f"{name}: {NO_TABLE}") from None
    if len(arrays) != 1:
        held = ", ".join(quoted(one, 20) for one in list(arrays)[:5])
        raise InvalidInput(f"{name}: {NO_TABLE} (it holds {held or 'none'})")
    return Table(next(iter(arrays.values())))


def unpacked(content: bytes, most: int) -> Mapping[str, "NDArray[Any]"]:
    """Return the arrays of an .npz file by their names.

    Raises:
        InvalidInput: when they are longer than `most` bytes.
        Exception: one of `NO_ARRAY` when it is no such file.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(one.file_size for one in archive.infolist()) > most:  # it unpacks to no more
            raise InvalidInput(f"longer than {most} bytes when unpacked")
        members = {one.filename.removesuffix(".npy"): one for one in archive.infolist()}
        return {name: _array(archive.read(one)) for name, one in members.items()}


def _array(content: bytes) -> "NDArray[Any]":
    import numpy as np  # here, so that laws load without NumPy

    return np.lib.format.read_array(BytesIO(content), allow_pickle=False)


def _from_csv(text: str, where: str) -> Table:
    """Return a table of numbers with commas between them, below names of columns or not."""
    import numpy as np

    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines, strict=True) if row]
    except csv.Error as error:
        raise InvalidInput(
            f"{where}: not a .csv file ({error}); write numbers and commas"
        ) from None
    named = bool(rows) and not any(map(_NUMBER.fullmatch, rows[0]))
    names = tuple(rows.pop(0)) if named else ()
    width = len(names or (rows[0] if rows else ()))
    for k, row in enumerate(rows, start=1):
        wrong = next((cell for cell in row if not _NUMBER.fullmatch(cell)), None)
        if wrong is not None or len(row) != width:
            fault = f"{len(row)} cells, not {width}" if wrong is None else quoted(wrong)
            raise InvalidInput(f"{where}: row {k}: {fault}; write one number in each cell")
    whole = all(_WHOLE.fullmatch(cell) for row in rows for cell in row)
    number = int if whole else float
    shape = len(rows), width
    return Table(np.array([[number(cell) for cell in row] for row in rows]).reshape(shape), names)
