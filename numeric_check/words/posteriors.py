"""What a prompt without noise tells of its task: the mean of the task, and what is left open.

The tokens are drawn, the covariance is a fixed one; tasks and queries are all signs, which have the
first two moments of a Gaussian, in the coordinates where they are white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import combinations, permutations, product
from math import prod
from random import Random

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.words.nodes import hermite_nodes
from numeric_check.words.rational_matrices import (
    Matrix,
    added,
    inverse,
    multiplied,
    scaled,
    transposed,
    unit,
)


def root(dim: int) -> Matrix:
    """Return the root of Λ: ones on the diagonal and below."""
    return tuple(tuple(Fraction(j <= i) for j in range(dim)) for i in range(dim))


@dataclass(frozen=True)
class ExactPrompt:
    """Tokens drawn as whole numbers, for which all is calculated in rationals.

    Attributes:
        dim: d.
        samples: N.
        seed: of the tokens.
    """

    dim: int
    samples: int
    seed: int

    @cached_property
    def tokens(self) -> Matrix:
        """X, d × N."""
        draw = Random(self.seed)  # noqa: S311  # tokens, no secrets
        rows, columns = range(self.dim), range(self.samples)
        return tuple(tuple(Fraction(draw.randint(-99, 99)) for _ in columns) for _ in rows)

    @property
    def covariance(self) -> Matrix:
        """Λ."""
        return multiplied(root(self.dim), transposed(root(self.dim)))

    @cached_property
    def mean(self) -> Matrix:
        """The matrix, d × N, that takes labels to the mean of the task: sample by sample.

        With the covariance C of what is known of w, a label of a token x moves the mean by
        Cx/(x'Cx) times what it has beside x'w, and takes Cxx'C/(x'Cx) from C.
        """
        left = inverse(self.covariance)
        found: Matrix = tuple((Fraction(0),) * self.samples for _ in range(self.dim))
        for place, token in enumerate(transposed(self.tokens)):
            x = tuple((entry,) for entry in token)
            along = multiplied(left, x)
            size = multiplied(transposed(x), along)[0][0]
            if not size:  # its label was known before
                continue
            gain = scaled(along, 1 / size)
            label = (tuple(Fraction(k == place) for k in range(self.samples)),)
            news = added(label, scaled(multiplied(transposed(x), found), Fraction(-1)))
            found = added(found, multiplied(gain, news))
            left = added(left, scaled(multiplied(gain, transposed(along)), Fraction(-1)))
        return found

    @cached_property
    def loss(self) -> Fraction:
        """Half the mean square of the error of the predictor by that mean."""
        above, below = root(self.dim), transposed(inverse(root(self.dim)))
        open_ = added(unit(self.dim), scaled(self._told, Fraction(-1)))
        signs = [tuple((Fraction(s),) for s in one) for one in product((1, -1), repeat=self.dim)]
        queries = [multiplied(above, one) for one in signs]
        rests = [multiplied(open_, multiplied(below, one)) for one in signs]
        errors = (multiplied(transposed(q), rest)[0][0] for q in queries for rest in rests)
        return sum((error**2 for error in errors), Fraction(0)) / (2 * len(signs) ** 2)

    @property
    def _told(self) -> Matrix:
        """The matrix that takes the task to its mean, by way of the labels."""
        return multiplied(self.mean, transposed(self.tokens))


@dataclass(frozen=True)
class DrawnPrompt:
    """The same of Gaussian tokens in doubles: the solution of y = X'w with the least w'Λw.

    Attributes:
        dim: d.
        samples: N.
        seed: of the tokens.
    """

    dim: int
    samples: int
    seed: int

    @cached_property
    def root(self) -> Real:
        """The root of Λ."""
        return np.array(root(self.dim), dtype=np.float64)

    @cached_property
    def tokens(self) -> Real:
        """X, d × N."""
        white = np.random.default_rng(self.seed).normal(size=(self.dim, self.samples))
        found: Real = self.root @ white
        return found

    def mean(self, labels: Real) -> Real:
        """Return the mean of the task for each row of labels, a row each."""
        design = np.linalg.solve(self.root, self.tokens).T
        white, *_ = np.linalg.lstsq(design, labels.T, rcond=None)
        return np.asarray(np.linalg.solve(self.root.T, white).T, dtype=np.float64)

    @cached_property
    def loss(self) -> float:
        """Half the mean square of the error of the predictor by that mean."""
        signs = np.array(list(product((1.0, -1.0), repeat=self.dim)))
        tasks, queries = np.linalg.solve(self.root.T, signs.T).T, signs @ self.root.T
        rests = tasks - self.mean(tasks @ self.tokens)
        return float(np.mean((rests @ queries.T) ** 2)) / 2


@cache  # pure
def squared_minors(size: int, dim: int, samples: int) -> Fraction:
    """Return the mean of the sum of squared minors of a matrix of independent signs.

    No entry is in a square more than twice: signs have the moments that it needs.
    """
    total, count = 0, 0
    for entries in product((1, -1), repeat=dim * samples):
        rows = [entries[k * samples : (k + 1) * samples] for k in range(dim)]
        count += 1
        for chosen in combinations(rows, size):
            for columns in combinations(range(samples), size):
                total += _determinant([[row[k] for k in columns] for row in chosen]) ** 2
    return Fraction(total, count)


def _determinant(rows: Sequence[Sequence[int]]) -> int:
    """Return the signed sum over permutations."""
    size = range(len(rows))
    return sum(
        (-1) ** sum(a > b for a, b in combinations(order, 2))
        * prod(rows[k][order[k]] for k in size)
        for order in permutations(size)
    )


@cache  # likewise
def by_spectra(size: int, dim: int, samples: int) -> float:
    """Return the same of Gaussian entries at nodes, by the eigenvalues of the matrix times its own.

    The coefficients of the characteristic polynomial are sums of principal minors.
    """
    values, weights = (
        np.array(one, dtype=np.float64) for one in zip(*hermite_nodes(2), strict=True)
    )
    places = np.array(list(product(range(len(values)), repeat=dim * samples)))
    z = values[places].reshape(-1, dim, samples)
    sums = np.zeros((size + 1, len(z)))
    sums[0] = 1
    for eigenvalues in np.linalg.eigvalsh(z @ z.transpose(0, 2, 1)).T:
        sums[1:] += eigenvalues * sums[:-1]
    return float(np.prod(weights[places], axis=1) @ sums[size])
