"""How terms of a stated prediction turn against the target when W is multiplied by a phase."""

from collections.abc import Callable, Sequence

import numpy as np

from numeric_check.forward.points import lengths
from numeric_check.interpreter.doubles import run
from numeric_check.interpreter.reading import Times, at, inner_times, steps
from symbolic_mesa.statement.contractions import Contraction, Model

DIM, SEED = 2, 0
ANGLE = 0.01  # the phase φ: charges up to 314 in size are told apart
ROUNDING = 1e-6

Charges = set[int | None]


def exact_charges(model: Model, least: int, product: Sequence[str]) -> Charges:
    """Return what `charges` does by the times of tokens: several where parts turn differently."""
    length = lengths(model, least)[-1]
    return _met(model, product, lambda term, target: _exact_charges(term, target, model, length))


def _met(
    model: Model, product: Sequence[str], against: Callable[[Contraction, Contraction], Charges]
) -> Charges:
    """Return the charges of terms against the part of the target with which each turns, if any.

    Of a term that turns with none it is the charge against the first part.
    """
    found: Charges = set()
    for term in _terms(model, product):
        every = [against(term, part) for part in model.target]
        found |= {0} if {0} in every else every[0]
    return found


def _exact_charges(term: Contraction, target: Contraction, model: Model, length: int) -> Charges:
    return {
        _turning(term, times) - _turning(target, step)
        for step in steps(model, length)
        for times in inner_times(term, step)
        if all(at(token.time, times) >= 1 for token in term.tokens)
    }


def _turning(term: Contraction, times: Times) -> int:
    """Return with which multiple of φ a product of tokens turns."""
    exponents = [(-1 if x.conjugate else 1) * (at(x.time, times) - 1) for x in term.tokens]
    return sum(exponents)


def charges(model: Model, least: int, product: Sequence[str]) -> Charges:
    """Return the charges of the terms with a product of blocks, None for one that has no charge.

    A term has none where it is a sum of parts that turn differently. Nothing is returned where
    every such term is 0.

    Args:
        model: the statement.
        least: the smallest T at which the model has a step.
        product: the blocks of a term, in its order.
    """
    length = lengths(model, least)[-1]
    return _met(model, product, lambda term, target: _charges(term, target, model, length))


def _terms(model: Model, product: Sequence[str]) -> list[Contraction]:
    return [
        term
        for term in model.prediction
        if tuple(weight.block for weight in term.weights) == tuple(product)
    ]


def _charges(term: Contraction, target: Contraction, model: Model, length: int) -> Charges:
    draw = np.random.default_rng(SEED)
    blocks = {name: draw.normal(size=(DIM, DIM)) for name in model.blocks}
    real, imaginary = draw.normal(size=(2, length, 1, DIM))
    still = {t: real[t - 1] + 1j * imaginary[t - 1] for t in range(1, length + 1)}
    turned = {t: x * np.exp(1j * (t - 1) * ANGLE) for t, x in still.items()}
    found: Charges = set()
    for step in steps(model, length):
        before, after = (
            run([term], model, step, blocks, x) * run([target], model, step, {}, x).conj()
            for x in (still, turned)
        )
        if np.any(before):
            angles = np.angle(after / before) / ANGLE
            charge = round(angles[0, 0])
            whole = np.allclose(after, before * np.exp(1j * charge * ANGLE), rtol=ROUNDING, atol=0)
            found.add(charge if whole else None)
    return found
