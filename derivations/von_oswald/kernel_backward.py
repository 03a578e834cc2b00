"""The claims of a mesa-layer's backward pass for a proof kernel: first order, and all the rest.

A gradient is what is linear in a change, stated with all that is not beside it: no limit is taken,
and over any field. Changes of an inverse are those that `inverse-differential` claims.
"""

from derivations.von_oswald.backward import LATER
from derivations.von_oswald.backward_words import AMONG, CROSS, NORMAL, SHAPES, word
from derivations.von_oswald.keys import Part
from symbolic_mesa.kernel.claimed import ClaimLemma, Claims
from symbolic_mesa.kernel.printing import Printer

_PRINTER = Printer(AMONG)
_SQUARE = SHAPES[NORMAL]
_A, _G, _G_N, _D, _E = (f"{name}^T = {name}" for name in ("A", "G", "G_n", "D", "E"))
_TWO = "2%:R != 0 :> scalars"


def _stated(claims: Claims, id: str, part: Part, key: Part | None = None) -> str:
    """Return a side of a claim, of the shape of what it is the gradient in."""
    claim = claims[id]
    return _PRINTER.stated(claim.value if key is None else claim.parts[key], *SHAPES[part])


def _both(claims: Claims, id: str, *keys: Part) -> tuple[str, ...]:
    return tuple(_stated(claims, id, key, key) for key in keys)


def _of_inverse(claims: Claims, change: str) -> str:
    """Return the claimed first-order change of R as its inverse changes."""
    stated = _stated(claims, "inverse-differential", NORMAL)
    return f"(fun E : {_PRINTER.type_of(*_SQUARE)} => {stated}) {change}"


def _product(*names: str) -> str:
    return _PRINTER.word(names)


def _inverse(claims: Claims) -> str:
    after, r = "invmx (A + E)", _product("R")
    rest = f"{r} *m E *m {after} *m E *m {r}"
    return f"{after} = {r} + {_stated(claims, 'inverse-differential', NORMAL)} + {rest}"


def _query(claims: Claims) -> str:
    before, stated = _product("g'", "S", "R"), _stated(claims, "query-gradient", "q")
    return f"{before} *m (q + p) = {before} *m q + {stated}^T *m p"


def _through(claims: Claims) -> tuple[str, str]:
    """Return by how much one output changes along E, and along F."""
    normal = rf"\tr (g^T *m S *m ({_of_inverse(claims, 'E')}) *m q)"
    return normal, rf"\tr ({_product(*_OUTPUT)})"


_OUTPUT = ("g'", "F", "R", "q")


def _output(claims: Claims) -> str:
    normal, cross = _both(claims, "output-gradient", NORMAL, CROSS)
    first, second = _through(claims)
    return (
        rf"[/\ \tr ({normal}^T *m E) = {first}, \tr ({cross}^T *m F) = {second} "
        rf"& {normal}^T = {normal}]"
    )


def _state(claims: Claims) -> str:
    normal, cross = _both(claims, "state-gradient", NORMAL, CROSS)
    first, second = _through(claims)
    return (
        rf"[/\ \tr ({normal}^T *m E) = gamma * \tr (G_n *m E) + {first}, "
        rf"\tr ({cross}^T *m F) = gamma * \tr (C_n^T *m F) + {second} & {normal}^T = {normal}]"
    )


def _pair(claims: Claims) -> str:
    key, value = _both(claims, "pair-gradient", "k", "v")
    types = tuple(_PRINTER.type_of(*SHAPES[name]) for name in ("k", "v"))
    later = f"(fun (k : {types[0]}) (v : {types[1]}) => {_PRINTER.value(LATER)})"
    linear = rf"\tr ({key}^T *m p) + \tr ({value}^T *m w)"
    rest = r"\tr (G *m (p *m p^T)) + \tr (C^T *m (w *m p^T))"
    return f"let later := {later} in later (k + p) (v + w) = later k v + ({linear}) + ({rest})"


