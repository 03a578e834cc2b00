"""Files that are written whole or not at all."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable

LONGEST_PREFIX = 40  # characters of the file's name in that of its draft, which must not be longer


def write_whole(path: Path, content: str | bytes, option: str = "--output") -> None:
    """Write a file by rename, so that it is never seen half written; text as UTF-8.

    Raises:
        InvalidInput: when it cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if is_special(path):  # a device or a pipe has no half-written state
            path.write_bytes(data)
            return
        path = path.resolve()  # a link stays a link
        with _neighbour(path) as (descriptor, draft):
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.replace(draft, path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(
            f"{option} {printable(path)}: cannot be written ({reason}); choose a file in a folder "
            "of yours"
        ) from None


def write_together(contents: Mapping[Path, str], option: str) -> None:
    """Write several files by rename, all or none: what was there comes back if one fails.

    Raises:
        InvalidInput: when one of them cannot be written.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in contents}
    written: list[Path] = []
    try:
        for path, content in contents.items():
            write_whole(path, content, option)
            written.append(path)
    except InvalidInput:
        for path in written:
            kept = before[path]
            if kept is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, kept, option)
        raise


def is_special(path: Path) -> bool:
    """Whether there is something by that name that is no ordinary file: a device, a folder."""
    return os.path.exists(path) and not os.path.isfile(path)


@contextlib.contextmanager
def _neighbour(path: Path) -> Iterator[tuple[int, str]]:
    """Open a new file in the same folder with the usual permissions; remove it if it is left."""
    prefix = f".{path.name[:LONGEST_PREFIX]}."
    descriptor, draft = tempfile.mkstemp(prefix=prefix, dir=path.parent)
    try:
        os.chmod(draft, _mode(path))
        yield descriptor, draft
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)


def _mode(path: Path) -> int:
    """Return the permissions of a file, or those of a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    return 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_folder(path: Path, contents: Mapping[str, str]) -> None:
    """Write a new folder with files, by rename: all of them or none.

    Raises:
        InvalidInput: when it cannot be written, or there is something of that name.
    """
    draft = None
    try:
        draft = Path(tempfile.mkdtemp(prefix=f".{path.name[:LONGEST_PREFIX]}.", dir=path.parent))
        for name, content in contents.items():
            (draft / name).write_text(content, encoding="utf-8", newline="\n")
        os.chmod(draft, 0o777 & ~_mask())
        os.rename(draft, path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(
            f"{printable(path)}: cannot be written ({reason}); choose a folder of yours"
        ) from None
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
