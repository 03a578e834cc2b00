"""The mesa-layer's claims for a proof kernel: the gradient of its loss, its zero, its recursion."""

from derivations.von_oswald.mesa_layer import AMONG, loss, updated, word
from symbolic_mesa.kernel.claimed import ClaimLemma, Claims
from symbolic_mesa.kernel.printing import Printer
from symbolic_mesa.words.matrices import identity, number

_PRINTER = Printer(AMONG)
_FORM = "(k^T *m invmx M *m k) 0 0"
_PHI, _SQUARE = ("v", "k"), ("k", "k")
_RIDGED = word("K", "D", "K'") + identity(AMONG, "k").times(number(AMONG, "mu"))


def _gradient(claims: Claims) -> str:
    """The loss at Φ + M, M any change: what is linear in it, and the rest, for which M is F."""
    stated = _PRINTER.stated(claims["least-squares-gradient"].value, *_PHI)
    at = f"(fun Phi : {_PRINTER.type_of(*_PHI)} => {_PRINTER.value(loss())})"
    rest = r"2%:R^-1 * (\tr (E *m K *m D *m K^T *m E^T) + mu * \tr (E *m E^T))"
    return (
        f"forall E : {_PRINTER.type_of(*_PHI)}, let loss := {at} in "
        rf"loss (Phi + E) = loss Phi + \tr ({stated}^T *m E) + {rest}"
    )


def _at_rest(claims: Claims) -> str:
    """The gradient that is claimed is 0 just where Φ is as is claimed."""
    slope = _PRINTER.stated(claims["least-squares-gradient"].value, *_PHI)
    return f"{slope} = 0 <-> Phi = {_PRINTER.stated(claims['normal-equations'].value, *_PHI)}"


def _inverse(id: str, forgetting: bool, claims: Claims) -> str:
    stated = _PRINTER.stated(claims[id].value, *_SQUARE)
    grown = _PRINTER.words(updated(forgetting))
    return rf"{grown} *m {stated} = 1%:M /\ {stated} *m {grown} = 1%:M"


def _sherman_morrison(claims: Claims) -> str:
    return _inverse("sherman-morrison", False, claims)


def _forgetting(claims: Claims) -> str:
    return _inverse("forgetting-step", True, claims)


_FROM_EITHER_SIDE = r"""
move=> *; apply: either_side.
by expanded; inverted; rewrite ?pull; expanded; inverted; entries.
"""

MESA_LAYER_CLAIMS = (
    ClaimLemma(
        step="least-squares-gradient",
        name="least_squares_gradient",
        among=AMONG,
        states=_gradient,
        hypotheses=("2%:R != 0 :> scalars", "D^T = D"),
        proof=r"""
move=> two symmetric E /=.
have other : \tr (Phi *m K *m D *m K^T *m E^T) = \tr (E *m K *m D *m K^T *m Phi^T).
  by rewrite traceT; expanded; rewrite symmetric.
have ridge : \tr (Phi *m E^T) = \tr (E *m Phi^T) by rewrite traceT; expanded.
expanded; rewrite symmetric; expanded; traces.
rewrite ![\tr (_ *m E)]mxtrace_mulC; expanded; rewrite other ridge; numbers.
""",
    ),
    ClaimLemma(
        step="normal-equations",
        name="gradient_at_rest",
        among=AMONG,
        states=_at_rest,
        claims=("least-squares-gradient",),
        hypotheses=(r"M \in unitmx", f"{_PRINTER.words(_RIDGED)} = M"),
        proof=r"""
move=> invertible ridged.
have bracket : Phi *m M = Phi *m K *m D *m K^T + mu *: Phi.
  by rewrite -ridged; expanded; entries.
split=> [zero | stated].
  rewrite -[LHS](mulmxK invertible) bracket; congr (_ *m _).
  by apply/subr0_eq; rewrite -[RHS]zero; entries.
have rest : Phi *m M - V *m D *m K^T = 0 by rewrite stated mulmxKV // subrr.
by rewrite -[RHS]rest bracket; entries.
""",
    ),
    ClaimLemma(
        step="sherman-morrison",
        name="sherman_morrison",
        among=AMONG,
        states=_sherman_morrison,
        hypotheses=(r"M \in unitmx", f"1 + {_FORM} != 0"),
        proof=_FROM_EITHER_SIDE,
    ),
    ClaimLemma(
        step="forgetting-step",
        name="forgetting_step",
        among=AMONG,
        states=_forgetting,
        hypotheses=(r"M \in unitmx", "gamma != 0", f"gamma + {_FORM} != 0"),
        proof=_FROM_EITHER_SIDE,
    ),
)