def _forgetting(claims: Claims) -> str:
    later = f"(fun gamma : scalars => {_PRINTER.value(LATER)})"
    stated = _PRINTER.formula(claims["forgetting-gradient"].value)
    return f"let later := {later} in later (gamma + h) = later gamma + h * ({stated})"


def _start(claims: Claims) -> str:
    after = "invmx (lam%:M + Z)"
    linear = rf"\tr ({_stated(claims, 'start-gradient', NORMAL)}^T *m Z)"
    return (
        rf"gamma * \tr (G *m {after}) = gamma * \tr (G *m (lam^-1)%:M) + {linear} "
        rf"+ gamma * lam ^- 2 * \tr (G *m (Z *m {after} *m Z))"
    )


def _lambda(claims: Claims) -> str:
    stated = _PRINTER.formula(claims["lambda-gradient"].value)
    return (
        rf"gamma * \tr (G *m ((lam + h)^-1)%:M) = gamma * \tr (G *m (lam^-1)%:M) "
        rf"+ h * ({stated}) + h ^+ 2 * (gamma * lam ^- 2 * (lam + h)^-1 * \tr G)"
    )


def _at_once(claims: Claims) -> str:
    values, keys = _both(claims, "gradients-at-once", "V", "K")
    shift = _PRINTER.words(word("J", "D", "K'") + word("K", "D", "J'"))
    before = _product("g'", "V", "D", "K'")
    inner = f"{before} *m ({_of_inverse(claims, shift)}) *m q"
    outer = _product("g'", "V", "D", "J'", "R", "q")
    return (
        rf"\tr ({values}^T *m W) = \tr ({_product(*_ALONG_W)}) /\ "
        rf"\tr ({keys}^T *m J) = \tr ({outer}) + \tr ({inner})"
    )


_ALONG_W = ("g'", "W", "D", "K'", "R", "q")
_TURNED = r"""
have first : \tr (g^T *m S *m invmx A *m E *m invmx A *m q)
    = \tr (invmx A *m q *m g^T *m S *m invmx A *m E) by do 2 rotated.
have second : \tr (invmx A *m S^T *m g *m q^T *m invmx A *m E)
    = \tr (invmx A *m q *m g^T *m S *m invmx A *m E).
  by rewrite traceT; expanded; rewrite symmetric change; do 5 rotated.
have third : \tr (g^T *m F *m invmx A *m q) = \tr (invmx A *m q *m g^T *m F) by do 2 rotated.
"""
_CHANGE = ("inverse-differential",)

