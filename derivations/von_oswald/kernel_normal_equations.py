"""Weighted, regularised least squares for a proof kernel: where it rests, and how far above."""

from symbolic_mesa.kernel.matrices import MatrixLemma

_BEFORE_CHANGE_OF_THE_OBJECTIVE = r"""
Definition square (F : fieldType) (m n : nat) (A : 'M[F]_(m, n)) : F := \sum_i \sum_j A i j
  ^+ 2.

Definition dot (F : fieldType) (m n : nat) (A B : 'M[F]_(m, n)) : F := \sum_i \sum_j A i j *
  B i j.

Lemma dotE (F : fieldType) m n (A B : 'M[F]_(m, n)) : dot A B = \tr (A *m B^T).
Proof. by apply: eq_bigr => i _; rewrite mxE; apply: eq_bigr => j _; rewrite mxE. Qed.

Lemma square_dot (F : fieldType) m n (A : 'M[F]_(m, n)) : square A = dot A A.
Proof. by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite expr2. Qed.

Lemma dotC (F : fieldType) m n (A B : 'M[F]_(m, n)) : dot A B = dot B A.
Proof. by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite mulrC. Qed.

Lemma squareD (F : fieldType) m n (A B : 'M[F]_(m, n)) : square (A + B) = square A + 2%:R *
  dot A B + square B.
Proof.
rewrite /square mulr_sumr -!big_split /=; apply: eq_bigr => i _.
rewrite mulr_sumr -!big_split /=; apply: eq_bigr => j _.
by rewrite mxE sqrrD mulr_natl.
Qed.

Lemma dot_eq0 (F : fieldType) m n (G : 'M[F]_(m, n)) : (forall E, dot G E = 0) <-> G = 0.
Proof.
split=> [zero | -> E]; last by rewrite dotE mul0mx linear0.
apply/matrixP=> i j; rewrite mxE -[RHS](zero (delta_mx i j)).
rewrite /dot (bigD1 i) //= (bigD1 j) //= !mxE !eqxx mulr1.
rewrite big1 => [|b bj]; last by rewrite mxE (negbTE bj) andbF mulr0.
rewrite big1 => [|a ai]; first by rewrite !addr0.
by rewrite big1 // => b _; rewrite mxE (negbTE ai) mulr0.
Qed.

Definition gram (F : fieldType) (d n : nat) (w : 'rV[F]_n) (K : 'M[F]_(d, n)) (mu : F) :
  'M[F]_d :=
  K *m diag_mx w *m K^T + mu%:M.

Definition objective (F : fieldType) (m d n : nat) (w : 'rV[F]_n) (K : 'M[F]_(d, n)) (V :
  'M[F]_(m, n)) (mu : F) (Phi : 'M[F]_(m, d)) : F :=
  2%:R^-1 * (\sum_i w 0 i * square (col i V - Phi *m col i K)) + mu / 2%:R * square Phi.

Definition stationary (F : fieldType) (m d : nat) (f : 'M[F]_(m, d) -> F) (Phi : 'M[F]_(m,
  d)) : Prop :=
  forall E, exists c, forall h, f (Phi + h *: E) = f Phi + h ^+ 2 * c.

Lemma dot_columns (F : fieldType) m n (w : 'rV[F]_n) (A B : 'M[F]_(m, n)) :
  \sum_i w 0 i * dot (col i A) (col i B) = dot (A *m diag_mx w) B.
Proof.
rewrite /dot exchange_big; apply: eq_bigr => i _.
rewrite mulr_sumr; apply: eq_bigr => a _.
by rewrite big_ord1 mul_mx_diag !mxE mulrA [w 0 i * _]mulrC.
Qed.

Lemma dot_mul (F : fieldType) m d n (A : 'M[F]_(m, n)) (E : 'M[F]_(m, d)) (K : 'M[F]_(d, n))
  :
  dot A (E *m K) = dot (A *m K^T) E.
Proof. by rewrite !dotE trmx_mul mulmxA. Qed.

Lemma squareN (F : fieldType) m n (A : 'M[F]_(m, n)) : square (- A) = square A.
Proof. by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite mxE sqrrN. Qed.

Lemma dotN (F : fieldType) m n (A B : 'M[F]_(m, n)) : dot A (- B) = dot (- A) B.
Proof. by rewrite !dotE linearN mulNmx mulmxN. Qed.

Lemma dotD (F : fieldType) m n (A B C : 'M[F]_(m, n)) : dot (A + B) C = dot A C + dot B C.
Proof. by rewrite !dotE mulmxDl linearD. Qed.

Lemma dotZ (F : fieldType) m n (c : F) (A B : 'M[F]_(m, n)) : dot (c *: A) B = c * dot A B.
Proof. by rewrite !dotE -scalemxAl linearZ. Qed.

Lemma squareZ (F : fieldType) m n (c : F) (A : 'M[F]_(m, n)) : square (c *: A) = c ^+ 2 *
  square A.
Proof.
rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => j _.
by rewrite mxE exprMn.
Qed.
"""

