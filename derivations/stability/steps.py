"""What the steps on second order and finite steps share."""

from derivations.diagonal import ON_DIAGONAL
from derivations.stability.problem import Stability
from symbolic_mesa.record import Assumption, Claim, Observable, Step

SOURCE = "stability of Theorem 4.1 (this derivation)"
SIGNED = Assumption("the law of x_1 is exchangeable and symmetric under signs of coordinates")


def stability_step(
    here: Stability,
    id: str,
    claim: Claim,
    why: str,
    premises: tuple[str, ...],
    observable: Observable,
) -> Step:
    """Return a step about the fixed point that training from the start reaches."""
    return Step(
        id,
        claim,
        why,
        premises,
        assumptions=(ON_DIAGONAL, SIGNED, here.off_the_line),
        source=SOURCE,
        observable=observable,
    )
