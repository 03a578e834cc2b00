"""What was typed to say how LaTeX is written, and the writing of a whole document."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from symbolic_mesa.cli.output import write
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.whole_files import write_together

if TYPE_CHECKING:
    from symbolic_mesa.export.latex.options import Options
    from symbolic_mesa.results.results import Results

HARMONIC = ("H", "sum")
POINTS = {"pt": 1.0, "in": 72.27, "cm": 28.4528, "mm": 2.84528}
NARROWEST, WIDEST = 200, 2000  # points
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(pt|in|cm|mm)")
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]{0,60}")


class LatexOptions(NamedTuple):
    """What was typed, by its options."""

    width: str | None
    proof: bool
    bare: bool
    harmonic: str | None
    label_prefix: str | None
    standalone: Path | None

    def refuse_idle(self, format: str, output: Path | None) -> None:
        """Refuse what does nothing in another format, and what does not go together.

        Raises:
            InvalidInput: when there is such an option.
        """
        typed = [f"--{name.replace('_', '-')}" for name, value in self._asdict().items() if value]
        if typed and format != "latex":
            raise InvalidInput(
                f"{typed[0]} belongs to --format latex; give it too, or leave it out"
            )
        if self.bare and (self.proof or self.standalone):
            other = "--proof" if self.proof else "--standalone"
            raise InvalidInput(f"--bare has no theorem; leave {other} out, or --bare")
        if format == "latex":
            _ = self.chosen
        if self.standalone is not None and output is not None:
            raise InvalidInput("--standalone names the files; leave --output out")
        if self.standalone is not None and self.standalone.suffix != ".tex":
            name = quoted(str(self.standalone))
            raise InvalidInput(f"--standalone {name}: not .tex; name a file like paper.tex")

    @property
    def chosen(self) -> "Options":
        """How LaTeX is written.

        Raises:
            InvalidInput: when the width is no length, or the prefix cannot be part of a label.
        """
        from symbolic_mesa.export.latex.options import Options

        prefix = self.label_prefix or ""
        if self.label_prefix is not None and not _PREFIX.fullmatch(prefix):
            raise InvalidInput(
                f"--label-prefix {quoted(prefix)}: give letters, digits, '.', ':' and '-', as a:b"
            )
        width = points(self.width)
        if self.harmonic not in (None, *HARMONIC):
            raise InvalidInput(
                f"--harmonic {quoted(self.harmonic or '')}: choose from {', '.join(HARMONIC)}"
            )
        return Options(width, self.proof, self.bare, self.harmonic == "sum", prefix)

    def write(self, found: "Results", output: Path | None) -> None:
        """Write results to a file or to standard output, or a document and its references."""
        from symbolic_mesa.export.latex import dumps, standalone

        if self.standalone is None:
            write(dumps(found, self.chosen), output)
            return
        beside = self.standalone.with_suffix(".bib")
        if not re.fullmatch(r"[A-Za-z0-9._+-]+", beside.stem):
            raise InvalidInput(
                f"--standalone {quoted(str(self.standalone))}: BibTeX reads no such name; use "
                "letters, digits, '.', '_', '+' and '-'"
            )
        text, references = standalone(found, self.chosen, beside.stem)
        write_together({self.standalone: text, beside: references}, "--standalone")


def points(text: str | None) -> float:
    """Return the width of the text in points, that of a column of article if not given.

    Raises:
        InvalidInput: when it is no length, or too short or long for a line.
    """
    from symbolic_mesa.export.latex.options import ARTICLE

    if text is None:
        return ARTICLE
    found = _LENGTH.fullmatch(text.strip())
    size = float(found[1]) * POINTS[found[2]] if found else 0.0
    if not NARROWEST <= size <= WIDEST:
        raise InvalidInput(
            f"--width {quoted(text)}: give a length from {NARROWEST}pt to {WIDEST}pt, as 397pt or "
            "8.6cm"
        )
    return size