BACKWARD_CLAIMS = (
    ClaimLemma(
        step="inverse-differential",
        name="inverse_differential",
        among=AMONG,
        states=_inverse,
        hypotheses=(r"A \in unitmx", r"A + E \in unitmx"),
        proof=r"""
move=> before; have [B sum] : exists B, A + E = B by exists (A + E).
have gap : E = B - A by rewrite -sum addrC addKr.
rewrite sum => after.
have one : invmx B = invmx A - invmx A *m E *m invmx B.
  by rewrite gap; expanded; inverted; entries.
have other : invmx B = invmx A - invmx B *m E *m invmx A.
  by rewrite gap; expanded; inverted; entries.
by rewrite {1}one {1}other; expanded; entries.
""",
    ),
    ClaimLemma(
        step="query-gradient",
        name="query_gradient",
        among=AMONG,
        states=_query,
        hypotheses=(_A,),
        proof=r"""
by move=> symmetric; expanded; rewrite symmetric; entries.
""",
    ),
    ClaimLemma(
        step="output-gradient",
        name="output_gradient",
        among=AMONG,
        states=_output,
        claims=_CHANGE,
        hypotheses=(_TWO, _A, _E),
        proof=rf"""
move=> two symmetric change /=.{_TURNED}
split; expanded; rewrite ?symmetric; last by entries.
  by traces; rewrite first ?second; numbers.
by traces; rewrite ?third; numbers.
""",
    ),
    ClaimLemma(
        step="state-gradient",
        name="state_gradient",
        among=AMONG,
        states=_state,
        claims=_CHANGE,
        hypotheses=(_TWO, _A, _E, _G_N),
        proof=rf"""
move=> two symmetric change next /=.{_TURNED}
split; expanded; rewrite ?symmetric ?next; last by entries.
  by traces; rewrite first ?second; numbers.
by traces; rewrite ?third; numbers.
""",
    ),
    ClaimLemma(
        step="pair-gradient",
        name="pair_gradient",
        among=AMONG,
        states=_pair,
        hypotheses=(_G,),
        proof=r"""
move=> symmetric /=.
have first : \tr (G *m p *m p^T) = (p^T *m G *m p) 0 0 by rewrite -trace_line; rotated.
have second : \tr (C^T *m w *m p^T) = (w^T *m C *m p) 0 0.
  by rewrite turned_line -trace_line; expanded; rotated.
have third : (p^T *m G *m k) 0 0 = (k^T *m G *m p) 0 0.
  by rewrite turned_line; expanded; rewrite symmetric.
have fourth : (k^T *m C^T *m w) 0 0 = (w^T *m C *m k) 0 0 by rewrite turned_line; expanded.
by expanded; traces; rewrite ?symmetric ?trace_line first second third fourth; numbers.
""",
    ),
    ClaimLemma(
        step="forgetting-gradient",
        name="forgetting_gradient",
        among=AMONG,
        states=_forgetting,
        proof=r"""
by move=> /=; expanded; traces; numbers.
""",
    ),
    ClaimLemma(
        step="start-gradient",
        name="start_gradient",
        among=AMONG,
        states=_start,
        hypotheses=("lam != 0", r"lam%:M + Z \in unitmx", _G),
        proof=r"""
move=> lambda0 after symmetric; move: (mulVmx after) (mulmxV after).
set P := invmx _; rewrite mulmxDr mulmxDl mul_mx_scalar mul_scalar_mx => left right.
have first : P *m Z = 1%:M - lam *: P by rewrite -left addrAC subrr add0r.
have second : Z *m P = 1%:M - lam *: P by rewrite -right addrAC subrr add0r.
have both : Z *m P *m Z = Z - lam *: 1%:M + lam ^+ 2 *: P.
  by rewrite second mulmxBl mul1mx -scalemxAl first; expanded; entries.
by rewrite both -scalemx1; expanded; rewrite symmetric; traces; numbers.
""",
    ),
    ClaimLemma(
        step="lambda-gradient",
        name="lambda_gradient",
        among=AMONG,
        states=_lambda,
        hypotheses=("lam != 0", "lam + h != 0"),
        proof=r"""
by move=> start after; rewrite !mul_mx_scalar; traces; numbers.
""",
    ),
    ClaimLemma(
        step="gradients-at-once",
        name="gradients_at_once",
        among=AMONG,
        states=_at_once,
        claims=_CHANGE,
        hypotheses=(_A, _D),
        proof=r"""
move=> symmetric weights /=.
have first : \tr (g^T *m W *m D *m K^T *m invmx A *m q)
    = \tr (D *m K^T *m invmx A *m q *m g^T *m W) by do 4 rotated.
have second : \tr (g^T *m V *m D *m J^T *m invmx A *m q)
    = \tr (D *m V^T *m g *m q^T *m invmx A *m J).
  by rewrite traceT; expanded; rewrite symmetric weights; do 3 rotated.
have third : \tr (g^T *m V *m D *m K^T *m invmx A *m J *m D *m K^T *m invmx A *m q)
    = \tr (D *m K^T *m invmx A *m q *m g^T *m V *m D *m K^T *m invmx A *m J) by do 4 rotated.
have fourth : \tr (g^T *m V *m D *m K^T *m invmx A *m K *m D *m J^T *m invmx A *m q)
    = \tr (D *m K^T *m invmx A *m K *m D *m V^T *m g *m q^T *m invmx A *m J).
  by rewrite traceT; expanded; rewrite symmetric weights; do 7 rotated.
split; expanded; expanded; rewrite ?symmetric ?weights; traces; first by rewrite first; numbers.
by rewrite second third fourth; numbers.
""",
    ),
)
