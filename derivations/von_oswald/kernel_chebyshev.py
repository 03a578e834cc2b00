"""Accelerated layers for a proof kernel: their polynomial of M, and that it is 1 at M = 0."""

from symbolic_mesa.kernel.matrices import MatrixLemma

_LAYERS = r"""
Fixpoint cheb (F : fieldType) n (Y : 'M[F]_n) (k : nat) : 'M[F]_n * 'M[F]_n :=
  if k is j.+1 then let: (before, now) := cheb Y j in (now, 2%:R *: (Y *m now) - before)
  else (1%:M, Y).
Fixpoint accelerated (F : fieldType) n (M : 'M[F]_n) (theta : F) (w : nat -> F) (e : 'cV[F]_n)
  (k : nat) :
  'cV[F]_n * 'cV[F]_n :=
  if k is j.+1 then let: (before, now) := accelerated M theta w e j in
    (now, before + w j *: (now - before - theta^-1 *: (M *m now)))
  else (e, e - theta^-1 *: (M *m e)).
Fixpoint scale (F : fieldType) (sigma : F) (k : nat) : F * F :=
  if k is j.+1 then let: (before, now) := scale sigma j in (now, 2%:R * sigma * now - before)
  else (1, sigma).
"""

CHEBYSHEV = (
    MatrixLemma(
        step="chebyshev-polynomial",
        name="chebyshev_polynomial",
        binders="(F : fieldType) n (M : 'M[F]_n) (theta sigma : F) (e : 'cV[F]_n) (k : nat)",
        hypotheses=("(forall j, (scale sigma j).2 != 0)",),
        statement=(
            "let w j := 2%:R * sigma * (scale sigma j).2 / (scale sigma j.+1).2 in let errors "
            ":= accelerated M theta w e k in let Y := sigma *: (1%:M - theta^-1 *: M) in (scale "
            r"sigma k).1 *: errors.1 = (cheb Y k).1 *m e /\ (scale sigma k).2 *: errors.2 = "
            "(cheb Y k).2 *m e"
        ),
        proof=r"""
move=> nonzero w errors Y; rewrite {}/errors.
elim: k => [|k [IH1 IH2]] /=.
  by rewrite scale1r mul1mx /Y -scalemxAl mulmxBl mul1mx -scalemxAl.
have wk : w k = 2%:R * sigma * (scale sigma k).2 / (scale sigma k.+1).2 by [].
move: IH1 IH2 (nonzero k.+1) wk; move: (w k) => wk /=.
case: (scale sigma k) => t0 t1; case: (accelerated M theta w e k) => e0 e1.
case: (cheb Y k) => c0 c1 /= IH1 IH2 nz ->; split=> //.
rewrite mulmxBl -scalemxAl -mulmxA -IH1 -IH2 scalerDr scalerA mulrCA mulfV // mulr1.
rewrite /Y -scalemxAr -!scalemxAl mulmxBl mul1mx -scalemxAl !scalerA.
rewrite -addrA [- e0 - _]addrC addrA !scalerBr scalerBl.
have -> : 2%:R * (t1 * sigma) = 2%:R * sigma * t1 by rewrite [t1 * sigma]mulrC mulrA.
by rewrite addrC addrA subrK.
""",
        before=_LAYERS,
    ),
    MatrixLemma(
        step="chebyshev-polynomial",
        name="chebyshev_at_zero",
        binders="(F : fieldType) n (sigma : F) (k : nat)",
        hypotheses=(),
        statement="cheb (sigma%:M : 'M[F]_n) k = ((scale sigma k).1%:M, (scale sigma k).2%:M)",
        proof=r"""
elim: k => [|k IH] //=; rewrite IH; case: (scale sigma k) => t0 t1 /=.
by rewrite mul_scalar_mx scale_scalar_mx scale_scalar_mx -raddfB /= mulrA.
""",
    ),
)
