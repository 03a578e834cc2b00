"""Heads at multiples of I, where Λ = m I: a logistic curve, and that no start leaves them.

Statement. Where U_h = u_h I/√d in each head, A = a I and a' = g a − s a² (`_equal`), so that a
follows a logistic curve (`_course`); where U_h = s_h I/√d, another that comes to this one
(`_uneven`). From any other start the sum over heads of what is not a
multiple of I of U_h, squared, never grows (`_spread`).
"""

from collections.abc import Mapping

from sympy.polys.fields import FracElement

from derivations.regression import observables as of
from derivations.regression.keys import Course
from derivations.regression.merged_heads import DECAY, ROOT, Heads
from derivations.regression.prompt import GAUSSIAN
from derivations.words import all_zero
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted

WHITE = Assumption("Lambda is m_2 I; v and r are 0 in each head")
EQUAL = Assumption("U_h = u_h I/D in each head at the start, where D is the root of d")
UNEVEN = Assumption("U_h = s_h I/D in each head at the start, where D is the root of d")
OWN = "this derivation"


def steps(heads: Heads) -> tuple[Step, ...]:
    """Return the steps; they rest on the flow of u and U."""
    return _equal(heads), _course(heads), _uneven(heads), _spread(heads)


def _root(heads: Heads) -> Definition:
    field = heads.write.field
    return Definition(ROOT, "sqrt", Formula(field.field(field.dim), field))


def _root_gap(heads: Heads, claim: Claim) -> FracElement:
    """Return what D is stated to be the root of, less d."""
    (squared,) = (one.of.element for one in claim.value.where if one.name == ROOT)
    return squared - heads.write.field.field(heads.write.field.dim)


def _equal(heads: Heads) -> Step:
    step = Step(
        "scalar-flow",
        Claim(
            "the flow of a, where U_h is u_h I/D in each head: they stay so, and A = a I",
            "a'",
            r"\dot{a}",
        ),
        why="M(a I) is a multiple m of I, so that u_h' = -D m u_h and U_h' = -m u_h I, and a is "
        "the sum of all u_h^2, divided by D",
        premises=("flow-u", "flow-U"),
        assumptions=(GAUSSIAN, WHITE, EQUAL),
        source=OWN,
        observable=of.HeadsScalarFlow(),
    )

    def stays(claim: Claim) -> Check:
        what = "U1' less u_1' I/D, and a' less this"
        return all_zero(
            what, lambda: [*heads.gaps_of(claim.value.formula.element), _root_gap(heads, claim)]
        )

    return attempted(
        step, lambda: Closed(Formula(heads.speed, heads.write.field), (_root(heads),)), stays
    )


def _course(heads: Heads) -> Step:
    step = Step(
        "time-course",
        Claim(
            "a after the time tau, from a_0: a logistic curve, to 1/gamma for each a_0 > 0",
            "a",
            "a",
        ),
        why="a' = g a - s a^2 has the solution a_0 g/(s a_0 + (g - s a_0) E), E = exp(-g tau)",
        premises=("scalar-flow",),
        assumptions=(GAUSSIAN, WHITE, EQUAL),
        source=OWN,
        observable=of.HeadsTimeCourse(),
    )

    def solves(claim: Claim) -> Check:
        what = "a' less the flow at it, and a at E = 1 less a_0"
        return all_zero(what, lambda: [*_gaps(heads, claim), _root_gap(heads, claim)])

    return attempted(step, lambda: _logistic(heads), solves)


def _logistic(heads: Heads) -> Closed:
    field = heads.write.field
    start, growth, saturation = field.symbol("a_0"), *heads.growth
    left = (growth - saturation * start) * field.symbol(DECAY)
    found = start * growth / (saturation * start + left)
    falls = Definition(DECAY, "exp", Formula(-growth * field.symbol("tau"), field))
    return Closed(Formula(found, field), (_root(heads), falls))


