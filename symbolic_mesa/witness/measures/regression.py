"""What is compared with what for a layer on prompts: the whole forward pass, at nodes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from derivations.regression import observables as of
from derivations.regression.mahankali import observables as white
from numeric_check.words.prompt_layers import Layer, cases, inverse, tested
from symbolic_mesa.formulas.word_values import word_at
from symbolic_mesa.record import Claim
from symbolic_mesa.text.errors import MesaError, NoSymbol
from symbolic_mesa.witness.measure import Measure, WithoutLaw
from symbolic_mesa.witness.routes import ON_DIAGONAL
from symbolic_mesa.words.names import letters_of_trace

ROUTES = tuple(replace(route, model="the whole layer on prompts at nodes") for route in ON_DIAGONAL)

Pairs = Iterator[tuple[Any, Any]]  # predicted and measured
Of = Callable[[Claim, Any], Pairs]
Layers = Callable[[bool], Sequence[Any]]  # in rationals, or in doubles


def value_at(formula: Any, layer: Any, **more: Any) -> Any:
    """Return a formula at a layer's numbers, traces of products of matrices worked out."""
    numbers = {**layer.numbers, **more}
    values = {name: Fraction(_symbol(name, numbers)) for name in formula.symbols}
    found = formula.at(values)
    return found if layer.exact else float(found)


def _symbol(name: str, numbers: Mapping[str, Any]) -> Any:
    letters = letters_of_trace(name)
    return numbers[name] if letters is None else np.trace(word_at(letters, numbers))


def matrix_at(stated: Any, layer: Any, **more: Any) -> Any:
    """Return a sum of products of matrices at a layer's numbers; zeros where there are none."""
    numbers = {**layer.numbers, **more}
    terms = [
        value_at(formula, layer, **more) * (word_at(word, numbers) if word else layer.identity)
        for word, formula in stated
    ]
    return sum(terms[1:], terms[0]) if terms else 0 * layer.identity


def entries(stated: Any, measured: Any) -> Pairs:
    """Yield what is stated and what is measured entry by entry; what differs, if shapes do."""
    if np.shape(stated) != np.shape(measured):
        yield 1, 0
        return
    yield from zip(np.ravel(stated), np.ravel(measured), strict=True)


def _full_prediction(claim: Claim, layer: Layer) -> Pairs:
    for prompt, prediction in layer.single_prompts:
        yield from entries(matrix_at(claim.value, layer, **prompt), np.array([[prediction]]))


def _full_loss(claim: Claim, layer: Layer) -> Pairs:
    yield value_at(claim.value, layer), layer.full_loss


def _stays(claim: Claim, layer: Layer) -> Pairs:
    yield bool(claim.value), all(slope == 0 for slope in layer.pulls)


def _loss(claim: Claim, layer: Layer) -> Pairs:
    yield value_at(claim.value, layer), layer.quadratic.at(layer.numbers["A"])


def _gradient(claim: Claim, layer: Layer) -> Pairs:
    yield from entries(matrix_at(claim.value, layer), layer.quadratic.gradient(layer.numbers["A"]))


def _gamma(claim: Claim, layer: Layer) -> Pairs:
    stated = matrix_at(claim.value, layer)
    yield from entries(stated, inverse(layer.minimiser))


def _least(claim: Claim, layer: Layer) -> Pairs:
    at = {"Gamma^-1": layer.minimiser}
    yield value_at(claim.value, layer, **at), layer.quadratic.at(layer.minimiser)


def _excess(claim: Claim, layer: Layer) -> Pairs:
    moved = layer.quadratic.at(layer.minimiser + layer.numbers["B"])
    yield value_at(claim.value, layer), moved - layer.quadratic.at(layer.minimiser)


def _flow_scale(claim: Claim, layer: Layer) -> Pairs:
    slope = layer.quadratic.gradient(layer.numbers["A"])
    yield value_at(claim.value, layer), -np.sum(slope * layer.numbers["U"])


def _flow_matrix(claim: Claim, layer: Layer) -> Pairs:
    slope = layer.quadratic.gradient(layer.numbers["A"])
    yield from entries(matrix_at(claim.value, layer), -layer.numbers["u"] * slope)


