"""What every step about a stated model names."""

from symbolic_mesa.record import Assumption

SOURCE = "the statement of the model (this derivation)"
ON_ANSATZ = Assumption("the weights are on the ansatz")
