"""The coordinate indices of a contraction on a manifold, as kinds that may coincide."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from symbolic_mesa.engine.coincidences import Joint, Kind
from symbolic_mesa.engine.patterns import merged
from symbolic_mesa.engine.systems import Row
from symbolic_mesa.statement.contractions import Contraction, TimeIndex, Weight, fixed_time
from symbolic_mesa.statement.manifolds import Block, Entries, Fixed, Form, Manifold

Entry = tuple[Weight, Form]
ROW, COLUMN = "<", ">"  # "F<0" is the row of the weight at place 0, which is an entry of F


@dataclass(frozen=True, slots=True)
class Indices:
    """The indices of a contraction where it is not zero for its weights alone.

    Attributes:
        kinds: the indices; those that are pinned come first, in order.
        joints: the weights that depend on whether two of them coincide.
        scales: those of all other weights that belong to no coordinate.
    """

    kinds: tuple[Kind, ...]
    joints: tuple[Joint, ...]
    scales: tuple[str, ...]


def indices_of(
    contraction: Contraction,
    manifold: Manifold,
    pinned: Sequence[str],
    row: Callable[[TimeIndex], Row],
) -> Indices | None:
    """Return the indices of a contraction; None where they make it zero.

    Args:
        contraction: the product.
        manifold: the values of its weight blocks.
        pinned: coordinate indices that are held at distinct coordinates.
        row: a time as a row.
    """
    entries = [(weight, manifold.block(weight.block)) for weight in contraction.weights]
    equal = [(weight.row, weight.column) for weight, block in entries if not _joins(block)]
    names = dict.fromkeys((*pinned, *contraction.coordinates()))
    part = merged(names, (*equal, *contraction.deltas))
    held = [part[name] for name in pinned]
    scales, joints = _scales(entries, part)
    if len(set(held)) < len(held) or None in scales:
        return None
    alone = dict.fromkeys((*held, *(end for weight, _ in joints for end in _ends(weight, part))))
    kinds = {name: _kind(name, contraction, entries, part, row) for name in part.values()}
    others = Counter(kind for name, kind in kinds.items() if name not in alone)
    place = {name: k for k, name in enumerate(alone)}
    return Indices(
        (*(kinds[name] for name in alone), *(replace(k, number=n) for k, n in others.items())),
        tuple(_joint(weight, block, part, place) for weight, block in joints),
        tuple(scale for scale in scales if scale),
    )


def _joins(block: Form) -> bool:
    """Whether an entry of the block off its diagonal may not be zero."""
    return isinstance(block, Fixed) or (isinstance(block, Block) and block.off_diagonal is not None)


def _ends(weight: Weight, part: Mapping[str, str]) -> tuple[str, str]:
    return part[weight.row], part[weight.column]


def _joint(
    weight: Weight, block: Block, part: Mapping[str, str], place: Mapping[str, int]
) -> Joint:
    left, right = _ends(weight, part)
    return Joint(place[left], place[right], block.diagonal, block.off_diagonal)


def _scales(
    entries: Sequence[Entry], part: Mapping[str, str]
) -> tuple[list[str | None], list[tuple[Weight, Block]]]:
    """Return the scales of blocks at one index, and the weights that have two."""
    scales: list[str | None] = []
    joints = []
    for weight, block in entries:
        if not isinstance(block, Block):
            continue
        left, right = _ends(weight, part)
        if left == right:
            scales.append(block.diagonal)
        else:
            joints.append((weight, block))
    return scales, joints


def _kind(
    name: str,
    contraction: Contraction,
    entries: Sequence[Entry],
    part: Mapping[str, str],
    row: Callable[[TimeIndex], Row],
) -> Kind:
    """Return one index, which stands for all that are equal to it."""
    tokens = [token for token in contraction.tokens if part[token.coordinate] == name]
    exponent = fixed_time(0)
    for token in tokens:
        exponent += (token.time - 1) * (-1 if token.conjugate else 1)
    scales = [
        block.scale
        for weight, block in entries
        if isinstance(block, Entries) and part[weight.row] == name
    ]
    for place, (weight, block) in enumerate(entries):
        if isinstance(block, Fixed):
            ends = zip((ROW, COLUMN), _ends(weight, part), strict=True)
            scales += [f"{weight.block}{side}{place}" for side, end in ends if end == name]
    barred = sum(token.conjugate for token in tokens)
    return Kind(row(exponent), len(tokens), barred, tuple(sorted(scales)))
