"""The matrix identities of von Oswald et al., arXiv 2309.05858, for a proof kernel.

Each holds in every dimension. The kernel sees the definitions in these modules, not the words of a
step: that a step's claim is the lemma named for it, other checks must show.
"""

from derivations.von_oswald.kernel_backward import BACKWARD
from derivations.von_oswald.kernel_chebyshev import CHEBYSHEV
from derivations.von_oswald.kernel_copying import COPYING
from derivations.von_oswald.kernel_inverses import INVERSES
from derivations.von_oswald.kernel_normal_equations import NORMAL_EQUATIONS
from derivations.von_oswald.kernel_one_step import ONE_STEP
from derivations.von_oswald.kernel_step_back import STEP_BACK
from symbolic_mesa.kernel.lemmas import Abbreviations, Lemma

ABBREVIATIONS: Abbreviations = {}
LEMMAS: tuple[Lemma, ...] = ()
MATRIX_LEMMAS = (
    *INVERSES,
    *NORMAL_EQUATIONS,
    *ONE_STEP,
    *BACKWARD,
    *STEP_BACK,
    *CHEBYSHEV,
    *COPYING,
)
