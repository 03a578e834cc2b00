"""The right-hand sides of a claim, whatever they are, in the formats that people read."""

from collections.abc import Iterator
from typing import Any

from symbolic_mesa.algebra import Formula
from symbolic_mesa.engine.reduction import ScaledTerm
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.printing import latex, pretty
from symbolic_mesa.notation.products import as_latex, as_text
from symbolic_mesa.record import Claim


def side_latex(side: Any) -> str | None:
    """Return a right-hand side in LaTeX, when it is a formula or a written-out prediction."""
    if isinstance(side, Formula):
        return latex(arranged(side))
    return as_latex(side) if is_written_out(side) else None


def equations(claim: Claim, width: int, unicode: bool) -> Iterator[str]:
    """Yield the claim's equations in two dimensions of text, one for each side."""
    for part, side in (claim.parts or {"": claim.value}).items():
        name = f"{claim.name}: {part}" if part else claim.name
        if isinstance(side, Formula):
            yield pretty(name, arranged(side), width, unicode)
        elif is_written_out(side):
            yield f"{name} = {as_text(side)}"
        else:
            yield f"{name}: {side}"


def is_written_out(side: Any) -> bool:
    """Whether a right-hand side is a prediction in coordinates."""
    return isinstance(side, tuple) and all(isinstance(term, ScaledTerm) for term in side)