def _conserved(claim: Claim, layer: Layer) -> Pairs:
    """Q at θ + θ' and θ − θ', equal for a quadratic form when its speed is 0; u² of it is 1."""
    u, matrix = layer.numbers["u"], layer.numbers["U"]
    slope = layer.quadratic.gradient(layer.numbers["A"])
    speed, turned = -np.sum(slope * matrix), -u * slope
    ahead, behind = (
        value_at(claim.value, layer, u=u + s * speed, U=matrix + s * turned) for s in (1, -1)
    )
    yield ahead, behind
    weight = abs(behind) + 1  # that a difference shows beside the others
    yield weight * value_at(claim.value, layer, u=Fraction(2), U=0 * matrix), weight * 4


def _test(claim: Claim, layer: Layer) -> Pairs:
    other = tested(layer)
    if other is not None:
        at = {"Gamma^-1": layer.minimiser, "M": other.numbers["N"]}
        yield value_at(claim.value, layer, **at), other.quadratic.at(layer.minimiser)


def _even_part(claim: Claim, layer: Layer) -> Pairs:
    yield bool(claim.value), not any(layer.overlaps)


def _effective(claim: Claim, layer: Layer) -> Pairs:
    """Y X'A q/N beside the odd part, with y = w'X + σε."""
    matrix = matrix_at(claim.value, layer)
    for prompt, odd in layer.odd_prompts:
        x, q, sigma = prompt["X"], prompt["q"], layer.numbers["sigma"]
        labels = prompt["w"].T @ x + (sigma if layer.exact else float(sigma)) * prompt["eps"]
        yield (labels @ x.T @ matrix @ q)[0, 0] / layer.prompts.samples, odd


def _step_size(claim: Claim, layer: Layer) -> Pairs:
    yield from entries(value_at(claim.value, layer) * layer.identity, layer.minimiser)


def _exact(pairs: Of, layers: Layers, claim: Claim) -> float | None:
    """Return 0 if all is equal in rationals, else 1; None where nothing was compared."""
    try:
        every = [pair for layer in layers(True) for pair in pairs(claim, layer)]
    except (KeyError, TypeError, ValueError, MesaError, NoSymbol):  # no such matrix
        return 1.0
    return float(any(stated != measured for stated, measured in every)) if every else None


def _doubles(pairs: Of, layers: Layers, claim: Claim) -> float | None:
    """Return the largest difference in doubles, beside the largest number; None without any."""
    try:
        every = [pair for layer in layers(False) for pair in pairs(claim, layer)]
    except (KeyError, TypeError, ValueError, MesaError, NoSymbol):  # likewise
        return 1.0
    if not every:
        return None
    size = max(abs(float(measured)) for _, measured in every) or 1.0
    return max(abs(float(stated) - float(measured)) for stated, measured in every) / size


def measure(pairs: Of, layers: Layers = cases) -> Measure:
    """Return the measure of what yields predicted and measured numbers.

    Args:
        pairs: yields them.
        layers: the layers at which they are compared.
    """
    return WithoutLaw(partial(_exact, pairs, layers), partial(_doubles, pairs, layers), ROUTES)


WHITE = partial(cases, white=True)

MEASURES: Mapping[type, Measure] = {
    of.FullPrediction: measure(_full_prediction),
    of.FullLoss: measure(_full_loss),
    of.BlocksStay: measure(_stays),
    of.Loss: measure(_loss),
    of.GradientA: measure(_gradient),
    of.InverseMinimiser: measure(_gamma),
    of.LeastLoss: measure(_least),
    of.Excess: measure(_excess),
    of.FlowU: measure(_flow_scale),
    of.FlowMatrix: measure(_flow_matrix),
    of.Conserved: measure(_conserved),
    of.TestLoss: measure(_test),
}
"""The measure of each type of observable."""

WHITE_MEASURES: Mapping[type, Measure] = {
    white.EvenPart: measure(_even_part, WHITE),
    white.EffectiveMatrix: measure(_effective, WHITE),
    of.Loss: measure(_loss, WHITE),
    white.StepSize: measure(_step_size, WHITE),
    of.LeastLoss: measure(_least, WHITE),
}
"""Those of statements about white tokens."""
