"""From a model to the gradient flow θ' = −∇L of the scales of a manifold."""

from collections.abc import Mapping

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_gradient
from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.statement.manifolds import Block, Manifold
from symbolic_mesa.text.errors import InvalidInput

COORDINATE = "j"  # the fixed coordinate whose diagonal entry is followed


def diagonal_flow(model: Model, manifold: Manifold) -> Mapping[str, MomentSum]:
    """Return −∂L/∂W[j, j] for each scale, W being the block whose diagonal is that scale.

    A diagonal entry follows its own gradient; that the d entries of a block stay equal is a
    property of the law (coordinates that are alike), not of this function.

    Raises:
        InvalidInput: when a scale is shared by blocks or stands off a diagonal.
    """
    blocks = {
        block.diagonal: name
        for name, block in manifold.blocks
        if isinstance(block, Block) and block.diagonal and not block.off_diagonal
    }
    if len(blocks) < len(manifold.blocks):
        raise InvalidInput("a diagonal flow needs blocks of the form scale × I, a scale each")
    return {
        scale: -entry_gradient(model, manifold, blocks[scale], COORDINATE, COORDINATE)
        for scale in manifold.scales
    }
