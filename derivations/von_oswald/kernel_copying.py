"""Layers that copy the token before, for a proof kernel: the dimension of their positions."""

from symbolic_mesa.kernel.matrices import MatrixLemma

COPYING = (
    MatrixLemma(
        step="copy-dimension",
        name="copy_dimension",
        binders="(F : fieldType) (m p : nat) (B : 'M[F]_(m, p)) (P : 'M[F]_(p, m)) (b : F)",
        hypotheses=(
            "b != 0",
            "(forall i j : 'I_m, (j < i)%N -> (B *m P) i j = 0)",
            "(forall i, (B *m P) i i = b)",
        ),
        statement="(m <= p)%N",
        proof=r"""
move=> nonzero below diagonal.
have trig : is_trig_mx (B *m P)^T by apply/is_trig_mxP => i j less; rewrite mxE below.
have full : B *m P \in unitmx.
  rewrite unitmxE -det_tr det_trig // unitfE; apply/prodf_neq0 => i _.
  by rewrite mxE diagonal.
by rewrite -(mxrank_unit full) (leq_trans (mxrankM_maxl B P)) // rank_leq_col.
""",
    ),
)
