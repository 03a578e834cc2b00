"""Few-shot prompts for a proof kernel: which pairs a step sees, and that they are these words.

The words are those of which the theorem's errors are expectations (`few_shot.term`). That their
expectations are as is claimed is no identity of matrices, and is not stated here.
"""

from derivations.von_oswald.few_shot import AMONG, PROMPT, SEPARATED, TRUE, term
from symbolic_mesa.kernel.claimed import ClaimLemma, Claims
from symbolic_mesa.kernel.printing import Printer

_PRINTER = Printer(AMONG)


def _sum(kinds: tuple[str, ...]) -> str:
    return " + ".join(_PRINTER.words(term(kind, "X")) for kind in kinds)


def _prompt(_claims: Claims) -> str:
    return f"step (prompt W X q) N.*2 q = {_sum(PROMPT)}"


def _separated(_claims: Claims) -> str:
    return f"step (separated W X c q) (N * 3) q = {_sum(SEPARATED)}"


def _unseen(_claims: Claims) -> str:
    """Where keys and values do not see a separator the true pairs are left."""
    return f"step (separated W X 0 q) (N * 3) q = {_sum((TRUE,))}"


_BEFORE = r"""
(* Columns of X, and behind them q. *)
Definition following d N (X : 'M[scalars]_(d, N)) (q : 'M[scalars]_(d, 1)) (i : nat) :
  'M[scalars]_(d, 1) := if insub i is Some j then col j X else q.
(* x_1, W x_1, ..., x_N, W x_N, q; and the same with c behind every W x_i. *)
Definition prompt d N (W : 'M[scalars]_(d, d)) (X : 'M[scalars]_(d, N)) q t :=
  if odd t then W *m following X q t./2 else following X q t./2.
Definition separated d N (W : 'M[scalars]_(d, d)) (X : 'M[scalars]_(d, N)) c q t :=
  nth c [:: following X q (t %/ 3); W *m following X q (t %/ 3)] (t %% 3).
(* Each token is the key of the next one, its value: n pairs. *)
Definition step d (token : nat -> 'M[scalars]_(d, 1)) n (q : 'M[scalars]_(d, 1)) :=
  \sum_(0 <= t < n) token t.+1 *m (token t)^T *m q.

Lemma by_two d (f : nat -> 'M[scalars]_(d, 1)) n :
  \sum_(0 <= t < n.*2) f t = \sum_(0 <= i < n) (f i.*2 + f i.*2.+1).
Proof.
elim: n => [|n IH]; first by rewrite !big_geq.
by rewrite doubleS !big_nat_recr //= IH addrA.
Qed.
Lemma by_three d (f : nat -> 'M[scalars]_(d, 1)) n :
  \sum_(0 <= t < n * 3) f t = \sum_(0 <= i < n) (f (i * 3)%N + f (i * 3).+1 + f (i * 3).+2).
Proof.
elim: n => [|n IH]; first by rewrite !big_geq.
by rewrite mulSnr addn3 !big_nat_recr //= IH !addrA.
Qed.
Lemma prompt_even d N W (X : 'M[scalars]_(d, N)) q i : prompt W X q i.*2 = following X q i.
Proof. by rewrite /prompt odd_double doubleK. Qed.
Lemma prompt_odd d N W (X : 'M[scalars]_(d, N)) q i :
  prompt W X q i.*2.+1 = W *m following X q i.
Proof. by rewrite /prompt oddS odd_double [_./2]uphalf_double. Qed.
Lemma separated_at d N W (X : 'M[scalars]_(d, N)) c q i r : (r < 3)%N ->
  separated W X c q (i * 3 + r) = nth c [:: following X q i; W *m following X q i] r.
Proof.
by move=> small; rewrite /separated modnMDl divnMDl // divn_small // modn_small // addn0.
Qed.
Lemma outer d m n (A : 'M[scalars]_(d, n)) (B : 'M[scalars]_(m, n)) :
  A *m B^T = \sum_(i < n) col i A *m (col i B)^T.
Proof.
apply/matrixP => a b; rewrite !mxE summxE; apply: eq_bigr => i _.
by rewrite !mxE big_ord1 !mxE.
Qed.
Lemma column d m n (A : 'M[scalars]_(d, m)) (B : 'M[scalars]_(m, n)) i :
  col i (A *m B) = A *m col i B.
Proof. by rewrite !colE mulmxA. Qed.
Lemma there d N (X : 'M[scalars]_(d, N)) q (i : 'I_N) : following X q i = col i X.
Proof. by rewrite /following valK. Qed.
Lemma next d N (X : 'M[scalars]_(d, N)) q S e (i : 'I_N) :
  S = \matrix_(i, j) ((i == j.+1 :> nat)%:R) -> e = \matrix_(i, j) ((i.+1 == N :> nat)%:R) ->
  following X q i.+1 = col i (X *m S + q *m e^T).
Proof.
move=> -> ->; apply/matrixP => a b; rewrite !mxE big_ord1 !mxE /following.
case: (ltnP i.+1 N) => [less | more].
  rewrite insubT [i.+1 == N]ltn_eqF // mulr0 addr0 (bigD1 (Ordinal less)) //= !mxE eqxx mulr1.
  rewrite big1 ?addr0 // => k other; rewrite !mxE.
  have -> : (k == i.+1 :> nat) = false by apply: negbTE; move: other; rewrite -val_eqE.
  by rewrite mulr0.
have end_of : i.+1 == N by rewrite eqn_leq more andbT.
rewrite insubF ?ltnNge ?more // end_of mulr1 big1 ?add0r ?ord1 // => k _.
by rewrite !mxE ltn_eqF ?mulr0 // (leq_trans (ltn_ord k)).
Qed.
"""
_BETWEEN = (
    r"S = \matrix_(i, j) ((i == j.+1 :> nat)%:R)",
    r"e = \matrix_(i, j) ((i.+1 == N :> nat)%:R)",
)
_ALL = "o = const_mx 1"

