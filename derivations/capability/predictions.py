"""What a model trained at T predicts at T_test: its error, the ratio to the truth, what is left."""

from collections.abc import Hashable
from dataclasses import replace

from sympy.polys.fields import FracElement

from derivations import observables
from derivations.capability.problem import Capability, overlaps
from derivations.diagonal import ON_DIAGONAL, PAPER, engine
from derivations.exact_checks import symbolic_zero
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted

SOURCE = "Theorem 4.2, finite lengths (this derivation)"
TRAINED = Assumption("ab = s*, the fixed point of training at T")


def unexplained(here: Capability) -> Step:
    """Min L over the loss of predicting 0."""

    def by_moments(claim: Claim) -> Check:
        def gap() -> FracElement:
            return claim.value.element - 1 + here.moment("kappa_1") * here.s / here.moment("m_2")

        return symbolic_zero("the fraction less 1 - kappa_1 s*/m_2", gap)

    step = _step(
        here,
        "unexplained-fraction",
        "fraction of the tokens' energy that the trained model leaves unexplained: min L over the "
        "loss of predicting 0",
        "min L / L(0)",
        r"\frac{\min L}{L(0)}",
        "L(0) = d (T-2) m_2/2, and min L is less by d B^2/(2C)",
        observables.Unexplained(),
    )
    step = replace(step, obligations=(by_moments,))

    def value() -> Formula:
        own = here.dynamics.problem
        a, _ = own.field.scales
        zero = own.field.field.zero
        least = own.field.at_scales(own.loss, (a, own.ode.product / a))
        whole = own.field.at_scales(own.loss, (zero, zero))
        return here.formula(here.dynamics.carried(least / whole))

    return attempted(step, value)


def test_error(here: Capability) -> Step:
    """E‖ŷ − x‖² at one length: twice what the loss gains by that step."""

    def by_moments(claim: Claim) -> Check:
        def gap() -> FracElement:
            first, second, third, m2 = map(here.moment, ("kappa_1", "kappa_2", "kappa_3", "m_2"))
            s, square = here.s, second + third / (here.test - 1)
            return claim.value.element - here.dynamics.field.dim * (
                s**2 * square - 2 * s * first + m2
            )

        return symbolic_zero(
            "the error less d [s^2 (kappa_2 + kappa_3/(t-1)) - 2 s kappa_1 + m_2]", gap
        )

    step = _step(
        here,
        "test-error",
        "mean squared error |y_t - x_{t+1}|^2 at t = T_test of the model trained at T",
        "E|y - x|^2",
        r"E\|\hat y - x\|^2",
        "the loss is a sum over steps; twice its last term, at the fixed point of training",
        observables.TestError(),
    )
    step = replace(step, obligations=(by_moments,))

    return attempted(step, lambda: here.formula(2 * here.at_test(engine()[0])))


def ratio(here: Capability) -> Step:
    """E[ŷ_j / x_{t+1,j} | x_j ≠ 0]: of all phases only those of x_j itself are left."""

    def by_moments(claim: Claim) -> Check:
        def gap() -> FracElement:
            return claim.value.element * here.present - here.s * here.moment("m_2")

        return symbolic_zero("the ratio times P(x_j != 0) less s* m_2", gap)

    step = _step(
        here,
        "prediction-ratio",
        "mean ratio of prediction to truth in a coordinate that is not 0, at every test length",
        "E[y_j/x_j | x_j != 0]",
        r"E[\hat y_j / x_j \mid x_j \neq 0]",
        "the ratio is s/(t-1) times a sum of x_k^2 with phases, which have mean 0 unless k = j",
        observables.PredictionRatio(),
    )
    step = replace(step, obligations=(by_moments,))
    return attempted(step, lambda: here.formula(_mean(here)))


def ratio_variance(here: Capability) -> Step:
    """E|r|² − |E r|², over tokens and phases."""

    def by_moments(claim: Claim) -> Check:
        def gap() -> FracElement:
            dim, law, field = here.dynamics.field.dim, here.setting.law, here.dynamics.field
            others = (
                field.field(law.nonzero_sum((4,), dim, field)) if dim != 1 else field.field.zero
            )
            square = here.moment("kappa_1") + others / (here.test - 1)
            mean = here.moment("m_2") / here.present
            return claim.value.element - here.s**2 * (square / here.present - mean**2)

        return symbolic_zero("the variance less that of s x_j^2 and of the other phases", gap)

    step = _step(
        here,
        "prediction-ratio-variance",
        "variance of that ratio at t = T_test, over tokens and phases",
        "Var[y_j/x_j | x_j != 0]",
        r"\mathrm{Var}[\hat y_j / x_j \mid x_j \neq 0]",
        "E|r|^2: x_j^4, and x_k^4/(t-1) for every other coordinate, phases of different k being "
        "orthogonal; less the square of the mean",
        observables.PredictionRatioVariance(),
    )
    step = replace(step, obligations=(by_moments,))

    def value() -> Formula:
        _, square = overlaps()
        mean_square = here.at_test(square, given_nonzero=True) / here.present
        return here.formula(mean_square - _mean(here) ** 2)

    return attempted(step, value)


def _mean(here: Capability) -> FracElement:
    cross, _ = overlaps()
    return here.at_test(cross, given_nonzero=True) / here.present


def _step(
    here: Capability, id: str, statement: str, name: str, latex: str, why: str, observable: Hashable
) -> Step:
    return Step(
        id,
        Claim(statement, name, latex),
        why=why,
        assumptions=(ON_DIAGONAL, here.stays, TRAINED),
        source=f"{PAPER}, Proposition 4.1 and Theorem 4.2; {SOURCE}",
        observable=observable,
    )
