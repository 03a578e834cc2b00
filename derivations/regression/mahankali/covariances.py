"""Tokens and tasks with covariances: the matrix of the best step, for each law of the task."""

from collections.abc import Iterator
from functools import cache, partial

from sympy.polys.fields import FracElement

from derivations.regression.keys import Task
from derivations.regression.mahankali import observables as white
from derivations.regression.mahankali.problem import SOURCE
from derivations.regression.prompt import COLUMNS, WHITE, loss, prediction
from derivations.words import all_zero, coefficients, matrix_sum
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import word_field
from symbolic_mesa.models.regression import PROBLEM
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import LINE, Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, matrix
from symbolic_mesa.words.values import Value
from symbolic_mesa.words.wick import Expectation

INVERSE = "Lambda^-1"
TASKS = (Task("S"), Task(INVERSE))
POSITIVE = Assumption(
    "x_i and q are N(0, Lambda), w is N(0, S) or N(0, Lambda^-1), the noise N(0, sigma^2), all "
    "independent, Lambda and S positive"
)


def _among(task: Task) -> Expectation:
    """Return the alphabet and the scalars, with a task of this law."""
    letters = (
        Letter("A", "d", "d"),
        Letter("Lambda", "d", "d", symmetric=True, inverse=INVERSE),
        Letter(INVERSE, "d", "d", symmetric=True, inverse="Lambda"),
        Letter("S", "d", "d", symmetric=True),
        Letter("X", "d", "N", covariances=COLUMNS),
        Letter("q", "d", LINE, covariances=COLUMNS),
        Letter("w", "d", LINE, covariances=((task.covariance,), ())),
        Letter("eps", LINE, "N", covariances=WHITE),
    )
    return Expectation(Alphabet(letters, {"d": "d", "N": "N"}), ("d", "N", "sigma"))


def _loss(task: Task) -> Value:
    return loss(prediction(_among(task)))


@cache  # pure
def _within(task: Task) -> Matrix:
    """The gradient in A without the covariances of the query and of tokens on its sides."""
    among = _among(task)
    inverse = matrix(among, INVERSE)
    return inverse @ gradient(_loss(task), "A", among) @ inverse


def _gamma(task: Task) -> Matrix:
    """Γ, where the gradient is Λ (Γ A − R) Λ: what stands before A."""
    found = _within(task)
    (last,) = found.among.alphabet.word("A")
    terms = {word[:-1]: value for word, value in found.terms.items() if word[-1:] == (last,)}
    return Matrix(found.among, found.rows, found.columns, terms)


def preconditioner(setting: Setting) -> Step:
    """Return the step on the best matrix for tasks of a covariance."""
    step = Step(
        "preconditioner",
        Claim(
            "the matrix Gamma at whose inverse times the covariance of w the loss over all blocks "
            "is least",
            "Gamma",
            r"\Gamma",
        ),
        why="the gradient in A is Lambda (Gamma A - R) Lambda with the covariance R of w; the even "
        "part can be 0, as at v = 0, r = 0",
        premises=("even-part",),
        assumptions=(POSITIVE,),
        source=SOURCE,
        observable=white.Preconditioner(),
    )
    values = [_loss(task) for task in TASKS]
    field = word_field(PROBLEM, setting, _among(TASKS[0]), values)

    def at_inverse(claim: Claim) -> Check:
        what = "dL/dA less Lambda (Gamma A - R) Lambda"
        return all_zero(what, lambda: _gaps(claim, field))

    return attempted(step, partial(_parts, field), at_inverse)


def _parts(field: Algebra) -> dict[Task, MatrixSum]:
    return {task: matrix_sum(_gamma(task), field) for task in TASKS}


def _gaps(claim: Claim, field: Algebra) -> Iterator[FracElement]:
    """Yield the coefficients of Λ⁻¹ ∇L Λ⁻¹ less Γ A − R, with the Γ of the claim."""
    for task, side in claim.parts.items():
        found = _within(task)
        among, none = found.among, field.field.zero
        left = dict(coefficients(found + matrix(among, task.covariance), field))
        for names, form in side:
            word = among.alphabet.word(*names, "A")
            left[word] = left.get(word, none) - form.element
        yield from left.values()
