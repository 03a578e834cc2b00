"""Layers that approach an inverse, for a proof kernel: their error after any number of them."""

from derivations.von_oswald.neumann import AMONG, COLUMN
from symbolic_mesa.kernel.claimed import ClaimLemma, Claims
from symbolic_mesa.kernel.matrices import MatrixLemma
from symbolic_mesa.kernel.printing import Printer

_PRINTER = Printer(AMONG)

_BEFORE_NEUMANN_ERROR = r"""
Definition layers (F : fieldType) n (M : 'M[F]_n.+1) (q start : 'cV[F]_n.+1) (k : nat) :
  'cV[F]_n.+1 :=
  iter k (fun x => q + (1 - M) *m x) start.
"""

NEUMANN = (
    MatrixLemma(
        step="neumann-error",
        name="neumann_error",
        binders="(F : fieldType) n (M : 'M[F]_n.+1) (q start : 'cV[F]_n.+1) (k : nat)",
        hypotheses=(r"M \in unitmx",),
        statement="layers M q start k - invmx M *m q = (1 - M) ^+ k *m (start - invmx M *m q)",
        proof=r"""
move=> invertible; elim: k => [|k IH]; first by rewrite expr0 mul1mx.
rewrite exprS -mulmxA -IH /layers iterS -/(layers M q start k) mulmxBr.
rewrite [(1 - M) *m (invmx M *m q)]mulmxBl mul1mx mulKVmx //.
by rewrite opprB addrCA addrA.
""",
        before=_BEFORE_NEUMANN_ERROR,
    ),
    MatrixLemma(
        step="neumann-error",
        name="neumann_from_query",
        binders="(F : fieldType) n (M : 'M[F]_n.+1) (q : 'cV[F]_n.+1) (k : nat)",
        hypotheses=(r"M \in unitmx",),
        statement="layers M q q k - invmx M *m q = - ((1 - M) ^+ k.+1 *m (invmx M *m q))",
        proof=r"""
move=> invertible; rewrite neumann_error //.
have -> : q - invmx M *m q = - ((1 - M) *m (invmx M *m q)).
  by rewrite mulmxBl mul1mx mulKVmx // opprB.
by rewrite mulmxN exprSr -mulmxA.
""",
    ),
    MatrixLemma(
        step="neumann-error",
        name="neumann_direction",
        binders="(F : fieldType) n (M : 'M[F]_n.+1) (v : 'cV[F]_n.+1) (m : F) (k : nat)",
        hypotheses=("M *m v = m *: v",),
        statement="(1 - M) ^+ k *m v = (1 - m) ^+ k *: v",
        proof=r"""
move=> eigen; elim: k => [|k IH]; first by rewrite !expr0 mul1mx scale1r.
by rewrite exprS -mulmxA IH -scalemxAr mulmxBl mul1mx eigen -{1}[v]scale1r -scalerBl scalerA
  exprSr.
""",
    ),
)


def _layer(claims: Claims) -> str:
    """A layer from R q and an error of it."""
    stated = _PRINTER.stated(claims["error-of-a-layer"].value, *COLUMN)
    rest = _PRINTER.word(("R", "q"))
    return f"q + (1%:M - M) *m ({rest} + e) - {rest} = {stated}"


def _errors(claims: Claims) -> str:
    """After each number of layers for which an error is stated."""
    sides = claims["neumann-error"].parts.items()
    passed, rest = "iter {} (fun x => q + (1%:M - M) *m x) q", _PRINTER.word(("R", "q"))
    return r" /\ ".join(
        f"{passed.format(k)} - {rest} = ({_PRINTER.formula(form)}) *: q" for k, form in sides
    )


NEUMANN_CLAIMS = (
    ClaimLemma(
        step="error-of-a-layer",
        name="error_of_a_layer",
        among=AMONG,
        states=_layer,
        hypotheses=(r"M \in unitmx",),
        proof=r"""
by move=> invertible; expanded; inverted; entries.
""",
    ),
    ClaimLemma(
        step="neumann-error",
        name="neumann_errors_by_number",
        among=AMONG,
        states=_errors,
        scalars=("x",),
        hypotheses=(r"M \in unitmx", "M *m q = x *: q", "x != 0"),
        proof=r"""
move=> invertible eigen nonzero.
have -> : invmx M *m q = x^-1 *: q.
  by rewrite -[in RHS](mulKmx invertible q) eigen -scalemxAr scalerA mulVf // scale1r.
have layer a : q + (1%:M - M) *m (a *: q) = (1 + (1 - x) * a) *: q.
  by rewrite -scalemxAr mulmxBl mul1mx eigen; entries.
have first : q + (1%:M - M) *m q = (1 + (1 - x)) *: q by rewrite -{2}[q]scale1r layer mulr1.
by rewrite /= first !layer; repeat split; entries.
""",
    ),
)
