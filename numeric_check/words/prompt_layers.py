"""A layer of linear attention at drawn weights, on every prompt at nodes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

import numpy as np

from numeric_check.linear import solved
from numeric_check.words.arrays import Array, Number
from numeric_check.words.attention import embedded, predicted
from numeric_check.words.prompts import INTEGERS, MORE_INTEGERS, MOST, SIGNS, Prompts, hermite
from numeric_check.words.quadratics import Quadratic, half_mean_square

NOISE = 2  # σ
NODES = 3  # of each variable in doubles: the loss has degree 4 in each, and 6 in the query
ROUNDING = 1e-12


@dataclass(frozen=True)
class Layer:
    """A layer at nodes.

    Attributes:
        prompts: the prompts.
        seed: of its weights.
        query_column: whether the query's column is among the keys and values.
    """

    prompts: Prompts
    seed: int
    query_column: bool = True

    @property
    def exact(self) -> bool:
        """Whether it is measured in rationals."""
        return self.prompts.nodes is INTEGERS

    @cached_property
    def drawn(self) -> Mapping[str, Array]:
        """Weights of whole numbers, by name; vectors are columns."""
        draw = np.random.default_rng(self.seed)
        dim = self.prompts.dim
        shapes = {"U": (dim, dim), "B": (dim, dim), "v": (dim, 1), "r": (dim, 1), "u": ()}
        return {name: draw.integers(1, 5, size=shape) for name, shape in shapes.items()}

    @cached_property
    def numbers(self) -> Mapping[str, Any]:
        """What symbols and matrices are: fractions, or doubles."""
        root = np.array(self.prompts.root)
        sizes = {"d": self.prompts.dim, "N": self.prompts.samples, "sigma": NOISE}
        every = {**self.drawn, "A": self.drawn["u"] * self.drawn["U"], "Lambda": root @ root.T}
        given = {name: self._numbers(value) for name, value in every.items()}
        return {**given, "u": given["u"][()], **{n: Fraction(s) for n, s in sizes.items()}}

    def _numbers(self, values: Array) -> Array:
        if not self.exact:
            return np.array(values, dtype=np.float64)
        exact: Array = np.vectorize(Fraction, otypes=[object])(values)
        return exact

    def _number(self, value: float) -> Number:
        found: Number = self._numbers(np.array(value)).item()
        return found

    @property
    def identity(self) -> Array:
        """The identity of the tokens' space."""
        return self._numbers(np.eye(self.prompts.dim, dtype=int))

    def _loss(self, u: Array | int, matrix: Array, v: Array, r: Array) -> Any:
        rest = self._rest(u, matrix, v, r)
        return self.prompts.mean_square(rest) / (2 * self.prompts.samples**2)

    def _rest(self, u: Array | int, matrix: Array, v: Array, r: Array) -> Array:
        """Return N times the prediction less the target, by prompt."""
        value, keys = self._blocks(u, matrix, v, r)
        tokens, target = self._seen
        target = self.prompts.samples * target
        rest: Array = predicted(tokens, value, keys, self.query_column) - target
        return rest

    @cached_property
    def _seen(self) -> tuple[Array, Array]:
        return embedded(self.prompts, NOISE)

    def _blocks(self, u: Array | int, matrix: Array, v: Array, r: Array) -> tuple[Array, Array]:
        """Return W^PV and W^KQ; entries that must not matter are not 0."""
        dim = self.prompts.dim
        value, keys = (np.full((dim + 1, dim + 1), fill) for fill in (3, 2))
        value[-1, :dim], value[-1, -1] = np.ravel(v), u
        keys[:dim, :dim], keys[-1, :dim] = matrix, np.ravel(r)
        return value, keys

    @cached_property
    def full_loss(self) -> Number:
        """The loss at the drawn weights, v and r among them."""
        loss: Number = self._loss(*(self.drawn[name] for name in ("u", "U", "v", "r")))
        return loss

    @cached_property
    def pulls(self) -> list[Number]:
        """The gradient in v and in r where both are 0, to rounding."""
        u, matrix = self.drawn["u"], self.drawn["U"]
        nothing = np.zeros(self.prompts.dim, dtype=int)
        found = []
        for unit in np.eye(self.prompts.dim, dtype=int):
            for place in (0, 1):
                ends = [nothing, nothing]
                ends[place] = unit
                ahead, behind = (self._loss(u, matrix, *(s * end for end in ends)) for s in (1, -1))
                slope = (ahead - behind) / 2
                found.append(0 if abs(slope) <= ROUNDING * (ahead + behind) else slope)
        return found

    @cached_property
    def quadratic(self) -> Quadratic:
        """The loss as a function of A, where v and r are 0."""
        few = self.at_fewer_nodes
        nothing = np.zeros(self.prompts.dim, dtype=int)
        found = half_mean_square(
            lambda matrix: few._rest(1, matrix, nothing, nothing),
            few.prompts.products,
            (self.prompts.dim, self.prompts.dim),
        )
        return found.over(self.prompts.samples**2)

    @cached_property
    def at_fewer_nodes(self) -> "Layer":
        """The same at nodes that do where v and r are 0: it is linear in q, w and ε then."""
        two = SIGNS if self.exact else hermite(2)
        return replace(self, prompts=replace(self.prompts, query=two, labels=two))

    @cached_property
    def minimiser(self) -> Array:
        """The A with the least loss, solved for."""
        found = self.quadratic
        if not self.exact:
            return np.linalg.solve(found.curvature, -found.slope).reshape(found.shape)
        rows = [[*row, -slope] for row, slope in zip(found.curvature, found.slope, strict=True)]
        return np.array(solved(rows), dtype=object).reshape(found.shape)

    @cached_property
    def halves(self) -> tuple[Array, Array, Array]:
        """The part of each prediction that is even in the labels, the odd one, and the target.

        Each is N times it, twice; weights are the drawn ones, v and r among them.
        """
        value, keys = self._blocks(*(self.drawn[name] for name in ("u", "U", "v", "r")))
        tokens, target = self._seen
        turned = tokens.copy()
        turned[:, -1] = -turned[:, -1]
        one, other = (predicted(seen, value, keys, self.query_column) for seen in (tokens, turned))
        return one + other, one - other, 2 * self.prompts.samples * target

    @cached_property
    def overlaps(self) -> list[Number]:
        """The means of the even part times the odd one, and times the target, to rounding."""
        even, odd, target = self.halves
        means = self.prompts.products(np.array([even, odd, target]))
        size, found = means[0, 0] + means[1, 1], means[0, 1:]
        return [0 if abs(one) <= ROUNDING * size else one for one in found]

    @cached_property
    def odd_prompts(self) -> list[tuple[dict[str, Array], Number]]:
        """Some prompts with the odd part of what is predicted."""
        _, odd, _ = self.halves
        return [
            (letters, self._number(odd[k]) / (2 * self.prompts.samples))
            for (letters, _), k in zip(self.single_prompts, self._chosen, strict=True)
        ]

    @property
    def _chosen(self) -> Array:
        return np.random.default_rng(self.seed).integers(0, self.prompts.count, size=3)

    @cached_property
    def single_prompts(self) -> list[tuple[dict[str, Array], Number]]:
        """Some prompts by their letters, with what is predicted."""
        value, keys = self._blocks(*(self.drawn[name] for name in ("u", "U", "v", "r")))
        tokens, _ = self._seen
        every = predicted(tokens, value, keys, self.query_column)
        x, q, w, noise = self.prompts.parts
        found = []
        for k in self._chosen:
            letters = {"X": x[k], "q": q[k][:, None], "w": w[k][:, None], "eps": noise[k][None, :]}
            numbers = {name: self._numbers(matrix) for name, matrix in letters.items()}
            found.append((numbers, self._number(every[k]) / self.prompts.samples))
        return found


