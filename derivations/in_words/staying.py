"""Whether weights that are multiples of a matrix stay so, and at which dimensions it differs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from sympy.polys.fields import FracElement

from derivations.exceptions import written
from derivations.in_words.collapsing import Collapse, Numbers, multiples
from derivations.in_words.observables import Stays
from derivations.in_words.sizes import free_sizes, given_ones
from derivations.in_words.special_sizes import special
from derivations.in_words.stated import Stated
from derivations.staying import STAYS
from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.record import Reasoned, Step, attempted
from symbolic_mesa.statement.regression import Trained
from symbolic_mesa.words.names import word_text

TRUE = ("every gradient is a multiple of what its weight is a multiple of",)
FALSE = ("a gradient is no multiple of what its weight is a multiple of, or not the same one",)


def stays(model: Stated) -> Step:
    """Return whether each gradient is a multiple of the matrix that its weight is a multiple of."""
    step = Step(
        "stays",
        STAYS,
        why="it does exactly when the gradient in a weight is a multiple of what the weight is a "
        "multiple of, and the same multiple for weights of one scale",
        premises=tuple(f"gradient-{w.name}" for ws in model.scaled.values() for w in ws),
        observable=Stays(),
    )
    return attempted(step, lambda: _with_exceptions(model))


def parts(model: Stated, weight: Trained) -> tuple[FracElement, list[tuple[str, FracElement]]]:
    """Return the multiple of its matrix that a gradient is, and the words beside that."""
    (own,) = model.along(weight).terms
    found = dict(model.coefficients(model.gradient(weight)))
    pull = found.pop(own, model.field.field.zero)
    alphabet = model.among.alphabet
    return pull, [(word_text(word, alphabet), value) for word, value in found.items()]


def _with_exceptions(model: Stated) -> Reasoned:
    """Return the verdict, and the dimensions at which it is another."""
    general = _where_some_are_one(model) if given_ones(model) else _verdict(model)
    if general.side:
        return general
    exceptions = (
        Exceptional(written(place, model.field), there, _why(model, place, there))
        for place, there in special(model, partial(_every, model)).items()
    )
    return replace(general, exceptions=tuple(exceptions))


def _why(model: Stated, place: Place, said: bool) -> tuple[str]:
    if not said:
        return FALSE
    symbols = {model.field.symbol(name): name for name in free_sizes(model)}
    return _reason(model, [symbols[left] for left, number in place if number == 1])


def _every(model: Stated, collapse: Collapse) -> list[FracElement]:
    """Return what must vanish for all weights to stay multiples of their matrices."""
    return [element for scale in model.scaled for element in _offending(collapse, scale)]


def _verdict(model: Stated) -> Reasoned:
    """Return the verdict where no dimension is 1."""
    for scale, weights in model.scaled.items():
        pulls = []
        for weight in weights:
            pull, others = parts(model, weight)
            for words, value in others:
                said = f"the gradient in {weight.name} has {words} times "
                return Reasoned(False, (said, model.formula(value), ", which is not 0"))
            pulls.append(pull)
        if any(pull - pulls[0] for pull in pulls):
            return Reasoned(False, _different(scale))
    return Reasoned(True, TRUE)


def _different(scale: str) -> tuple[str]:
    return (f"weights of the scale {scale} have different gradients",)


def _where_some_are_one(model: Stated) -> Reasoned:
    """Return the verdict where dimensions that are given are 1."""
    small = given_ones(model)
    for scale in model.scaled:
        if any(_offending(Collapse(model, small), scale)):
            several = len(model.scaled[scale]) > 1
            return Reasoned(False, _different(scale) if several else FALSE)
    return Reasoned(True, _reason(model, small))


def _reason(model: Stated, small: Iterable[str]) -> tuple[str]:
    """Return why gradients are multiples where these dimensions are 1."""
    one = Collapse(model, frozenset(small))
    weights = chain.from_iterable(model.scaled.values())
    if small and all(one.is_small(w.rows) and one.is_small(w.columns) for w in weights):
        return (f"at {' = '.join([*sorted(small), '1'])} every matrix is a number",)
    return TRUE


def _offending(collapse: Collapse, scale: str) -> Iterator[FracElement]:
    """Yield what must vanish for weights of a scale to stay multiples of their matrices."""
    model = collapse.model
    pulls: list[dict[Numbers, FracElement]] = []
    for weight in model.scaled[scale]:
        gradient = collapse.polynomial(model.gradient(weight))
        pull, others = multiples(gradient, collapse.polynomial(model.along(weight)))
        yield from others
        pulls.append(pull)
    nothing = model.field.field.zero
    for pull in pulls[1:]:
        for key in {**pulls[0], **pull}:
            yield pulls[0].get(key, nothing) - pull.get(key, nothing)
