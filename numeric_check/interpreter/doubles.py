"""A stated model in doubles: every term by einsum, averaged over nodes and roots of unity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from numeric_check.estimates import Estimate
from numeric_check.interpreter.reading import Times, at, inner_times, latest, steps, variations
from numeric_check.laws.finite import TokenNodes
from symbolic_mesa.statement.contractions import Contraction, Model

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
Blocks = Mapping[str, Real]  # d×d weights by the name of their block; the others are zero
Tokens = Mapping[int, Complex]  # x_t of shape (n, d) by t; x_t = 0 for other t

CHUNK = 1 << 14  # sequences at a time


def run(
    terms: Sequence[Contraction],
    model: Model,
    step: Times,
    blocks: Blocks,
    tokens: Tokens,
    directions: Sequence[Blocks] = (),
) -> Complex:
    """Return the sum of terms at one step, or a derivative of it, of shape (n, d).

    Args:
        terms: the prediction's, or the target's.
        model: whose output index the terms carry.
        step: the time of the step, and T.
        blocks: the weights.
        tokens: any sequences, whatever made them.
        directions: those of the derivative.
    """
    total = np.zeros_like(next(iter(tokens.values())), dtype=np.complex128)
    for term in terms:
        for times in inner_times(term, step):
            for factors in variations(term, blocks, directions):
                total += _product(term, model.output, times, factors, tokens)
    return total


def _product(
    term: Contraction, output: str, times: Times, factors: Sequence[Real], tokens: Tokens
) -> Complex | float:
    """Return one product summed over its coordinates, of shape (n, d); 0 where a token is."""
    letter = dict(zip(term.coordinates(), ascii_lowercase, strict=False))
    operands: list[NDArray[np.inexact]] = []
    subscripts: list[str] = []
    for token in term.tokens:
        time = at(token.time, times)
        if time not in tokens:
            return 0.0
        operands.append(tokens[time].conj() if token.conjugate else tokens[time])
        subscripts.append("Z" + letter[token.coordinate])
    for weight, factor in zip(term.weights, factors, strict=True):
        operands.append(factor)
        subscripts.append(letter[weight.row] + letter[weight.column])
    for left, right in term.deltas:
        operands.append(np.eye(next(iter(tokens.values())).shape[1]))
        subscripts.append(letter[left] + letter[right])
    product: Complex = np.einsum(
        f"{','.join(subscripts)}->Z{letter[output]}", *operands, optimize=True
    )
    divisor = np.prod([at(form, times) for form in term.divisors])
    return float(term.coefficient) / float(divisor) * product


@dataclass(frozen=True)
class Population:
    """A stated model with tokens x_t = λ^(t−1) x_1 of a finite law.

    Attributes:
        model: the statement.
        nodes: the law of x_1, in d coordinates.
        length: T.
        roots: how many roots of unity stand for a phase.
    """

    model: Model
    nodes: TokenNodes
    length: int
    roots: int

    @property
    def dim(self) -> int:
        """The dimension d."""
        return int(self.nodes.points.shape[1])

    def loss(self, blocks: Blocks) -> Estimate:
        """Return the population loss."""
        return self._summed(blocks, [((), ())])

    def slope(self, blocks: Blocks, direction: Blocks) -> Estimate:
        """Return the derivative of the loss along a direction."""
        return self._summed(blocks, [((), (direction,))], halved=False)

    def curvature(self, blocks: Blocks, first: Blocks, second: Blocks) -> Estimate:
        """Return the second derivative of the loss along two directions."""
        pairs = [((first,), (second,)), ((), (first, second))]
        return self._summed(blocks, pairs, halved=False)

    def _summed(
        self,
        blocks: Blocks,
        pairs: Sequence[tuple[Sequence[Blocks], Sequence[Blocks]]],
        halved: bool = True,
    ) -> Estimate:
        """Return Σ_t E Re⟨D r_t, D' r_t⟩ over pairs of derivatives of the residual r_t."""
        value = sum(
            _inner(self.model, blocks, pair, tokens, weights, self.length)
            for tokens, weights in self._sequences()
            for pair in pairs
        )
        scale = self._scale(blocks, pairs)
        return Estimate(value / 2, scale / 2) if halved else Estimate(value, scale)

    def _scale(
        self, blocks: Blocks, pairs: Sequence[tuple[Sequence[Blocks], Sequence[Blocks]]]
    ) -> float:
        """Return the sum of the absolute values of all terms: no phase has another modulus."""
        sizes = {t: np.abs(self.nodes.points).astype(np.complex128) for t in self._times}
        return sum(
            _inner(
                _without_signs(self.model),
                _sizes(blocks),
                (tuple(map(_sizes, left)), tuple(map(_sizes, right))),
                sizes,
                np.abs(self.nodes.weights),
                self.length,
            )
            for left, right in pairs
        )

    @property
    def _times(self) -> range:
        return range(1, latest(self.model, self.length) + 1)

    def _sequences(self) -> Iterator[tuple[Tokens, Real]]:
        """Yield sequences with their weights, a chunk at a time."""
        circle = np.exp(2j * np.pi * np.arange(self.roots) / self.roots)
        phases = np.array(list(product(circle, repeat=self.dim)))
        count = max(1, CHUNK // len(phases))
        for first in range(0, len(self.nodes.weights), count):
            points = self.nodes.points[first : first + count]
            shares = self.nodes.weights[first : first + count]
            start = np.repeat(points, len(phases), axis=0)
            turned = np.tile(phases, (len(points), 1))
            tokens = {t: start * turned ** (t - 1) for t in self._times}
            yield tokens, np.repeat(shares, len(phases)) / len(phases)


def _inner(
    model: Model,
    blocks: Blocks,
    pair: tuple[Sequence[Blocks], Sequence[Blocks]],
    tokens: Tokens,
    weights: Real,
    length: int,
) -> float:
    """Return Σ_t over weighted sequences of Re⟨D r_t, D' r_t⟩."""
    total = 0.0
    for step in steps(model, length):
        left, right = (_residual(model, step, blocks, tokens, along) for along in pair)
        total += float(weights @ np.sum(np.real(left.conj() * right), axis=1))
    return total


def _residual(
    model: Model, step: Times, blocks: Blocks, tokens: Tokens, directions: Sequence[Blocks]
) -> Complex:
    """Return prediction minus target, or a derivative of it; the target has no weights."""
    predicted = run(model.prediction, model, step, blocks, tokens, directions)
    return predicted if directions else predicted - run(model.target, model, step, {}, tokens)


def _without_signs(model: Model) -> Model:
    """Return the model in which nothing cancels, where all tokens and weights are positive."""
    prediction = (replace(term, coefficient=abs(term.coefficient)) for term in model.prediction)
    target = (replace(term, coefficient=-abs(term.coefficient)) for term in model.target)
    return replace(model, prediction=tuple(prediction), target=tuple(target))


def _sizes(blocks: Blocks) -> Blocks:
    return {name: np.abs(block) for name, block in blocks.items()}
