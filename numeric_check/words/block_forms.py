"""The loss of one layer as a quadratic form in products of its blocks, on every prompt at nodes.

The prediction is Σ V_i (E E')_ij K_jk q_k/ρ, with the last row V of W^PV and the first d columns K
of W^KQ: it is linear in the products V_i K_jk. Their means are taken once, for any blocks.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from numeric_check.linear import solved
from numeric_check.words.arrays import Array
from numeric_check.words.attention import embedded
from numeric_check.words.prompts import Prompts

Number = Any


@dataclass(frozen=True)
class BlockForm:
    """A layer on prompts.

    Attributes:
        prompts: the prompts.
        noise: σ.
        query_column: whether the query's column is among the keys and values.
        divided: whether the attention is divided by N.
    """

    prompts: Prompts
    noise: int
    query_column: bool = True
    divided: bool = True

    @property
    def _exact(self) -> bool:
        return isinstance(self.prompts.nodes.values[0], int)

    @property
    def divisor(self) -> int:
        """The number ρ."""
        return self.prompts.samples if self.divided else 1

    @cached_property
    def _features(self) -> tuple[Array, Array]:
        """What each product is multiplied by in ρ times the prediction, of shape (k, n); w'q."""
        tokens, target = embedded(self.prompts, self.noise)
        seen = tokens if self.query_column else tokens[:, :, :-1]
        pairs = np.einsum("nis,njs->nij", seen, seen)
        query = tokens[:, :-1, -1]
        return np.einsum("nij,nk->nijk", pairs, query).reshape(len(target), -1).T, target

    @cached_property
    def _means(self) -> tuple[Array, Array, Number]:
        """The means of products of two features, of one with the target, and of its square."""
        every = self.prompts.products(np.vstack(self._features))
        return every[:-1, :-1], every[:-1, -1], every[-1, -1]

    def _products(self, blocks: "Blocks") -> Array:
        """V_i K_jk, as a vector."""
        value = np.append(blocks.v, blocks.u)
        keys = np.vstack([blocks.matrix, blocks.r])
        products: Array = np.einsum("i,jk->ijk", value, keys).reshape(-1)
        return products

    def loss(self, blocks: "Blocks") -> Number:
        """Return half the mean square of the prediction less w'q."""
        gram, cross, constant = self._means
        at = self._products(blocks) * self._over
        return (at @ gram @ at - 2 * (at @ cross) + constant) * self._number(Fraction(1, 2))

    def variance(self, blocks: "Blocks", over_tokens: bool) -> Number:
        """Return the mean variance of the part of the prediction that is even in the labels.

        Args:
            blocks: whole numbers.
            over_tokens: whether tokens vary too, and not labels alone; the query does not.
        """
        products = np.where(self._odd, 0, self._products(blocks))
        even = products @ self._features[0]
        return self.prompts.variance(even, over_tokens) * self._over**2

    @cached_property
    def minimiser(self) -> Array:
        """The matrix A with the least loss among layers y X'A q/ρ, solved for."""
        gram, cross, _ = self._means
        dim = self.prompts.dim
        places = np.arange(gram.shape[0]).reshape(dim + 1, dim + 1, dim)[-1, :-1].reshape(-1)
        within, right = gram[np.ix_(places, places)], cross[places] * self.divisor
        if not self._exact:
            return np.linalg.solve(within, right).reshape(dim, dim)
        rows = [[*row, value] for row, value in zip(within, right, strict=True)]
        return np.array(solved(rows), dtype=object).reshape(dim, dim)

    @cached_property
    def least(self) -> Number:
        """The least loss of such a layer."""
        dim = self.prompts.dim
        nothing = np.zeros(dim, dtype=int)
        return self.loss(Blocks(self._number(Fraction(1)), self.minimiser, nothing, nothing))

    @property
    def _odd(self) -> Array:
        """Which products stand with one label alone."""
        dim = self.prompts.dim
        last = np.arange(dim + 1) == dim
        odd = last[:, None] != last[None, :]
        return np.broadcast_to(odd[:, :, None], (dim + 1, dim + 1, dim)).reshape(-1)

    @property
    def _over(self) -> Number:
        return self._number(Fraction(1, self.divisor))

    def _number(self, value: Fraction) -> Number:
        return value if self._exact else float(value)


@dataclass(frozen=True, eq=False)
class Blocks:
    """Blocks of a layer: W^PV = [P p; v' u], W^KQ = [U k; r' h].

    Attributes:
        u: the last entry of W^PV.
        matrix: U, of shape (d, d).
        v: of shape (d,).
        r: of shape (d,).
    """

    u: Number
    matrix: Array
    v: Array
    r: Array
