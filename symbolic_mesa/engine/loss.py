"""From a model to its population loss and to its derivatives in weight entries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from symbolic_mesa.engine.expectation import MomentSum, expectation
from symbolic_mesa.statement.contractions import Contraction, Model
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted


def population_loss(model: Model, manifold: Manifold) -> MomentSum:
    """Return L = Σ_t ½ E‖prediction − target‖² on the manifold, as a sum over moments."""
    residual = _residual(model)
    half = Fraction(1, 2)
    return expectation(inner_products(model, residual, residual, half), manifold)


Entry = tuple[str, str, str]  # of a weight: its block, its row and its column


def entry_gradient(
    model: Model, manifold: Manifold, block: str, row: str, column: str
) -> MomentSum:
    """Return ∂L/∂W[row, column] for the weight block W = `block`, at a point of the manifold.

    Args and errors are those of `entry_derivative`.
    """
    return entry_derivative(model, manifold, ((block, row, column),))


def entry_derivative(model: Model, manifold: Manifold, entries: Sequence[Entry]) -> MomentSum:
    """Return the derivative of L in each of these weight entries, at a point of the manifold.

    Args:
        model: the model.
        manifold: where the derivative is taken; the entries themselves are free to leave it.
        entries: block, row and column of each entry, one for each order of the derivative, at
            least one. Rows and columns are names of fixed coordinates: the same name is the same
            coordinate, another is a different one.

    Raises:
        InvalidInput: when there is no entry, the model has no such block, or a coordinate is no
            identifier.
    """
    if not entries:
        raise InvalidInput("entries=(): a derivative needs an entry; name one at least")
    first, *others = entries
    splits = product((True, False), repeat=len(others))  # which entries meet the second factor
    pairs = [
        (
            [entry for entry, right in zip(others, split, strict=True) if not right],
            [first, *(entry for entry, right in zip(others, split, strict=True) if right)],
        )
        for split in splits
    ]
    return _overlaps(model, manifold, _residual, pairs)


def prediction_overlap(
    model: Model, manifold: Manifold, left: Sequence[Entry], right: Sequence[Entry]
) -> MomentSum:
    """Return Σ_t E Re ⟨∂ŷ_t, ∂'ŷ_t⟩, derivatives of the prediction in entries on either side.

    Args and errors are those of `entry_derivative`.
    """
    return _overlaps(model, manifold, lambda model: [*model.prediction], [(left, right)])


def output_overlap(
    model: Model,
    manifold: Manifold,
    left: Sequence[Contraction],
    right: Sequence[Contraction],
    coordinate: str,
) -> MomentSum:
    """Return Σ_t E conj(l_t) r_t for two sides of the model at a fixed output coordinate.

    Args:
        model: the model.
        manifold: where it is taken.
        left: terms such as `model.prediction` or `model.target`.
        right: likewise.
        coordinate: a name for the coordinate.
    """
    products = [
        replace(one, deltas=(*one.deltas, (model.output, coordinate)))
        for one in inner_products(model, [*left], [*right])
    ]
    return expectation(products, manifold, (coordinate,))


def _overlaps(
    model: Model,
    manifold: Manifold,
    of: Callable[[Model], list[Contraction]],
    pairs: Sequence[tuple[Sequence[Entry], Sequence[Entry]]],
) -> MomentSum:
    """Return the sum over pairs of the inner products of derivatives of the same terms."""
    entries = [entry for pair in pairs for side in pair for entry in side]
    for entry in entries:
        _refuse(entry, model)
    model = _set_apart(model)
    pinned = tuple(dict.fromkeys(name for _, *names in entries for name in names))
    terms = of(model)
    products = [
        one
        for left, right in pairs
        for one in inner_products(
            model, _derivatives(terms, left), _derivatives(terms, right), pinned=pinned
        )
    ]
    return expectation(products, manifold, pinned)


def _refuse(entry: Entry, model: Model) -> None:
    block, *names = entry
    for name in names:
        if not name.isidentifier():
            raise InvalidInput(f"coordinate {quoted(name)}: not a name; choose a word such as j")
    if block not in model.blocks:
        known = ", ".join(model.blocks)
        raise InvalidInput(
            f"block={quoted(block)}: the model has no such block; choose from {known}"
        )


def _set_apart(model: Model) -> Model:
    """Return the model with coordinate indices that no name of a caller's can equal."""

    def moved(term: Contraction) -> Contraction:
        return term.renamed({index: f"{index}#" for index in term.coordinates()}, {})

    prediction, target = (tuple(map(moved, side)) for side in (model.prediction, model.target))
    return Model(prediction, target, f"{model.output}#", model.steps)


def _residual(model: Model) -> list[Contraction]:
    negated = [replace(term, coefficient=-term.coefficient) for term in model.target]
    return [*model.prediction, *negated]


def _derivatives(terms: list[Contraction], entries: Sequence[Entry]) -> list[Contraction]:
    """Return the derivative of a sum of terms in each of the entries."""
    for entry in entries:
        terms = [slope for term in terms for slope in _derivative(term, *entry)]
    return terms


def _derivative(term: Contraction, block: str, row: str, column: str) -> Iterator[Contraction]:
    """Yield the derivative of a term, one contraction for each place where the block occurs."""
    for position, weight in enumerate(term.weights):
        if weight.block == block:
            others = term.weights[:position] + term.weights[position + 1 :]
            picked = ((weight.row, row), (weight.column, column))
            yield replace(term, weights=others, deltas=(*term.deltas, *picked))


def inner_products(
    model: Model,
    left: list[Contraction],
    right: list[Contraction],
    factor: Fraction = Fraction(1),
    pinned: Sequence[str] = (),
) -> Iterator[Contraction]:
    """Yield factor × conj(l) r for all pairs, as contractions summed over steps and output."""
    for l_term in left:
        other = _primed(l_term, (model.output, *pinned)).conjugated()
        for r_term in right:
            product = other.times(r_term)
            coefficient = product.coefficient * factor
            yield replace(product, sums=(model.steps, *product.sums), coefficient=coefficient)


def _primed(term: Contraction, shared: Sequence[str]) -> Contraction:
    """Return the term with its own indices primed; those that are shared, and the step, stay."""
    coordinates = {index: f"{index}'" for index in term.coordinates() if index not in shared}
    times = {span.name: f"{span.name}'" for span in term.sums}
    return term.renamed(coordinates, times)
