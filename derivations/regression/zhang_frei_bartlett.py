"""Zhang, Frei and Bartlett: one layer of linear attention learns to regress in context.

Statement. Of all blocks of W^PV and W^KQ only u, v, U and r meet the prediction (`_prediction`).
The gradient in v and r is 0 where both are 0, so that they stay 0 (`_stays`). There the loss is a
quadratic form in A = uU (`_loss`), least at A = Γ⁻¹ (`_gamma`, `_least`), with
L − min L = ½ tr(Γ(A − Γ⁻¹)Λ(A − Γ⁻¹)'Λ) (`_excess`). The flow of u and U keeps u² − tr U'U.

Proof. Words of Gaussian matrices, paired by Wick's rule; d tr(AV)/dA = V'; ΛΓ⁻¹ is written in I and
Γ⁻¹, as Γ = (1 + 1/N)Λ + (tr Λ + σ²)/N I.
"""

from functools import partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.regression import observables as of
from derivations.regression import random_covariance, starting, stationary, steepness, testing
from derivations.regression.prompt import (
    AMONG,
    GAMMA_INVERSE,
    GAUSSIAN,
    LETTERS,
    full_prediction,
    loss,
    word,
)
from derivations.regression.reduced import Layer, conserved
from derivations.words import coefficients, matrix_sum
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Reasoned, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.rewriting import replaced

ID = "zhang-frei-bartlett"
TITLE = "one layer of linear attention on prompts of a linear regression"
SOURCE = "Zhang, Frei and Bartlett 2024"
ZERO = Assumption("v = 0 and r = 0, where A = u U")


def derive(setting: Setting) -> Derivation:
    """Return the derivation, for every N, Lambda and sigma."""
    layer = Layer(setting)
    steps = (
        _prediction(layer),
        _full_loss(layer),
        _stays(layer),
        _loss(layer),
        _gradient(layer),
        _gamma(layer),
        _least(layer),
        _excess(layer),
        _flow_scale(layer),
        _flow_matrix(layer),
        _conserved(layer),
        _test(layer),
        *stationary.steps(layer),
        *steepness.steps(layer),
        *starting.steps(layer),
        *testing.steps(layer),
        *random_covariance.steps(layer),
    )
    return Derivation(ID, TITLE, steps)


def _zero(what: str, *left: FracElement) -> Check:
    return zero_elements(what, left)


def _prediction(layer: Layer) -> Step:
    step = Step(
        "full-prediction",
        Claim(
            "prediction of the layer with all blocks; no other entry of W_PV and W_KQ is in it",
            "prediction",
            r"\widehat{y}_q",
        ),
        why="the last entry of W_PV E E^T W_KQ E/N, multiplied out in blocks",
        source=f"{SOURCE}, the layer",
        observable=of.FullPrediction(),
    )
    return attempted(step, lambda: matrix_sum(full_prediction(True), layer.field))


def _full_loss(layer: Layer) -> Step:
    step = Step(
        "full-loss",
        Claim("population loss in all blocks", "L", "L"),
        why="the square of the prediction less w^T q, each Gaussian letter paired with each other",
        premises=("full-prediction",),
        assumptions=(GAUSSIAN,),
        source=SOURCE,
        observable=of.FullLoss(),
    )
    return attempted(step, lambda: layer.formula(loss(full_prediction(True))))


def _stays(layer: Layer) -> Step:
    step = Step(
        "blocks-stay",
        Claim(
            "the gradient in v and r is 0 where both are 0: started there, they stay there",
            "stay 0",
            r"\text{stay } 0",
        ),
        why="no monomial of the loss has one of v and r once and the other not at all",
        premises=("full-loss",),
        assumptions=(GAUSSIAN,),
        source=f"{SOURCE}, the initialization",
        observable=of.BlocksStay(),
    )
    return attempted(step, lambda: _staying(layer))


def _staying(layer: Layer) -> Reasoned:
    total = loss(full_prediction(True))
    nothing = {name: word(name).times({}) for name in ("v", "r")}
    left = [
        replaced(
            (gradient(total, name, AMONG).T @ word(name)).trace(), {other: nothing[other]}, AMONG
        )
        for name, other in (("v", "r"), ("r", "v"))
    ]
    single = [m for value in left for m in value if _count(m) == 1]
    return Reasoned(not single, ("every monomial has v and r an even number of times together",))


