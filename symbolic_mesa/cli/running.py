"""What every command shares: exit codes, one-line errors, files written whole."""

import contextlib
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import typer

from symbolic_mesa.errors import InvalidInput, MesaError

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


def run(app: typer.Typer, name: str) -> NoReturn:
    """Run a command and exit: 0, 1 for a failed claim, 2 for bad input, 130 for Ctrl-C.

    Without the collector of cycles: it would search a tenth of the time, while modules load, for
    the little garbage of a process that soon ends.
    """
    gc.disable()
    sys.exit(_code(app, name))


def _code(app: typer.Typer, name: str) -> int:
    try:
        code = app(standalone_mode=False) or 0
        sys.stdout.flush()
        return int(code)
    except (MesaError, typer.TyperException) as error:
        text = error.format_message() if isinstance(error, typer.TyperException) else str(error)
        complain(f"{name}: {' '.join(text.split())}")
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has what it wanted; a later flush at exit must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def complain(line: str) -> None:
    """Write one line to standard error, whatever its encoding."""
    encoding = sys.stderr.encoding or "ascii"
    print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)


def write_whole(path: Path, text: str) -> None:
    """Write a file by rename, so that it is never seen half written.

    Raises:
        InvalidInput: when it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():  # a device or a pipe has no half-written state
            path.write_text(text, encoding="utf-8")
            return
        with _neighbour(path) as (descriptor, draft):
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
            os.replace(draft, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InvalidInput(
            f"--output {path}: cannot be written ({reason}); choose a file in a folder of yours"
        ) from None


@contextlib.contextmanager
def _neighbour(path: Path) -> Iterator[tuple[int, str]]:
    """Open a new file in the same folder with the usual permissions; remove it if it is left."""
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        yield descriptor, draft
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)
