"""Lemmas as data: what is stated of the claims of a derivation, and how Coq is told to prove it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A name for a term over R.

    Attributes:
        text: the term.
        claims: the ids of the steps whose claims occur in it.
        positive: whether it is positive, which is proved where moments are symbols, else assumed;
            an identity may then divide by it.
    """

    text: str
    claims: tuple[str, ...]
    positive: bool = False


class Stated(Protocol):
    """What a check needs of a lemma, whatever it is about."""

    @property
    def step(self) -> str:
        """The id of the step that it is evidence for."""

    @property
    def name(self) -> str:
        """Its name in Coq."""

    @property
    def supposing(self) -> str:
        """Its hypotheses in words, where they are not those of the whole file."""


Abbreviations = Mapping[str, Abbreviation]  # by name


@dataclass(frozen=True, slots=True)
class Lemma:
    """A lemma about claims. In its text a claim is called like its step, with ``_`` for ``-``.

    Attributes:
        step: the id of the step that it is evidence for.
        name: its name in Coq.
        statement: what it states, over R.
        proof: tactics; `identity` proves an equation of rational functions, `positive` a sign.
        claims: the ids of the steps whose claims occur, besides those of earlier lemmas.
    """

    step: str
    name: str
    statement: str
    proof: str
    claims: tuple[str, ...]

    @property
    def supposing(self) -> str:
        """Nothing: the file states the hypotheses, once for all lemmas."""
        return ""
