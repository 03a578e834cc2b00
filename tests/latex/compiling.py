"""Documents put together and compiled with pdflatex, and what its log complains of."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from symbolic_mesa.export.latex import packages_of

ALLOWED = 2.0  # points that a line may be too wide
MOST_PASSES = 5


class Class(NamedTuple):
    """A document class with the width of its text in points."""

    width: float
    preamble: str


CLASSES = {
    "article": Class(345.0, "\\documentclass{article}\n"),
    "revtex4-2": Class(246.0, "\\documentclass[aps,pra,10pt,twocolumn]{revtex4-2}\n"),
    "packages": Class(
        397.0,
        "\\documentclass{article}\n\\usepackage[textwidth=397pt]{geometry}\n"
        "\\usepackage{natbib,hyperref,amsthm,booktabs}\n",
    ),
}


def document(chosen: Class, bodies: Iterable[str]) -> str:
    """Return one document that holds all bodies, with the packages that they need, no others."""
    body = "\n\n".join(bodies)
    needed = packages_of(body)
    lines = (
        [chosen.preamble + rf"\usepackage{{{','.join(needed)}}}"] if needed else [chosen.preamble]
    )
    if r"\begin{theorem}" in body:
        lines.append(r"\newtheorem{theorem}{Theorem}")
    return "\n".join([*lines, r"\begin{document}", body, r"\end{document}", ""])


def complaints(text: str, folder: Path, name: str = "paper", bibtex: bool = False) -> list[str]:
    """Return what the log of the last pass complains of, underfull boxes aside."""
    (folder / f"{name}.tex").write_text(text)
    log = _run(folder, name)
    if bibtex:
        bibtex_run = [_path("bibtex"), name]
        subprocess.run(bibtex_run, cwd=folder, capture_output=True, check=True, timeout=60)
        log = _run(folder, name)
    for _ in range(MOST_PASSES):
        if "Rerun to get" not in log and "rerun" not in log.lower().partition("output written")[0]:
            break
        log = _run(folder, name)
    return [*_found(log)]


def _run(folder: Path, name: str) -> str:
    subprocess.run(
        [_path("pdflatex"), "-interaction=nonstopmode", f"{name}.tex"],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=300,
    )
    return (folder / f"{name}.log").read_text(errors="replace")


def _path(program: str) -> str:
    return shutil.which(program) or program


def _found(log: str) -> Iterable[str]:
    lines = log.splitlines()
    for k, line in enumerate(lines):
        overfull = re.match(r"Overfull \\[hv]box \(([\d.]+)pt", line)
        if overfull and float(overfull[1]) <= ALLOWED:
            continue
        if overfull or line.startswith("!") or re.match(r"(LaTeX|Package|Class).*Warning", line):
            yield " ".join(lines[k : k + 2])
    if "Output written" not in log:
        yield "no output"
