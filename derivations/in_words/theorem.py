"""What is derived of every model in words: loss, gradients, minimiser, what the flow keeps.

Statement. A prediction and a target are words of Gaussian matrices and of weights; training is
gradient flow in all entries of the weights on L = ½ E|prediction − target|².

Proof. The squares are multiplied out and averaged by Wick's rule, which leaves traces of words
(loss). The gradient in a weight is read off the traces, letter by letter (gradient-…). Where it is
linear in the one weight, it vanishes at one matrix (minimiser). A weight that is a multiple of a
matrix stays so when its gradient is one (stays), and its scale moves against the slope of the loss
(flow-…). A quadratic form is conserved when its speed vanishes, word by word (conserved).
"""

from derivations.in_words.conserved import conserved
from derivations.in_words.least import least
from derivations.in_words.observables import Gradient, Loss
from derivations.in_words.scales import scale_steps
from derivations.in_words.stated import Stated
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.record import Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Regression, Trained


def derive(problem: Problem, regression: Regression, setting: Setting) -> Derivation:
    """Return the derivation for a model in words, in a dimension."""
    model = Stated(problem, regression, setting)
    steps = [_loss(model), *(_gradient(one, model) for one in regression.trained)]
    steps += scale_steps(model)
    steps += least(model) if _has_least(regression) else ()
    steps += [conserved(model)] if _has_conserved(regression) else []
    return Derivation(problem.id, f"{problem.title}: what training does to it", tuple(steps))


def results(model: Regression) -> tuple[str, ...]:
    """Return the ids of the results, in order."""
    scales = dict.fromkeys(one.scale for one in model.trained if one.scale)
    found = ["loss", *(f"gradient-{one.name}" for one in model.trained)]
    found += ["stays", *(f"flow-{scale}" for scale in scales), "fixed-point"] if scales else []
    found += ["normal-matrix", "minimiser"] if _has_least(model) else []
    found += ["conserved"] if _has_conserved(model) else []
    return tuple(found)


def _has_least(model: Regression) -> bool:
    (weight, *others) = model.trained
    return not (others or weight.scale or weight.is_number)


def _has_conserved(model: Regression) -> bool:
    return len([one for one in model.trained if not one.scale]) > 1


def _loss(model: Stated) -> Step:
    """L = ½ E|prediction − target|²."""
    where = " on the ansatz" if model.scaled else ""
    step = Step(
        "loss",
        Claim(f"population loss{where}", "L", "L"),
        why="the squares are multiplied out, and the mean of a product of Gaussian matrices is a "
        "sum over pairings, each a product of traces",
        observable=Loss(),
    )
    return attempted(step, lambda: model.formula(model.element(model.loss)))


def _gradient(weight: Trained, model: Stated) -> Step:
    """dL/dA, as a sum of words."""
    name = weight.name
    step = Step(
        f"gradient-{name}",
        Claim(
            f"gradient of the loss in {name}{', on the ansatz' if model.scaled else ''}",
            f"dL/d{name}",
            rf"\nabla_{{{name_latex(name)}}} L",
        ),
        why="the derivative of a trace of the weight times U is U^T, for each place of the weight",
        premises=("loss",),
        observable=Gradient(name),
    )

    def side() -> MatrixSum | Formula:
        found = model.gradient(weight)
        if weight.is_number:
            return model.formula(model.element(found.as_value()))
        return model.sum(found)

    return attempted(step, side)
