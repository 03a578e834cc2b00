"""A person's own weights beside the theory, as text and as JSON."""

import json
from dataclasses import asdict

from symbolic_mesa.checking.weights import Weights


def as_json(found: Weights) -> str:
    """Return the numbers as JSON."""
    return json.dumps({**asdict(found), "excess_source": "engine-derived"}) + "\n"


def text(found: Weights) -> str:
    """Return the numbers as lines for people."""
    a, b = found.nearest
    lines = (
        f"off the diagonal        {found.off_diagonal:.6g} of the norm of all weights",
        f"ab                      {found.product:.14g}",
        f"fixed point of ab       {found.fixed_point:.14g}",
        f"loss above the least    {found.excess:.6g} of that of predicting 0 (engine-derived)",
        f"nearest fixed point     about (a, b) = ({a:.6g}, {b:.6g})",
        *(f"the fixed point {words}" for words in found.caveats),
    )
    return "\n".join(lines) + "\n"
