"""From a model to its population loss and to the gradient in one weight entry."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symbolic_mesa.engine.contractions import Contraction, Model
from symbolic_mesa.engine.expectation import Manifold, MomentSum, expectation
from symbolic_mesa.errors import InvalidInput


def population_loss(model: Model, manifold: Manifold) -> MomentSum:
    """Return L = Σ_t ½ E‖prediction − target‖² on the manifold, as a sum over moments."""
    residual = _residual(model)
    half = Fraction(1, 2)
    return expectation(_inner_products(model, residual, residual, half), manifold)


def entry_gradient(
    model: Model, manifold: Manifold, block: str, row: str, column: str
) -> MomentSum:
    """Return ∂L/∂W[row, column] for the weight block W = `block`, at a point of the manifold.

    Args:
        model: the model.
        manifold: where the gradient is taken; the entry itself is free to leave it.
        block: the name of the block.
        row: the name of a fixed coordinate.
        column: likewise; the same name is a diagonal entry, another is a different coordinate.

    Raises:
        InvalidInput: when the model has no such block, or a coordinate is no identifier.
    """
    for name in (row, column):
        if not name.isidentifier():
            raise InvalidInput(f"coordinate {name!r}: not a name; choose a word such as j")
    if block not in model.blocks:
        known = ", ".join(model.blocks)
        raise InvalidInput(f"block={block!r}: the model has no such block; choose from {known}")
    model = _set_apart(model)
    slopes = [slope for term in model.prediction for slope in _derivative(term, block, row, column)]
    products = _inner_products(model, _residual(model), slopes, Fraction(1))
    return expectation(products, manifold, tuple(dict.fromkeys((row, column))))


def _set_apart(model: Model) -> Model:
    """Return the model with coordinate indices that no name of a caller's can equal."""

    def moved(term: Contraction) -> Contraction:
        return term.renamed({index: f"{index}#" for index in term.coordinates()}, {})

    prediction, target = (tuple(map(moved, side)) for side in (model.prediction, model.target))
    return Model(prediction, target, f"{model.output}#", model.steps)


def _residual(model: Model) -> list[Contraction]:
    negated = [replace(term, coefficient=-term.coefficient) for term in model.target]
    return [*model.prediction, *negated]


def _derivative(term: Contraction, block: str, row: str, column: str) -> Iterator[Contraction]:
    """Yield the derivative of a term, one contraction for each place where the block occurs."""
    for position, weight in enumerate(term.weights):
        if weight.block == block:
            others = term.weights[:position] + term.weights[position + 1 :]
            picked = ((weight.row, row), (weight.column, column))
            yield replace(term, weights=others, deltas=(*term.deltas, *picked))


def _inner_products(
    model: Model, left: list[Contraction], right: list[Contraction], factor: Fraction
) -> Iterator[Contraction]:
    """Yield factor × conj(l) r for all pairs, as contractions summed over steps and output."""
    for l_term in left:
        other = _primed(l_term, model).conjugated()
        for r_term in right:
            product = other.times(r_term)
            coefficient = product.coefficient * factor
            yield replace(product, sums=(model.steps, *product.sums), coefficient=coefficient)


def _primed(term: Contraction, model: Model) -> Contraction:
    """Return the term with its own indices primed; the output and the step are shared."""
    coordinates = {index: f"{index}'" for index in term.coordinates() if index != model.output}
    times = {span.name: f"{span.name}'" for span in term.sums}
    return term.renamed(coordinates, times)
