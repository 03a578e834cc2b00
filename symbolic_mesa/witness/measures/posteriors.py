"""What is compared with what for the mean of a task given its prompt, and the loss it leaves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from derivations.regression import layer_observables as of
from derivations.regression.keys import Samples
from numeric_check.words import posteriors as measured
from numeric_check.words.prompt_layers import inverse
from symbolic_mesa.formulas.word_values import sum_at
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError, NoSymbol
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route

Size = tuple[int, int]  # d and N
SIZES: Mapping[Samples, tuple[Size, ...]] = {
    Samples.FEW: ((1, 1), (2, 1), (3, 1), (3, 2), (2, 2)),
    Samples.MANY: ((1, 1), (1, 3), (2, 2), (2, 3), (3, 4)),
}
MINORS = (1, 2), (2, 2), (3, 4), (4, 3)
SEEDS = 1, 2, 3  # of tokens
Prompt = measured.ExactPrompt | measured.DrawnPrompt


def _routes(exact: str, doubles: str) -> tuple[Route, ...]:
    pairs = zip(ON_DIAGONAL, (exact, doubles), strict=True)
    return tuple(replace(route, model=words) for route, words in pairs)


@cache  # pure: what is drawn is seeded
def _prompts(exact: bool, case: Samples) -> tuple[Prompt, ...]:
    of_route = measured.ExactPrompt if exact else measured.DrawnPrompt
    return tuple(of_route(*size, seed) for size in SIZES[case] for seed in SEEDS)


def _labels(prompt: Prompt) -> Any:
    """Return labels that a task can have, a row."""
    task = [[Fraction(k + 2, k + 1) for k in range(prompt.dim)]]
    return np.array(task, dtype=object) @ np.array(prompt.tokens)


def _mean(claim: Claim, exact: bool) -> Pairs:
    for case, side in claim.parts.items():
        for prompt in _prompts(exact, case):
            labels = _labels(prompt)
            if isinstance(prompt, measured.ExactPrompt):
                found = np.array(prompt.mean) @ labels.T
            else:
                labels = labels.astype(np.float64)
                found = prompt.mean(labels).T
            stated = sum_at(side, _letters(prompt, case, labels), {}, np.eye(prompt.dim))
            if np.shape(stated) != found.shape:
                raise ValueError
            scale = _condition(prompt)
            yield from zip(np.ravel(stated) / scale, np.ravel(found) / scale, strict=True)


def _condition(prompt: Prompt) -> int | float:
    """Return by how much the inverse of a Gram matrix of tokens magnifies rounding."""
    if isinstance(prompt, measured.ExactPrompt):
        return 1
    return float(np.linalg.cond(prompt.tokens)) ** 2


def _letters(prompt: Prompt, case: Samples, labels: Any) -> Mapping[str, Any]:
    """Return the matrices that a claim is written in."""
    tokens, root = np.array(prompt.tokens), np.array(measured.root(prompt.dim))
    root = root if isinstance(prompt, measured.ExactPrompt) else root.astype(np.float64)
    inverted = inverse(root @ root.T)
    found = {"X": tokens, "y": labels, "Lambda^-1": inverted}
    if case is Samples.FEW:
        return {**found, "G^-1": inverse(tokens.T @ inverted @ tokens)}
    return {**found, "M^-1": inverse(tokens @ tokens.T)}


def _loss(claim: Claim, exact: bool) -> Pairs:
    for case, side in claim.parts.items():
        for prompt in _prompts(exact, case):
            yield side.at({"d": prompt.dim, "N": prompt.samples}), prompt.loss


def _minors(claim: Claim, exact: bool) -> Pairs:
    of_route = measured.squared_minors if exact else measured.by_spectra
    for key, side in claim.parts.items():
        for dim, samples in MINORS:
            yield side.at({"d": dim, "N": samples}), of_route(key.rows, dim, samples)


@dataclass(frozen=True)
class Held:
    """Numbers by part; what is 0 up to rounding is compared beside 1.

    Attributes:
        pairs: yields predicted and measured ones.
        sizes: d and N at which they are.
        routes: by which they can be measured.
    """

    pairs: Callable[[Claim, bool], Pairs]
    sizes: Sequence[Size]
    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of a claim in every case, for several prompts of each size."""
        try:
            gap = max(self._gap(route, claim))
        except (MesaError, NoSymbol, TypeError, ValueError):  # no such matrix, or of another shape
            gap = 1.0
        return judged(route, gap, f"{route.model}, at (d,N) = {_listed(self.sizes)}", "")

    def _gap(self, route: Route, claim: Claim) -> Iterable[float]:
        for stated, found in self.pairs(claim, route.exact):
            if route.exact:
                yield float(stated != found)
            else:
                yield abs(float(stated) - float(found)) / max(abs(float(found)), 1.0)


def _listed(sizes: Iterable[Size]) -> str:
    return ", ".join(f"({d},{n})" for d, n in dict.fromkeys(sizes))


EVERY = [size for sizes in SIZES.values() for size in sizes]
UPDATED = "the task's law, brought up to date sample by sample"
PSEUDO = "least-squares solutions of least norm, in doubles"
MEASURES: Mapping[type, Measure] = {
    of.PosteriorMean: Held(_mean, EVERY, _routes(UPDATED, PSEUDO)),
    of.BayesLoss: Held(_loss, EVERY, _routes(UPDATED, PSEUDO)),
    of.Minors: Held(
        _minors, MINORS, _routes("every minor of matrices of signs", "spectra at nodes")
    ),
}
"""The measure of each type of observable."""
