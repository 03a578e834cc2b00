"""Run ``coqc`` on a file, and say which lemmas it accepted."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from symbolic_mesa.kernel.coq import CoqFile
from symbolic_mesa.record import Check, Outcome

COMMAND = "coqc"
SECONDS = 600  # far more than any file takes
LONGEST = 300  # characters of Coq's complaint that are shown
_MISSING = "Cannot find a physical path bound to logical path"
_LINE = re.compile(r'File "[^"]*", line (\d+)')


def kernel_checks(file: CoqFile) -> Mapping[str, tuple[Check, ...]]:
    """Return for each step the checks that its lemmas give; not-run where there is no coqc."""
    command = shutil.which(COMMAND)
    if command is None:
        return _each(file, {}, "kernel: not run (coqc is not installed)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "derivation.v"
        path.write_text(file.text, encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603  # a fixed command on a file of our own
                [command, "-q", "-w", "none", path.name],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                timeout=SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return _each(file, {}, f"kernel: not run ({type(error).__name__})")
    if done.returncode == 0:
        return _each(file, {lemma.name: "passed" for lemma, _ in file.ends}, "")
    if _MISSING in done.stderr:
        return _each(file, {}, "kernel: not run (libcoq-mathcomp-algebra is not installed)")
    return _each(file, *_stopped(file, done.stderr))


def _stopped(file: CoqFile, complaint: str) -> tuple[dict[str, Outcome], str]:
    """Return the outcomes of the lemmas up to the one that was rejected, and why it was."""
    found = _LINE.search(complaint)
    line = int(found[1]) if found else 0
    reason = " ".join(complaint[found.end() if found else 0 :].split())[:LONGEST]
    outcomes: dict[str, Outcome] = {}
    for lemma, end in file.ends:
        outcomes[lemma.name] = "passed" if end < line else "failed"
        if end >= line:
            break
    return outcomes, reason


def _each(
    file: CoqFile, outcomes: Mapping[str, Outcome], reason: str
) -> Mapping[str, tuple[Check, ...]]:
    checks: dict[str, tuple[Check, ...]] = {}
    for lemma, _ in file.ends:
        outcome = outcomes.get(lemma.name, "not-run")
        detail = {
            "passed": f"coqc accepts the lemma {lemma.name}{lemma.supposing}",
            "failed": f"coqc rejects the lemma {lemma.name}: {reason}",
            "not-run": f"lemma {lemma.name}: {reason if not outcomes else 'not reached'}",
        }[outcome]
        checks[lemma.step] = (
            *checks.get(lemma.step, ()),
            Check("kernel-from-claims", outcome, detail),
        )
    return checks
