"""What is compared with what where all blocks of a layer, and laws of prompts, are measured."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np

from derivations.regression.keys import Component, Convention
from derivations.regression.mahankali import observables as white
from numeric_check.words.arrays import Array, Number
from numeric_check.words.block_forms import BlockForm, Blocks
from numeric_check.words.prompts import INTEGERS, MORE_INTEGERS, SIGNS, Nodes, Prompts, hermite
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.record import Claim
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.measure import Measure, WithoutLaw
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.measures.regression import ROUTES

Of = Callable[[Claim, bool], Pairs]

NOISE = 2  # σ
ROUNDING = 1e-12
WHITE: Mapping[int, Any] = {1: ((1,),), 2: ((1, 0), (0, 1))}  # roots of covariances, by d
SIZES = ((1, 1), (1, 2), (2, 1))  # d and N
LAWS = (
    SIGNS,
    Nodes((0, 2, -2), (6, 1, 1), 8),  # κ = 4
    Nodes((0, 3, -3), (16, 1, 1), 18),  # κ = 9
)
"""Laws of an entry with mean 0 and variance 1."""
TOKENS = ((1, 1), (1, 3), (2, 1), (2, 2))
TASKS = {
    "S": ((((2,),), ((3,),)), (((1, 1), (0, 2)), ((2, 0), (1, 1)))),
    "Lambda^-1": ((((1,),), ((1,),)), (((2, 1), (1, 1)), ((1, -1), (-1, 2)))),
}
"""Roots of the covariances of tokens and of the task, by the name of the latter."""


@dataclass(frozen=True)
class At:
    """Matrices and numbers of a layer.

    Attributes:
        form: the layer.
        matrices: by name.
        numbers: by name, besides d, N and σ.
    """

    form: BlockForm
    matrices: Mapping[str, Array]
    numbers: Mapping[str, Number]

    def value(self, side: Any) -> Any:
        """Return a formula, or a sum of words, there."""
        prompts = self.form.prompts
        numbers = {"d": prompts.dim, "N": prompts.samples, "sigma": self.form.noise, **self.numbers}
        exact = {name: Fraction(number) for name, number in numbers.items()}
        if isinstance(side, Formula):
            return formula_at(side, self.matrices, exact)
        if not isinstance(side, MatrixSum):
            raise MesaError("no formula")
        return sum_at(side, self.matrices, exact, np.eye(prompts.dim, dtype=object))


def _form(exact: bool, size: tuple[int, int], convention: Convention) -> BlockForm:
    return _forms(exact, size, convention.query_column, convention.divided)


@cache  # pure
def _forms(exact: bool, size: tuple[int, int], query_column: bool, divided: bool) -> BlockForm:
    dim, samples = size
    nodes = (INTEGERS, MORE_INTEGERS) if exact else (hermite(3), hermite(4))
    return BlockForm(Prompts(*nodes, WHITE[dim], samples), NOISE, query_column, divided)


def _step_sizes(claim: Claim, exact: bool) -> Pairs:
    for convention, side in claim.parts.items():
        for size in SIZES:
            form = _form(exact, size, convention)
            yield At(form, {}, {}).value(side) * np.eye(size[0], dtype=int), form.minimiser


def _of_law(claim: Claim, exact: bool) -> Pairs:
    for law, (dim, samples) in product(LAWS, TOKENS):
        fourth = (w * v**4 for v, w in zip(law.values, law.weights, strict=True))
        given = {"kappa": Fraction(sum(fourth), law.total)}
        own = law if exact else _in_doubles(law)
        signs = SIGNS if exact else _in_doubles(SIGNS)
        form = BlockForm(Prompts(own, own, WHITE[dim], samples, labels=signs), NOISE)
        yield At(form, {}, given).value(claim.value) * np.eye(dim, dtype=int), form.minimiser


def _in_doubles(nodes: Nodes) -> Nodes:
    return Nodes(tuple(map(float, nodes.values)), tuple(map(float, nodes.weights)), nodes.total)


def _preconditioner(claim: Claim, exact: bool) -> Pairs:
    nodes = (INTEGERS, SIGNS, SIGNS) if exact else (hermite(3), hermite(2), hermite(2))
    for key, side in claim.parts.items():
        for (root, task), samples in product(TASKS[key.covariance], (1, 2)):
            form = BlockForm(Prompts(nodes[0], nodes[1], root, samples, task, nodes[2]), NOISE)
            given = {"Lambda": np.array(root, dtype=object), "S": np.array(task, dtype=object)}
            matrices = {name: one @ one.T for name, one in given.items()}
            yield At(form, matrices, {}).value(side) @ form.minimiser, matrices["S"]


DRAWN = ((2, ((1, 3), (-2, 1)), (1, 2), (3, -1)), (1, ((2, -1), (1, 3)), (-1, 1), (1, 2)))
"""Blocks u, U, v and r at d = 2; at d = 1 their first entries."""


def _blocks(dim: int) -> Iterator[Blocks]:
    for u, matrix, v, r in DRAWN:
        yield Blocks(u, np.array(matrix)[:dim, :dim], np.array(v)[:dim], np.array(r)[:dim])


def _variance(over_tokens: bool, claim: Claim, exact: bool) -> Pairs:
    for size, column in product(SIZES, (True, False)):
        form = _forms(exact, size, column, True)
        for blocks in _blocks(size[0]):
            still = replace(blocks, r=0 * blocks.r) if over_tokens else blocks
            column_of = {"v": still.v[:, None], "r": still.r[:, None], "U": still.matrix}
            matrices = {name: one.astype(object) for name, one in column_of.items()}
            stated = At(form, matrices, {"u": still.u}).value(claim.value)
            yield stated, form.variance(still, over_tokens)


def _minimisers(claim: Claim, exact: bool) -> Pairs:
    """Losses less the least one, at blocks of a family and at others."""
    for size, column in product(SIZES, (True, False)):
        form = _forms(exact, size, column, True)
        best = form.minimiser[0, 0]
        for names in product(*_choices(size[0], best)):
            blocks = dict(zip(("u", "U", "v", "r"), names, strict=True))
            gap = form.loss(Blocks(*blocks.values())) - form.least
            at_rest = any(_within(one, side, blocks, form) for one, side in claim.parts.items())
            yield at_rest, gap == 0 if exact else abs(gap) < ROUNDING


def _choices(dim: int, best: Number) -> tuple[list[Any], ...]:
    """Return values of u, U, v and r: 0, those of minimisers, and others."""
    unit = np.eye(dim, dtype=int).astype(object)
    first, last = unit[0], unit[-1]
    return (
        [0, 1, 2],
        [0 * unit, best * unit, best / 2 * unit, np.outer(first, first)],
        [0 * first, first, 2 * last],
        [0 * first, best * first, best / 2 * last],
    )


def _within(one: Component, side: Any, blocks: Mapping[str, Any], form: BlockForm) -> bool:
    """Whether blocks belong to a family."""
    if any(np.any(blocks[name]) for name in one.zero) or not np.any(blocks[one.free]):
        return False
    if one.dim not in (None, form.prompts.dim):
        return False
    free = np.ravel(blocks[one.free]).tolist()[0]
    gap = At(form, {}, {one.free: free}).value(side) - blocks[one.bound]
    return bool(np.max(np.abs(gap)) <= ROUNDING)


def _flat(pairs: Pairs) -> Pairs:
    for stated, measured in pairs:
        yield from zip(np.ravel(stated), np.ravel(measured), strict=True)


def _compared(pairs: Of, claim: Claim, exact: bool) -> float | None:
    """Return the largest difference beside the largest number; in rationals 1 if there is one."""
    try:
        every = list(_flat(pairs(claim, exact)))
    except (KeyError, TypeError, ValueError, MesaError):  # no such matrix
        return 1.0
    if not every:
        return None
    if exact:
        return float(any(stated != measured for stated, measured in every))
    largest = max(abs(float(measured)) for _, measured in every) or 1.0
    return max(abs(float(stated) - float(measured)) for stated, measured in every) / largest


def _measure(pairs: Of) -> Measure:
    exact, doubles = (partial(_compared, pairs, exact=exact) for exact in (True, False))
    return WithoutLaw(exact, doubles, ROUTES)


MEASURES: Mapping[type, Measure] = {
    white.StepSizes: _measure(_step_sizes),
    white.StepSizeOfLaw: _measure(_of_law),
    white.VarianceOverLabels: _measure(partial(_variance, False)),
    white.VarianceOverTokens: _measure(partial(_variance, True)),
    white.AllMinimisers: _measure(_minimisers),
    white.Preconditioner: _measure(_preconditioner),
}
"""The measure of each type of observable."""
