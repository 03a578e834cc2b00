"""Small scenes of a model in words: sizes that nodes can be listed for, and numbers for symbols."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product
from math import prod
from random import Random

import numpy as np

from numeric_check.words.arrays import Array
from numeric_check.words.interpreter import Scene
from numeric_check.words.nodes import Nodes, hermite_nodes, integer_nodes
from numeric_check.words.rational_matrices import inverse
from symbolic_mesa.statement.regression import Drawn, Fixed, Regression
from symbolic_mesa.statement.words import LINE, ONES
from symbolic_mesa.text.letters import INVERTED

LARGEST = 3  # size of a space
MOST_NODES = {True: 2_500, False: 20_000}  # exact, and in doubles
MOST_OF_A_KIND = {True: 10_000, False: 160_000}  # where there is no other scene of its kind
MOST_SCENES = 2
ENTRIES = (*range(-9, 0), *range(1, 10))

Sizes = Mapping[str, int]


@lru_cache(maxsize=8)  # pure; every claim about a model is held against the same scenes
def scenes(model: Regression, dim: int | None, exact: bool) -> tuple[Scene, ...]:
    """Return scenes of a model, the same each time; none where nodes would be too many.

    Args:
        model: the model.
        dim: the dimension d; None for small ones.
        exact: whether numbers are exact.
    """
    given = {**dict(model.sizes), **({} if dim is None else {"d": dim})}
    spaces = model.spaces
    ranges = [[given[s]] if s in given else range(1, LARGEST + 1) for s in spaces]
    every = [dict(zip(spaces, sizes, strict=True)) for sizes in product(*ranges)]
    counted = [(count_of(model, sizes, exact), sizes) for sizes in every]
    counted.sort(key=lambda pair: pair[0])
    chosen = [sizes for count, sizes in counted if count <= MOST_NODES[exact]][-MOST_SCENES:]
    for kind in (_narrow, _wide, _full):
        if not any(map(kind, chosen)):
            more = (s for count, s in counted if count <= MOST_OF_A_KIND[exact] and kind(s))
            chosen += islice(more, 1)
    return tuple(_scene(model, sizes, exact) for sizes in chosen)


def scenes_at(model: Regression, sizes: tuple[Sizes, ...], exact: bool) -> tuple[Scene, ...]:
    """Return scenes of a model at sizes, without those for which nodes would be too many."""
    able = (one for one in sizes if count_of(model, one, exact) <= MOST_OF_A_KIND[exact])
    return tuple(_scene(model, one, exact) for one in able)


def _narrow(sizes: Sizes) -> bool:
    """Whether matrices commute, as numbers do."""
    return sizes.get("d", 2) == 1


def _wide(sizes: Sizes) -> bool:
    """Whether matrices need not commute."""
    return not _narrow(sizes)


def _full(sizes: Sizes) -> bool:
    """Whether no dimension is 1, so that no power of it looks like another."""
    return all(size > 1 for size in sizes.values())


def _nodes(model: Regression, one: Drawn, exact: bool) -> Nodes:
    degree = model.degree(one.name)
    return integer_nodes(degree) if exact else hermite_nodes(degree)


def _length(space: str, sizes: Sizes) -> int:
    return 1 if space == LINE else sizes[space]


def _entries(one: Drawn, sizes: Sizes) -> int:
    return _length(one.rows, sizes) * _length(one.columns, sizes)


def count_of(model: Regression, sizes: Sizes, exact: bool) -> int:
    """Return how many nodes there are of all that is random."""
    return prod(len(_nodes(model, o, exact)) ** _entries(o, sizes) for o in model.drawn)


def _scene(model: Regression, sizes: Sizes, exact: bool) -> Scene:
    draw = Random(1)  # noqa: S311  # nothing here is secret
    numbers = {**sizes, **{name: draw.choice((2, 3)) for name in model.scalars}}
    matrices: dict[str, Array] = {
        ONES + space: np.ones((sizes[space], 1), dtype=object) for space in model.ones
    }
    roots: dict[str, Array] = {}
    for one in model.fixed:
        for name, value in _fixed(one, sizes, draw, roots):
            matrices[name] = value
    drawn, weights = drawn_at_nodes(model, sizes, exact)
    for random in model.drawn:
        root = roots.get(random.covariance)
        standard = drawn[random.name]
        matrices[random.name] = standard if root is None else np.matmul(root, standard)
    for weight in model.trained:
        shape = _length(weight.rows, sizes), _length(weight.columns, sizes)
        if weight.scale:
            numbers.setdefault(weight.scale, draw.choice((-2, 2, 3)))
            along = matrices[weight.along] if weight.along else np.eye(shape[0], dtype=object)
            matrices[weight.name] = numbers[weight.scale] * along
        else:
            matrices[weight.name] = _whole(*shape, draw)
        if weight.is_number:
            numbers[weight.name] = matrices[weight.name][0, 0]
    kind = object if exact else float
    arrays = {name: value.astype(kind) for name, value in matrices.items()}
    return Scene(model, numbers, arrays, weights, exact)


def _fixed(
    one: Fixed, sizes: Sizes, draw: Random, roots: dict[str, Array]
) -> Iterator[tuple[str, Array]]:
    """Yield a matrix that is given, and its inverse; note the roots of covariances."""
    rows, columns = _length(one.rows, sizes), _length(one.columns, sizes)
    found = _whole(rows, columns, draw)
    if one.kind == "symmetric":
        yield one.name, found + found.T
    elif one.kind == "positive":
        root = np.tril(found)
        for k in range(rows):
            root[k, k] = 1 + k % 2 if k else 2  # small: so are the fractions of the inverse
        back = np.array(inverse(tuple(tuple(map(Fraction, row)) for row in root)), dtype=object)
        roots |= {one.name: root, one.name + INVERTED: back.T}
        yield one.name, root @ root.T
        yield one.name + INVERTED, back.T @ back
    else:
        yield one.name, found


def _whole(rows: int, columns: int, draw: Random) -> Array:
    entries = draw.sample(ENTRIES, rows * columns)  # all different: no matrix is its transpose
    return np.array(entries, dtype=object).reshape(rows, columns)


def drawn_at_nodes(
    model: Regression, sizes: Sizes, exact: bool
) -> tuple[dict[str, Array], Array | int]:
    """Return standard Gaussian matrices at all nodes, and the weights of the nodes."""
    kind = object if exact else float
    axes = [_nodes(model, one, exact) for one in model.drawn for _ in range(_entries(one, sizes))]
    points = [np.array([_plain(x) for x, _ in axis], dtype=kind) for axis in axes]
    weights = [np.array([w for _, w in axis], dtype=kind) for axis in axes]
    places = np.meshgrid(*(np.arange(len(axis)) for axis in axes), indexing="ij")
    flat = [place.ravel() for place in places]
    columns = [axis[place] for axis, place in zip(points, flat, strict=True)]
    total = prod((axis[place] for axis, place in zip(weights, flat, strict=True)), start=1)
    found: dict[str, Array] = {}
    for one in model.drawn:
        count = _entries(one, sizes)
        shape = -1, _length(one.rows, sizes), _length(one.columns, sizes)
        found[one.name] = np.stack(columns[:count], axis=-1).reshape(shape)
        del columns[:count]
    return found, total


def _plain(value: Fraction | float) -> int | float:
    """Return a node as a whole number where it is one: those are quicker than fractions."""
    return int(value) if isinstance(value, Fraction) else value
