"""A layer that gives each token the one before: what positions it needs, and softmax beside it.

Statement. A causal linear layer with values V s_u and scores p_t' B p_u gives s_{t-1} at every
t <= T and for every sequence, s_0 = 0, exactly when its scores are 1/v before t and 0 elsewhere up
to t, V = v I (`_scores`). Positions of dimension T − 1 can have them, and none of less; at T = 2
they need 2 (`_dimension`). With softmax 2 are enough, but in the limit of large scores alone
(`_circle`, `_never`), which is exponential in them (`_leak`, `_gain`).

Proof. Scores of positions of dimension n are a matrix of rank n at most; its rows 2..T and columns
1..T − 1 are triangular, whatever is above (`_minor`). One-hot positions of period T − 1 score
t − 1 alone among u <= t, unless T − 1 is 1. Then p_1² p_2² is (p_1 p_2)².
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import permutations
from math import prod

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero, vanishes
from derivations.von_oswald.keys import Where
from derivations.von_oswald.observables import (
    CircleGap,
    CopiesExactly,
    CopyDimension,
    CopyMinor,
    CopyScores,
    SoftmaxGain,
    SoftmaxLeak,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.models.mesa_layer import PROBLEM
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "von-oswald-copy"
TITLE = "layers that give each token the one before: positions, and softmax beside them"
SOURCE = "von Oswald et al. 2023, building tokens (s_t, s_(t-1))"
OWN = "this derivation"

LENGTHS = range(2, 7)
FREE = tuple(f"f{k}" for k in range(1, 7))  # scores of tokens that come after the query
BEFORE, EARLIER, NOW = Where("u", "=", "t-1"), Where("u", "<", "t-1"), Where("u", "=", "t")

APART = Assumption("scores p_t^T B p_u read positions alone, and values s_u alone")
LONG = Assumption("t > 1: the only token has the whole weight at t = 1, not the 0 that s_0 is")

Rows = Sequence[Sequence[FracElement]]


def derive(setting: Setting) -> Derivation:
    """Return the derivation; it holds in every dimension of tokens."""
    names = ("v", "n", "g", "epsilon", "cosine", *FREE)
    field = algebra(PROBLEM, setting, names, (), ())
    steps = (_scores, _minor, _dimension, _leak, _gain, _never, _circle)
    return Derivation(ID, TITLE, tuple(step(field) for step in steps))


def _scores(field: Algebra) -> Step:
    v, zero = field.symbol("v"), field.field.zero
    sides = {BEFORE: 1 / v, EARLIER: zero, NOW: zero}

    def copies(claim: Claim) -> Check:
        wanted = {key: field.field.one if key == BEFORE else zero for key in sides}
        gaps = (partial(_less, claim.parts[k].element * v, x) for k, x in wanted.items())
        return symbolic_zero("v times the score, less what s_u is to be multiplied by", *gaps)

    step = Step(
        "copy-scores",
        Claim(
            "scores at query t with which the output is s_(t-1), where values are V s_u; V is v I "
            "then, and scores for u > t may be any",
            "score",
            r"\text{score}",
        ),
        "s_u is multiplied by V times its score, which is I before t and 0 elsewhere: V is a "
        "multiple of I, and no score depends on the sequence",
        assumptions=(APART,),
        source=SOURCE,
        observable=CopyScores(),
    )
    return attempted(step, lambda: {k: Formula(x, field) for k, x in sides.items()}, copies)


def _less(left: FracElement, right: FracElement) -> FracElement:
    return left - right


def scores(field: Algebra, length: int) -> Rows:
    """Return v times the scores by query and token; those of later tokens are symbols."""
    free = iter(FREE)
    one, zero = field.field.one, field.field.zero
    corner = {  # in the minor; what is in its last row or outside it is not needed
        (t, u): field.symbol(next(free)) for t in range(2, length) for u in range(t + 1, length)
    }
    rows = range(1, length + 1)
    return [[corner.get((t, u), one if u == t - 1 else zero) for u in rows] for t in rows]


def determinant(rows: Rows) -> FracElement:
    """Return the sum over permutations."""
    size = len(rows)
    terms = (
        _sign(order) * prod((rows[k][order[k]] for k in range(1, size)), start=rows[0][order[0]])
        for order in permutations(range(size))
    )
    first, *others = terms
    return sum(others, first)


def _sign(order: Sequence[int]) -> int:
    odd = sum(a > b for k, b in enumerate(order) for a in order[:k]) % 2
    return -1 if odd else 1


def _minor(field: Algebra) -> Step:
    """Rows 2..T, columns 1..T − 1."""

    def value() -> Mapping[int, Formula]:
        minors = {t: [row[:-1] for row in scores(field, t)[1:]] for t in LENGTHS}
        v = field.symbol("v")
        return {t: Formula(determinant(one) / v ** (t - 1), field) for t, one in minors.items()}

    def is_power(claim: Claim) -> Check:
        v = field.symbol("v")
        found = {t: side.element * v ** (t - 1) for t, side in claim.parts.items()}
        gaps = (partial(_less, x, field.field.one) for x in found.values())
        return symbolic_zero("it times v^(T-1), less 1", *gaps)

    step = Step(
        "copy-minor",
        Claim(
            "the determinant of the scores of queries 2..T and tokens 1..T-1, by T, whatever those "
            "of later tokens are: for every T v^-(T-1)",
            "minor",
            r"\text{minor}",
        ),
        "1/v is on its diagonal, 0 below it",
        premises=("copy-scores",),
        assumptions=(APART,),
        source=SOURCE,
        observable=CopyMinor(),
    )
    return attempted(step, value, is_power)


def periodic(length: int, period: int) -> bool:
    """Whether one-hot positions of a period score t − 1 alone among the tokens up to t."""
    return all(
        ((u - t + 1) % period == 0) == (u == t - 1)
        for t in range(1, length + 1)
        for u in range(1, t + 1)
    )


def _dimension(field: Algebra) -> Step:
    """T − 1 by the minor, if so many are enough; else, as at T = 2, one more."""

    def bounds(claim: Claim) -> Check:
        """A period of so many is enough; the minor needs T − 1; at T = 2 numbers do not do."""
        one, b = field.field.one, field.symbol("v")
        first, second = map(field.symbol, FREE[:2])
        gaps = [(b * first**2) * (b * second**2) - (b * first * second) ** 2]
        for length, count in claim.parts.items():
            least = length - 1 if periodic(length, length - 1) else length
            gaps.append(field.number(Fraction(count - least)) * one)
            gaps.append(field.field.zero if periodic(length, max(count, 1)) else one)
        what = "p_1^2 p_2^2 less (p_1 p_2)^2, and the dimension less that of one-hot positions"
        return symbolic_zero(what, *(partial(_less, gap, field.field.zero) for gap in gaps))

    step = Step(
        "copy-dimension",
        Claim("the least dimension of positions by T: for every T > 2 it is T - 1", "dim", r"\dim"),
        "scores p_t^T B p_u have at most that rank, and the minor is not 0. One-hot positions of "
        "period T - 1 have the scores: u = t - 1 + m (T - 1) is from 1 to t at m = 0 alone, if "
        "T > 2. At T = 2 numbers would need b p_1^2 = b p_2^2 = 0, but b p_1 p_2 = 1/v",
        premises=("copy-scores", "copy-minor"),
        assumptions=(APART,),
        source=SOURCE,
        observable=CopyDimension(),
    )
    found = {t: t - 1 if periodic(t, t - 1) else t for t in LENGTHS}
    return attempted(step, lambda: found, bounds)


def _leak(field: Algebra) -> Step:
    """Weights g, 1, ..., 1, divided by their sum."""
    n, g = field.symbol("n"), field.symbol("g")
    step = Step(
        "softmax-leak",
        Claim(
            "the weight of the n other tokens, where the score of t - 1 is ln g above theirs; it "
            "is the most where that is above by ln g or more",
            "leak",
            r"\text{leak}",
        ),
        "weights are as e to the scores: n of n + g; it falls with each gap. The output is off by "
        "the leak times the mean of s_u - s_(t-1) over the others",
        assumptions=(LONG,),
        source=SOURCE,
        observable=SoftmaxLeak(),
    )
    rest = vanishes("it and g/(n + g), less 1", lambda leak: leak + g / (n + g) - 1)
    return attempted(step, lambda: Formula(n / (n + g), field), rest)


def _gain(field: Algebra) -> Step:
    n, epsilon = field.symbol("n"), field.symbol("epsilon")
    step = Step(
        "softmax-gain",
        Claim("the g for a leak of epsilon: scores are to be ln g apart", "g", "g"),
        "n/(n + g) = epsilon is linear in g",
        premises=("softmax-leak",),
        assumptions=(LONG,),
        source=SOURCE,
        observable=SoftmaxGain(),
    )
    leaks = vanishes("the leak then, less epsilon", lambda g: n - epsilon * (n + g))
    return attempted(step, lambda: Formula(n * (1 - epsilon) / epsilon, field), leaks)


def _never(_field: Algebra) -> Step:
    return Step(
        "softmax-exact",
        Claim(
            "softmax has a leak of 0 at scores that are finite",
            "exact",
            r"\text{exact}",
            value=False,
        ),
        "n/(n + g) is above 0 for n >= 1; in floating point g may be beyond the smallest number",
        premises=("softmax-leak",),
        assumptions=(LONG,),
        source=SOURCE,
        observable=CopiesExactly(),
    )


def _circle(field: Algebra) -> Step:
    """With p_t = (cos ta, sin ta), B turns by −a: its score is cos (u − t + 1)a."""
    cosine, one = field.symbol("cosine"), field.field.one
    square = one - cosine**2  # of the sine

    def neighbours(gap: FracElement) -> FracElement:
        """1 less p_(t-1) · p_t, where p_(t-1) = (1, 0), p_t = (cos a, sin a)."""
        return one - cosine - gap

    def two_away(gap: FracElement) -> FracElement:
        """Cos a − cos 2a is (1 − cos a)(1 + 2 cos a): others are farther off for cos a > 0."""
        return cosine - (cosine**2 - square) - gap * (1 + 2 * cosine)

    step = Step(
        "softmax-circle",
        Claim(
            "with positions of dimension 2, T turns by one angle that make no circle: how far the "
            "score of t - 1 is above the next, where that of t - 1 is 1; cosine is of the angle",
            "gap",
            r"\text{gap}",
        ),
        "p_u is turned by (u - t + 1) angles from where t looks: the next are u = t and u = t - 2; "
        "scores times ln(g)/gap leak at most n/(n + g)",
        premises=("softmax-leak",),
        assumptions=(LONG,),
        source=OWN,
        observable=CircleGap(),
    )
    what = "1 - cos a, and (cos a - cos 2a)/(1 + 2 cos a), less it"
    return attempted(step, lambda: Formula(1 - cosine, field), vanishes(what, neighbours, two_away))