def _count(monomial: tuple[tuple[tuple[int, ...], int], ...]) -> int:
    places = {code // 2 for code in LETTERS.word("v", "r")}
    return sum(e * sum(code // 2 in places for code in g if g[0] >= 0) for g, e in monomial)


def _loss(layer: Layer) -> Step:
    step = Step(
        "loss",
        Claim("population loss in A", "L", "L"),
        why="the same of y X^T A q/N",
        premises=("full-prediction",),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.Loss(),
    )
    return attempted(step, lambda: layer.formula(layer.loss), partial(_of_all_blocks, layer))


def _of_all_blocks(layer: Layer, claim: Claim) -> Check:
    """The loss in all blocks at v = r = 0 is that at A = uU."""
    nothing = {name: word(name).times({}) for name in ("v", "r")}
    full = replaced(loss(full_prediction(True)), nothing, AMONG)
    gap = layer.element(full) - layer.element(layer.in_weights)
    stated = claim.value.element - layer.element(layer.loss)
    return _zero("the loss in all blocks at v = r = 0, less this at A = u U", gap, stated)


def _gradient(layer: Layer) -> Step:
    step = Step(
        "gradient-A",
        Claim("gradient of the loss in A", "dL/dA", r"\nabla_A L"),
        why="d tr(A V)/dA = V^T, for each place of A in a trace",
        premises=("loss",),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.GradientA(),
    )
    return attempted(step, lambda: matrix_sum(layer.gradient, layer.field))


def _gamma(layer: Layer) -> Step:
    step = Step(
        "gamma",
        Claim(
            "the matrix Gamma with dL/dA = Lambda (Gamma A - I) Lambda: the loss is least at its "
            "inverse, and nowhere else where Lambda is positive",
            "Gamma",
            r"\Gamma",
        ),
        why="every word of the gradient but Lambda^2 starts with Lambda and ends with A Lambda",
        premises=("gradient-A",),
        assumptions=(GAUSSIAN, ZERO),
        source=f"{SOURCE}, Theorem 4.1",
        observable=of.InverseMinimiser(),
    )
    return attempted(step, lambda: matrix_sum(layer.gamma, layer.field), partial(_factors, layer))


def _factors(layer: Layer, claim: Claim) -> Check:
    """∇L − Λ(ΓA − I)Λ, with the Γ of the claim."""
    outer = word("Lambda")
    left = coefficients(layer.gradient + outer @ outer, layer.field)
    found = {spelled: form.element for spelled, form in claim.value}
    none = layer.field.field.zero
    gaps = [value - found.pop(LETTERS.spelled(w)[1:-2], none) for w, value in left.items()]
    return _zero("dL/dA - Lambda (Gamma A - I) Lambda", *gaps, *found.values())


def _least(layer: Layer) -> Step:
    step = Step(
        "minimum-loss",
        Claim("least loss, where A is the inverse of Gamma", "min L", r"\min L"),
        why="a quadratic form is at its vertex its constant and half of its linear part",
        premises=("loss", "gamma"),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.LeastLoss(),
    )

    def at_inverse(claim: Claim) -> Check:
        gap = layer.element(layer.at(word(GAMMA_INVERSE)))
        gap -= layer.element(layer.reduced(layer.least))
        own = claim.value.element - layer.element(layer.least)
        return _zero("L(Gamma^-1) less it", gap, own)

    return attempted(step, lambda: layer.formula(layer.least), at_inverse)


def _excess(layer: Layer) -> Step:
    step = Step(
        "excess",
        Claim(
            "loss less its minimum, where B is A less the inverse of Gamma",
            "L - min L",
            r"L - \min L",
        ),
        why="A is B and the inverse of Gamma; what is linear in B cancels, as Lambda Gamma^-1 is "
        "N/(N + 1) (I - (tr Lambda + sigma^2)/N Gamma^-1)",
        premises=("loss", "gamma", "minimum-loss"),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.Excess(),
    )

    def as_square(claim: Claim) -> Check:
        square = (layer.gamma @ word("B", "Lambda", "B'", "Lambda")).trace()
        return _zero(
            "it less tr(Gamma B Lambda B^T Lambda)/2",
            claim.value.element - layer.element(square) / 2,
        )

    return attempted(step, lambda: layer.formula(layer.excess), as_square)


def _flow_scale(layer: Layer) -> Step:
    step = Step(
        "flow-u",
        Claim("gradient flow of u", "u'", r"\dot{u}"),
        why="minus the derivative of the loss in u, at A = u U",
        premises=("loss",),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.FlowU(),
    )
    return attempted(step, lambda: layer.formula(layer.speeds[0]))


def _flow_matrix(layer: Layer) -> Step:
    step = Step(
        "flow-U",
        Claim("gradient flow of U", "U'", r"\dot{U}"),
        why="minus the gradient of the loss in U, at A = u U",
        premises=("loss",),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.FlowMatrix(),
    )
    return attempted(step, lambda: matrix_sum(layer.speeds[1], layer.field))


def _conserved(layer: Layer) -> Step:
    step = Step(
        "conserved",
        Claim("the flow of u and U keeps this", "conserved", r"\text{conserved}"),
        why="the loss depends on u U alone, so that u dL/du = tr(U^T dL/dU)",
        premises=("flow-u", "flow-U"),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.Conserved(),
    )

    def speed(claim: Claim) -> Check:
        own = claim.value.element - layer.element(layer.invariant)
        return _zero("its speed", layer.element(conserved(layer.speeds)), own)

    return attempted(step, lambda: layer.formula(layer.invariant), speed)


def _test(layer: Layer) -> Step:
    step = Step(
        "test-loss",
        Claim("loss at the inverse of Gamma on prompts with M samples, divided by M", "L_M", "L_M"),
        why="the loss with M in the place of N, at the Gamma^-1 of N",
        premises=("loss", "gamma"),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.TestLoss(),
    )
    return attempted(step, lambda: layer.formula(layer.on_test))
