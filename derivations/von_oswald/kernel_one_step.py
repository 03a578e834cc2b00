"""One head that takes a gradient step, for a proof kernel: its tokens, weights, loss."""

from collections.abc import Mapping
from itertools import product

from derivations.von_oswald.linear_head import AMONG, COLUMN, DESCENDING, SCORES, SQUARE, VALUES
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.kernel.claimed import ClaimLemma, Claims
from symbolic_mesa.kernel.matrices import MatrixLemma
from symbolic_mesa.kernel.printing import Printer
from symbolic_mesa.words.letters import Alphabet
from symbolic_mesa.words.wick import Expectation

_PRINTER = Printer(AMONG)
_NUMBERS = Expectation(Alphabet((), {}), ("eta", "c", "Phi"))
_STEP = "eta *: ((s - Phi *m p) *m p^T *m q)"  # less the gradient of |s - Phi p|^2/2, times q

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


def _blocks(claims: Claims, *ids: str) -> Mapping[str, str]:
    """Return the blocks that claims state; a number stands for its multiple of the identity."""
    sides = {name: side for id in ids for name, side in claims[id].parts.items()}
    return {name: _block(side) for name, side in sides.items()}


def _block(side: MatrixSum | int) -> str:
    if not isinstance(side, int):
        return _PRINTER.stated(side, *SQUARE)
    sign = "-" if side < 0 else ""
    return f"(({sign} {abs(side)}%:R) *: 1%:M)"


def _added(blocks: Mapping[str, str], token: tuple[str, str], query: tuple[str, str]) -> str:
    """Return what a token adds, of all blocks that there are; an empty name is s_0 = 0."""
    value = " + ".join(f"{blocks[v]} *m {x}" for v, x in zip(VALUES, token, strict=True) if x)
    score = " + ".join(
        f"{left}^T *m {blocks[name]} *m {right}"
        for name, (left, right) in zip(SCORES, product(token, query), strict=True)
        if left and right and name in blocks
    )
    return f"({value}) *m ({score})"


def _identity(claims: Claims) -> str:
    blocks = {name: _PRINTER.words(block) for name, block in DESCENDING.items()}
    stated = _PRINTER.stated(claims["one-step-identity"].value, *COLUMN)
    return rf"{_added(blocks, ('s', 'p'), ('q', 'r'))} = {stated} /\ {stated} = {_STEP}"


def _effective(claims: Claims) -> str:
    """A token's values and its scores, by the head's own blocks on the places of the token."""
    blocks = _blocks(claims, "effective-blocks")
    token, query = ("(Phi *m s)", "s", "p"), ("(Phi *m q)", "q", "r")
    values = " + ".join(f"P_{i} *m {x}" for i, x in enumerate(token, 1))
    scores = " + ".join(
        f"{x}^T *m A_{i}{j} *m {y}" for i, x in enumerate(token, 1) for j, y in enumerate(query, 1)
    )
    return f"{_added(blocks, ('s', 'p'), ('q', 'r'))} = ({values}) *m ({scores})"


def _three_tokens(claims: Claims) -> str:
    blocks = {name: name for name in (*VALUES, *SCORES)}
    tokens = (("s_1", ""), ("s_2", "s_1"), ("s_3", "s_2"))
    output = " + ".join(_added(blocks, token, tokens[-1]) for token in tokens)
    step = " + ".join(f"({s} - Phi *m {p}) *m {p}^T *m s_3" for s, p in tokens if p)
    sides = claims["three-tokens"].parts.values()
    return f"{' + '.join(_PRINTER.stated(x, *COLUMN) for x in sides)} = {output} - eta *: ({step})"


_FOUND = ("first-blocks", "second-block", "vanishing-blocks")


def _found(claims: Claims) -> str:
    """With all blocks as they are claimed a token adds its part of the step.

    That with others it does not is said of every sequence, and is no identity.
    """
    return f"{_added(_blocks(claims, *_FOUND), ('s', 'p'), ('q', 'r'))} = {_STEP}"


def _numbers(claims: Claims) -> str:
    printer = Printer(_NUMBERS)
    v, m, n = (
        f"({printer.formula(claims['blocks-of-numbers'].parts[name])})"
        for name in ("V_2", "M_11", "M_21")
    )
    step = "eta * (s - Phi * p) * p * q"
    return f"forall s p q : scalars, {v} * p * ({m} * s + {n} * p) * q = {step}"


_ADDED = r"""
by move=> nonzero; expanded; expanded; entries.
"""

ONE_STEP_CLAIMS = (
    ClaimLemma(
        step="effective-blocks",
        name="effective_blocks",
        among=AMONG,
        states=_effective,
        proof=r"""
by expanded; expanded; entries.
""",
    ),
    ClaimLemma(
        step="one-step-identity",
        name="added_by_a_token",
        among=AMONG,
        states=_identity,
        hypotheses=("c != 0",),
        proof=r"""
by move=> nonzero; split; expanded; expanded; entries.
""",
    ),
    ClaimLemma(
        step="three-tokens",
        name="three_tokens",
        among=AMONG,
        states=_three_tokens,
        proof=r"""
by expanded; expanded; entries.
""",
    ),
    *(
        ClaimLemma(
            step=id,
            name=id.replace("-", "_"),
            among=AMONG,
            states=_found,
            claims=tuple(other for other in _FOUND if other != id),
            hypotheses=("c != 0",),
            proof=_ADDED,
        )
        for id in _FOUND
    ),
    ClaimLemma(
        step="blocks-of-numbers",
        name="blocks_of_numbers",
        among=_NUMBERS,
        states=_numbers,
        hypotheses=("c != 0",),
        proof=r"""
by move=> nonzero s p q; numbers.
""",
    ),
)
