"""What a claim states, in one line."""

from symbolic_mesa.notation.sides import label, side_expr, sides
from symbolic_mesa.record import Claim

LONGEST = 80  # characters of an equation


def claim_line(claim: Claim) -> str:
    """Return the first of a claim's equations, and how many there are besides."""
    (part, side), *others = sides(claim).items()
    right = str(side).lower() if isinstance(side, bool) else side_expr(side) or str(side)
    sign = ": " if isinstance(side, bool) else " = "
    line = f"{label(claim, part)}{sign}{right}"
    line = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    return f"{line} (and {len(others)} more)" if others else line