def inverse(matrix: Array) -> Array:
    """Return the inverse of a matrix of fractions, or of doubles."""
    if matrix.dtype != object:
        return np.linalg.inv(matrix)
    size = range(len(matrix))
    columns = [
        solved([[*row, Fraction(int(i == j))] for i, row in enumerate(matrix)]) for j in size
    ]
    return np.array(columns, dtype=object).T


def tested(layer: Layer) -> Layer | None:
    """Return a layer on prompts of another length; None where there are too many."""
    other = replace(layer, prompts=replace(layer.prompts, samples=layer.prompts.samples + 1))
    return other if other.at_fewer_nodes.prompts.count <= MOST else None


WIDE, WHITE = ((1, 1), (0, 2)), ((1, 0), (0, 1))  # roots of covariances


@cache  # pure: what is drawn is seeded
def cases(exact: bool, white: bool = False) -> tuple[Layer, ...]:
    """Return layers of two dimensions, small enough for all their prompts.

    Args:
        exact: whether they are measured in rationals.
        white: whether tokens have the identity for their covariance.
    """
    return tuple(_cases(exact, white))


def _cases(exact: bool, white: bool) -> Iterator[Layer]:
    single = ((1,),) if white else ((2,),)
    for seed, (root, samples) in enumerate(
        ((single, 2 if exact else 3), (WHITE if white else WIDE, 1))
    ):
        nodes = (INTEGERS, MORE_INTEGERS) if exact else (hermite(NODES), hermite(NODES + 1))
        yield Layer(Prompts(*nodes, root, samples), seed)