_BEFORE_GRAM_IS_INVERTIBLE = r"""
Lemma square_ge0 (R : realFieldType) m n (A : 'M[R]_(m, n)) : 0 <= square A.
Proof. by apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; apply: sqr_ge0. Qed.

Lemma square_gt0 (R : realFieldType) m n (A : 'M[R]_(m, n)) : (0 < square A) = (A != 0).
Proof.
rewrite lt0r square_ge0 andbT; congr (~~ _).
apply/eqP/eqP => [zero | ->]; last by rewrite /square big1 // => i _; rewrite big1 // => j
  _; rewrite mxE expr0n.
apply/matrixP => i j; rewrite mxE; apply/eqP; rewrite -sqrf_eq0; apply/eqP.
have rows : forall i, true -> \sum_j A i j ^+ 2 = 0.
  by apply: psumr_eq0P zero => a _; apply: sumr_ge0 => b _; apply: sqr_ge0.
by apply: (psumr_eq0P _ (rows i isT)) => // b _; apply: sqr_ge0.
Qed.
"""

NORMAL_EQUATIONS = (
    MatrixLemma(
        step="normal-equations",
        name="change_of_the_objective",
        binders=(
            "(F : fieldType) m d n (w : 'rV[F]_n) (K : 'M[F]_(d, n)) (V : 'M[F]_(m, n)) mu "
            "(Phi E : 'M[F]_(m, d))"
        ),
        hypotheses=("2%:R != 0 :> F",),
        statement=(
            "objective w K V mu (Phi + E) = objective w K V mu Phi + dot (Phi *m gram w K mu "
            r"- V *m diag_mx w *m K^T) E + (2%:R^-1 * (\sum_i w 0 i * square (E *m col i K)) + "
            "mu / 2%:R * square E)"
        ),
        proof=r"""
move=> two.
have gradient : Phi *m gram w K mu - V *m diag_mx w *m K^T
    = (Phi *m K - V) *m diag_mx w *m K^T + mu *: Phi.
  by rewrite mulmxDr mul_mx_scalar !mulmxBl !mulmxA addrAC.
rewrite gradient dotD dotZ -dot_mul -dot_columns /objective squareD.
have one_token i : w 0 i * square (col i V - (Phi + E) *m col i K)
    = w 0 i * square (col i V - Phi *m col i K)
    + 2%:R * (w 0 i * dot (col i (Phi *m K - V)) (col i (E *m K)))
    + w 0 i * square (E *m col i K).
  rewrite mulmxDl opprD addrA squareD squareN dotN opprB !mulrDr mulrCA.
  by rewrite !colE mulmxBl !mulmxA.
rewrite (eq_bigr _ (fun i _ => one_token i)) !big_split /= -mulr_sumr.
rewrite !mulrDr mulKf // -[mu / 2%:R * (2%:R * _)]mulrA mulKf //.
by rewrite addrACA; congr (_ + _); rewrite addrACA.
""",
        before=_BEFORE_CHANGE_OF_THE_OBJECTIVE,
    ),
    MatrixLemma(
        step="normal-equations",
        name="normal_equations",
        binders=(
            "(F : fieldType) m d n (w : 'rV[F]_n) (K : 'M[F]_(d, n)) (V : 'M[F]_(m, n)) mu "
            "(Phi : 'M[F]_(m, d))"
        ),
        hypotheses=("2%:R != 0 :> F", r"gram w K mu \in unitmx"),
        statement=(
            "stationary (objective w K V mu) Phi <-> Phi = V *m diag_mx w *m K^T *m invmx "
            "(gram w K mu)"
        ),
        proof=r"""
move=> two invertible; split=> [rest | -> E].
  have zero E : dot (Phi *m gram w K mu - V *m diag_mx w *m K^T) E = 0.
    have [c along] := rest E; move: (along 1) (along (-1)).
    rewrite scale1r scaleN1r sqrrN !change_of_the_objective // squareN dotN.
    have same : \sum_i w 0 i * square (- E *m col i K) = \sum_i w 0 i * square (E *m col i
      K).
      by apply: eq_bigr => i _; rewrite mulNmx squareN.
    rewrite same; move: (objective w K V mu Phi) => value.
    rewrite -!addrA => <- /addrI /addIr.
    rewrite -scaleN1r dotZ mulN1r => /eqP.
    by rewrite eq_sym -addr_eq0 -mulr2n -mulr_natl mulf_eq0 (negbTE two) /= => /eqP.
  by rewrite -[LHS](mulmxK invertible); congr (_ *m _); apply/subr0_eq/dot_eq0.
eexists => h; rewrite change_of_the_objective // mulmxKV // subrr.
rewrite dotE mul0mx linear0 addr0; congr (_ + _).
under eq_bigr => i _ do rewrite -scalemxAl squareZ mulrCA.
rewrite -mulr_sumr squareZ [in LHS]mulrCA [X in _ + X]mulrCA -mulrDr.
by [].
""",
    ),
    MatrixLemma(
        step="normal-equations",
        name="excess_of_the_objective",
        binders=(
            "(F : fieldType) m d n (w : 'rV[F]_n) (K : 'M[F]_(d, n)) (V : 'M[F]_(m, n)) mu "
            "(Phi : 'M[F]_(m, d))"
        ),
        hypotheses=("2%:R != 0 :> F", r"gram w K mu \in unitmx"),
        statement=(
            "let best := V *m diag_mx w *m K^T *m invmx (gram w K mu) in objective w K V mu "
            r"Phi = objective w K V mu best + (2%:R^-1 * (\sum_i w 0 i * square ((Phi - best) "
            "*m col i K)) + mu / 2%:R * square (Phi - best))"
        ),
        proof=r"""
move=> two invertible best; rewrite -{1}[Phi](subrK best) addrC change_of_the_objective //.
by rewrite mulmxKV // subrr dotE mul0mx linear0 addr0.
""",
    ),
    MatrixLemma(
        step="normal-equations",
        name="gram_is_invertible",
        binders="(R : realFieldType) d n (w : 'rV[R]_n) (K : 'M[R]_(d, n)) (mu : R)",
        hypotheses=("(forall i, 0 <= w 0 i)", "0 < mu"),
        statement=r"gram w K mu \in unitmx",
        proof=r"""
move=> weights ridge; rewrite -row_free_unit; apply: inj_row_free => v zero.
apply/eqP; rewrite -[_ == 0]negbK -square_gt0 -leNgt -(pmulr_rle0 _ ridge).
have : dot (v *m gram w K mu) v = 0 by rewrite zero dotE mul0mx linear0.
rewrite mulmxDr mul_mx_scalar dotD dotZ -square_dot !mulmxA -dot_mul -dot_columns =>
  balance.
rewrite -balance ler_addr; apply: sumr_ge0 => i _.
by rewrite mulr_ge0 // -square_dot square_ge0.
""",
        before=_BEFORE_GRAM_IS_INVERTIBLE,
    ),
    MatrixLemma(
        step="normal-equations",
        name="least_objective",
        binders=(
            "(R : realFieldType) m d n (w : 'rV[R]_n) (K : 'M[R]_(d, n)) (V : 'M[R]_(m, n)) "
            "(mu : R) (Phi : 'M[R]_(m, d))"
        ),
        hypotheses=("(forall i, 0 <= w 0 i)", "0 < mu"),
        statement=(
            "let best := V *m diag_mx w *m K^T *m invmx (gram w K mu) in Phi != best -> "
            "objective w K V mu best < objective w K V mu Phi"
        ),
        proof=r"""
move=> weights ridge best other.
rewrite [ltRHS]excess_of_the_objective ?pnatr_eq0 ?gram_is_invertible // ltr_addl.
rewrite ltr_paddl //.
  by rewrite mulr_ge0 ?invr_ge0 ?ler0n //; apply: sumr_ge0 => i _; rewrite mulr_ge0
    ?square_ge0.
by rewrite mulr_gt0 ?divr_gt0 ?ltr0n // square_gt0 subr_eq0.
""",
    ),
)
