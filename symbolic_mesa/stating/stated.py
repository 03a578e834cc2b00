"""From the parts of a stated model to its `Problem`; what contradicts itself is refused."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from symbolic_mesa.models.problem import Problem, Symbol
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.statement.contractions import (
    Contraction,
    Model,
    TimeIndex,
    TimeRange,
    time_index,
)
from symbolic_mesa.statement.manifolds import Block, Entries, Manifold
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.expansion import RESERVED, Scope, multiplied_out
from symbolic_mesa.stating.indices import free
from symbolic_mesa.stating.parsing import ansatz, expression, time_range
from symbolic_mesa.stating.spelling import symbol_latex
from symbolic_mesa.stating.syntax import START
from symbolic_mesa.stating.times import LENGTH, greatest, may_exceed, time_of
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.nearest import nearest
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
    sides = []
    for key, text in (("prediction", parts.prediction), ("target", parts.target)):
        sides.append(_attempted(refused, key, text, lambda text: _side(text, steps)))
    prediction, target = sides
    output = _attempted(refused, "target", parts.target, lambda _: _output(target))
    _attempted(refused, "prediction", parts.prediction, lambda _: _agrees(prediction, output))
    model = Model(tuple(prediction), tuple(target), output, steps)
    forms = {
        block: _attempted(refused, block, text, ansatz) for block, text in parts.weights.items()
    }
    _declared(model, forms, parts, refused)
    manifold = Manifold(tuple((block, form) for block, form in forms.items() if form != Block()))
    least = steps.first.constant - steps.last.constant
    return Problem(
        parts.id,
        model,
        {ANSATZ: manifold},
        {},
        _glossary(parts, manifold, refused),
        exchanges=tuple(_exchanges(manifold)),
        shortest_length=max(1, least),
        lengths=f"training sums over {parts.steps.strip()}",
        about=_about(parts),
        title=" ".join(parts.title.split()),
    )


def _attempted(refused: Refused, key: str, text: str, read: Callable[[str], Part]) -> Part:
    try:
        return read(text)
    except Misstated as error:
        raise refused(key, text, error) from None


def _steps(text: str) -> TimeRange:
    written = time_range(text)
    if written.name in RESERVED:
        raise Misstated(f"{quoted(written.name)} has a meaning; choose another name", written.place)
    first, last = time_of(written.first, ()), time_of(written.last, (LENGTH,))
    if last != time_index(LENGTH) + last.constant:
        raise Misstated("steps end at T or T plus a number, as in t = 2 .. T-1", written.last.place)
    if not 1 <= first.constant <= LONGEST_STEPS or abs(last.constant) > LONGEST_STEPS:
        raise Misstated(
            f"steps start at a number from 1 to {LONGEST_STEPS}, and end as near T", written.place
        )
    return TimeRange(written.name, first, last)


def _side(text: str, steps: TimeRange) -> list[Contraction]:
    scope = Scope(steps.name, (steps.name,))
    terms = multiplied_out(expression(text), scope)
    least = steps.first.constant - steps.last.constant
    for term in terms:
        _within(term, steps, max(1, least))
    return terms


def _within(term: Contraction, steps: TimeRange, least: int) -> None:
    """Refuse a token after the last one, and a divisor that is 0."""
    ranges = {span.name: span for span in (steps, *term.sums)}
    for token in term.tokens:
        if may_exceed(greatest(token.time, ranges), least):
            raise Misstated(f"x[{written(token.time)},{token.coordinate}] can be after x_T", START)
    for form in term.divisors:
        if form.constant + steps.first.constant <= 0:
            first = steps.first.constant
            raise Misstated(
                f"the divisor {written(form)} is 0 or less at {steps.name} = {first}", START
            )


def written(form: TimeIndex) -> str:
    """Return a form as it is written in a file.

    >>> written(time_index("s") * 2 - 1), written(fixed_time(3))
    ('2 s - 1', '3')
    """
    signed = [(value, name) for name, value in form.coefficients]
    signed += [(form.constant, "")] if form.constant or not signed else []
    parts = []
    for value, name in signed:
        size = str(abs(value)) if abs(value) != 1 or not name else ""
        parts.append(("-" if value < 0 else "+", f"{size} {name}".strip()))
    (sign, first), *others = parts
    return ("-" if sign == "-" else "") + first + "".join(f" {s} {one}" for s, one in others)


def _output(target: list[Contraction]) -> str:
    names = sorted(free(target[0]))
    if len(names) != 1:
        there = ", ".join(names) or "none"
        raise Misstated(f"a target has one free coordinate, as x[t+1,i]; here: {there}", START)
    return names[0]


def _agrees(prediction: list[Contraction], output: str) -> None:
    names = sorted(free(prediction[0]))
    if names != [output]:
        there = ", ".join(names) or "none"
        raise Misstated(
            f"its free coordinate is that of the target, {output}; here: {there}", START
        )


def _declared(
    model: Model, forms: Mapping[str, Block | Entries], parts: Parts, refused: Refused
) -> None:
    """Refuse a weight without an ansatz, one that does not occur, and no scale at all."""
    for block in model.blocks:
        if block not in forms:
            reason = f"the weight {block} is not listed in [weights]{nearest(block, forms)}"
            raise refused("prediction", parts.prediction, Misstated(reason, START))
    for block in forms:
        if block not in model.blocks:
            near = nearest(block, model.blocks)
            reason = f"no such weight in the prediction{near or f'; there is {_listed(model)}'}"
            raise refused(block, parts.weights[block], Misstated(reason, START))
    names = Manifold(tuple(forms.items())).scales
    for name in names:
        if name in (*RESERVED, *model.blocks, *_times(model)):
            block = next(b for b, form in forms.items() if name in Manifold(((b, form),)).scales)
            reason = f"the scale {name} has another meaning; choose another name"
            raise refused(block, parts.weights[block], Misstated(reason, START))
    _single_meaning(forms, parts, refused)
    for name in parts.notation:
        if name not in names:
            reason = f"no scale of the ansatz{nearest(name, names)}"
            raise refused(name, "", Misstated(reason, START))


def _single_meaning(forms: Mapping[str, Block | Entries], parts: Parts, refused: Refused) -> None:
    """Refuse a scale that is a number for each coordinate in one block, and one in another."""
    each = {form.scale: block for block, form in forms.items() if isinstance(form, Entries)}
    for block, form in forms.items():
        for name in () if isinstance(form, Entries) else Manifold(((block, form),)).scales:
            letters, _, index = name.rpartition("_")
            if name in each:
                reason = f"{name} has a number for each coordinate in {each[name]}"
            elif letters in each and index.isdigit():
                reason = f"{name} is a number of diag({letters}) in {each[letters]}"
            else:
                continue
            raise refused(block, parts.weights[block], Misstated(f"{reason}; rename it", START))


def _listed(model: Model) -> str:
    return ", ".join(model.blocks) or "none"


def _times(model: Model) -> set[str]:
    spans = [span.name for term in (*model.prediction, *model.target) for span in term.sums]
    return {model.steps.name, *spans}


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


def _words(block: str, form: Block | Entries, name: str, manifold: Manifold) -> str:
    """Return what a scale is."""
    where = [b for b, other in manifold.blocks if name in Manifold(((b, other),)).scales]
    blocks = " and ".join(where)
    if isinstance(form, Entries):
        return f"diagonal entries of {blocks}"
    if form.diagonal == name:
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


def _about(parts: Parts) -> tuple[str, ...]:
    """Return the model in sentences."""
    prediction, target, steps = (
        " ".join(text.split()) for text in (parts.prediction, parts.target, parts.steps)
    )
    return (
        "A sequence x_{t+1} = W x_t starts at the initial token x_1; W = diag(lambda_1..lambda_d), "
        "where the lambda_j are independent and uniform on the unit circle, and independent of "
        "x_1; x_t = 0 for t < 1",
        f"The prediction is {prediction}",
        f"The target is {target}, for {steps}; indices that occur twice are summed over",
        "The population loss is half the expected squared modulus of prediction less target, "
        "summed over coordinates and times; training is its gradient flow in all entries of the "
        "blocks",
    )
