"""Moments of the initial token as text: one that was asked for, and those that a result needs."""

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.moment_laws import moment_words
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.printing import pretty
from symbolic_mesa.results.needs import Needs

WIDTH = 100


def line(of: str, formula: Formula, encoding: str) -> str:
    """Return a moment as an equation."""
    return pretty(f"E[{of}]", arranged(formula), WIDTH, encoding.lower().startswith("utf"))


def words(needed: Needs) -> str:
    """Return what a result needs, a line for each moment.

    >>> from symbolic_mesa.results.needs import needs
    >>> print(words(needs("kappa-3")))
    kappa-3 needs these moments of the initial token, of order 6 at most:
      E[x_j^4 x_r^2]
    Standard errors of its estimates, as in mesa-check: order 12
    """
    order = f"of order {needed.order} at most"
    lines = [f"{needed.id} needs these moments of the initial token, {order}:"]
    lines += [f"  {moment_words(powers)}" for powers in needed.moments]
    if needed.share:
        lines.append("and P(x_j != 0), with the same moments where x_j is not 0")
    if needed.symmetric:
        lines.append("and that a coordinate may change its sign")
    if needed.vanishing:
        lines.append("and, for what it assumes, that these are 0:")
        lines += [f"  {moment_words(powers)}" for powers in needed.vanishing]
    if needed.order:
        lines.append(
            f"Standard errors of its estimates, as in mesa-check: order {needed.order_of_errors}"
        )
    return "\n".join(lines)
