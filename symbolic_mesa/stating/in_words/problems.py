"""A model in words as a `Problem`: its symbols, and what it is in sentences."""

from dataclasses import replace
from fractions import Fraction

from symbolic_mesa.models.problem import PLAIN, PREDICTION, TARGET, Problem, Symbol
from symbolic_mesa.statement.regression import Drawn, Fixed, Matrix, Regression, Trained
from symbolic_mesa.statement.words import ONES

SPACES = {"d": "dimension of a token", "N": "number of samples", "M": "number of test samples"}
ABOUT = (
    f"The prediction is {PREDICTION}, the target is {TARGET}",
    "The loss is half the expected squared distance of the two; training is its gradient flow in "
    "all entries of the weights",
)


def problem_of(id: str, title: str, model: Regression) -> Problem:
    """Return the problem of a regression model.

    Args:
        id: what it is called.
        title: what it is, in words.
        model: the model.
    """
    return replace(
        PLAIN,
        id=id,
        glossary=_glossary(model),
        about=ABOUT,
        title=title,
        sizes=("d",),
        regression=model,
    )


def _glossary(model: Regression) -> dict[str, Symbol]:
    sizes = {s: Symbol(SPACES.get(s, "dimension"), condition="> 0") for s in model.spaces}
    scalars = {name: Symbol("number that is given") for name in model.scalars}
    matrices = {one.name: Symbol(_words(one)) for one in model.matrices}
    scales = {
        one.scale: Symbol(f"scale of {one.name}", Fraction(1, 1000))
        for one in model.trained
        if one.scale
    }
    more = {"I": Symbol("identity"), "Gamma": Symbol("matrix that the least loss inverts")}
    more |= {ONES + space: Symbol(f"column of {space} ones") for space in model.ones}
    return {**more, **sizes, **scalars, **scales, **matrices}


def _words(one: Matrix) -> str:
    shape = f"{one.rows} by {one.columns}"
    match one:
        case Fixed(kind="any"):
            return f"matrix, {shape}"
        case Fixed(kind=kind):
            return f"{kind} matrix, {shape}"
        case Drawn(covariance=covariance):
            of = f", its columns of covariance {covariance}" if covariance else ""
            return f"Gaussian matrix, {shape}{of}"
        case Trained(is_number=True):
            return "weight, a number"
        case _:
            return f"weight, {shape}"
