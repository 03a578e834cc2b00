"""One head that takes a gradient step, for a proof kernel: its tokens, weights, loss."""

from symbolic_mesa.kernel.matrices import MatrixLemma

_BEFORE_GRADIENT_OF_THE_LOSS = r"""
Definition token (F : fieldType) n (Phi : 'M[F]_n) (s : nat -> 'cV[F]_n) (t : nat) :
  'cV[F]_(n + (n + n)) :=
  col_mx (Phi *m s t) (col_mx (s t) (s t.-1)).

Definition head (F : fieldType) D n (PV : 'M[F]_D) (WK WQ : 'M[F]_(n, D)) (e : nat ->
  'cV[F]_D) (t : nat) : 'cV[F]_D :=
  e t + \sum_(1 <= u < t.+1) (PV *m e u) *m ((WK *m e u)^T *m (WQ *m e t)).

Definition value (F : fieldType) n (Phi : 'M[F]_n) eta : 'M[F]_(n + (n + n)) :=
  col_mx (row_mx 0 (row_mx eta%:M (- (eta *: Phi)))) 0.

Definition third (F : fieldType) n : 'M[F]_(n, n + (n + n)) := row_mx 0 (row_mx 0 1%:M).

Definition second (F : fieldType) n : 'M[F]_(n, n + (n + n)) := row_mx 0 (row_mx 1%:M 0).

Definition gradient (F : fieldType) n (s : nat -> 'cV[F]_n) (t : nat) (Phi : 'M[F]_n) :
  'M[F]_n :=
  \sum_(1 <= u < t) (Phi *m s u - s u.+1) *m (s u)^T.

Definition loss (F : fieldType) n (s : nat -> 'cV[F]_n) (t : nat) (Phi : 'M[F]_n) : F :=
  2%:R^-1 * \sum_(1 <= u < t) square (s u.+1 - Phi *m s u).

Lemma attended (F : fieldType) n (Phi : 'M[F]_n) (s : nat -> 'cV[F]_n) eta u t :
  (value Phi eta *m token Phi s u) *m ((third F n *m token Phi s u)^T *m (second F n *m
    token Phi s t))
  = col_mx ((eta *: s u - eta *: (Phi *m s u.-1)) *m (s u.-1)^T *m s t) 0.
Proof.
rewrite /value /token /third /second mul_col_mx !mul_row_col !mul0mx !mul1mx !add0r addr0.
by rewrite mul_col_mx mul0mx mulNmx mul_scalar_mx scalemxAl mulmxA.
Qed.
"""

ONE_STEP = (
    MatrixLemma(
        step="one-step-identity",
        name="gradient_of_the_loss",
        binders="(F : fieldType) n (s : nat -> 'cV[F]_n) (t : nat) (Phi E : 'M[F]_n)",
        hypotheses=("2%:R != 0 :> F",),
        statement=(
            r"loss s t (Phi + E) = loss s t Phi + dot (gradient s t Phi) E + 2%:R^-1 * \sum_(1 "
            "<= u < t) square (E *m s u)"
        ),
        proof=r"""
move=> two.
have one_token u : square (s u.+1 - (Phi + E) *m s u) = square (s u.+1 - Phi *m s u)
    + 2%:R * dot ((Phi *m s u - s u.+1) *m (s u)^T) E + square (E *m s u).
  by rewrite [(Phi + E) *m _]mulmxDl opprD addrA squareD squareN dotN opprB dot_mul.
rewrite /loss (eq_bigr _ (fun u _ => one_token u)) !big_split /= -mulr_sumr !mulrDr mulKf
  //.
by congr (_ + _ + _); rewrite dotE mulmx_suml linear_sum; apply: eq_bigr => u _; rewrite
  dotE.
""",
        before=_BEFORE_GRADIENT_OF_THE_LOSS,
    ),
    MatrixLemma(
        step="one-step-identity",
        name="one_step_identity",
        binders="(F : fieldType) n (Phi : 'M[F]_n) (s : nat -> 'cV[F]_n) (eta : F) (t : nat)",
        hypotheses=("s 0%N = 0",),
        statement=(
            "head (value Phi eta) (third F n) (second F n) (token Phi s) t = col_mx ((Phi - "
            "eta *: gradient s t Phi) *m s t) (col_mx (s t) (s t.-1))"
        ),
        proof=r"""
move=> start; rewrite /head (eq_bigr _ (fun u _ => attended Phi s eta u t)).
have -> : forall a b, \sum_(a <= u < b) col_mx ((eta *: s u - eta *: (Phi *m s u.-1)) *m (s
  u.-1)^T *m s t) (0 : 'cV_(n + n))
   = col_mx (\sum_(a <= u < b) (eta *: s u - eta *: (Phi *m s u.-1)) *m (s u.-1)^T *m s t)
     0.
  move=> a b; elim/big_rec2: _ => [|u x y _ ->]; first by rewrite col_mx0.
  by rewrite add_col_mx addr0.
rewrite add_col_mx addr0 big_add1 /=; congr col_mx.
case: t => [|t]; first by rewrite /gradient !big_geq // scaler0 subr0 addr0.
rewrite big_ltn // start trmx0 mulmx0 mul0mx add0r mulmxBl; congr (_ + _).
rewrite -scalemxAl mulmx_suml scaler_sumr -sumrN; apply: eq_bigr => u _.
by rewrite -scalerBr -!scalemxAl -scalerN -[s u.+1 - _]opprB !mulNmx.
""",
    ),
)
