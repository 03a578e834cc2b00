"""Hankel matrices of moments of which some are free: an affine family, and exact checks of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.laws.existence.linear import Fault, first_fault
from symbolic_mesa.laws.existence.problem import Problem

Block = tuple[int, int]  # (shift, size): the matrix E z^(i + j + shift), i and j below size


@dataclass(frozen=True)
class Family:
    """All sequences of moments that agree with what is known.

    Attributes:
        fixed: a sequence E z^0, E z^1, … that agrees.
        free: pairs (degree, sequence): what may be added; a sequence is 1 at its own degree, at
            which the other sequences are 0.
        blocks: the Hankel matrices that must be positive.
        reference: moments of a law for which they are positive definite.
    """

    fixed: tuple[Fraction, ...]
    free: tuple[tuple[int, tuple[Fraction, ...]], ...]
    blocks: tuple[Block, ...]
    reference: tuple[Fraction, ...]

    def member(self, values: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Return the sequence with these values of what is free."""
        moments = list(self.fixed)
        for v, (_, sequence) in zip(values, self.free, strict=True):
            moments = [m + v * s for m, s in zip(moments, sequence, strict=True)]
        return tuple(moments)

    def expectation(self, p: Sequence[Fraction]) -> tuple[tuple[Fraction, ...], Fraction]:
        """Return the polynomial changed so that its expectation is known, and that."""
        q = list(p)
        for degree, sequence in self.free:
            q[degree] -= sum((c * s for c, s in zip(q, sequence, strict=True)), Fraction(0))
        return tuple(q), sum((c * m for c, m in zip(q, self.fixed, strict=True)), Fraction(0))


def hankel(moments: Sequence[Fraction], block: Block) -> list[list[Fraction]]:
    """Return the Hankel matrix of a block."""
    shift, size = block
    return [[moments[i + j + shift] for j in range(size)] for i in range(size)]


def faults(moments: Sequence[Fraction], blocks: Sequence[Block]) -> Iterator[tuple[int, Fault]]:
    """Yield (shift, fault) for each block that is not positive definite."""
    for block in blocks:
        fault = first_fault(hankel(moments, block))
        if fault:
            yield block[0], fault


def family_of(problem: Problem) -> Family:
    """Return the sequences of moments that a problem leaves open, up to its top degree."""
    top = problem.top
    blocks = [(0, top // 2 + 1)]
    if problem.half and top:
        blocks.append((1, (top - 1) // 2 + 1))
    known = problem.values
    unknown = [k for k in range(top + 1) if k not in known]
    free = tuple((k, tuple(Fraction(i == k) for i in range(top + 1))) for k in unknown)
    fixed = tuple(known.get(k, Fraction(0)) for k in range(top + 1))
    even = [
        Fraction(0) if k % 2 and not problem.half else Fraction(1, k + 1) for k in range(top + 1)
    ]
    return Family(fixed, free, tuple(blocks), tuple(even))
