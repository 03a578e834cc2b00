"""A step of a mesa-layer taken back: when it can be, and what errors it makes of errors.

Statement. R_t⁻¹ = γ R_{t−1}⁻¹ + k k'. So R_{t−1} is a sum of R and R k k' R (`_back`) where
1 − k' R k is not 0, and nowhere else (`_singular`); a step that was taken has γ/(γ + k' R_{t−1} k)
there (`_pivot`), and loses as many digits as that is small (`_lost_digits`). What becomes of errors
is said in `step_back_errors`: those of R_t⁻¹ are multiplied by 1/γ in each step back.

Proof. As for a step forwards, with −k k' for k k': the inverse of (R⁻¹ − k k')/γ is an ansatz with
one unknown.
"""

from collections.abc import Iterable

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero, zero_elements
from derivations.von_oswald import step_back_observables as of
from derivations.von_oswald.step_back_errors import (
    error_back,
    error_of_inverse,
    errors_back,
    step_back_limit,
    steps_until_lost,
)
from derivations.von_oswald.step_back_words import (
    AMONG,
    GAMMA,
    INVERTIBLE,
    NOT_ONE,
    SOURCE,
    backwards,
    step_back_field,
    word,
)
from derivations.words import all_zero, as_matrix, coefficients, matrix_sum, words_vanish
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity

ID = "von-oswald-step-back"
TITLE = "a step of a mesa-layer taken back: when it can be, and by how much errors grow"

TAKEN = Assumption("gamma is not 0, and k^T R_{t-1} k is not -gamma: the step was taken")


def derive(setting: Setting) -> Derivation:
    """Return the derivation; it holds in every dimension."""
    field = step_back_field(setting)
    steps = (
        _back,
        _singular,
        _pivot,
        _lost_digits,
        error_back,
        error_of_inverse,
        step_back_limit,
        errors_back,
        steps_until_lost,
    )
    return Derivation(ID, TITLE, tuple(step(field) for step in steps))


def _back(field: Algebra) -> Step:
    """(R⁻¹ − k k')(x R + y R k k' R) = γ I: x is γ, and y is where k k' R has the factor 0."""

    def value() -> MatrixSum:
        first = field.symbol("gamma")
        products = (backwards() @ word("R", "k", "k'", "R"), backwards() @ word("R"))
        pull, left = (coefficients(one, field)[_word("k", "k'", "R")] for one in products)
        terms = {("R",): first, ("R", "k", "k'", "R"): -first * left / pull}
        return MatrixSum(tuple((names, Formula(one, field)) for names, one in terms.items()))

    step = Step(
        "step-back",
        Claim(
            "R_{t-1} from R = R_t, as a sum of words: the inverse of (R^-1 - k k^T)/gamma",
            "R_{t-1}",
            "R_{t-1}",
        ),
        "its product with x R + y R k k^T R is a multiple of I and one of k k^T R: the first gives "
        "x, the second is linear in y",
        assumptions=(INVERTIBLE, NOT_ONE),
        source=SOURCE,
        observable=of.StepBack(),
    )
    return attempted(step, value, lambda claim: _both_sides(field, claim))


def _word(*names: str) -> Word:
    return AMONG.alphabet.word(*names)


def _both_sides(field: Algebra, claim: Claim) -> Check:
    """The product with (R⁻¹ − k k')/γ from the left and from the right, less I."""

    def left() -> list[FracElement]:
        gamma, grown = field.symbol("gamma"), backwards()
        sides: list[dict[Word, FracElement]] = [{(): -field.field.one} for _ in range(2)]
        for names, form in claim.value:
            this = word(*names) if names else identity(AMONG, "k")
            for side, one in zip(sides, (grown @ this, this @ grown), strict=True):
                for found, factor in coefficients(one, field).items():
                    share = factor * form.element / gamma
                    side[found] = side.get(found, field.field.zero) + share
        return [one for side in sides for one in side.values()]

    return all_zero("the product with it from either side, less I", left)


