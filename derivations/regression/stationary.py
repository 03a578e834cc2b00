"""Every stationary point of the flow of u and U, for a positive Λ: minima, and strict saddles.

Statement. With M(A) = ∇L(A) = Λ(ΓA − I)Λ the gradient is u M(uU) in U and tr(U'M(uU)) in u. So
where u ≠ 0 the stationary points are those with uU = Γ⁻¹, all of them minima (`_minima`), and where
u = 0 those with tr(UΛ²) = 0 (`_saddles`). At the latter the second derivative along a change (b, V)
of (u, U) is b² G − 2b tr(VΛ²), G = tr(ΓUΛU'Λ) (`_curvature`), which is negative along one of them
(`_descent`).

Proof. Γ and Λ are positive, so that M(A) = 0 at A = Γ⁻¹ alone. (u + hb)(U + hV) is multiplied out.
"""

from derivations.regression import observables as of
from derivations.regression.prompt import GAMMA_INVERSE, GAUSSIAN
from derivations.regression.reduced import SCALE, Layer
from derivations.regression.wider import (
    POSITIVE,
    WIDER,
    Writing,
    at_scalar,
    combined,
    pull,
    put,
    scalar,
    stated,
    unit,
    wider,
    wider_rule,
    without,
    word,
    writing,
)
from derivations.words import all_zero
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.words.derivatives import gradient, slope
from symbolic_mesa.words.matrices import Matrix
from symbolic_mesa.words.rewriting import normal
from symbolic_mesa.words.values import Value, product

SOURCE = "this derivation"
FIRST = scalar("u")
LEVEL = word("Lambda", "Lambda").trace()


def steps(layer: Layer) -> tuple[Step, ...]:
    """Return the steps; they rest on the loss and on Gamma."""
    at_rest = pulled(layer, word(GAMMA_INVERSE))
    write = writing(layer.setting, layer.in_weights, along(layer), growth(layer), LEVEL, at_rest)
    makers = (_minima, _saddles, _curvature, _descent)
    return tuple(maker(layer, write) for maker in makers)


def growth(layer: Layer, of: str = "U") -> Value:
    """G = tr(ΓUΛU'Λ), twice what is of second order in the loss."""
    return combined((2, put(layer.second_order, A=word(of))))


def _minima(layer: Layer, write: Writing) -> Step:
    step = Step(
        "stationary-minima",
        Claim(
            "where u is not 0 both gradients are 0 exactly at u U = A, this A: each of these "
            "points has the least loss, and no two of them differ in A",
            "A",
            "A",
        ),
        why="the gradient in U is u M(A) with M(A) = Lambda (Gamma A - I) Lambda, that in u is "
        "tr(U^T M(A)); M(A) = 0 at Gamma^-1 alone",
        premises=("loss", "gamma"),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.StationaryMatrix(),
    )

    def gradients(claim: Claim) -> Check:
        matrix, at = word("U"), pull(layer.gamma, word("U").times(FIRST))
        in_matrix = wider(gradient(layer.in_weights, "U", WIDER)) - at.times(FIRST)
        in_scale = combined((1, slope(layer.in_weights, SCALE)), (-1, (matrix.T @ at).trace()))
        return write.zero("both gradients less u M(u U) and tr(U^T M(u U))", in_matrix, in_scale)

    def at_rest(claim: Claim) -> Check:
        return all_zero("tr(M(A) V)", lambda: [write.element(pulled(layer, stated(claim)))])

    return attempted(step, lambda: write.sum(word(GAMMA_INVERSE)), gradients, at_rest)


def pulled(layer: Layer, at: Matrix) -> Value:
    """tr(M(A)V), ΛΓ⁻¹ put away."""
    return normal((pull(layer.gamma, at) @ word("V")).trace(), (wider_rule(layer.rule),), WIDER)


def _saddles(layer: Layer, write: Writing) -> Step:
    step = Step(
        "stationary-saddles",
        Claim(
            "where u is 0 the gradient in U is 0, and that in u is this: such a point is "
            "stationary where this is 0, with the loss of predicting 0",
            "dL/du",
            r"\partial L/\partial u",
        ),
        why="u M(0) = 0, and tr(U^T M(0)) = -tr(U Lambda^2)",
        premises=("stationary-minima",),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.SlopeAtZero(),
    )
    nothing = Matrix(WIDER, "d", "d", {})

    def as_trace(claim: Claim) -> Check:
        value = (word("U'") @ pull(layer.gamma, nothing)).trace()
        gap = claim.value.element - write.element(value)
        return write.zero("it less tr(U^T M(0))", gap)

    def value() -> Value:
        return without(slope(layer.in_weights, SCALE), "u")

    return attempted(step, lambda: write.formula(value()), as_trace)


def along(layer: Layer) -> Value:
    """The second derivative along (b, V), where u = 0."""
    place = WIDER.scalars.index("s")  # how far one is along it
    turned = word("U") + word("V").times(scalar("s"))
    moved = put(layer.loss, A=turned.times(product(scalar("s"), scalar("b"))))
    return without(slope(slope(moved, place), place), "s")


def _curvature(layer: Layer, write: Writing) -> Step:
    step = Step(
        "saddle-curvature",
        Claim(
            "second derivative of the loss where u is 0, along a change (b, V) of (u, U)",
            "curvature",
            r"\text{curvature}",
        ),
        why="the loss at u = s b and U + s V, its second derivative in s at 0",
        premises=("stationary-saddles",),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.SaddleCurvature(),
    )

    def as_form(claim: Claim) -> Check:
        growing = product(scalar("b", 2), growth(layer))
        falling = product(scalar("b"), word("V", "Lambda", "Lambda").trace())
        gap = claim.value.element - write.element(combined((1, growing), (-2, falling)))
        return write.zero("it less b^2 tr(Gamma U Lambda U^T Lambda) - 2 b tr(V Lambda^2)", gap)

    return attempted(step, lambda: write.formula(along(layer)), as_form)


def descent(layer: Layer) -> tuple[Value, Matrix]:
    """B = tr Λ² and V = (1 + G) I."""
    return LEVEL, unit() + unit().times(growth(layer))


def _descent(layer: Layer, write: Writing) -> Step:
    step = Step(
        "saddle-descent",
        Claim(
            "this along b = tr Lambda^2, V = (1 + G) I, where G = tr(Gamma U Lambda U^T Lambda): "
            "it is negative at every U, so that none of these points is a minimum, and it is "
            "positive along b and -V: each is a saddle",
            "curvature",
            r"\text{curvature}",
        ),
        why="Lambda and Gamma are positive: G is not negative, and tr Lambda^2 is positive",
        premises=("saddle-curvature",),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.SaddleDescent(),
    )
    square = product(LEVEL, LEVEL)
    negative = combined((-2, square), (-1, product(square, growth(layer))))

    def as_product(claim: Claim) -> Check:
        return write.zero(
            "it less -(2 + G) (tr Lambda^2)^2", claim.value.element - write.element(negative)
        )

    def value() -> Value:
        size, turned = descent(layer)
        return at_scalar(put(along(layer), V=turned), "b", size)

    return attempted(step, lambda: write.formula(value()), as_product)
