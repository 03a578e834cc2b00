"""The gradient in every entry of A_k where A_j = a_j Λ⁻¹: which way training goes from there.

Statement. With w ~ N(0, Λ⁻¹) the gradient in A_k is a multiple of Λ at these A_j (`_gradients`):
what is critical among them is critical among all A_k. The flow leaves them, unless Λ² is a multiple
of I (`_leaving`); in the variables Λ^½ A_k Λ^½, where they are multiples of I, it stays (`_white`).
With w ~ N(0, I) the gradient has Λ² and Λ in it (`_other_tasks`): neither is so, as one layer at
the best of these A_k shows (`_other_rest`).

Proof. Wick's rule for the mean of the error times its derivative along C, a change of A_k.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache, partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from derivations.regression import layer_observables as of
from derivations.regression.keys import LayerMatrix
from derivations.regression.layer_moments import DEEPEST, SOURCE, WHITENED, Layers, count
from derivations.regression.layer_slopes import (
    AMONG,
    INVERSE,
    LAMBDA,
    OTHER_TASK,
    PLAIN,
    WHITE,
    WORDS,
    Variables,
    slope,
)
from derivations.words import all_zero, coefficients, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.words.matrices import Matrix, matrix
from symbolic_mesa.words.values import product

OWN = "this derivation"
SLOPES = tuple(f"g_{k}" for k in range(1, DEEPEST + 1))
TRACE, TRACE_SQUARE = "trace_Lambda", "trace_Lambda_2"
TRACE_INVERSES = "trace_Lambda_inv_Lambda_inv"
MORE = "a", *SLOPES, TRACE, TRACE_SQUARE, TRACE_INVERSES
WRITTEN = 2  # layers up to which the gradients for other tasks are written out: they are long
OTHER = Assumption("w is N(0, I), x_i and q are N(0, Lambda), no noise")


def steps(setting: Setting) -> tuple[Step, ...]:
    """Return the steps for every depth, and those on one layer; they rest on the losses."""
    found = []
    for depth in range(1, DEEPEST + 1):
        layers = Layers(depth, setting, MORE)
        found += [_gradients(layers), _white(layers)]
        found += [_other_tasks(layers)] if depth <= WRITTEN else []
    return (*found, _leaving(Layers(1, setting, MORE)), _other_rest(Layers(1, setting, MORE)))


@cache  # pure
def _along(layers: Layers, layer: int) -> FracElement:
    """Return the derivative of the loss along a_k."""
    return layers.slope([layers.field.symbol(name) for name in layers.steps], layer)


@cache  # pure
def _multiple(layers: Layers, variables: Variables, layer: int) -> FracElement:
    """Return what stands before the one word of the gradient in A_k.

    Raises:
        NotApplicable: when there is another.
    """
    found = slope(variables, layers.depth, layer, equal=False)
    word = found.among.alphabet.word(*WORDS[variables])
    if set(found.terms) != {word}:
        raise NotApplicable(f"the gradient is no multiple of {' '.join(WORDS[variables]) or 'I'}")
    return coefficients(found, layers.field)[word]


def _by_slopes(layers: Layers, variables: Variables) -> dict[LayerMatrix, MatrixSum]:
    """Return the gradients by the derivatives g_k of the loss along a_k."""
    found = {}
    for k in range(1, layers.depth + 1):
        ratio = _multiple(layers, variables, k) / _along(layers, k)
        form = Formula(ratio * layers.field.symbol(SLOPES[k - 1]), layers.field)
        found[LayerMatrix(k)] = MatrixSum(((WORDS[variables], form),))
    return found


def _alike(layers: Layers, variables: Variables, claim: Claim) -> Check:
    """Return the check of gradients that are stated by the derivatives of the loss."""
    field = layers.field

    def gaps() -> Iterator[FracElement]:
        for key, side in claim.parts.items():
            ((word, form),) = side
            per_slope = form.element / field.symbol(SLOPES[key.layer - 1])
            along = _along(layers, key.layer)
            yield per_slope * along - _multiple(layers, variables, key.layer)
            yield field.number(Fraction(word != WORDS[variables]))

    return all_zero("them at g_k = dL/da_k less the means of the error times its derivative", gaps)


def _gradients(layers: Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"gradients-{depth}",
        Claim(
            f"gradient of the loss of {count(depth)} in every entry of A_k, at A_j = a_j "
            "Lambda^-1; g_k is the derivative of the loss there along a_k, so that where all g_k "
            "are 0 so is the whole gradient",
            "dL/dA",
            r"\nabla L",
        ),
        why="the mean of the error times its derivative along a change of A_k, each Gaussian "
        "letter paired with each other",
        premises=(f"loss-{depth}",),
        assumptions=(WHITENED,),
        source=f"{SOURCE}, Theorem 3",
        observable=of.LayerGradients(depth),
    )
    return attempted(step, partial(_by_slopes, layers, PLAIN), partial(_alike, layers, PLAIN))


def _white(layers: Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"white-gradients-{depth}",
        Claim(
            f"gradient of the loss of {count(depth)} in Lambda^(1/2) A_k Lambda^(1/2), where these "
            "are a_j I: in these variables multiples of I stay so, with a_k' = -g_k/d",
            "dL/dA",
            r"\nabla L",
        ),
        why="the same with Lambda = R R and the change R^-1 C R^-1 of A_k",
        premises=(f"gradients-{depth}",),
        assumptions=(WHITENED,),
        source=OWN,
        observable=of.WhiteLayerGradients(depth),
    )
    return attempted(step, partial(_by_slopes, layers, WHITE), partial(_alike, layers, WHITE))


def _other_tasks(layers: Layers) -> Step:
    depth = layers.depth
    step = Step(
        f"other-gradients-{depth}",
        Claim(
            f"where w is N(0, I), the gradient of the loss of {count(depth)} in every entry of "
            "A_k, at A_j = a Lambda^-1 for all j; where its coefficient of Lambda Lambda is not 0 "
            "it is a multiple of Lambda, and that in Lambda^(1/2) A_k Lambda^(1/2) one of I, only "
            "if Lambda is a multiple of I",
            "dL/dA",
            r"\nabla L",
        ),
        why="the mean of the error times its derivative along a change of A_k, each Gaussian "
        "letter paired with each other",
        assumptions=(OTHER,),
        source=OWN,
        observable=of.OtherLayerGradients(depth),
    )

    def parts() -> dict[LayerMatrix, MatrixSum]:
        return {
            LayerMatrix(k): matrix_sum(slope(OTHER_TASK, depth, k, equal=True), layers.field)
            for k in range(1, depth + 1)
        }

    def along_steps(claim: Claim) -> Check:
        given = [layers.field.symbol("a")] * depth

        def gaps() -> Iterator[FracElement]:
            for key, side in claim.parts.items():
                share = layers.field.symbol(TRACE) / layers.field.field(layers.field.dim)
                yield _traced(side, layers) - share * layers.slope(given, key.layer)

        what = "its trace with Lambda^-1 less tr Lambda/d times the derivative of the loss above"
        return all_zero(what, gaps)

    return attempted(step, parts, along_steps)


def _traced(side: MatrixSum, layers: Layers) -> FracElement:
    """Return the trace of a sum of Λ² and Λ with Λ⁻¹."""
    field = layers.field
    traces = {(LAMBDA,): field.field(field.dim), (LAMBDA, LAMBDA): field.symbol(TRACE)}
    none = field.field.one  # of other words
    return sum((form.element * traces.get(word, none) for word, form in side), field.field.zero)


def _leaving(layers: Layers) -> Step:
    step = Step(
        "leaving",
        Claim(
            "square of the part of the gradient in A_k that leads away from multiples of "
            "Lambda^-1, over g_k^2, of one, two and three layers: by Cauchy and Schwarz it is 0 "
            "only where Lambda is a multiple of Lambda^-1, and Lambda^2 one of I",
            "|dL/dA|^2/g^2",
            r"|\nabla L|_\perp^2/g^2",
        ),
        why="the gradient is g_k/d Lambda; of Lambda its projection on Lambda^-1 is d/tr "
        "Lambda^-2 Lambda^-1",
        premises=tuple(f"gradients-{depth}" for depth in range(1, DEEPEST + 1)),
        assumptions=(WHITENED,),
        source=OWN,
        observable=of.GradientOffSet(),
    )
    share = _multiple(layers, PLAIN, 1) / _along(layers, 1)
    whole, inner, inverses, rest = _projected(layers)

    def by_pythagoras(claim: Claim) -> Check:
        left = claim.value.element / share**2
        return symbolic_zero(
            "it and the square of that projection less the whole square; what leads away times "
            "Lambda^-1",
            lambda: left + inner**2 / inverses - whole,
            lambda: element((rest @ word(INVERSE)).trace(), AMONG, layers.field),
        )

    def value() -> Formula:
        return Formula(share**2 * element((rest @ rest).trace(), AMONG, layers.field), layers.field)

    return attempted(step, value, by_pythagoras)


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


def _projected(layers: Layers) -> tuple[FracElement, FracElement, FracElement, Matrix]:
    """Return tr Λ², tr ΛΛ⁻¹ and tr Λ⁻², and Λ without its projection on Λ⁻¹."""
    pairs = (LAMBDA, LAMBDA), (LAMBDA, INVERSE), (INVERSE, INVERSE)
    whole, inner, inverses = (word(*pair).trace() for pair in pairs)
    below = {tuple((g, -e) for g, e in m): n for m, n in inverses.items()}  # one trace
    rest = word(LAMBDA) - word(INVERSE).times(product(inner, below))
    values = (element(value, AMONG, layers.field) for value in (whole, inner, inverses))
    return (*values, rest)


def _other_rest(layers: Layers) -> Step:
    step = Step(
        "other-rest",
        Claim(
            "with w ~ N(0, I) the gradient of the loss of one layer in every entry of A, at the "
            "multiple of Lambda^-1 with the least loss: it is 0 only where Lambda is a multiple of "
            "I",
            "dL/dA",
            r"\nabla L",
        ),
        why="among multiples of Lambda^-1 the loss is tr Lambda/d times that with w ~ N(0, "
        "Lambda^-1), and so is least at the same one",
        premises=("other-gradients-1", "polynomial-1"),
        assumptions=(OTHER,),
        source=OWN,
        observable=of.OtherRest(),
    )
    found = slope(OTHER_TASK, 1, 1, equal=True)

    def value() -> MatrixSum:
        return matrix_sum(found, layers.field, {"a": -layers.best[1]})

    def critical(claim: Claim) -> Check:
        return all_zero("its trace with Lambda^-1", lambda: [_traced(claim.value, layers)])

    return attempted(step, value, critical)
