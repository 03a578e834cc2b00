"""The words of a mesa-layer's backward pass, and derivatives of values along letters."""

from collections.abc import Callable, Iterable, Mapping

from sympy.polys.fields import FracElement

from derivations.von_oswald.keys import Part, State
from derivations.words import all_zero, as_matrix, matrix_sum
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.record import Assumption, Check, Claim, Obligation
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, matrix, number
from symbolic_mesa.words.rewriting import replaced
from symbolic_mesa.words.values import Monomial, Number, Value, add, power, product, scalar, times
from symbolic_mesa.words.wick import Expectation

LETTERS = Alphabet(
    (
        Letter("q", "k", "1"),
        Letter("g", "v", "1"),
        Letter("S", "v", "k"),
        Letter("A", "k", "k", symmetric=True, inverse="R"),
        Letter("R", "k", "k", symmetric=True, inverse="A"),
        Letter("G", "k", "k", symmetric=True),
        Letter("C", "v", "k"),
        Letter("G_n", "k", "k", symmetric=True),
        Letter("C_n", "v", "k"),
        Letter("k", "k", "1"),
        Letter("v", "v", "1"),
        Letter("M", "k", "k", symmetric=True),
        Letter("U", "v", "k"),
        Letter("V", "v", "T"),
        Letter("K", "k", "T"),
        Letter("D", "T", "T", symmetric=True),
        Letter("E", "k", "k", symmetric=True),  # from here on what letters change by
        Letter("Z", "k", "k", symmetric=True),
        Letter("F", "v", "k"),
        Letter("p", "k", "1"),
        Letter("w", "v", "1"),
        Letter("J", "k", "T"),
        Letter("W", "v", "T"),
    ),
    {"v": "d_v", "k": "d_k", "T": "T"},
)
AMONG = Expectation(LETTERS, ("d_v", "d_k", "T", "gamma", "lam", "h"))
GAMMA = number(AMONG, "gamma")
_STEP = number(AMONG, "h")

NORMAL, CROSS = State
SHAPES: Mapping[Part, tuple[str, str]] = {
    "q": ("k", "1"),
    "k": ("k", "1"),
    "v": ("v", "1"),
    NORMAL: ("k", "k"),
    CROSS: ("v", "k"),
    "V": ("v", "T"),
    "K": ("k", "T"),
}


Gaps = Callable[[Mapping[Part, Matrix]], Iterable[Value]]


INVERTIBLE = Assumption("every A_t is invertible, with the inverse R_t")


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


OUTPUT = word("g'", "S", "R", "q").as_value()


def sum_of(*values: Value) -> dict[Monomial, Number]:
    """Return a sum of values."""
    total: dict[Monomial, Number] = {}
    for value in values:
        add(total, value)
    return total


def paired(left: Matrix, right: Matrix) -> dict[Monomial, Number]:
    """Return tr(X' Y), the change of a loss with the gradient X as its variable changes by Y."""
    return (left.T @ right).trace()


def along(value: Value, changes: Mapping[str, Matrix]) -> dict[Monomial, Number]:
    """Return the first-order change of a value as letters change: the coefficient of h."""
    moved = {name: word(name) + change.times(_STEP) for name, change in changes.items()}
    generator = scalar(AMONG.scalars.index("h"))
    total: dict[Monomial, Number] = {}
    for monomial, factor in replaced(value, moved, AMONG).items():
        if dict(monomial).get(generator) == 1:
            add(total, {times(monomial, power(generator, -1)): factor})
    return total


def slopes(value: Value, name: str) -> Matrix:
    """Return the gradient of a value in a letter; in a symmetric one the symmetric gradient."""
    found = gradient(value, name, AMONG)
    (code,) = LETTERS.word(name)
    return (found + found.T) / 2 if LETTERS.letters[code // 2].symmetric else found


def as_multiple(value: Value, factor: Number) -> dict[Monomial, Number]:
    """Return a value times a number."""
    return product(value, {(): factor})


def less(left: Value, right: Value) -> dict[Monomial, Number]:
    """Return a difference."""
    return sum_of(left, as_multiple(right, -1))


def through_output() -> Mapping[Part, Matrix]:
    """Return the gradients of g' S R q in the state: dL = g'(dS R + S dR) q, dR = −R E R."""
    changed = (-word("g'", "S", "R", "E", "R", "q")).as_value()
    return {NORMAL: slopes(changed, "E"), CROSS: slopes(OUTPUT, "S")}


def vanishing(what: str, field: Algebra, shapes: Mapping[Part, Part], gaps: Gaps) -> Obligation:
    """Return the obligation that values made of a claim's sums of words are 0.

    Args:
        what: the values in words.
        field: where coefficients live.
        shapes: by the key of each part, which of `SHAPES` it has.
        gaps: the values, of the sums by those keys.
    """

    def check(claim: Claim) -> Check:
        def left() -> list[FracElement]:
            sides = claim.parts or {"": claim.value}
            sums = {key: as_matrix(side, AMONG, SHAPES[shapes[key]]) for key, side in sides.items()}
            return [element(value, AMONG, field) for value in gaps(sums)]

        return all_zero(what, left)

    return check


def sums(parts: Mapping[Part, Matrix], field: Algebra) -> Mapping[Part, MatrixSum]:
    """Return sums of words on their way out, by the keys of their parts."""
    return {key: matrix_sum(one, field) for key, one in parts.items()}
