"""To how many digits a layer solves its problem, as text and as JSON."""

import json

from symbolic_mesa.mesa_layer.judging import LEAST, Judged, Verdict
from symbolic_mesa.text.quoting import printable

HEADER = ("condition", "gamma", "T", "start", "digits up to t", f"below {LEAST:g} digits from")


def as_json(verdict: Verdict) -> str:
    """Return the verdict as JSON."""
    cases = [one._asdict() for one in verdict.cases]
    return json.dumps({**verdict._asdict(), "least_digits": LEAST, "cases": cases}) + "\n"


def text(verdict: Verdict, layer: str) -> str:
    """Return a table with a line a case, and what the layer solves."""
    rows = [HEADER, *map(_row, verdict.cases)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join([*lines, "", *_said(verdict, printable(layer))]) + "\n"


def _row(one: Judged) -> tuple[str, ...]:
    at = "  ".join(f"{time}: {digits:.1f}" for time, digits in one.at.items())
    drifts = "never" if one.drifts is None else f"t = {one.drifts}"
    start = f"{one.start:.1f}"
    return f"{one.condition:.0e}", one.forgetting, str(one.length), start, at, drifts


def _said(verdict: Verdict, layer: str) -> list[str]:
    digits = f"{verdict.digits:.1f} digits"
    if not verdict.solves:
        first = (
            f"{layer} does not solve the least-squares problem of a mesa-layer: it has {digits} at "
            f"the start at condition number 1"
        )
        other = "it solves the one in which " + (verdict.instead or "")
        return [first, *([other] if verdict.instead else [])]
    first = f"{layer} solves the least-squares problem: {digits} at the start at condition number 1"
    reached = f"{LEAST:g} digits at the start up to condition number {verdict.up_to:.0e}"
    return [first, reached, *_drifting(verdict)]


def _drifting(verdict: Verdict) -> list[str]:
    """Return a line on where what began well drifts first, if anywhere."""
    begun = [(one.drifts, one) for one in verdict.cases if one.drifts and one.start >= LEAST]
    if not begun:
        return []
    time, one = min(begun, key=lambda pair: pair[0])
    return [
        f"it drifts: fewer than {LEAST:g} digits from t = {time} on at condition number "
        f"{one.condition:.0e}, gamma {one.forgetting}"
    ]
