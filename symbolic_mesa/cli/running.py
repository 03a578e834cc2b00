"""What every command shares: exit codes, one-line errors."""

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import typer

from symbolic_mesa.errors import InvalidInput, MesaError, NotClosed

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


def run(app: typer.Typer, name: str) -> NoReturn:
    """Run a command and exit: 0, 1 for a failed claim, 2 for bad input, 130 for Ctrl-C.

    Without the collector of cycles: it would search a tenth of the time, while modules load, for
    the little garbage of a process that soon ends.
    """
    gc.disable()
    sys.exit(_code(app, name))


def _code(app: typer.Typer, name: str) -> int:
    with contextlib.redirect_stdout(_Stream(sys.stdout)):
        try:
            code = app(standalone_mode=False) or 0
            sys.stdout.flush()
            return int(code)
        except NotClosed as error:
            complain(f"{name}: failed: {' '.join(str(error).split())}")
            return FAILED
        except (MesaError, typer.TyperException) as error:
            text = error.format_message() if isinstance(error, typer.TyperException) else str(error)
            complain(f"{name}: {' '.join(text.split())}")
            return BAD_INPUT
        except (KeyboardInterrupt, typer.Abort):
            return INTERRUPTED
        except _Closed:
            return 0


class _Closed(Exception):
    """The reader of standard output has what it wanted."""


class _Stream:
    """Standard output whose failures are ours to report: frameworks make exit codes of them."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream or open(os.devnull, "w")  # noqa: SIM115  # lives until exit

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write text."""
        return int(self._tried(lambda: self._stream.write(text)))

    def flush(self) -> None:
        """Hand everything on to the reader."""
        self._tried(self._stream.flush)

    def _tried(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except OSError as error:
            # What is left in the buffer goes nowhere: a flush at exit must not complain again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
            if isinstance(error, BrokenPipeError):
                raise _Closed from None
            reason = error.strerror or str(error)
            raise InvalidInput(
                f"standard output: cannot be written ({reason}); make room, or use --output"
            ) from None


def complain(line: str) -> None:
    """Write one line to standard error, whatever its encoding, if anyone listens."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "ascii"
    with contextlib.suppress(OSError):
        print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
