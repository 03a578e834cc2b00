"""The loss as a quadratic form in products of weight entries, gathered from sequences.

A prediction is linear in the products m of weights that its terms have, so that the loss is
½ m·G m − c·m + r, where G and c are means over sequences of what the products are multiplied by.
Once they are gathered, loss and gradient cost the same for any number of sequences.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from numeric_check.interpreter.doubles import Real, run
from numeric_check.interpreter.reading import steps
from numeric_check.interpreter.sums import (
    EACH,
    Complex,
    Factors,
    Known,
    Sums,
    Tokens,
    contracted,
    letters,
)
from symbolic_mesa.statement.contractions import Contraction, Model
from symbolic_mesa.text.errors import InvalidInput

Indices = NDArray[np.intp]
OUTPUT, OTHERS = "o", ascii_lowercase.replace("o", "")  # subscripts of indices of weights
MOST = 600  # products for one output: some seconds, and 3 MB for each coordinate


@dataclass(frozen=True)
class Product:
    """The weights of a term.

    Attributes:
        factors: the block of each weight, with the subscripts of its row and its column.
    """

    factors: tuple[tuple[str, str], ...]

    @property
    def axes(self) -> str:
        """The subscripts: the output, then those of the weights."""
        return "".join(dict.fromkeys([OUTPUT, *(x for _, pair in self.factors for x in pair)]))

    def places(self, blocks: tuple[str, ...], dim: int) -> Iterator[Indices]:
        """Yield for each weight where its entry stands among those of all blocks.

        Each of shape (d, K): by output, and by what the other subscripts are.
        """
        grid = dict(zip(self.axes, np.indices((dim,) * len(self.axes)), strict=True))
        for block, pair in self.factors:
            row, column = (grid[subscript] for subscript in pair)
            place = (blocks.index(block) * dim + row) * dim + column
            yield place.reshape(dim, -1)


@dataclass(frozen=True)
class ProductForm:
    """A loss that is a quadratic form in products of weights.

    Attributes:
        blocks: the names of the blocks, in order.
        products: those of each term, in order.
        gram: G by output, of shape (d, K, K).
        slope: c by output, of shape (d, K).
        rest: r, the loss of predicting 0.
    """

    blocks: tuple[str, ...]
    products: tuple[Product, ...]
    gram: Real
    slope: Real
    rest: float

    def at(self, weights: Real) -> tuple[float, Real]:
        """Return the loss and its gradient at weights, of shape (blocks, d, d)."""
        given = np.append(weights.ravel(), 1.0)
        factors = given[self._places]
        m = np.prod(factors, axis=0)
        pushed = (self.gram @ m[:, :, None])[:, :, 0]
        pull = pushed - self.slope
        slopes = np.zeros(given.shape)
        for k, places in enumerate(self._places):
            others = [*factors[:k], *factors[k + 1 :]]
            each = reduce(np.multiply, others, pull)
            slopes += np.bincount(places.ravel(), each.ravel(), len(given))
        loss = self.rest + float(np.sum(m * (pushed / 2 - self.slope)))
        return loss, slopes[:-1].reshape(weights.shape)

    @cached_property
    def _places(self) -> Indices:
        """Where the weights of each product stand, of shape (factors, d, K); behind all is a 1."""
        dim = len(self.slope)
        depth = max(len(product.factors) for product in self.products)
        last = len(self.blocks) * dim**2
        found = np.full((depth, *self.slope.shape), last)
        start = 0
        for product in self.products:
            for k, places in enumerate(product.places(self.blocks, dim)):
                found[k, :, start : start + places.shape[1]] = places
            start += dim ** (len(product.axes) - 1)
        return found

    def plus(self, other: "ProductForm", share: float = 1.0) -> "ProductForm":
        """Return the sum with a multiple of another form in the same products."""
        return replace(
            self,
            gram=self.gram + share * other.gram,
            slope=self.slope + share * other.slope,
            rest=self.rest + share * other.rest,
        )

    def times(self, share: float) -> "ProductForm":
        """Return a multiple."""
        return self.plus(self, share - 1)


def sizes(products: Iterable[Product], dim: int) -> list[int]:
    """Return how many products of entries each has for one output."""
    return [dim ** (len(product.axes) - 1) for product in products]


def products_in(model: Model) -> dict[Product, tuple[Contraction, ...]]:
    """Return the products of weights of a prediction, each with its terms."""
    found: dict[Product, tuple[Contraction, ...]] = {}
    for term in model.prediction:
        names = _subscripts(term, model.output)
        factors = tuple((w.block, names[w.row] + names[w.column]) for w in term.weights)
        found[Product(factors)] = (*found.get(Product(factors), ()), term)
    return found


def _subscripts(term: Contraction, output: str) -> Mapping[str, str]:
    """Return the subscripts of the indices of weights, in the order in which they occur."""
    indices = dict.fromkeys(i for w in term.weights for i in (w.row, w.column))
    others = [index for index in indices if index != output]
    return {output: OUTPUT, **dict(zip(others, OTHERS, strict=False))}


def gathered(
    model: Model, dim: int, length: int, sequences: Iterable[tuple[Tokens, Real]]
) -> ProductForm:
    """Return the loss of weighted sequences.

    Args:
        model: the statement.
        dim: d.
        length: T.
        sequences: x_t of shape (n, d) by t, with weights of shape (n,), in chunks.

    Raises:
        InvalidInput: when there are too many products.
    """
    products = products_in(model)
    count = sum(sizes(products, dim))
    if count > MOST:
        raise InvalidInput(
            f"--dim {dim}: the prediction has {count} products of weights for each output, more "
            f"than {MOST}; give a smaller one"
        )
    total = ProductForm(
        model.blocks, tuple(products), np.zeros((dim, count, count)), np.zeros((dim, count)), 0.0
    )
    for tokens, shares in sequences:
        known = Known()
        for step in steps(model, length):
            factors = _factors(model, products, Sums(step, tokens, known))
            total = _plus_step(total, factors, run(model.target, model, step, {}, tokens), shares)
    return total


def _plus_step(form: ProductForm, factors: Complex, target: Complex, shares: Real) -> ProductForm:
    """Return a form with the loss of one step of sequences."""
    left = np.moveaxis(factors.conj() * shares[:, None, None], 0, -1)  # (d, K, n)
    return replace(
        form,
        gram=form.gram + np.real(left @ np.moveaxis(factors, 1, 0)),
        slope=form.slope + np.real(np.einsum("okn,no->ok", left, target)),
        rest=form.rest + float(shares @ np.sum(np.abs(target) ** 2, axis=1)) / 2,
    )


def _factors(
    model: Model, products: Mapping[Product, tuple[Contraction, ...]], sums: Sums
) -> Complex:
    """Return what each product of weights is multiplied by at a step, of shape (n, d, K)."""
    found = []
    for product, terms in products.items():
        size = (sums.count, *[sums.dim] * len(product.axes))
        total = np.zeros(size, dtype=np.complex128)
        for term in terms:
            held = sums.factors(term, model.output)
            if held is not None:
                total += _factor(model, product, term, held, sums.dim)
        found.append(total.reshape(sums.count, sums.dim, -1))
    return np.concatenate(found, axis=2)


def _factor(model: Model, product: Product, term: Contraction, held: Factors, dim: int) -> Complex:
    """Return what a product is multiplied by in one term, of shape (n, d, …)."""
    letter, names = letters(term), _subscripts(term, model.output)
    by_name = {subscript: letter[index] for index, subscript in names.items()}
    axes = "".join(by_name[subscript] for subscript in product.axes)
    free: Factors = [(axis, np.ones(dim)) for axis in axes]  # it may be in weights alone
    return contracted([*held, *free], EACH + axes)
