"""What opens the lemmas that are made of claims: a field, and tactics for words of matrices.

``expanded`` writes a term as a sum of products, ``entries`` proves an equation of such sums,
``numbers`` one of elements of the field, in which what is not a sum, a product or an inverse of
others is a name. Both end with Coq's ``field``, whose denominators the hypotheses must have.
"""

OPENING = r"""
(* The operations by names that field does not unfold: made below, so that no axiom is left. *)
Module Type OPERATIONS.
Parameter nought : forall F : fieldType, F.
Parameter unity : forall F : fieldType, F.
Parameter plus : forall F : fieldType, F -> F -> F.
Parameter mult : forall F : fieldType, F -> F -> F.
Parameter minus : forall F : fieldType, F -> F.
Parameter over : forall F : fieldType, F -> F.
Axiom noughtE : forall F : fieldType, 0 = nought F.
Axiom unityE : forall F : fieldType, 1 = unity F.
Axiom plusE : forall (F : fieldType) (x y : F), x + y = plus x y.
Axiom multE : forall (F : fieldType) (x y : F), x * y = mult x y.
Axiom minusE : forall (F : fieldType) (x : F), - x = minus x.
Axiom overE : forall (F : fieldType) (x : F), x^-1 = over x.
End OPERATIONS.
Module Operations : OPERATIONS.
Definition nought (F : fieldType) : F := 0.
Definition unity (F : fieldType) : F := 1.
Definition plus (F : fieldType) (x y : F) : F := x + y.
Definition mult (F : fieldType) (x y : F) : F := x * y.
Definition minus (F : fieldType) (x : F) : F := - x.
Definition over (F : fieldType) (x : F) : F := x^-1.
Lemma noughtE F : 0 = nought F. Proof. by []. Qed.
Lemma unityE F : 1 = unity F. Proof. by []. Qed.
Lemma plusE (F : fieldType) (x y : F) : x + y = plus x y. Proof. by []. Qed.
Lemma multE (F : fieldType) (x y : F) : x * y = mult x y. Proof. by []. Qed.
Lemma minusE (F : fieldType) (x : F) : - x = minus x. Proof. by []. Qed.
Lemma overE (F : fieldType) (x : F) : x^-1 = over x. Proof. by []. Qed.
End Operations.

Section Claims.
Variable scalars : fieldType.
Notation nought := (Operations.nought scalars).
Notation unity := (Operations.unity scalars).
Notation plus := (@Operations.plus scalars).
Notation mult := (@Operations.mult scalars).
Notation minus := (@Operations.minus scalars).
Notation over := (@Operations.over scalars).
Lemma noughtE : 0 = nought. Proof. exact: Operations.noughtE. Qed.
Lemma unityE : 1 = unity. Proof. exact: Operations.unityE. Qed.
Lemma plusE x y : x + y = plus x y. Proof. exact: Operations.plusE. Qed.
Lemma multE x y : x * y = mult x y. Proof. exact: Operations.multE. Qed.
Lemma minusE x : - x = minus x. Proof. exact: Operations.minusE. Qed.
Lemma overE x : x^-1 = over x. Proof. exact: Operations.overE. Qed.

Lemma is_field : field_theory nought unity plus mult (fun x y => plus x (minus y)) minus
  (fun x y => mult x (over y)) over (@eq scalars).
Proof.
split; [split; intros | | |]; rewrite -?noughtE -?unityE -?overE -?multE -?minusE -?plusE //.
- exact: add0r.
- exact: addrC.
- exact: addrA.
- exact: mul1r.
- exact: mulrC.
- exact: mulrA.
- exact: mulrDl.
- exact: subrr.
- by apply/eqP; rewrite oner_eq0.
by move=> x /eqP nonzero; rewrite -overE -multE mulVf.
Qed.
Add Field scalars_field : is_field.

Lemma numeralE n : n.+1%:R = 1 + n%:R :> scalars. Proof. by rewrite mulrS. Qed.
Lemma noneE : 0%:R = 0 :> scalars. Proof. by []. Qed.
Lemma powerE (x : scalars) n : x ^+ n.+1 = x * x ^+ n. Proof. by rewrite exprS. Qed.
Lemma empty_powerE (x : scalars) : x ^+ 0 = 1. Proof. by rewrite expr0. Qed.
Lemma entryD m n (A B : 'M[scalars]_(m, n)) i j : (A + B) i j = A i j + B i j.
Proof. by rewrite mxE. Qed.
Lemma entryN m n (A : 'M[scalars]_(m, n)) i j : (- A) i j = - A i j. Proof. by rewrite mxE. Qed.
Lemma entryZ m n c (A : 'M[scalars]_(m, n)) i j : (c *: A) i j = c * A i j.
Proof. by rewrite mxE. Qed.
Lemma entry0 m n i j : (0 : 'M[scalars]_(m, n)) i j = 0. Proof. by rewrite mxE. Qed.
Lemma turnD m n (A B : 'M[scalars]_(m, n)) : (A + B)^T = A^T + B^T. Proof. by rewrite linearD. Qed.
Lemma turnN m n (A : 'M[scalars]_(m, n)) : (- A)^T = - A^T. Proof. by rewrite linearN. Qed.
Lemma turnZ m n c (A : 'M[scalars]_(m, n)) : (c *: A)^T = c *: A^T. Proof. by rewrite linearZ. Qed.
Lemma traceN n (A : 'M[scalars]_n) : \tr (- A) = - \tr A. Proof. by rewrite linearN. Qed.
Lemma trace_line (A : 'M[scalars]_1) : \tr A = A 0 0. Proof. by rewrite /mxtrace big_ord1. Qed.
Lemma turned_line (A : 'M[scalars]_1) : A 0 0 = A^T 0 0. Proof. by rewrite mxE. Qed.
Lemma traceT n (A : 'M[scalars]_n) : \tr A = \tr A^T. Proof. by rewrite mxtrace_tr. Qed.
Lemma line (A : 'M[scalars]_1) m (X : 'M[scalars]_(m, 1)) : X *m A = A 0 0 *: X.
Proof. by rewrite {1}[A]mx11_scalar mul_mx_scalar. Qed.
Lemma pull m n p (X : 'M[scalars]_(m, 1)) (a : 'M[scalars]_(1, n)) (B : 'M[scalars]_(n, p))
  (b : 'M[scalars]_(p, 1)) : X *m a *m B *m b = (a *m B *m b) 0 0 *: X.
Proof. by rewrite -line !mulmxA. Qed.
Lemma either_side n (A B : 'M[scalars]_n) : A *m B = 1%:M -> A *m B = 1%:M /\ B *m A = 1%:M.
Proof. by move=> one; split=> //; apply: mulmx1C. Qed.

Ltac atoms :=
  repeat match goal with given : is_true (~~ @eq_op _ _ _) |- _ => revert given end;
  repeat match goal with
  | |- context [@fun_of_matrix ?R ?m ?n ?A ?i ?j] =>
    let x := fresh "x" in
    move: (@fun_of_matrix R m n A i j) => x; change (GRing.Field.sort scalars) in x
  | |- context [@mxtrace ?R ?n ?A] =>
    let x := fresh "x" in move: (@mxtrace R n A) => x; change (GRing.Field.sort scalars) in x
  end;
  intros.
Ltac own :=
  rewrite ?(numeralE, noneE, powerE, empty_powerE);
  rewrite ?(plusE, multE, minusE, overE, noughtE, unityE).
Ltac equated :=
  lazymatch goal with |- @eq _ ?x ?y => change (@eq (GRing.Field.sort scalars) x y) end.
Ltac equal_to zero :=
  own; lazymatch type of zero with ?y = _ =>
    first
      [ transitivity y; [equated; ring | exact zero]
      | transitivity (minus y); [equated; ring | rewrite zero; equated; ring] ]
  end.
Ltac nonzero :=
  let zero := fresh in
  intro zero;
  match goal with
  | one : is_true (~~ @eq_op _ _ _) |- _ => apply (elimN eqP one); equal_to zero
  | one : is_true (~~ @eq_op _ _ _), other : is_true (~~ @eq_op _ _ _) |- _ =>
    apply (elimN eqP (mulf_neq0 one other)); equal_to zero
  | one : is_true (~~ @eq_op _ _ _) |- _ =>
    apply (elimN eqP (mulf_neq0 one one)); equal_to zero
  end.
Ltac numbers := atoms; own; equated; field; repeat split; nonzero.
Ltac entries :=
  let i := fresh "i" in let j := fresh "j" in
  apply/matrixP => i j; rewrite ?(entryD, entryN, entryZ, entry0); numbers.
Ltac expanded :=
  rewrite ?turnD ?turnN ?turnZ ?trmx_mul ?trmxK ?trmx1 ?trmx_inv;
  rewrite ?mulmxDl ?mulmxDr ?mulmxDl ?mulmxN ?mulNmx ?mulmxN ?mul0mx ?mulmx0;
  rewrite -?scalemxAl -?scalemxAr -?scalemxAl;
  rewrite ?scalerDr ?scalerN ?scalerA ?mulmxA ?mulmx1 ?mul1mx.
Ltac inverted := rewrite ?mulmxKV ?mulmxK ?mulVmx ?mulmxV ?mul1mx //.
Ltac rotated := rewrite mxtrace_mulC ?mulmxA.
Ltac traces := rewrite ?(mxtraceD, mxtraceZ, traceN, entryD, entryZ, entryN).
"""
CLOSING = "\nEnd Claims.\n"
