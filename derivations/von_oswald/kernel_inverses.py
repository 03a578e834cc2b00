"""Inverses after a change by a column times a row, and layers that approach one: for a kernel."""

from symbolic_mesa.kernel.matrices import MatrixLemma

_BEFORE_NEUMANN_ERROR = r"""
Definition layers (F : fieldType) n (M : 'M[F]_n.+1) (q start : 'cV[F]_n.+1) (k : nat) :
  'cV[F]_n.+1 :=
  iter k (fun x => q + (1 - M) *m x) start.
"""

INVERSES = (
    MatrixLemma(
        step="sherman-morrison",
        name="sherman_morrison",
        binders="(F : fieldType) (n : nat) (M R : 'M[F]_n) (k l : 'cV[F]_n)",
        hypotheses=("M *m R = 1%:M", "1 + (l^T *m R *m k) 0 0 != 0"),
        statement=(
            "(M + k *m l^T) *m (R - (1 + (l^T *m R *m k) 0 0)^-1 *: (R *m k *m l^T *m R)) = 1%:M"
        ),
        proof=r"""
move=> inverse nonzero.
have first : M *m (R *m k *m l^T *m R) = k *m l^T *m R.
  by rewrite !mulmxA inverse mul1mx.
have second : k *m l^T *m (R *m k *m l^T *m R) = (l^T *m R *m k) 0 0 *: (k *m l^T *m R).
  have -> : k *m l^T *m (R *m k *m l^T *m R) = k *m (l^T *m R *m k) *m (l^T *m R).
    by rewrite !mulmxA.
  by rewrite {1}[l^T *m R *m k]mx11_scalar mul_mx_scalar -scalemxAl mulmxA.
rewrite mulmxBr -scalemxAr !mulmxDl inverse first second.
by rewrite -[X in _ - _ *: (X + _)]scale1r -scalerDl scalerA mulVf // scale1r addrK.
""",
    ),
    MatrixLemma(
        step="sherman-morrison",
        name="sherman_morrison_left",
        binders="(F : fieldType) (n : nat) (M R : 'M[F]_n) (k l : 'cV[F]_n)",
        hypotheses=("M *m R = 1%:M", "1 + (l^T *m R *m k) 0 0 != 0"),
        statement=(
            "(R - (1 + (l^T *m R *m k) 0 0)^-1 *: (R *m k *m l^T *m R)) *m (M + k *m l^T) = 1%:M"
        ),
        proof=r"""
by move=> inverse nonzero; apply: mulmx1C; apply: sherman_morrison.
""",
    ),
    MatrixLemma(
        step="forgetting-step",
        name="forgetting_step",
        binders="(F : fieldType) (n : nat) (M R : 'M[F]_n) (k l : 'cV[F]_n) (gamma : F)",
        hypotheses=("M *m R = 1%:M", "gamma != 0", "gamma + (l^T *m R *m k) 0 0 != 0"),
        statement=(
            "(gamma *: M + k *m l^T) *m (gamma^-1 *: (R - (gamma + (l^T *m R *m k) 0 0)^-1 *: "
            "(R *m k *m l^T *m R))) = 1%:M"
        ),
        proof=r"""
move=> inverse gamma0 nonzero.
have scaled : (gamma *: M) *m (gamma^-1 *: R) = 1%:M.
  by rewrite -scalemxAl -scalemxAr scalerA mulfV // scale1r.
have share : 1 + (l^T *m (gamma^-1 *: R) *m k) 0 0 = gamma^-1 * (gamma + (l^T *m R *m k) 0
  0).
  by rewrite -scalemxAr -scalemxAl mxE mulrDr mulVf.
rewrite -[RHS](@sherman_morrison F n (gamma *: M) (gamma^-1 *: R) k l) //; last first.
  by rewrite share mulf_neq0 // invr_eq0.
congr (_ *m _); rewrite share scalerBr; congr (_ - _).
rewrite -!scalemxAl -scalemxAr !scalerA invfM invrK.
by congr (_ *: _); rewrite [gamma / _]mulrC mulfK // mulrC.
""",
    ),
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
