"""A step of a mesa-layer taken back, its claims for a proof kernel: where it can be, its errors."""

from derivations.von_oswald.step_back_words import AMONG, GAMMA, backwards, word
from symbolic_mesa.kernel.claimed import ClaimLemma, Claims
from symbolic_mesa.kernel.matrices import MatrixLemma
from symbolic_mesa.kernel.printing import Printer
from symbolic_mesa.words.matrices import number

_PRINTER = Printer(AMONG)
_SQUARE, _COLUMN = ("k", "k"), ("k", "1")
_FORM, _BEFORE = "(k^T *m invmx A *m k) 0 0", "(k^T *m invmx M *m k) 0 0"
_INVERTIBLE, _NOT_ONE = r"A \in unitmx", f"1 - {_FORM} != 0"
_GROWN = word("M").times(GAMMA) + word("k", "k'")
_STEP = f"A = {_PRINTER.words(_GROWN)}"
_FORWARDS = (r"M \in unitmx", _INVERTIBLE, _STEP, "gamma != 0", f"gamma + {_BEFORE} != 0")
_RUN = (
    "let run := fix run B t := if t is s.+1 then gamma^-1 *: (run B s - keys s *m (keys s)^T) "
    "else B in"
)


def _inverse_before() -> str:
    return _PRINTER.words(backwards().times(number(AMONG, "gamma", -1)))


def _step_back(claims: Claims) -> str:
    stated, before = _PRINTER.stated(claims["step-back"].value, *_SQUARE), _inverse_before()
    return rf"{before} *m {stated} = 1%:M /\ {stated} *m {before} = 1%:M"


def _singular(claims: Claims) -> str:
    stated = _PRINTER.stated(claims["step-back-singular"].value, *_COLUMN)
    return f"{_PRINTER.words(backwards())} *m {_PRINTER.words(word('R', 'k'))} = {stated}"


def _pivot(claims: Claims) -> str:
    return f"1 - {_FORM} = {_PRINTER.formula(claims['step-back-pivot'].value)}"


def _cancellation(claims: Claims) -> str:
    stated = _PRINTER.formula(claims["step-back-cancellation"].value)
    return f"({stated}) * (1 - {_FORM}) = {_FORM}"


def _error_back(claims: Claims) -> str:
    """A step forwards from R_{t−1}⁻¹ with it."""
    before = f"{_inverse_before()} + {_PRINTER.stated(claims['error-back'].value, *_SQUARE)}"
    return f"gamma *: ({before}) + k *m k^T = A + E"


def _errors_back(claims: Claims) -> str:
    """After each number of steps for which a factor is stated."""
    sides = claims["errors-back"].parts.items()
    gaps = (f"run (A + E) {n}%N - run A {n}%N = ({_PRINTER.formula(f)}) *: E" for n, f in sides)
    return f"forall keys : nat -> {_PRINTER.type_of(*_COLUMN)}, {_RUN} " + r" /\ ".join(gaps)


def _error_of_inverse(claims: Claims) -> str:
    """R_{t−1}, as it is claimed, changes by itself times the change of its inverse."""
    before = _PRINTER.stated(claims["step-back"].value, *_SQUARE)
    stated = _PRINTER.stated(claims["error-back-of-R"].value, *_SQUARE)
    return f"{before} *m (gamma^-1 *: (A *m F *m A)) *m {before} = {stated}"


_IMAGE = r"""
have image : invmx M *m k = (gamma + (k^T *m invmx M *m k) 0 0) *: (invmx A *m k).
  rewrite -[LHS](mulKmx there) [in A *m _]taken; expanded; inverted.
  by rewrite ?pull; expanded; entries.
have form : (k^T *m invmx M *m k) 0 0
    = (gamma + (k^T *m invmx M *m k) 0 0) * (k^T *m invmx A *m k) 0 0.
  by rewrite -{1}mulmxA image -scalemxAr mxE mulmxA.
"""

STEP_BACK = (
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

STEP_BACK_CLAIMS = (
    ClaimLemma(
        step="step-back",
        name="step_back",
        among=AMONG,
        states=_step_back,
        hypotheses=(_INVERTIBLE, "gamma != 0", _NOT_ONE),
        proof=r"""
move=> *; apply: either_side.
by expanded; inverted; rewrite ?pull; expanded; inverted; entries.
""",
    ),
    ClaimLemma(
        step="step-back-singular",
        name="step_back_singular",
        among=AMONG,
        states=_singular,
        hypotheses=(_INVERTIBLE,),
        proof=r"""
by move=> invertible; expanded; inverted; rewrite ?pull; entries.
""",
    ),
    ClaimLemma(
        step="step-back-pivot",
        name="step_back_pivot",
        among=AMONG,
        states=_pivot,
        hypotheses=_FORWARDS,
        proof=rf"""
move=> before there taken gamma0 nonzero.{_IMAGE}
apply: (mulfI nonzero); rewrite mulrBr mulr1 -form; numbers.
""",
    ),
    ClaimLemma(
        step="step-back-cancellation",
        name="step_back_cancellation",
        among=AMONG,
        states=_cancellation,
        hypotheses=_FORWARDS,
        proof=rf"""
move=> before there taken gamma0 nonzero.{_IMAGE}
apply: (mulfI nonzero); rewrite -form mulrCA mulrBr mulr1 -form; numbers.
""",
    ),
    ClaimLemma(
        step="error-back",
        name="error_back",
        among=AMONG,
        states=_error_back,
        hypotheses=("gamma != 0",),
        proof=r"""
by move=> gamma0; expanded; entries.
""",
    ),
    ClaimLemma(
        step="errors-back",
        name="errors_back_by_number",
        among=AMONG,
        states=_errors_back,
        hypotheses=("gamma != 0",),
        proof=r"""
by move=> gamma0 keys /=; repeat split; expanded; entries.
""",
    ),
    ClaimLemma(
        step="error-back-of-R",
        name="error_back_of_R",
        among=AMONG,
        states=_error_of_inverse,
        claims=("step-back",),
        hypotheses=(_INVERTIBLE, "gamma != 0", _NOT_ONE),
        proof=r"""
by move=> *; expanded; inverted; rewrite ?pull; expanded; inverted; rewrite ?pull; entries.
""",
    ),
)
