"""A step of a mesa-layer taken back, for a proof kernel: where it can be, and its errors."""

from symbolic_mesa.kernel.matrices import MatrixLemma

STEP_BACK = (
    MatrixLemma(
        step="step-back",
        name="step_back",
        binders="(F : fieldType) n (A R : 'M[F]_n) (k : 'cV[F]_n) (gamma : F)",
        hypotheses=("A *m R = 1%:M", "gamma != 0", "1 - (k^T *m R *m k) 0 0 != 0"),
        statement=(
            "(gamma^-1 *: (A - k *m k^T)) *m (gamma *: (R + (1 - (k^T *m R *m k) 0 0)^-1 *: (R "
            "*m k *m k^T *m R))) = 1%:M"
        ),
        proof=r"""
move=> inverse gamma0 nonzero.
rewrite -scalemxAl -scalemxAr scalerA mulVf // scale1r.
have first : A *m (R *m k *m k^T *m R) = k *m k^T *m R by rewrite !mulmxA inverse mul1mx.
have second : k *m k^T *m (R *m k *m k^T *m R) = (k^T *m R *m k) 0 0 *: (k *m k^T *m R).
  have -> : k *m k^T *m (R *m k *m k^T *m R) = k *m (k^T *m R *m k) *m (k^T *m R) by rewrite
    !mulmxA.
  by rewrite {1}[k^T *m R *m k]mx11_scalar mul_mx_scalar -scalemxAl mulmxA.
rewrite mulmxDr -scalemxAr !mulmxBl inverse first second.
rewrite -[X in _ + _ *: (X - _)]scale1r -scalerBl scalerA mulVf // scale1r.
by rewrite subrK.
""",
    ),
    MatrixLemma(
        step="step-back-singular",
        name="step_back_singular",
        binders="(F : fieldType) n (A R : 'M[F]_n) (k : 'cV[F]_n)",
        hypotheses=("A *m R = 1%:M",),
        statement="(A - k *m k^T) *m (R *m k) = (1 - (k^T *m R *m k) 0 0) *: k",
        proof=r"""
move=> inverse; rewrite mulmxBl mulmxA inverse mul1mx.
have -> : k *m k^T *m (R *m k) = k *m (k^T *m R *m k) by rewrite !mulmxA.
by rewrite {1}[k^T *m R *m k]mx11_scalar mul_mx_scalar scalerBl scale1r.
""",
    ),
    MatrixLemma(
        step="step-back-pivot",
        name="step_back_pivot",
        binders="(F : fieldType) n (M P R : 'M[F]_n) (k : 'cV[F]_n) (gamma : F)",
        hypotheses=(
            "M *m P = 1%:M",
            "R *m (gamma *: M + k *m k^T) = 1%:M",
            "gamma + (k^T *m P *m k) 0 0 != 0",
        ),
        statement="1 - (k^T *m R *m k) 0 0 = gamma / (gamma + (k^T *m P *m k) 0 0)",
        proof=r"""
move=> before after nonzero.
have image : P *m k = (gamma + (k^T *m P *m k) 0 0) *: (R *m k).
  rewrite -[LHS]mul1mx -after -[LHS]mulmxA mulmxDl -scalemxAl [M *m (P *m k)]mulmxA before
    mul1mx.
  have -> : k *m k^T *m (P *m k) = (k^T *m P *m k) 0 0 *: k.
    by rewrite -mulmxA [k^T *m (P *m k)]mulmxA {1}[k^T *m P *m k]mx11_scalar mul_mx_scalar.
  by rewrite -scalerDl -scalemxAr.
have form : (k^T *m P *m k) 0 0 = (gamma + (k^T *m P *m k) 0 0) * (k^T *m R *m k) 0 0.
  by rewrite -{1}mulmxA image -scalemxAr mxE mulmxA.
by apply: (mulfI nonzero); rewrite mulrBr mulr1 -form addrK mulrC -mulrA mulVf // mulr1.
""",
    ),
    MatrixLemma(
        step="errors-back",
        name="errors_back",
        binders="(F : fieldType) n (A E : 'M[F]_n) (keys : nat -> 'cV[F]_n) (gamma : F) (N : nat)",
        hypotheses=("gamma != 0",),
        statement=(
            "let back B := fix run t := if t is s.+1 then gamma^-1 *: (run s - keys s *m (keys "
            "s)^T) else B in back (A + E) N - back A N = gamma ^- N *: E"
        ),
        proof=r"""
move=> _ back; elim: N => [|N IH] /=; first by rewrite expr0 invr1 scale1r addrC addKr.
rewrite -scalerBr opprB addrA subrK -/(back (A + E) N) -/(back A N) IH.
by rewrite scalerA exprS invfM.
""",
    ),
)
