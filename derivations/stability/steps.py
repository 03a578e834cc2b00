"""What the steps on second order and finite steps share."""

from collections.abc import Hashable

from derivations.diagonal import ON_DIAGONAL
from derivations.stability.problem import Stability
from symbolic_mesa.record import Claim, Step

SOURCE = "stability of Theorem 4.1 (this derivation)"


def stability_step(
    problem: Stability,
    id: str,
    claim: Claim,
    why: str,
    premises: tuple[str, ...],
    observable: Hashable,
) -> Step:
    """Return a step about the fixed point that training from the start reaches."""
    return Step(
        id,
        claim,
        why,
        premises,
        assumptions=(ON_DIAGONAL, problem.signed, problem.off_the_line),
        source=SOURCE,
        observable=observable,
    )
