"""Heads at multiples of I, where Λ = m I: a logistic curve, and that no start leaves them.

Statement. Where U_h = u_h I/√d in each head, A = a I and a' = g a − s a² (`_equal`), so that a
follows a logistic curve (`_course`). From any other start the sum over heads of what is not a
multiple of I of U_h, squared, never grows (`_spread`).
"""

from sympy.polys.fields import FracElement

from derivations.regression import observables as of
from derivations.regression.merged_heads import DECAY, ROOT, Heads
from derivations.regression.prompt import GAUSSIAN
from derivations.words import all_zero
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted

WHITE = Assumption("Lambda is m_2 I; v and r are 0 in each head")
EQUAL = Assumption("U_h = u_h I/D in each head at the start, where D is the root of d")
OWN = "this derivation"


def steps(heads: Heads) -> tuple[Step, ...]:
    """Return the steps; they rest on the flow of u and U."""
    return _equal(heads), _course(heads), _spread(heads)


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
