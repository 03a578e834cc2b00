"""The words of a step back of a mesa-layer, and what becomes of an error of R_t in it."""

from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import word_field
from symbolic_mesa.models.mesa_layer import BACKWARD
from symbolic_mesa.record import Assumption
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, matrix, number
from symbolic_mesa.words.wick import Expectation

SOURCE = "von Oswald et al. 2023, the backward pass of the mesa-layer"
LETTERS = Alphabet(
    (
        Letter("A", "k", "k", symmetric=True, inverse="R"),
        Letter("R", "k", "k", symmetric=True, inverse="A"),
        Letter("M", "k", "k", symmetric=True, inverse="P"),
        Letter("P", "k", "k", symmetric=True, inverse="M"),
        Letter("E", "k", "k", symmetric=True),
        Letter("F", "k", "k", symmetric=True),
        Letter("k", "k", "1"),
    ),
    {"k": "d_k"},
)
AMONG = Expectation(LETTERS, ("d_k", "gamma", "c"))
GAMMA = number(AMONG, "gamma")
RECIPROCAL = number(AMONG, "c")  # 1/(1 − k' R k)

INVERTIBLE = Assumption("R_t^-1 and R_{t-1}^-1 are invertible")
NOT_ONE = Assumption("gamma is not 0, and k^T R k is not 1")


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


def step_back_field(setting: Setting) -> Algebra:
    """Return where coefficients live."""
    forms = [word("k'", letter, "k").as_value() for letter in "RPF"]
    return word_field(BACKWARD, setting, AMONG, forms)


def backwards() -> Matrix:
    """Return R_t⁻¹ − k k', which is γ times R_{t−1}⁻¹."""
    return word("A") - word("k", "k'")
