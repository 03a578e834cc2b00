"""A stated model in doubles: every term by einsum, averaged over nodes and roots of unity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

import numpy as np
from numpy.typing import NDArray

from numeric_check.estimates import Estimate
from numeric_check.interpreter.reading import Times, latest, pairings, steps, variations
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
from numeric_check.laws.finite import TokenNodes
from symbolic_mesa.statement.contractions import Contraction, Model, Weight

Real = NDArray[np.float64]
Blocks = Mapping[str, Real]  # d×d weights by the name of their block; the others are zero

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
    return _run(terms, model, Sums(step, tokens), blocks, directions)


def _run(
    terms: Sequence[Contraction],
    model: Model,
    sums: Sums,
    blocks: Blocks,
    directions: Sequence[Blocks],
) -> Complex:
    total = np.zeros((sums.count, sums.dim), dtype=np.complex128)
    for term in terms:
        chosen = list(variations(term, blocks, directions))
        held = sums.factors(term, model.output) if chosen else None
        if held is None:
            continue
        letter = letters(term)
        for factors in chosen:
            weights: Factors = [
                (letter[weight.row] + letter[weight.column], factor)
                for weight, factor in zip(term.weights, factors, strict=True)
            ]
            total += contracted([*held, *weights], EACH + letter[model.output])
    return total


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

    def derivative(self, blocks: Blocks, directions: Sequence[Blocks] = ()) -> Estimate:
        """Return the population loss, or its derivative along up to two directions."""
        value = sum(
            _inner(self.model, blocks, pair, tokens, weights, self.length) * share
            for tokens, weights in self.by_chunks()
            for share, pair in pairings(directions)
        )
        return Estimate(value, self.scale(blocks, directions))

    def gradient(self, blocks: Blocks) -> dict[str, tuple[Real, Real]]:
        """Return ∂L/∂W for each block, and the sum of the absolute values of its terms."""
        found = {name: np.zeros((2, self.dim, self.dim)) for name in self.model.blocks}
        values = ((0, self.model, blocks, *one) for one in self.by_chunks())
        for place, model, weights, tokens, shares in chain(
            values, [(1, *self._without_signs(blocks))]
        ):
            for name, slopes in _slopes(model, weights, tokens, shares, self.length):
                found[name][place] += slopes
        return {name: (value, scale) for name, (value, scale) in found.items()}

    def scale(self, blocks: Blocks, directions: Sequence[Blocks] = ()) -> float:
        """Return the sum of the absolute values of all terms: no phase has another modulus."""
        model, positive, tokens, weights = self._without_signs(blocks)
        return sum(
            _inner(model, positive, pair, tokens, weights, self.length) * share
            for share, pair in pairings(list(map(_sizes, directions)))
        )

    def _without_signs(self, blocks: Blocks) -> tuple[Model, Blocks, Tokens, Real]:
        """Return model, weights and sequences in which nothing cancels."""
        tokens = {t: np.abs(self.nodes.points).astype(np.complex128) for t in self._times}
        return _positive(self.model), _sizes(blocks), tokens, np.abs(self.nodes.weights)

    @property
    def _times(self) -> range:
        return range(1, latest(self.model, self.length) + 1)

    def by_chunks(self) -> Iterator[tuple[Tokens, Real]]:
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
    total, known = 0.0, Known()
    for step in steps(model, length):
        sums = Sums(step, tokens, known)
        left, right = (_residual(model, sums, blocks, along) for along in pair)
        total += float(weights @ np.sum(np.real(left.conj() * right), axis=1))
    return total


def _residual(model: Model, sums: Sums, blocks: Blocks, directions: Sequence[Blocks]) -> Complex:
    """Return prediction minus target, or a derivative of it; the target has no weights."""
    predicted = _run(model.prediction, model, sums, blocks, directions)
    return predicted if directions else predicted - _run(model.target, model, sums, {}, ())


def _positive(model: Model) -> Model:
    """Return the model in which nothing cancels where all tokens and weights are positive."""
    prediction = (replace(term, coefficient=abs(term.coefficient)) for term in model.prediction)
    target = (replace(term, coefficient=-abs(term.coefficient)) for term in model.target)
    return replace(model, prediction=tuple(prediction), target=tuple(target))


def _sizes(blocks: Blocks) -> Blocks:
    return {name: np.abs(block) for name, block in blocks.items()}


def _slopes(
    model: Model, blocks: Blocks, tokens: Tokens, weights: Real, length: int
) -> Iterator[tuple[str, Real]]:
    """Yield blocks with terms of ∂L/∂W: a product without W, times the conjugate residual."""
    known = Known()
    for step in steps(model, length):
        sums = Sums(step, tokens, known)
        residual = weights[:, None] * _residual(model, sums, blocks, ()).conj()
        for term in model.prediction:
            yield from _without_each(term, model.output, sums, blocks, residual)


def sampled(
    model: Model, blocks: Blocks, tokens: Tokens, length: int
) -> tuple[Real, dict[str, Real]]:
    """Return the loss of each of some sequences, and the sum of their gradients.

    Args:
        model: the statement.
        blocks: the weights.
        tokens: the sequences, x_t of shape (n, d) by t.
        length: T.
    """
    known, losses = Known(), np.zeros(len(next(iter(tokens.values()))))
    slopes = {name: np.zeros_like(block) for name, block in blocks.items()}
    for step in steps(model, length):
        sums = Sums(step, tokens, known)
        residual = _residual(model, sums, blocks, ())
        losses += np.sum(np.abs(residual) ** 2, axis=1) / 2
        for term in model.prediction:
            for name, slope in _without_each(term, model.output, sums, blocks, residual.conj()):
                slopes[name] += slope
    return losses, slopes


def _without_each(
    term: Contraction, output: str, sums: Sums, blocks: Blocks, residual: Complex
) -> Iterator[tuple[str, Real]]:
    places = list(_places(term, blocks))
    held = sums.factors(term, output) if places else None
    if held is None:
        return
    letter = letters(term)
    joined = dict.fromkeys(letter[i] for w in term.weights for i in (w.row, w.column))
    met: Factors = [*held, (EACH + letter[output], residual)]
    there = {subscript for axes, _ in met for subscript in axes}
    kept = "".join(subscript for subscript in joined if subscript in there)
    mean = contracted(met, kept)  # no longer of single sequences, and small
    one = np.eye(residual.shape[1])
    for weight, others in places:
        factors: Factors = [
            (kept, mean),
            *((letter[w.row] + letter[w.column], blocks[w.block]) for w in others),
            (letter[weight.row] + "R", one),
            (letter[weight.column] + "C", one),
        ]
        yield weight.block, np.real(contracted(factors, "RC"))


def _places(term: Contraction, blocks: Blocks) -> Iterator[tuple[Weight, list[Weight]]]:
    """Yield each weight of a term with the others, where none of these is zero."""
    for place, weight in enumerate(term.weights):
        others = [w for k, w in enumerate(term.weights) if k != place]
        if all(other.block in blocks for other in others):
            yield weight, others
