"""The backward pass of a mesa-layer for a proof kernel: exact changes, first order and the rest.

A gradient is stated as what is linear in the change, with all that is not beside it: no limit is
taken, and over any field.
"""

from symbolic_mesa.kernel.matrices import MatrixLemma

_BEFORE_PAIR = r"""
Lemma trace_swap (F : fieldType) m n (C : 'M[F]_(m, n)) (v : 'cV[F]_m) (p : 'cV[F]_n) :
  \tr (C^T *m (v *m p^T)) = \tr ((C^T *m v)^T *m p).
Proof.
by rewrite mulmxA -[in LHS]mxtrace_tr [in LHS]trmx_mul trmxK mxtrace_mulC.
Qed.

Lemma trace_turn (F : fieldType) m n (C : 'M[F]_(m, n)) (w : 'cV[F]_m) (k : 'cV[F]_n) :
  \tr (C^T *m (w *m k^T)) = \tr ((C *m k)^T *m w).
Proof.
by rewrite mulmxA mxtrace_mulC mulmxA trmx_mul.
Qed.
"""

BACKWARD = (
    MatrixLemma(
        step="inverse-differential",
        name="inverse_differential",
        binders="(F : fieldType) n (A R E P : 'M[F]_n)",
        hypotheses=("A *m R = 1%:M", "P *m (A + E) = 1%:M"),
        statement="P = R - R *m E *m R + R *m E *m P *m E *m R",
        proof=r"""
move=> first second.
have RA : R *m A = 1%:M by apply: mulmx1C.
have one : P = R - R *m E *m P.
  have -> : R *m E *m P = R *m (A + E) *m P - P by rewrite mulmxDr mulmxDl RA mul1mx addrC
    addKr.
  by rewrite -[R *m (A + E) *m P]mulmxA (mulmx1C second) mulmx1 opprB addrC subrK.
have other : P = R - P *m E *m R.
  have -> : P *m E *m R = P *m (A + E) *m R - P *m A *m R by rewrite -mulmxBl -mulmxBr addrC
    addKr.
  by rewrite second mul1mx -[P *m A *m R]mulmxA first mulmx1 opprB addrC subrK.
rewrite {1}one {1}other mulmxBr opprB addrA !mulmxA.
by rewrite addrAC.
""",
    ),
    MatrixLemma(
        step="output-gradient",
        name="output_gradient",
        binders=(
            "(F : fieldType) m n (R E : 'M[F]_n) (S : 'M[F]_(m, n)) (g : 'cV[F]_m) (q : 'cV[F]_n)"
        ),
        hypotheses=("2%:R != 0 :> F", "R^T = R", "E^T = E"),
        statement=(
            r"\tr (- (g^T *m S *m (R *m E *m R) *m q)) = \tr ((- (2%:R^-1 *: (R *m q *m g^T *m S "
            "*m R + R *m S^T *m g *m q^T *m R)))^T *m E)"
        ),
        proof=r"""
move=> two symmetric change.
have first : \tr (R *m q *m g^T *m S *m R *m E) = \tr (g^T *m S *m (R *m E *m R) *m q).
  have -> : R *m q *m g^T *m S *m R *m E = (R *m q) *m (g^T *m S *m R *m E) by rewrite !mulmxA.
  by rewrite mxtrace_mulC !mulmxA.
have second : \tr (R *m S^T *m g *m q^T *m R *m E) = \tr (g^T *m S *m (R *m E *m R) *m q).
  rewrite -first -[LHS]mxtrace_tr !trmx_mul !trmxK symmetric change mxtrace_mulC.
  by rewrite !mulmxA.
rewrite [\tr (- _)]linearN /= [(- _)^T]linearN /= mulNmx [\tr (- _)]linearN /=; congr (- _).
rewrite [(_ *: _)^T]linearZ /= [(_ + _)^T]linearD /= -scalemxAl mxtraceZ mulmxDl mxtraceD.
have -> : (R *m q *m g^T *m S *m R)^T = R *m S^T *m g *m q^T *m R.
  by rewrite !trmx_mul !trmxK symmetric !mulmxA.
have -> : (R *m S^T *m g *m q^T *m R)^T = R *m q *m g^T *m S *m R.
  by rewrite !trmx_mul !trmxK symmetric !mulmxA.
rewrite first second; move: (\tr _) => x.
have -> : x + x = 2%:R * x by rewrite mulr_natl mulr2n.
by rewrite mulKf.
""",
    ),
    MatrixLemma(
        step="pair-gradient",
        name="pair_gradient",
        binders=(
            "(F : fieldType) m n (G M : 'M[F]_n) (C U : 'M[F]_(m, n)) (gamma : F) (k p : "
            "'cV[F]_n) (v w : 'cV[F]_m)"
        ),
        hypotheses=("G^T = G",),
        statement=(
            r"\tr (G *m (gamma *: M + (k + p) *m (k + p)^T)) + \tr (C^T *m (gamma *: U + (v + w) "
            r"*m (k + p)^T)) = (\tr (G *m (gamma *: M + k *m k^T)) + \tr (C^T *m (gamma *: U + v "
            r"*m k^T))) + (\tr ((2%:R *: (G *m k) + C^T *m v)^T *m p) + \tr ((C *m k)^T *m w)) + "
            r"(\tr (G *m (p *m p^T)) + \tr (C^T *m (w *m p^T)))"
        ),
        proof=r"""
move=> symmetric.
have first : \tr (G *m (k *m p^T)) = \tr ((G *m k)^T *m p).
  by rewrite -{1}symmetric trace_swap symmetric.
have second : \tr (G *m (p *m k^T)) = \tr ((G *m k)^T *m p).
  by rewrite -{1}symmetric trace_turn.
have square : \tr (G *m ((k + p) *m (k + p)^T)) = \tr (G *m (k *m k^T)) + 2%:R * \tr ((G *m k)^T
  *m p) + \tr (G *m (p *m p^T)).
  rewrite [(k + p)^T]linearD /= mulmxDl !mulmxDr !mxtraceD first second.
  by rewrite mulr_natl mulr2n !addrA.
have mixed : \tr (C^T *m ((v + w) *m (k + p)^T)) = \tr (C^T *m (v *m k^T)) + (\tr ((C^T *m v)^T
  *m p) + \tr ((C *m k)^T *m w)) + \tr (C^T *m (w *m p^T)).
  rewrite [(k + p)^T]linearD /= mulmxDl !mulmxDr !mxtraceD.
  by rewrite [\tr (C^T *m (v *m p^T))]trace_swap [\tr (C^T *m (w *m k^T))]trace_turn !addrA.
rewrite ![_ *m (gamma *: _ + _)]mulmxDr !mxtraceD square mixed.
have -> : \tr ((2%:R *: (G *m k) + C^T *m v)^T *m p) = 2%:R * \tr ((G *m k)^T *m p) + \tr ((C^T
  *m v)^T *m p).
  by rewrite linearD /= linearZ /= mulmxDl mxtraceD -scalemxAl mxtraceZ.
set a := \tr (G *m (gamma *: M)); set b := \tr (C^T *m (gamma *: U)).
set x := \tr (G *m (k *m k^T)); set y := 2%:R * _; set z := \tr (G *m (p *m p^T)).
set r := \tr (C^T *m (v *m k^T)); set s := \tr (_^T *m p); set u := \tr (_^T *m w).
set q := \tr (C^T *m (w *m p^T)).
have -> : a + (x + y + z) = (a + x) + y + z by rewrite !addrA.
have -> : b + (r + (s + u) + q) = (b + r) + (s + u) + q by rewrite !addrA.
rewrite [LHS]addrACA; congr (_ + _).
by rewrite [LHS]addrACA; congr (_ + _); rewrite addrA.
""",
        before=_BEFORE_PAIR,
    ),
    MatrixLemma(
        step="start-gradient",
        name="start_gradient",
        binders="(F : fieldType) n (G Z P : 'M[F]_n) (gamma lambda : F)",
        hypotheses=("lambda != 0", "P *m (lambda%:M + Z) = 1%:M"),
        statement=(
            r"gamma * \tr (G *m P) = gamma * \tr (G *m (lambda^-1)%:M) + \tr ((- (gamma * lambda "
            r"^- 2)) *: G *m Z) + gamma * lambda ^- 2 * \tr (G *m (Z *m P *m Z))"
        ),
        proof=r"""
move=> lambda0 inverse.
have start : lambda%:M *m (lambda^-1)%:M = 1%:M :> 'M[F]_n by rewrite -scalar_mxM mulfV.
have once : (lambda^-1)%:M *m Z *m (lambda^-1)%:M = lambda ^- 2 *: Z.
  by rewrite mul_scalar_mx mul_mx_scalar scalerA -expr2 exprVn.
have twice : (lambda^-1)%:M *m Z *m P *m Z *m (lambda^-1)%:M = lambda ^- 2 *: (Z *m P *m Z).
  by rewrite mul_mx_scalar -!mulmxA mul_scalar_mx scalerA -expr2 exprVn.
have changed := inverse_differential start inverse; rewrite once twice in changed.
rewrite {1}changed mulmxDr mulmxBr.
rewrite -!scalemxAr -scalemxAl mxtraceD linearB /= !linearZ /= !mulrDr.
by rewrite mulrN mulNr !mulrA.
""",
    ),
)