FEW_SHOT_WORDS = (
    ClaimLemma(
        step="few-shot-error",
        name="few_shot_pairs",
        among=AMONG,
        states=_prompt,
        hypotheses=_BETWEEN,
        before=_BEFORE,
        proof=r"""
move=> shifts ends; rewrite /step by_two big_mkord.
have -> : W *m X *m X^T *m q + X *m S *m X^T *m W^T *m q + q *m e^T *m X^T *m W^T *m q
    = (W *m X *m X^T + (X *m S + q *m e^T) *m (W *m X)^T) *m q by expanded; rewrite !addrA.
rewrite [W *m X *m _]outer [_ *m (W *m X)^T]outer -big_split /= mulmx_suml.
apply: eq_bigr => i _; rewrite mulmxDl -(next X q i shifts ends) !column -!(there X q).
by rewrite -doubleS !prompt_even prompt_odd.
""",
    ),
    ClaimLemma(
        step="separator-error",
        name="separated_pairs",
        among=AMONG,
        states=_separated,
        hypotheses=("(0 < N)%N", *_BETWEEN, _ALL),
        proof=r"""
move=> some shifts ends ones; rewrite /step by_three big_mkord.
have total : e^T *m o = 1%:M.
  rewrite ends ones; apply/matrixP => a b; rewrite !mxE !ord1 eqxx.
  have inside : (N.-1 < N)%N by rewrite prednK.
  rewrite (bigD1 (Ordinal inside)) //= !mxE /= prednK // eqxx mulr1.
  rewrite big1 ?addr0 // => k other; rewrite !mxE mulr1.
  have -> : (k.+1 == N) = false; last by [].
  apply: negbTE; apply: contra other => /eqP final; apply/eqP/val_inj => /=.
  by rewrite -[LHS]/(k.+1.-1) final.
have -> : W *m X *m X^T *m q + c *m o^T *m X^T *m W^T *m q
    + (X *m S *m o *m c^T *m q + q *m c^T *m q)
    = (W *m X *m X^T + c *m o^T *m (W *m X)^T + (X *m S + q *m e^T) *m (c *m o^T)^T) *m q.
  by expanded; rewrite -[q *m e^T *m o]mulmxA total; expanded; rewrite !addrA.
rewrite [W *m X *m _]outer [_ *m (W *m X)^T]outer [_ *m (c *m o^T)^T]outer.
rewrite -!big_split /= mulmx_suml; apply: eq_bigr => i _.
have one : col i o^T = 1%:M.
  by rewrite ones; apply/matrixP => a b; rewrite !mxE !ord1 eqxx.
rewrite !mulmxDl -(next X q i shifts ends) !column one mulmx1 -!(there X q).
have -> : (i * 3).+3 = (i.+1 * 3 + 0)%N by rewrite addn0 mulSnr addn3.
have -> : (i * 3).+2 = (i * 3 + 2)%N by rewrite addn2.
have -> : (i * 3).+1 = (i * 3 + 1)%N by rewrite addn1.
have -> : separated W X c q (i * 3) = following X q i by rewrite -[(i * 3)%N]addn0 separated_at.
by rewrite !separated_at.
""",
    ),
    ClaimLemma(
        step="separator-error",
        name="unseen_separator",
        among=AMONG,
        states=_unseen,
        hypotheses=("(0 < N)%N",),
        proof=r"""
move=> some; rewrite (separated_pairs W X q 0 some (erefl _) (erefl _) (erefl _)).
by rewrite ?(trmx0, mul0mx, mulmx0, addr0).
""",
    ),
)
