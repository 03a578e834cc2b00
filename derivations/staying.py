"""What is claimed of every model with an ansatz: whether the flow stays on it."""

from symbolic_mesa.record import Claim

STAYS = Claim(
    "gradient flow that starts on the ansatz stays there, from every point of it",
    "stays",
    r"\text{stays}",
)
