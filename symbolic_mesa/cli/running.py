"""What every command shares: exit codes, and one line for whatever goes wrong.

0: all is well. 1: a claim failed. 2: bad input. 70: a defect of this program, with the command to
report and, with ``--debug``, a traceback. 130: Ctrl-C.
"""

import contextlib
import gc
import os
import shlex
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TextIO

import typer

from symbolic_mesa.siblings import refuse_others
from symbolic_mesa.text.errors import InvalidInput, MesaError, NotClosed
from symbolic_mesa.text.quoting import briefly

FAILED, BAD_INPUT, DEFECT, INTERRUPTED = 1, 2, 70, 130
MOST_DIGITS = 100_000  # of an integer that is written out: products of moments, not input
SILENCE = 20.0  # seconds until a command says that it is still at work
LONGEST_REASON = 200  # characters of what a defect says of itself


def application() -> typer.Typer:
    """Return an application with plain help texts, whose errors are told here."""
    return typer.Typer(
        add_completion=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


def on_one_thread() -> None:
    """Let linear algebra use one thread, unless its user says otherwise; before NumPy is loaded.

    Checks multiply matrices of size 2d: threads that wait for work cost more than they give.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def run(app: typer.Typer, name: str) -> NoReturn:
    """Run a command and exit with its code.

    Without the collector of cycles: it would search a tenth of the time, while modules load, for
    the little garbage of a process that soon ends.
    """
    gc.disable()
    sys.set_int_max_str_digits(MOST_DIGITS)
    sys.exit(_code(app, name))


def _code(app: typer.Typer, name: str) -> int:
    with contextlib.redirect_stdout(_Stream(sys.stdout)), _no_warnings(), _signs_of_life(name):
        try:
            refuse_others()
            code = app(standalone_mode=False) or 0
            sys.stdout.flush()
            return int(code)
        except KeyboardInterrupt:
            return INTERRUPTED
        except Exception as error:
            return _told(error, name)


def _told(error: Exception, name: str) -> int:
    """Say in one line what went wrong; return the exit code."""
    match error:
        case _Closed():
            return 0
        case typer.Abort():
            return INTERRUPTED
        case NotClosed():
            complain(f"{name}: no closed form: {error}; mesa-train needs none: give it --samples")
            return BAD_INPUT
        case typer.TyperException():
            complain(f"{name}: {briefly(error.format_message())}")
            return BAD_INPUT
        case MesaError() if type(error) is not MesaError:
            complain(f"{name}: {error}")
            return BAD_INPUT
        case OverflowError():
            complain(
                f"{name}: a number on the way is beyond the range of doubles (1e308); give values "
                "nearer to 1"
            )
            return BAD_INPUT
    if _debugged():
        traceback.print_exception(error)
    said = f"{type(error).__name__}: {error}"[:LONGEST_REASON].rstrip(": ")
    more = "" if _debugged() else ", and --debug shows where it is"
    command = " ".join([name, *map(_as_typed, sys.argv[1:])])
    complain(
        f"{name}: this is a defect of symbolic-mesa: {said}; report this command{more}: {command}"
    )
    return DEFECT


def _debugged() -> bool:
    """Whether --debug was given: asked of the arguments, since parsing them may be what failed."""
    return "--debug" in sys.argv[1:]


def _as_typed(argument: str) -> str:
    """Return an argument as a shell takes it, on one line whatever is in it."""
    if argument.isprintable():
        return shlex.quote(argument)
    plain = (
        chr(x) if 32 <= x < 127 and x not in b"\\'" else f"\\x{x:02x}"
        for x in os.fsencode(argument)
    )
    return "$'" + "".join(plain) + "'"


@contextlib.contextmanager
def _signs_of_life(name: str) -> Iterator[None]:
    """Say on standard error, every so often, that there is still work."""
    done = threading.Event()
    stream, begun = sys.stderr, time.monotonic()

    def say() -> None:
        while not done.wait(SILENCE):
            seconds = time.monotonic() - begun
            _write_line(f"{name}: still at work after {seconds:.0f} s", stream)

    threading.Thread(target=say, daemon=True).start()
    try:
        yield
    finally:
        done.set()


@contextlib.contextmanager
def _no_warnings() -> Iterator[None]:
    """Keep what libraries warn of off the terminal; filters that make it an error still do."""
    with warnings.catch_warnings():
        if not _debugged():
            warnings.showwarning = _unshown
        yield


def _unshown(*_: object, **__: object) -> None:
    """Show no warning."""


class _Closed(Exception):
    """The reader of standard output has what it wanted."""


class _Stream:
    """Standard output whose failures are ours to report: frameworks make exit codes of them."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream or open(os.devnull, "w")  # noqa: SIM115  # lives until exit

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write text; what the encoding does not have is written as an escape."""
        return int(self._tried(lambda: self._written(text)))

    def _written(self, text: str) -> Any:
        try:
            return self._stream.write(text)
        except UnicodeEncodeError:
            return self._stream.write(_encodable(text, self._stream.encoding))

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


def complain(text: str) -> None:
    """Write one line to standard error, whatever is in the text, if anyone listens."""
    _write_line(text, sys.stderr)


def _write_line(text: str, stream: TextIO | None) -> None:
    if stream is None:
        return
    line = " ".join(text.split())
    line = "".join(x if x.isprintable() else repr(x)[1:-1] for x in line)
    with contextlib.suppress(OSError):
        print(_encodable(line, stream.encoding), file=stream, flush=True)


def _encodable(text: str, encoding: str | None) -> str:
    """Return text with escapes for what an encoding does not have."""
    known = encoding or "ascii"
    return text.encode(known, "backslashreplace").decode(known)