def _gaps(heads: Heads, claim: Claim) -> list[FracElement]:
    """Return what must vanish for the closed form, as it defines E, to be the flow from a_0."""
    field = heads.write.field
    stated, decay = claim.value.formula.element, field.symbol(DECAY)
    (exponent,) = (one.of.element for one in claim.value.where if one.name == DECAY)
    moved = stated.diff(decay) * decay * exponent.diff(field.symbol("tau"))
    start = heads.write.with_symbol(exponent, "tau", field.field.zero)
    first = heads.write.with_symbol(stated, DECAY, field.field.one)
    gaps = moved - heads.speed_at(stated), first - field.symbol("a_0")
    return [*(heads.modulo_root(gap) for gap in gaps), start]


def _uneven(heads: Heads) -> Step:
    step = Step(
        "uneven-start",
        Claim(
            "where U_h is s_h I/D with any s_h: g, which the flow keeps, is not negative, and 0 "
            "where s_h is u_h; the square of a', which is that of the logistic curve at g = 0. "
            "Where weights are of size x at the start, g is of size x^4: once a is far above "
            "x^2 the curve is the logistic one, as from a_0 the sum of all (u_h + s_h)^2/(4 D)",
            "uneven",
            r"\text{uneven}",
        ),
        why="u_h' = -D m s_h and s_h' = -D m u_h, M(a I) = m I: the sums of (u_h + s_h)^2 and of "
        "(u_h - s_h)^2 have a product that is kept, and 4 D a is their difference",
        premises=("flow-u", "flow-U", "scalar-flow"),
        assumptions=(GAUSSIAN, WHITE, UNEVEN),
        source=OWN,
        observable=of.HeadsUnevenStart(),
    )

    def holds(claim: Claim) -> Check:
        what = "the speed of g, and the square of a' less this"
        return all_zero(what, lambda: _uneven_gaps(heads, claim))

    return attempted(step, lambda: _uneven_values(heads), holds)


def _uneven_values(heads: Heads) -> Mapping[Course, Formula]:
    field = heads.write.field
    scales, multiples, dim = heads.named("u"), heads.named("s"), field.field(field.dim)
    kept = field.field.one / (4 * dim)
    for sign in (1, -1):
        pairs = zip(scales, multiples, strict=True)
        kept = kept * sum((u + sign * s) ** 2 for u, s in pairs)
    level = field.symbol("a") ** 2 + field.symbol("g")
    values = {Course.KEPT: kept, Course.SQUARED_SPEED: 4 * dim * heads.force**2 * level}
    return {key: Formula(value, field) for key, value in values.items()}


def _uneven_gaps(heads: Heads, claim: Claim) -> list[FracElement]:
    """Return the speed of g, and (a')² at a = Σ u_h s_h/√d less what is stated, over m²."""
    write, root = heads.write, heads.write.field.symbol(ROOT)
    kept, square = (claim.parts[key].element for key in Course)
    scales, multiples = heads.named("u"), heads.named("s")
    pairs = [*zip(scales, multiples, strict=True)]
    moved = sum(kept.diff(u) * s + kept.diff(s) * u for u, s in pairs)
    level = sum(u * s for u, s in pairs) / root
    gained = sum(u**2 + s**2 for u, s in pairs)
    stated = write.with_symbol(square / heads.force**2, "g", kept)
    gaps = moved, gained**2 - write.with_symbol(stated, "a", level)
    return [*heads.turning, *(heads.modulo_root(gap) for gap in gaps)]


def _spread(heads: Heads) -> Step:
    step = Step(
        "spread",
        Claim(
            "from any start: how fast the sum over heads of |U_h - tr(U_h)/d I|^2 changes, never "
            "growing: heads that are near to multiples of I stay as near",
            "spread'",
            r"\dot{\text{spread}}",
        ),
        why="it is -2 m_2^2 gamma |A - tr(A)/d I|^2, gamma I being Gamma",
        premises=("flow-U",),
        assumptions=(GAUSSIAN, WHITE),
        source=OWN,
        observable=of.HeadsSpread(),
    )

    def as_square(claim: Claim) -> Check:
        write = heads.write
        square = write.element(heads.spread_as_square) * write.field.symbol("m_2") ** 2
        return write.zero(
            "it and 2 m_2^2 gamma |A - tr(A)/d I|^2",
            claim.value.element + 2 * heads.gamma * square,
        )

    return attempted(step, lambda: heads.write.formula(heads.spread), as_square)
