"""Lemmas about matrices of every dimension as a file for Coq with Mathematical Components."""

from collections.abc import Iterable
from dataclasses import dataclass

from symbolic_mesa.kernel.coq import CoqFile
from symbolic_mesa.kernel.lemmas import Stated
from symbolic_mesa.kernel.tactics import CLOSING, OPENING
from symbolic_mesa.record import Derivation

_PREAMBLE = """\
From Coq Require Import Field.
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Order.Theory Num.Theory.
Open Scope ring_scope.
"""


@dataclass(frozen=True, slots=True)
class MatrixLemma:
    """A lemma about matrices.

    Attributes:
        step: the id of the step that it is evidence for.
        name: its name in Coq.
        binders: the field, the dimensions, the matrices, with their types.
        hypotheses: what it supposes, such as that a matrix is invertible or a scalar is not 0.
        statement: what it states.
        proof: tactics of SSReflect.
        before: definitions and auxiliary lemmas that it, and later ones, need.
    """

    step: str
    name: str
    binders: str
    hypotheses: tuple[str, ...]
    statement: str
    proof: str
    before: str = ""

    @property
    def supposing(self) -> str:
        """Its hypotheses in words, to be printed."""
        return f", if {' and '.join(self.hypotheses)}" if self.hypotheses else ""

    @property
    def text(self) -> str:
        """The lemma in Coq."""
        stated = " ->\n  ".join((*self.hypotheses, self.statement))
        return (
            f"Lemma {self.name} {self.binders} :\n  {stated}.\nProof.\n{self.proof.strip()}\nQed.\n"
        )


def matrix_file(
    lemmas: Iterable[MatrixLemma],
    derivation: Derivation | None = None,
    made: Iterable[MatrixLemma] = (),
) -> CoqFile:
    """Return the file of these lemmas.

    Args:
        lemmas: those that are written by hand. All of them are in the file, as later ones use
            earlier ones; those are counted whose steps a derivation has.
        derivation: it; without one all are counted.
        made: those that are made of its claims, after the others, over one field.
    """
    steps = None if derivation is None else {step.id for step in derivation.steps}
    text = _PREAMBLE
    ends: list[tuple[Stated, int]] = []
    for lemma in lemmas:
        text += f"{lemma.before}\n{lemma.text}"
        if steps is None or lemma.step in steps:
            ends.append((lemma, text.count("\n")))
    own = tuple(made)
    if own:
        text += OPENING
    for lemma in own:
        text += f"{lemma.before}\n{lemma.text}"
        ends.append((lemma, text.count("\n")))
    return CoqFile(text + CLOSING if own else text, tuple(ends))
