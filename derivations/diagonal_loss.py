"""From the model to its loss on the diagonal manifold: what the proof of Theorem 4.1 starts from.

The moments that a law gives; what the model predicts where KQ32 = aI, PV12 = bI; the index patterns
in which every phase cancels, which are the engine's; and their sum, the population loss L(a, b).
"""

from derivations import observables
from derivations.coordinates import Coordinates, moment
from derivations.diagonal import ON_DIAGONAL, PAPER, Diagonal, engine
from symbolic_mesa.engine.reduction import on_manifold
from symbolic_mesa.engine.velocity_field import COORDINATE
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import named, seen
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, MOMENTS, causal_linear_attention
from symbolic_mesa.notation.keys import moment_words
from symbolic_mesa.record import Claim, Step, attempted


def up_to_the_loss(problem: Diagonal) -> tuple[Step, ...]:
    """Return the steps from the moments of a law to its loss."""
    return (
        *(_moment(name, problem) for name in MOMENTS),
        _data(problem),
        _prediction(),
        _phase_selection(problem),
        _loss(problem),
    )


def _moment(name: str, problem: Diagonal) -> Step:
    """κ1, κ2, κ3 and m2: what the law gives."""
    pattern = named(problem.setting.law, MOMENTS[name])
    claim = Claim(moment_words(pattern), name, f"\\{name}" if name.startswith("k") else name)
    step = Step(
        name.replace("m_2", "m2").replace("_", "-"),
        claim,
        why="a moment of the law of the initial token",
        source=f"{PAPER}, Assumption 4.1" if name != "m_2" else PAPER,
        observable=observables.Moment(name),
    )

    def value() -> Formula | dict[Coordinates, Formula]:
        by_coordinate = moment(pattern, problem.setting, problem.field)
        if len(set(by_coordinate.values())) == 1:
            return problem.formula(by_coordinate[0])
        return {
            Coordinates(((COORDINATE, j),)): problem.formula(value)
            for j, value in by_coordinate.items()
        }

    return attempted(step, value)


def _data(problem: Diagonal) -> Step:
    """What is to be predicted: x_{t+1}, of which no phase changes the size."""
    step = Step(
        "data",
        Claim("half the energy of the targets: the loss of predicting 0", "L(0)", "L(0)"),
        why="x_t[j] = lambda_j^(t-1) x_1[j], so that E|x_{t+1}[j]|^2 = E x_1[j]^2 at every t",
        premises=("m2",),
        source=f"{PAPER}, Section 3 (data)",
        observable=observables.Energy(),
    )
    return attempted(step, lambda: problem.formula(problem.energy))


def _prediction() -> Step:
    """ŷ_t on the manifold: two of the six blocks are left, and each is a multiple of I."""
    claim = Claim(
        "the prediction in coordinates",
        "y_t[i]",
        r"\hat y_{t,i}",
        value=on_manifold(causal_linear_attention().prediction, DIAGONAL),
    )
    return Step(
        "prediction",
        claim,
        why="only PV12 = bI and KQ32 = aI are not zero, and their indices are equal in pairs",
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Section 3 (linear causal attention)",
        observable=observables.Prediction(),
    )


def _phase_selection(problem: Diagonal) -> Step:
    """The index patterns of E‖ŷ_t − x_{t+1}‖² in which every phase cancels, with their number."""
    loss = seen(problem.setting.law, engine()[0])
    parts = {p: problem.formula(problem.field.coefficient(loss, p)) for p in loss.patterns}
    return Step(
        "phase-selection",
        Claim(
            "the moments that survive in the loss, with their coefficients", "L", "L", parts=parts
        ),
        why="a product of tokens has mean 0 unless the exponent of every phase vanishes; these are "
        "left, each summed over the times at which it does",
        premises=("prediction",),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (expectation over W)",
        observable=observables.LossByMoment(),
    )


def _loss(problem: Diagonal) -> Step:
    """L = Σ_t ½ E‖ŷ_t − x_{t+1}‖²: only patterns whose phases cancel survive."""
    step = Step(
        "loss",
        Claim("population loss on the diagonal manifold", "L", "L"),
        why="the surviving patterns, with the moments of the law; where coordinates are alike, "
        "a sum over coordinates is d times one of its terms",
        premises=("data", "phase-selection", "kappa-1", "kappa-2", "kappa-3"),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Section 3 (population loss)",
        observable=observables.Loss(),
    )
    return attempted(step, lambda: problem.formula(problem.loss))
