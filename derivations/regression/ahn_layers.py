"""Ahn et al.: L layers of linear attention are L steps of preconditioned descent on the prompt.

Statement. With w ~ N(0, Λ⁻¹), y = w'X, and layers y ← y − y X'A_k X/N, A_k = a_k Λ⁻¹, the error of
the prediction is w' Π(I − a_k S) q in white coordinates, S = ZZ'/N with Z white: the loss is
½ E tr Π(I − a_k S)² (`_loss`). With Π(1 − a_k s) = 1 − e_1 s + e_2 s² − … it is a square form in
e_1, …, e_L, and least where the polynomial is orthogonal to 1, s, …, s^{L−1} for the weight s on
the mean spectrum of S (`_orthogonal`): 1/a_k are roots of an orthogonal polynomial. The least loss
is half of what is left of d (`_least`). What the gradient is at these A_k is in `layer_gradients`,
one step for all layers in `common_steps`, and what no predictor goes below in `bayes`.

Proof. The moments m_j = E tr S^j are those of Wishart matrices; the normal equations
Σ_j (−1)^j e_j m_{i+j} = 0, i = 1..L, e_0 = 1, are a Hankel system.
"""

from derivations.exact_checks import symbolic_zero
from derivations.regression import bayes, common_steps, layer_gradients
from derivations.regression import layer_observables as of
from derivations.regression.layer_moments import DEEPEST, SOURCE, WHITENED, Layers, count
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "ahn-layers"
TITLE = "L layers of linear attention: their loss, and the best steps, for L = 1, 2, 3"


def derive(setting: Setting) -> Derivation:
    """Return the derivation, for every N and d and one, two and three layers."""
    steps = []
    for depth in range(1, DEEPEST + 1):
        layers = Layers(depth, setting)
        steps += [_loss(layers), _orthogonal(layers), _least(layers)]
    beside = *common_steps.steps(setting), *bayes.steps(setting)
    return Derivation(ID, TITLE, (*steps, *layer_gradients.steps(setting), *beside))


def _loss(layers: Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"loss-{depth}",
        Claim(f"population loss of {count(depth)} at steps a_k", "L", "L"),
        why="half the mean of tr of the square of the product of I - a_k S, by moments of Wishart "
        "matrices",
        assumptions=(WHITENED,),
        source=f"{SOURCE}, Theorem 3",
        observable=of.LayersLoss(depth),
    )
    return attempted(step, lambda: Formula(layers.half_square(layers.symmetric), layers.field))


def _orthogonal(layers: Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"polynomial-{depth}",
        Claim(
            f"elementary symmetric functions of the best steps of {count(depth)}: 1/a_k are the "
            "roots of s^L - e_1 s^(L-1) + ..., orthogonal for s times the mean spectrum",
            "e",
            "e",
        ),
        why="the loss is half the mean square of a polynomial p with p(0) = 1; p is orthogonal to "
        "s, ..., s^L: a Hankel system of moments",
        premises=(f"loss-{depth}",),
        assumptions=(WHITENED,),
        source=SOURCE,
        observable=of.BestPolynomial(depth),
    )
    signs = [(-1) ** j for j in range(1, depth + 1)]

    def parts() -> dict[str, Formula]:
        return {
            f"e_{j}": Formula(sign * value, layers.field)
            for j, (sign, value) in enumerate(zip(signs, layers.best[1:], strict=True), start=1)
        }

    def orthogonal(claim: Claim) -> Check:
        stated = [s * part.element for s, part in zip(signs, claim.parts.values(), strict=True)]
        own = [layers.field.field.one, *stated]
        return symbolic_zero(
            "the mean of s^i p(s), i = 1 .. L",
            *(
                lambda i=i: sum(
                    (x * layers.moment(i + j) for j, x in enumerate(own)), layers.field.field.zero
                )
                for i in range(1, depth + 1)
            ),
        )

    return attempted(step, parts, orthogonal)


def _least(layers: Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"minimum-loss-{depth}",
        Claim(f"least loss of {count(depth)}", "min L", r"\min L"),
        why="p is orthogonal to all of it but its constant: half the mean of tr p(S)",
        premises=(f"loss-{depth}", f"polynomial-{depth}"),
        assumptions=(WHITENED,),
        source=SOURCE,
        observable=of.LeastLayersLoss(depth),
    )

    def square(claim: Claim) -> Check:
        return symbolic_zero(
            "the loss at the best polynomial less it",
            lambda: claim.value.element - layers.half_square(layers.best),
        )

    def value() -> Formula:
        mean = (x * layers.moment(j) for j, x in enumerate(layers.best))
        return Formula(sum(mean, layers.field.field.zero) / 2, layers.field)

    return attempted(step, value, square)
