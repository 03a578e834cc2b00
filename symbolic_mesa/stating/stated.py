"""From the parts of a stated model to its `Problem`; what contradicts itself is refused."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from symbolic_mesa.models.problem import PREDICTION, TARGET, Problem, Symbol
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.statement.contractions import (
    Contraction,
    Model,
    TimeRange,
    time_index,
)
from symbolic_mesa.statement.manifolds import Block, Entries, Form, Manifold
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.expansion import multiplied_out
from symbolic_mesa.stating.indices import free
from symbolic_mesa.stating.naming import Names
from symbolic_mesa.stating.parsing import ansatz, expression, time_range
from symbolic_mesa.stating.scope import RESERVED, Scope
from symbolic_mesa.stating.spelling import symbol_latex
from symbolic_mesa.stating.syntax import START
from symbolic_mesa.stating.times import LENGTH, time_of
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.quoting import quoted

ANSATZ = "ansatz"  # the name of the manifold
TYPICAL = Fraction(1, 1000)
LONGEST_STEPS = 20  # the largest number in the range of steps

Part = TypeVar("Part")

Refused = Callable[[str, str, Misstated], InvalidInput]
"""Makes an error of a key, its value, and what is wrong where in it."""


@dataclass(frozen=True)
class Parts:
    """The parts of a stated model as texts.

    Attributes:
        id: what it is called.
        title: what it is, in words.
        steps: the range of the time that all terms share.
        prediction: what is predicted.
        target: what is to be predicted.
        weights: the ansatz of each block.
        notation: what is said of scales: ``latex``, ``typical``, ``words``.
    """

    id: str
    title: str
    steps: str
    prediction: str
    target: str
    weights: Mapping[str, str]
    notation: Mapping[str, Mapping[str, str]]


def problem(parts: Parts, refused: Refused) -> Problem:
    """Return the problem of a stated model.

    Raises:
        InvalidInput: what `refused` makes of the first part that states nothing.
    """
    steps = _attempted(refused, "steps", parts.steps, _steps)
    scope = Scope((steps,))
    prediction = _attempted(refused, "prediction", parts.prediction, lambda t: _side(t, scope))
    scope = Scope((steps,), weighted=False)
    target = _attempted(refused, "target", parts.target, lambda text: _side(text, scope))
    output = _attempted(refused, "target", parts.target, lambda _: _output(target))
    _attempted(refused, "prediction", parts.prediction, lambda _: _agrees(prediction, output))
    model = Model(prediction, target, output, steps)
    forms = {
        block: _attempted(refused, block, text, ansatz) for block, text in parts.weights.items()
    }
    _declared(Names(model, forms), parts, refused)
    manifold = Manifold(tuple((block, form) for block, form in forms.items() if form != Block()))
    return Problem(
        parts.id,
        model,
        {ANSATZ: manifold},
        {},
        _glossary(parts, manifold, refused),
        exchanges=tuple(_exchanges(manifold)),
        shortest_length=scope.shortest_length,
        lengths=f"training sums over {parts.steps.strip()}",
        about=_about(parts, manifold),
        title=" ".join(parts.title.split()),
    )


def _attempted(refused: Refused, key: str, text: str, read: Callable[[str], Part]) -> Part:
    with _refusing(refused, key, text):
        return read(text)


def _steps(text: str) -> TimeRange:
    span = time_range(text)
    if span.name in RESERVED:
        raise Misstated(f"{quoted(span.name)} has a meaning; choose another name", span.place)
    first, last = time_of(span.first, ()), time_of(span.last, (LENGTH,))
    if last != time_index(LENGTH) + last.constant:
        raise Misstated("steps end at T or T plus a number, as in t = 2 .. T-1", span.last.place)
    if not 1 <= first.constant <= LONGEST_STEPS or abs(last.constant) > LONGEST_STEPS:
        raise Misstated(
            f"steps start at a number from 1 to {LONGEST_STEPS}, and end as near T", span.place
        )
    return TimeRange(span.name, first, last)


def _side(text: str, scope: Scope) -> tuple[Contraction, ...]:
    return tuple(multiplied_out(expression(text), scope))


def _output(target: tuple[Contraction, ...]) -> str:
    names = sorted(free(target[0]))
    if len(names) != 1:
        there = ", ".join(names) or "none"
        raise Misstated(f"a target has one free coordinate, as x[t+1,i]; here: {there}", START)
    return names[0]


def _agrees(prediction: tuple[Contraction, ...], output: str) -> None:
    names = sorted(free(prediction[0]))
    if names != [output]:
        there = ", ".join(names) or "none"
        raise Misstated(
            f"its free coordinate is that of the target, {output}; here: {there}", START
        )


def _declared(names: Names, parts: Parts, refused: Refused) -> None:
    """Refuse names that contradict each other."""
    with _refusing(refused, "prediction", parts.prediction):
        names.weights_are_listed(parts.prediction)
    for block in names.forms:
        with _refusing(refused, block, parts.weights[block]):
            names.weight_occurs(block)
            names.scales_mean_nothing_else(block, parts.weights[block])
    for name in parts.notation:
        with _refusing(refused, name, ""):
            names.is_a_scale(name)


@contextmanager
def _refusing(refused: Refused, key: str, text: str) -> Iterator[None]:
    try:
        yield
    except Misstated as error:
        raise refused(key, text, error) from None


def _glossary(parts: Parts, manifold: Manifold, refused: Refused) -> dict[str, Symbol]:
    found = {"T_test": Symbol("length of a test sequence", condition="> 0")}
    for block, form in manifold.blocks:
        for name in Manifold(((block, form),)).scales:
            about = parts.notation.get(name, {})
            words = about.get("words") or _words(block, form, name, manifold)
            typical = _typical(about, name, refused)
            latex = _latex(about, name, [*manifold.scales], found, refused)
            found.setdefault(name, Symbol(words, typical, latex=latex))
    return found


def _words(block: str, form: Form, name: str, manifold: Manifold) -> str:
    """Return what a scale is."""
    where = [b for b, other in manifold.blocks if name in Manifold(((b, other),)).scales]
    blocks = " and ".join(where)
    if isinstance(form, Entries):
        return f"diagonal entries of {blocks}"
    if isinstance(form, Block) and form.diagonal == name:
        return f"scale of {blocks} on the diagonal"
    return f"entries of {blocks} off the diagonal"


def _latex(
    about: Mapping[str, str],
    name: str,
    scales: list[str],
    found: Mapping[str, Symbol],
    refused: Refused,
) -> str:
    """Return how a scale is set; empty where that is as its name reads."""
    if "latex" not in about:
        return ""
    others = [name_latex(scale) for scale in scales if scale != name]
    others += [symbol.latex for symbol in found.values() if symbol.latex]
    try:
        return symbol_latex(about["latex"], tuple(others))
    except Misstated as error:
        raise refused(name, about["latex"], error) from None


def _typical(about: Mapping[str, str], name: str, refused: Refused) -> Fraction:
    text = about.get("typical")
    if text is None:
        return TYPICAL
    try:
        return exact(text, "typical")
    except InvalidInput as error:
        raise refused(name, text, Misstated(str(error), START)) from None


def _exchanges(manifold: Manifold) -> Iterator[tuple[str, str]]:
    """Yield pairs of scales that a person may mix up."""
    first, *others = manifold.scales or ("",)
    yield from ((first, other) for other in others)


def _about(parts: Parts, manifold: Manifold) -> tuple[str, ...]:
    """Return the model in sentences."""
    steps = " ".join(parts.steps.split())
    return (
        "A sequence x_{t+1} = W x_t starts at the initial token x_1; W = diag(lambda_1..lambda_d), "
        "where the lambda_j are independent and uniform on the unit circle, and independent of "
        "x_1; x_t = 0 for t < 1",
        f"The prediction is {PREDICTION}, where x_{{t,i}} is coordinate i of x_t, and indices that "
        "occur twice are summed over",
        f"The target is {TARGET}, for {steps}",
        "The population loss is half the expected squared modulus of prediction less target, "
        "summed over coordinates and times; training is its gradient flow in all entries of the "
        f"blocks{' that are trained' if manifold.fixed else ''}",
    )
