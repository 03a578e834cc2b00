"""Layers that approach an inverse, for a proof kernel: their error after any number of them."""

from symbolic_mesa.kernel.matrices import MatrixLemma

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
