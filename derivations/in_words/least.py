"""The steps on the least loss of a model in words with one matrix weight."""

from dataclasses import replace
from functools import partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.in_words.normal import normal
from derivations.in_words.observables import Minimiser, NormalMatrix
from derivations.in_words.stated import GAMMA, Stated
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.text.letters import INVERTED
from symbolic_mesa.words.matrices import Matrix, matrix

NORMAL_MATRIX = "normal-matrix"
INVERTIBLE = Assumption("Gamma is invertible")


def least(model: Stated) -> tuple[Step, Step]:
    """Return the matrix that is inverted, and the weight with the least loss."""
    name = model.model.trained[0].name
    return _normal_matrix(model, name), _minimiser(model, name)


def _normal_matrix(model: Stated, name: str) -> Step:
    step = Step(
        NORMAL_MATRIX,
        Claim(f"matrix that the weight {name} meets in its gradient", GAMMA, name_latex(GAMMA)),
        why="the gradient is linear in the weight; invertible words on either side of "
        "Gamma A - R, or of A Gamma - R, are left out",
        premises=(f"gradient-{name}",),
        observable=NormalMatrix(),
    )
    check = partial(_gradient, model, name)
    return attempted(step, lambda: model.sum(normal(model).gamma), check)


def _minimiser(model: Stated, name: str) -> Step:
    step = Step(
        "minimiser",
        Claim(
            f"the only {name} at which the gradient is 0, where the loss is least",
            name,
            name_latex(name),
        ),
        why="the prediction is linear in the weight, so that the loss is convex, and least where "
        "its gradient vanishes",
        premises=(NORMAL_MATRIX,),
        assumptions=(INVERTIBLE,),
        observable=Minimiser(),
    )
    return attempted(step, lambda: _inverted(model), partial(_at_rest, model))


def _inverted(model: Stated) -> MatrixSum:
    """Return Γ⁻¹ R, or R Γ⁻¹."""
    found = normal(model)
    right = model.sum(found.right)
    return replace(right, terms=tuple((_beside(word, found.left), f) for word, f in right))


def _beside(word: tuple[str, ...], left: bool) -> tuple[str, ...]:
    inverse = (GAMMA + INVERTED,)
    return (*inverse, *word) if left else (*word, *inverse)


def _gradient(model: Stated, name: str, claim: Claim) -> Check:
    """F (Γ A − R) Q, less the gradient."""
    found = normal(model)
    gap = found.gradient_at(found.gamma, matrix(model.among, name)) - model.gradients[name]
    left = [*model.coefficients(gap).values(), *_gap(model, claim.value, found.gamma)]
    return zero_elements("the gradient less what it is made of", left)


def _at_rest(model: Stated, claim: Claim) -> Check:
    """Γ (Γ⁻¹ R) − R."""
    found = normal(model)
    terms = []
    for word, formula in claim.value:
        stripped = word[1:] if found.left else word[:-1]
        if _beside(stripped, found.left) != word:
            return Check("symbolic-zero", "failed", f"no word of {GAMMA}{INVERTED} and R")
        terms.append((stripped, formula))
    left = _gap(model, MatrixSum(tuple(terms)), found.right)
    nothing = [model.field.field.zero]
    return zero_elements("the gradient there", left or nothing)


def _gap(model: Stated, claimed: MatrixSum, found: Matrix) -> list[FracElement]:
    """Return the differences of the coefficients of two sums."""
    nothing = model.field.field.zero
    ours = {tuple(word): formula for word, formula in model.sum(found)}
    theirs = dict(claimed)

    def of(sums: dict[tuple[str, ...], Formula], word: tuple[str, ...]) -> FracElement:
        return sums[word].element if word in sums else nothing

    return [of(ours, word) - of(theirs, word) for word in {**ours, **theirs}]
