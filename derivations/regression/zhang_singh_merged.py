"""Zhang, Singh, Latham and Saxe: heads of linear attention with keys and queries merged.

Statement. Heads with U_h and u_h, and v_h = r_h = 0, predict y X'A q/N with A = Σ u_h U_h
(`_effective`). So the gradient in U_h is u_h M(A) and that in u_h is tr(U_h'M(A)), M(A) = ∇L(A):
where some u_h is not 0 the stationary points are those with A = Γ⁻¹ (`_minima`), and where all are
0 those with tr(U_h Λ²) = 0 for each h (`_saddles`). The flow keeps u_g u_h − tr(U_g'U_h)
(`_conserved`). What they do in time is in `heads_in_time`.

Proof. Two heads are written out; others enter through A alone, as these do.
"""

from collections.abc import Mapping
from itertools import combinations_with_replacement

from sympy.polys.fields import FracElement

from derivations.regression import heads_in_time
from derivations.regression import observables as of
from derivations.regression.keys import HeadPair
from derivations.regression.merged_heads import HEADS, Heads, prediction
from derivations.regression.prompt import GAMMA_INVERSE, GAUSSIAN, labels
from derivations.regression.reduced import Layer
from derivations.regression.stationary import pulled
from derivations.regression.wider import WIDER, pull, scalar, stated, wider, word
from derivations.words import all_zero
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.matrices import Matrix

ID = "zhang-singh-merged"
TITLE = "heads of linear attention on prompts: where training rests, and its time course"
SOURCE = "Zhang, Singh, Latham and Saxe 2025"
OWN = "this derivation"
ZERO = Assumption("v and r are 0 in each head")
POSITIVE = Assumption("Lambda is positive; v and r are 0 in each head")


def derive(setting: Setting) -> Derivation:
    """Return the derivation, for every N, d, Lambda and sigma."""
    heads = Heads(Layer(setting))
    makers = (
        _effective,
        _flow_scale,
        _flow_matrix,
        _minima,
        _saddles,
        _conserved,
    )
    steps = (*(maker(heads) for maker in makers), *heads_in_time.steps(heads))
    return Derivation(ID, TITLE, steps)


def _effective(heads: Heads) -> Step:
    step = Step(
        "effective-matrix",
        Claim(
            "the matrix A with which two heads predict y X^T A q/N; h heads do so with A the sum "
            "of all u_h U_h",
            "A",
            "A",
        ),
        why="each head's last entry of W_V E E^T W_KQ E/N, multiplied out in blocks, added up",
        assumptions=(ZERO,),
        source=SOURCE,
        observable=of.HeadsMatrix(),
    )

    def as_prediction(claim: Claim) -> Check:
        def gaps() -> list[FracElement]:
            ends = wider(labels()) @ word("X'") @ stated(claim) @ word("q")
            gap = ends.times(scalar("N", -1)) - prediction()
            return heads.write.elements(gap)

        return all_zero("y X^T A q/N less what two heads predict", gaps)

    return attempted(step, lambda: heads.write.sum(heads.matrix), as_prediction)


def _flow_scale(heads: Heads) -> Step:
    step = Step(
        "flow-u",
        Claim("gradient flow of u of a head, here the first of two", "u_1'", r"\dot{u}_1"),
        why="minus the derivative of the loss in u_1, at A = u_1 U1 + u_2 U2",
        premises=("effective-matrix",),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.HeadsScaleFlow(),
    )

    def as_pull(claim: Claim) -> Check:
        at = pull(heads.layer.gamma, heads.matrix)
        gap = claim.value.element + heads.write.element((word("U1'") @ at).trace())
        return heads.write.zero("it and tr(U1^T M(A))", gap)

    return attempted(step, lambda: heads.write.formula(heads.scale_speed(1)), as_pull)


def _flow_matrix(heads: Heads) -> Step:
    step = Step(
        "flow-U",
        Claim("gradient flow of U of a head, here the first of two", "U1'", r"\dot{U}_1"),
        why="minus the gradient of the loss in U1, at A = u_1 U1 + u_2 U2",
        premises=("effective-matrix",),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.HeadsMatrixFlow(),
    )

    def as_pull(claim: Claim) -> Check:
        at = pull(heads.layer.gamma, heads.matrix).times(scalar("u_1"))
        return heads.write.zero("it and u_1 M(A)", *heads.write.apart(claim.value, -at))

    return attempted(step, lambda: heads.write.sum(heads.matrix_speed(1)), as_pull)


def _minima(heads: Heads) -> Step:
    step = Step(
        "stationary-minima",
        Claim(
            "where some u_h is not 0 every gradient is 0 exactly where the sum of all u_h U_h is "
            "this: the loss is least there",
            "A",
            "A",
        ),
        why="the gradient in U_h is u_h M(A), M(A) = Lambda (Gamma A - I) Lambda, that in u_h is "
        "tr(U_h^T M(A))",
        premises=("flow-u", "flow-U"),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.HeadsStationaryMatrix(),
    )

    def at_rest(claim: Claim) -> Check:
        return all_zero(
            "tr(M(A) V)", lambda: [heads.write.element(pulled(heads.layer, stated(claim)))]
        )

    return attempted(step, lambda: heads.write.sum(word(GAMMA_INVERSE)), at_rest)


def _saddles(heads: Heads) -> Step:
    step = Step(
        "stationary-saddles",
        Claim(
            "where every u_h is 0 the gradients in U_h are 0, and that in u_h is this, here of the "
            "first head: such a point is stationary where it is 0 for each head, and a saddle as "
            "that of one head is",
            "dL/du_1",
            r"\partial L/\partial u_1",
        ),
        why="u_h M(0) = 0, and tr(U_h^T M(0)) = -tr(U_h Lambda^2)",
        premises=("stationary-minima",),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.HeadsSlopeAtZero(),
    )
    nothing = Matrix(WIDER, "d", "d", {})

    def as_trace(claim: Claim) -> Check:
        value = (word("U1'") @ pull(heads.layer.gamma, nothing)).trace()
        gap = claim.value.element - heads.write.element(value)
        return heads.write.zero("it less tr(U1^T M(0))", gap)

    return attempted(step, lambda: heads.write.formula(heads.slope_at_zero), as_trace)


def _conserved(heads: Heads) -> Step:
    step = Step(
        "conserved",
        Claim(
            "the flow keeps these, for each pair of heads and each head with itself",
            "conserved",
            r"\text{conserved}",
        ),
        why="u_g tr(U_h^T G) is what u_g u_h and tr(U_g^T U_h) both gain, G the gradient in A",
        premises=("flow-u", "flow-U"),
        assumptions=(GAUSSIAN, ZERO),
        source=OWN,
        observable=of.HeadsConserved(),
    )
    pairs = [HeadPair(*pair) for pair in combinations_with_replacement(HEADS, 2)]

    def speeds(claim: Claim) -> Check:
        gaps = [
            side.element - heads.write.element(heads.kept(key.first, key.second))
            for key, side in claim.parts.items()
        ]
        moved = [heads.kept_speed(pair.first, pair.second) for pair in pairs]
        return heads.write.zero("their speeds", *gaps, *moved)

    def values() -> Mapping[HeadPair, Formula]:
        return {pair: heads.write.formula(heads.kept(pair.first, pair.second)) for pair in pairs}

    return attempted(step, values, speeds)
