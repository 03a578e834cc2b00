"""What a model trained at T predicts at T_test: its error, the ratio to the truth, what is left."""

from collections.abc import Hashable

from sympy.polys.fields import FracElement

from derivations.capability import observables
from derivations.capability.problem import Capability, overlaps
from derivations.diagonal import ON_DIAGONAL, PAPER, engine
from derivations.exact_checks import vanishes
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Claim, Step, attempted

SOURCE = "Theorem 4.2, finite lengths (this derivation)"
TRAINED = Assumption("ab = s*, the fixed point of training at T")


def unexplained(problem: Capability) -> Step:
    """Min L over the loss of predicting 0."""
    step = _step(
        problem,
        "unexplained-fraction",
        "fraction of the tokens' energy that the trained model leaves unexplained: min L over the "
        "loss of predicting 0",
        "min L / L(0)",
        r"\frac{\min L}{L(0)}",
        "L(0) = d (T-2) m_2/2, and min L is less by L(0) kappa_1 s*/m_2",
        observables.Unexplained(),
    )
    by_moments = vanishes(
        "the fraction less 1 - kappa_1 s*/m_2",
        lambda left: left - 1 + problem.moment("kappa_1") * problem.s / problem.moment("m_2"),
    )

    def value() -> Formula:
        diagonal = problem.dynamics.diagonal
        whole = diagonal.energy
        return problem.formula(problem.dynamics.carried(diagonal.least_loss / whole))

    return attempted(step, value, by_moments)


def test_error(problem: Capability) -> Step:
    """E‖ŷ − x‖² at one length: twice what the loss gains by that step."""
    step = _step(
        problem,
        "test-error",
        "mean squared error |ŷ_t - x_{t+1}|^2 at t = T_test of the model trained at T",
        "E|y - x|^2",
        r"\mathbb{E} \|\hat y - x\|^2",
        "the loss is a sum over steps; twice its last term, at the fixed point of training",
        observables.TestError(),
    )

    def less_moments(error: FracElement) -> FracElement:
        first, second, third, m2 = map(problem.moment, ("kappa_1", "kappa_2", "kappa_3", "m_2"))
        s, square = problem.s, second + third / (problem.test - 1)
        return error - problem.field.dim * (s**2 * square - 2 * s * first + m2)

    by_moments = vanishes(
        "the error less d [s^2 (kappa_2 + kappa_3/(t-1)) - 2 s kappa_1 + m_2]", less_moments
    )
    return attempted(step, lambda: problem.formula(2 * problem.at_test(engine()[0])), by_moments)


def ratio(problem: Capability) -> Step:
    """E[ŷ_j / x_{t+1,j} | x_j ≠ 0]: of all phases only those of x_j itself are left."""
    step = _step(
        problem,
        "prediction-ratio",
        "mean ratio of prediction to truth in a coordinate that is not 0, at every test length",
        "E[y_j/x_j | x_j != 0]",
        r"\mathbb{E}[\hat y_j / x_j \mid x_j \neq 0]",
        "the ratio is s*/(t-1) times a sum of x_k^2 with phases, which have mean 0 unless k = j",
        observables.PredictionRatio(),
    )
    by_moments = vanishes(
        "the ratio times P(x_j != 0) less s* m_2",
        lambda mean: mean * problem.present - problem.s * problem.moment("m_2"),
    )
    return attempted(step, lambda: problem.formula(_mean(problem)), by_moments)


def ratio_variance(problem: Capability) -> Step:
    """E|r|² − |E r|², over tokens and phases."""
    step = _step(
        problem,
        "prediction-ratio-variance",
        "variance of that ratio at t = T_test, over tokens and phases",
        "Var[y_j/x_j | x_j != 0]",
        r"\operatorname{Var}[\hat y_j / x_j \mid x_j \neq 0]",
        "E|r|^2 of that ratio r: x_j^4, and x_k^4/(t-1) for every other coordinate, phases of "
        "different k being orthogonal; less the square of the mean",
        observables.PredictionRatioVariance(),
    )

    def less_moments(variance: FracElement) -> FracElement:
        zero = problem.field.field.zero
        others = problem.beside((4,)) if problem.field.dim != 1 else zero
        square = problem.moment("kappa_1") + others / (problem.test - 1)
        mean = problem.moment("m_2") / problem.present
        return variance - problem.s**2 * (square / problem.present - mean**2)

    by_moments = vanishes("the variance less that of s x_j^2 and of the other phases", less_moments)

    def value() -> Formula:
        _, square = overlaps()
        mean_square = problem.at_test(square, given_nonzero=True) / problem.present
        return problem.formula(mean_square - _mean(problem) ** 2)

    return attempted(step, value, by_moments)


def _mean(problem: Capability) -> FracElement:
    cross, _ = overlaps()
    return problem.at_test(cross, given_nonzero=True) / problem.present


def _step(
    problem: Capability,
    id: str,
    statement: str,
    name: str,
    latex: str,
    why: str,
    observable: Hashable,
) -> Step:
    return Step(
        id,
        Claim(statement, name, latex),
        why=why,
        assumptions=(ON_DIAGONAL, problem.stays, TRAINED),
        source=f"{PAPER}, Proposition 4.1 and Theorem 4.2; {SOURCE}",
        observable=observable,
    )
