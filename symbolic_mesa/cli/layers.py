"""``mesa-check --layer``: somebody's own layer, which is run because they ask for it."""

import sys
from pathlib import Path

from symbolic_mesa.cli.numbers import count
from symbolic_mesa.cli.running import FAILED
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

LENGTH, LONGEST = "1000", 100_000


def judge(layer: str, length: str | None, *, as_json: bool) -> int:
    """Write to how many digits a layer solves its problem; return the exit code.

    Args:
        layer: ``FILE.py:FUNCTION``.
        length: that of the longest sequence, as it was typed.
        as_json: whether to write JSON, not text.

    Raises:
        InvalidInput: when there is no such function, it does not answer, or the length is none.
    """
    file, _, function = layer.rpartition(":")
    if not file or not function.isidentifier():
        raise InvalidInput(f"--layer {quoted(layer)}: write FILE.py:FUNCTION")
    longest = count("--length", LENGTH if length is None else length)
    if not 1 <= longest <= LONGEST:
        raise InvalidInput(f"--length {longest}: not within 1..{LONGEST}; give another")
    from symbolic_mesa.export import layer as written  # these load NumPy
    from symbolic_mesa.mesa_layer import judging, running

    cases = judging.cases(longest)
    verdict = judging.judged(cases, running.answers(Path(file), function, cases))
    sys.stdout.write(written.as_json(verdict) if as_json else written.text(verdict, layer))
    return 0 if verdict.solves else FAILED
