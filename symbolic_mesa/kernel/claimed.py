"""Lemmas that are made of claims: what they state is printed from the words of a derivation."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from symbolic_mesa.kernel.matrices import MatrixLemma
from symbolic_mesa.kernel.printing import FIELD, Printer
from symbolic_mesa.record import Claim, Derivation
from symbolic_mesa.words.wick import Expectation

Claims = Mapping[str, Claim]  # by the ids of their steps
_NAME = re.compile(r"[A-Za-z]\w*")
_SIGNS = re.compile(r"\^T|%:[RM]|\\tr|'M\[")  # letters in them are none


@dataclass(frozen=True, slots=True)
class ClaimLemma:
    """A lemma whose statement is made of claims; its proof is written by hand.

    A claim that is made wrong makes another lemma, which the same proof does not prove. What it
    supposes is not made of claims: no claim can bring a hypothesis that makes it true.

    Attributes:
        step: the id of the step that it is evidence for.
        name: its name in Coq.
        among: the alphabet of its words, from which letters have their types.
        states: what it states, of the claims.
        proof: tactics of SSReflect, and those of `tactics`.
        hypotheses: what it supposes, in Coq.
        scalars: further names of elements of the field.
        claims: the ids of the steps whose claims occur besides its own.
        before: definitions and auxiliary lemmas that it, and later ones, need.
    """

    step: str
    name: str
    among: Expectation
    states: Callable[[Claims], str]
    proof: str
    hypotheses: tuple[str, ...] = ()
    scalars: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    before: str = ""

    def of(self, claims: Claims) -> MatrixLemma:
        """Return the lemma about these claims."""
        stated = self.states(claims)
        binders = " ".join(self._binders(" ".join((*self.hypotheses, stated))))
        given = self.hypotheses, stated, self.proof, self.before
        return MatrixLemma(self.step, self.name, binders, *given)

    def _binders(self, text: str) -> Iterator[str]:
        """Yield dimensions, letters and scalars that occur, with their types."""
        alphabet, printer = self.among.alphabet, Printer(self.among)
        used = set(_NAME.findall(_SIGNS.sub("", text)))
        letters = [letter for letter in alphabet.letters if letter.name in used]
        spaces = {space for letter in letters for space in (letter.rows, letter.columns)}
        sizes = [size for space, size in alphabet.sizes.items() if space in spaces or size in used]
        if sizes:
            yield f"({' '.join(sizes)} : nat)"
        for letter in letters:
            yield f"({letter.name} : {printer.type_of(letter.rows, letter.columns)})"
        numbers = dict.fromkeys((*self.among.scalars, *self.scalars))
        names = [name for name in numbers if name in used and name not in sizes]
        if names:
            yield f"({' '.join(names)} : {FIELD})"


def lemmas_of(lemmas: tuple[ClaimLemma, ...], derivation: Derivation) -> Iterator[MatrixLemma]:
    """Yield those lemmas whose claims a derivation has."""
    claims = {step.id: step.claim for step in derivation.steps if not step.obstacle}
    for lemma in lemmas:
        if all(id in claims for id in (lemma.step, *lemma.claims)):
            yield lemma.of(claims)
