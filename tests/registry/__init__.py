"""The registry: whose theorems there are, and whose a result is."""

TOY = """
from derivations import Entry, theorem_4_1
from derivations.exact_checks import symbolic_zero
from symbolic_mesa import laws
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.record import Claim, Derivation, Step
from symbolic_mesa.setting import Setting


def derive(setting):
    least = theorem_4_1.derive(setting).step("minimum-loss").claim.value

    def agrees(claim):
        return symbolic_zero("L - min L", lambda: claim.value.element - least.element)

    claim = Claim("loss where training ends", "L", "L", least)
    loss = Step("loss", claim, why="it is the least", obligations=(agrees,))
    twice = Claim("so it is", "it", "it", True)
    return Derivation("toy", "a toy", (loss, Step("toy-verdict", twice, "above", ("loss",))))


SETTINGS = (Setting(laws.gaussian(1), 2, 4),)
RESULTS = ("loss", "toy-verdict")
ENTRIES = (Entry("toy", "the loss at the end", __name__, PROBLEM, RESULTS, SETTINGS),)
"""
"""A theorem of somebody else: one of its results is called as one of Theorem 4.1."""
