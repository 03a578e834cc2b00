"""Gradients of a mesa-layer's loss in where its state starts, R_0 = λI."""

from collections.abc import Iterable, Mapping

from derivations.von_oswald import backward_observables as of
from derivations.von_oswald.backward_words import (
    AMONG,
    GAMMA,
    NORMAL,
    paired,
    slopes,
    sum_of,
    vanishing,
    word,
)
from derivations.von_oswald.keys import Part
from derivations.words import all_zero, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.words.derivatives import slope
from symbolic_mesa.words.matrices import Matrix, identity, number
from symbolic_mesa.words.values import Value, product

SOURCE = "von Oswald et al. 2023, the backward pass of the mesa-layer"
NOT_ZERO = Assumption("lambda is not 0")
LAM = AMONG.scalars.index("lam")


def _start_gradient() -> Matrix:
    """γ tr(G dA_0), with A_0 = I/λ and dA_0 = −A_0 Z A_0."""
    inverse = identity(AMONG, "k").times(number(AMONG, "lam", -1))
    change = -(inverse @ word("Z") @ inverse)
    return slopes(product(paired(word("G"), change), GAMMA), "Z")


def start_gradient(field: Algebra) -> Step:
    """Return the step about R_0."""

    def gaps(x: Mapping[Part, Matrix]) -> Iterable[Value]:
        """Along R_0 Z R_0 the inverse of R_0 changes by −Z."""
        start = identity(AMONG, "k").times(number(AMONG, "lam"))
        onward = product(paired(word("G"), word("Z")), GAMMA)
        yield sum_of(paired(x[""], start @ word("Z") @ start), onward)

    step = Step(
        "start-gradient",
        Claim(
            "gradient in R_0 at R_0 = lambda I, from G, that in R_1^-1; gamma is gamma_1",
            "dL/dR_0",
            r"\nabla_{R_0} L",
        ),
        "R_0^-1 goes into R_1^-1 times gamma_1, and changes by -R_0^-1 dR_0 R_0^-1",
        premises=("inverse-differential", "state-gradient"),
        assumptions=(NOT_ZERO,),
        source=SOURCE,
        observable=of.StartGradient(),
    )
    return attempted(
        step,
        lambda: matrix_sum(_start_gradient(), field),
        vanishing("along R_0 Z R_0, and gamma tr(G Z), added up", field, {"": NORMAL}, gaps),
    )


def lambda_gradient(field: Algebra) -> Step:
    """Return the step about λ."""

    def of_inverse(claim: Claim) -> Check:
        """The loss depends on λ as γ tr G/λ."""
        onward = product(product(word("G").trace(), GAMMA), number(AMONG, "lam", -1))
        direct = element(slope(onward, LAM), AMONG, field)
        return all_zero(
            "it, less the derivative of gamma tr G/lambda", lambda: [claim.value.element - direct]
        )

    step = Step(
        "lambda-gradient",
        Claim(
            "derivative in lambda, which is the trace of that",
            "dL/dlambda",
            r"\partial L/\partial\lambda",
        ),
        "dR_0 = I dlambda",
        premises=("start-gradient",),
        assumptions=(NOT_ZERO,),
        source=SOURCE,
        observable=of.LambdaGradient(),
    )
    return attempted(
        step, lambda: Formula(element(_start_gradient().trace(), AMONG, field), field), of_inverse
    )
