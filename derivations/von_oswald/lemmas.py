"""The matrix identities of von Oswald et al., arXiv 2309.05858, for a proof kernel.

Each holds in every dimension. What `CLAIM_LEMMAS` state is printed from the words of the claims, or
of those that claims are expectations of (`kernel_few_shot`). Of the others the kernel sees the
definitions in these modules, not the words of a step: that its claim is the lemma named
for it, other checks must show.
"""

from derivations.von_oswald.kernel_backward import BACKWARD_CLAIMS
from derivations.von_oswald.kernel_chebyshev import CHEBYSHEV
from derivations.von_oswald.kernel_copying import COPYING
from derivations.von_oswald.kernel_few_shot import FEW_SHOT_WORDS
from derivations.von_oswald.kernel_mesa_layer import MESA_LAYER_CLAIMS
from derivations.von_oswald.kernel_neumann import NEUMANN, NEUMANN_CLAIMS
from derivations.von_oswald.kernel_normal_equations import NORMAL_EQUATIONS
from derivations.von_oswald.kernel_one_step import ONE_STEP, ONE_STEP_CLAIMS
from derivations.von_oswald.kernel_step_back import STEP_BACK, STEP_BACK_CLAIMS
from symbolic_mesa.kernel.claimed import ClaimLemma
from symbolic_mesa.kernel.lemmas import Abbreviations, Lemma
from symbolic_mesa.kernel.matrices import MatrixLemma

ABBREVIATIONS: Abbreviations = {}
LEMMAS: tuple[Lemma, ...] = ()
MATRIX_LEMMAS: tuple[MatrixLemma, ...] = (
    *NEUMANN,
    *NORMAL_EQUATIONS,
    *ONE_STEP,
    *STEP_BACK,
    *CHEBYSHEV,
    *COPYING,
)
CLAIM_LEMMAS: tuple[ClaimLemma, ...] = (
    *MESA_LAYER_CLAIMS,
    *BACKWARD_CLAIMS,
    *STEP_BACK_CLAIMS,
    *ONE_STEP_CLAIMS,
    *NEUMANN_CLAIMS,
    *FEW_SHOT_WORDS,
)
