"""A model's prediction on a manifold, written out: no weight left, no index twice for nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symbolic_mesa.engine.expectation import Monomial
from symbolic_mesa.engine.patterns import merged
from symbolic_mesa.statement.contractions import Contraction
from symbolic_mesa.statement.manifolds import Block, Manifold
from symbolic_mesa.text.errors import NotClosed


@dataclass(frozen=True, slots=True)
class ScaledTerm:
    """A product of scales times a contraction that holds no weights."""

    scales: Monomial
    term: Contraction


def on_manifold(terms: Iterable[Contraction], manifold: Manifold) -> tuple[ScaledTerm, ...]:
    """Return the terms where every block is zero or a scale times I.

    Raises:
        NotClosed: when a block has a scale off its diagonal.
    """
    written = (_written(term, manifold) for term in terms)
    return tuple(term for term in written if term is not None)


def _written(term: Contraction, manifold: Manifold) -> ScaledTerm | None:
    blocks = [manifold.block(weight.block) for weight in term.weights]
    if any(block == Block() for block in blocks):
        return None
    scales: list[str] = []
    for block in blocks:
        if not isinstance(block, Block) or block.off_diagonal or not block.diagonal:
            raise NotClosed("a block is no multiple of I; write that prediction by hand")
        scales.append(block.diagonal)
    equal = [(weight.row, weight.column) for weight in term.weights]
    names: dict[str, str] = {}
    part = merged(sorted(term.coordinates()), [*equal, *term.deltas])
    for index in sorted(part):  # the first name in the alphabet stands for its part
        names.setdefault(part[index], index)
    renamed = term.renamed({index: names[part[index]] for index in part}, {})
    return ScaledTerm(tuple(sorted(scales)), replace(renamed, weights=(), deltas=()))
