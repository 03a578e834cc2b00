"""What pictures share: matplotlib, if it is there, and a style that makes files the same again."""

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Any

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLE: Any = {"svg.hashsalt": "symbolic-mesa", "font.size": 9, "svg.fonttype": "path"}
UNTIMELY = {"svg": "Date", "png": "Software", "pdf": "CreationDate"}
"""By format, what would make a file another one tomorrow."""


def matplotlib_for(option: str) -> tuple[Any, type["Figure"]]:
    """Return what is used of matplotlib; what it logs, as of its fonts, is not for the terminal.

    Raises:
        InvalidInput: when it is not installed or set up; `option` is named as what needs it.
    """
    for name in ("matplotlib", "fontTools"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        raise InvalidInput(
            f"{option} needs matplotlib; install it with pip install 'symbolic-mesa[plot]'"
        ) from None
    except Exception as error:  # its settings, as MPLBACKEND, are read when it is loaded
        raise InvalidInput(
            f"{option}: matplotlib refuses its settings, such as MPLBACKEND "
            f"({quoted(str(error))}); mend them"
        ) from None
    return rc_context, Figure


def drawn(figure: "Figure", format: str) -> bytes:
    """Return a figure as a file of a format, svg, png or pdf."""
    stream = BytesIO()
    metadata = {UNTIMELY[format]: None}
    figure.savefig(stream, format=format, metadata=metadata)
    return stream.getvalue()