def _singular(field: Algebra) -> Step:
    """(R⁻¹ − k k') R k is a multiple of k."""

    def times_inverse(claim: Claim) -> Iterable[Matrix]:
        """R times it, and what R k k' R k takes from R k, less R k."""
        stated = as_matrix(claim.value, AMONG, ("k", "1"))
        yield word("R") @ stated + word("R", "k", "k'", "R", "k") - word("R", "k")

    step = Step(
        "step-back-singular",
        Claim(
            "what R^-1 - k k^T makes of R k: nothing where k^T R k is 1, so that there is no step "
            "back just there",
            "image",
            r"\text{image}",
        ),
        "R^-1 R k = k, and R k is not 0 where k^T R k is 1; elsewhere step-back gives the inverse",
        premises=("step-back",),
        assumptions=(INVERTIBLE,),
        source="this derivation",
        observable=of.Singular(),
    )
    return attempted(
        step,
        lambda: matrix_sum(backwards() @ word("R", "k"), field),
        words_vanish("R times it, and R k k^T R k, less R k", field, times_inverse),
    )


def _pivot(field: Algebra) -> Step:
    """From R_t = x P − y P k k' P, with the inverse of γ M + k k'; P is R_{t−1}."""
    gamma, before = field.symbol("gamma"), field.symbol("form_k_T_P_k")

    def forwards() -> FracElement:
        grown = word("M").times(GAMMA) + word("k", "k'")
        products = (grown @ word("P", "k", "k'", "P"), grown @ word("P"))
        pull, left = (coefficients(one, field)[_word("k", "k'", "P")] for one in products)
        now = before / gamma - before**2 * left / pull / gamma
        return field.field.one - now

    def undone(claim: Claim) -> Check:
        """With it, the step back gives P: its factor of P k k' P is 0."""
        stated, one = claim.value.element, field.field.one
        share = one / (gamma + before)  # R k = P k times this
        gap = stated * -share + gamma * share**2
        what = "the pivot times the factor of P k k^T P after a step forwards and one back"
        return zero_elements(what, [gap, (one - stated) - before * share])

    step = Step(
        "step-back-pivot",
        Claim(
            "1 - k^T R_t k, for R_t made of P = R_{t-1} by a step: it is not 0, and every step "
            "that was taken can be taken back",
            "1 - k^T R_t k",
            r"1 - k^{\top} R_t k",
        ),
        "R_t by Sherman-Morrison from P, between k^T and k",
        premises=("step-back",),
        assumptions=(INVERTIBLE, TAKEN),
        source="this derivation",
        observable=of.Pivot(),
    )
    return attempted(step, lambda: Formula(forwards(), field), undone)


def _lost_digits(field: Algebra) -> Step:
    """Of 1 − p: d(1 − p)/(1 − p) beside dp/p."""
    gamma, before = field.symbol("gamma"), field.symbol("form_k_T_P_k")

    def value() -> Formula:
        now = before / (gamma + before)  # k' R_t k
        return Formula(now / (field.field.one - now), field)

    def product_of_both(claim: Claim) -> Check:
        """Times the pivot it is k' R_t k, which is 1 less the pivot."""
        pivot = gamma / (gamma + before)
        what = "it times the pivot, less 1 and plus the pivot"
        return symbolic_zero(what, lambda: claim.value.element * pivot - 1 + pivot)

    step = Step(
        "step-back-cancellation",
        Claim(
            "by how much a relative error of k^T R_t k is multiplied in 1 - k^T R_t k, up to sign",
            "factor",
            r"\text{factor}",
        ),
        "d(1 - p)/(1 - p) = -(p/(1 - p)) dp/p, with p = k^T R_t k",
        premises=("step-back-pivot",),
        assumptions=(INVERTIBLE, TAKEN),
        source="this derivation",
        observable=of.Cancellation(),
    )
    return attempted(step, value, product_of_both)
